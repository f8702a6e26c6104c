//! Killing a process that holds a lock: what becomes of the lock decides whether the others can go on.
//!
//! A case starts an infinite task in a process of its own, which takes a lock and a record and works on it, waits for a
//! quick task, and then kills the infinite task. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. `stage.request()` stamps the instant before the call that asks for the
//! stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`. `stage.invariant(x)` says whether the
//! next one gets the lock.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story abort/blocking-sigkill-lock`

use std::{
    env,
    fs::File,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use still_standing::{Pulse, Stage, case, worker};
use tempfile::NamedTempFile;

use crate::shared_flag::SharedFlag;

/// A lock in memory that processes share stays locked when the one that holds it is killed.
///
/// It is a word that says "taken". The system takes back what the process had open, and the memory that was its alone; it
/// does not know that the word is a lock. A POSIX mutex can be made robust, and then the system does know:
/// `c/abort/blocking-sigkill-robust`. <https://man7.org/linux/man-pages/man7/shm_overview.7.html>
#[case(
    "abort/blocking-sigkill-lock",
    Killed,
    Reap,
    starts = holds_a_shared_lock,
    out_of_process(),
    losing(Loss::All),
    breaking_its_invariant(),
    instead = crate::abort::blocking_sigterm_handled
)]
pub fn blocking_sigkill_lock(stage: &Stage) {
    let lock = SharedFlag::create().expect("two processes can share a page");
    let mut worker = stage.worker("holds_a_shared_lock");
    let mut worker =
        worker.arg(lock.path().expect("this process created it")).spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
    stage.invariant(!lock.is_raised());
}

/// The `main` of that worker.
#[worker]
pub fn holds_a_shared_lock(pulse: Pulse) {
    let path = env::args_os().next_back().expect("the caller gives the path");
    let lock = SharedFlag::open(Path::new(&path)).expect("the caller has created the lock");
    // Nobody else wants it yet.
    lock.raise();
    works_for_ever(&pulse);
}

/// A lock of a file is given free when the process that holds it is killed.
///
/// It is the system's, and belongs to the open file; the system closes the file of a process that ends, however it ends.
/// What the process had half done in the file stays as it is. A child that has the open file too keeps the lock:
/// `processes/abort/blocking-sigkill-file-lock-inherited`.
/// <https://doc.rust-lang.org/std/fs/struct.File.html#method.lock>,
/// <https://man7.org/linux/man-pages/man2/flock.2.html>
#[case(
    "abort/blocking-sigkill-file-lock",
    Killed,
    Reap,
    starts = holds_a_file_lock,
    out_of_process(),
    losing(Loss::All),
    keeping_its_invariant(),
    instead = crate::abort::blocking_sigterm_handled
)]
pub fn blocking_sigkill_file_lock(stage: &Stage) {
    let lock = NamedTempFile::new().expect("the system has a file for the lock");
    let mut worker = stage.worker("holds_a_file_lock");
    let mut worker = worker.arg(lock.path()).spawn().expect("the worker starts");

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
    stage.invariant(lock.as_file().try_lock().is_ok());
}

/// The `main` of that worker.
#[worker]
pub fn holds_a_file_lock(pulse: Pulse) {
    let path = env::args_os().next_back().expect("the caller gives the path");
    let lock = File::open(path).expect("the caller has created the file");
    lock.lock().expect("the lock is free");
    works_for_ever(&pulse);
}

/// A lock of a file stays locked when the process that took it is killed, if a child of that process has the open file.
///
/// The lock belongs to the open file, not to the process, and the file is closed when the last descriptor of it is. Rust
/// closes its files in what it starts (`O_CLOEXEC`); C does not, and a log file is often given to a child on purpose, as
/// here. So kill the group: `processes/abort/blocking-group`. Without a child the lock is free at once:
/// `processes/abort/blocking-sigkill-file-lock`. <https://man7.org/linux/man-pages/man2/flock.2.html>,
/// <https://doc.rust-lang.org/std/fs/struct.File.html#method.lock>
#[case(
    "abort/blocking-sigkill-file-lock-inherited",
    Killed,
    Reap,
    starts = holds_a_file_lock_with_a_child,
    out_of_process(),
    losing(Loss::All),
    breaking_its_invariant(),
    instead = crate::abort::blocking_sigterm_handled
)]
pub fn blocking_sigkill_file_lock_inherited(stage: &Stage) {
    let lock = NamedTempFile::new().expect("the system has a file for the lock");
    let mut worker = stage.worker("holds_a_file_lock_with_a_child");
    let mut worker = worker.arg(lock.path()).stdin(Stdio::piped()).spawn().expect("the worker starts");
    // The child of the worker reads from this pipe, and ends with it.
    let input = worker.stdin.take();

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
    stage.invariant(lock.as_file().try_lock().is_ok());
    drop(input);
}

/// The `main` of that worker, whose child writes to the file.
#[worker]
#[expect(clippy::zombie_processes, reason = "the child outlives this process")]
pub fn holds_a_file_lock_with_a_child(pulse: Pulse) {
    let path = env::args_os().next_back().expect("the caller gives the path");
    let lock = File::options().append(true).open(path).expect("the caller has created the file");
    lock.lock().expect("the lock is free");
    let log = lock.try_clone().expect("the process may open one more");
    let _child = Command::new("cat").stdin(Stdio::inherit()).stdout(log).spawn().expect("cat starts");
    works_for_ever(&pulse);
}

/// A record is taken, and never finished.
fn works_for_ever(pulse: &Pulse) {
    pulse.take_record();
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
    }
}
