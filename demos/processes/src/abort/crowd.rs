//! Stopping n processes by SIGKILL.
//!
//! A case starts n processes, waits for a quick task, and then kills all n. Each process owns a part of the crowd,
//! beats it, and sleeps; if the crowd is under load, one in ten yields instead and is always ready to run. The end of
//! the last process is the halt that is measured, as the harness sees it. `stage.requested()` stamps the instant at
//! which the calls that ask have returned.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use std::{os::unix::process::CommandExt, process::Child, thread};

use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open, pidfd_send_signal};
use still_standing::{Part, Stage, case, worker};

/// One signal goes to a group of n processes, and each is then waited for.
///
/// It is one system call, in which the kernel goes through the group. Ending a process takes far longer: the kernel
/// takes down its memory, and the parent reaps it. <https://man7.org/linux/man-pages/man2/kill.2.html>
#[case(
    "abort/blocking-crowd-group",
    Killed,
    Reap,
    starts = is_one_of_many,
    out_of_process(),
    of_crowd(),
    losing(Loss::All),
    instead = crate::abort::blocking_sigterm_handled
)]
pub fn blocking_crowd_group(stage: &Stage) {
    let mut workers: Vec<Child> = Vec::with_capacity(stage.crowd_size() as usize);
    for _ in 0..stage.crowd_size() {
        // 0 makes the first one the leader of a new group, which the others join.
        let group = workers.first().map_or(0, |leader| leader.id().cast_signed());
        let worker = stage.worker("is_one_of_many").process_group(group).spawn();
        workers.push(worker.expect("the worker starts"));
    }

    stage.quick_task().wait();

    stage.request();
    kill_process_group(Pid::from_child(&workers[0]), Signal::KILL).expect("the group is there, and ours");
    stage.requested();
    for worker in &mut workers {
        worker.wait().expect("the worker is ours");
    }
    stage.acknowledge(());
}

/// n processes are killed one after another, by a descriptor each.
///
/// A pidfd stands for one process, and never for another that got the same number later. It costs a descriptor a
/// process, of which the system allows a limited number. <https://man7.org/linux/man-pages/man2/pidfd_open.2.html>
#[case(
    "abort/blocking-crowd-pidfd",
    Killed,
    Reap,
    starts = is_one_of_many,
    out_of_process(),
    of_crowd(),
    losing(Loss::All),
    instead = crate::abort::blocking_sigterm_handled
)]
pub fn blocking_crowd_pidfd(stage: &Stage) {
    let size = stage.crowd_size() as usize;
    let (mut workers, mut descriptors) = (Vec::<Child>::with_capacity(size), Vec::with_capacity(size));
    for _ in 0..size {
        let worker = stage.worker("is_one_of_many").spawn().expect("the worker starts");
        let descriptor = pidfd_open(Pid::from_child(&worker), PidfdFlags::empty());
        descriptors.push(descriptor.expect("the worker has a descriptor"));
        workers.push(worker);
    }

    stage.quick_task().wait();

    stage.request();
    for descriptor in &descriptors {
        pidfd_send_signal(descriptor, Signal::KILL).expect("the worker is there, and ours");
    }
    stage.requested();
    for worker in &mut workers {
        worker.wait().expect("the worker is ours");
    }
    stage.acknowledge(());
}

/// The `main` of each worker of a crowd.
#[worker]
pub fn is_one_of_many(part: Part) {
    part.take_record();
    loop {
        part.beat();
        if part.is_ready() {
            thread::yield_now();
        } else {
            thread::sleep(part.interval());
        }
    }
}
