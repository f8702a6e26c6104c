//! A process that is killed while it has much memory.
//!
//! The case starts an infinite task in a process of its own, waits for a quick one, and then kills that process, whose
//! `main` is the function below it.
//!
//! To play it as a story: `cargo run -p demo-processes -- story abort/blocking-sigkill-memory`

use std::{hint::black_box, thread};

use still_standing::{Pulse, Stage, case, worker};

/// A killed process gives its memory back before its parent learns of its end, and that takes longer the more it has.
///
/// The worker has written to 32 MiB, so that it really has them: 8,192 pages of 4 KiB, or 16 of 2 MiB where Linux gives
/// huge pages to everyone. A supervisor that gives every process the same time to end is wrong about the largest. In the
/// kernel's source `do_exit` calls `exit_mm`, which frees the pages, before `exit_notify`, which tells the parent.
/// <https://github.com/torvalds/linux/blob/v6.12/kernel/exit.c>
#[case("abort/blocking-sigkill-memory", Killed, Reap, starts = has_written_to_32_mib, out_of_process())]
pub fn blocking_sigkill_memory(stage: &Stage) {
    let mut worker = stage.worker("has_written_to_32_mib").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of a worker with memory. Zeros would not do: of pages that nobody has written to there is only one.
#[worker]
pub fn has_written_to_32_mib(pulse: Pulse) {
    let memory = vec![1_u8; 32 * 1024 * 1024];
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
        black_box(&memory);
    }
}
