//! A worker thread that its owner's drop asks to stop and waits for: no job is lost, not on its panic either.
//!
//! The drop of the sender is the request: the worker does what is in the queue, and ends. Then the drop joins it.
//! Try it with `cargo run -p recipes --bin worker_joined_on_drop`, and with the argument `panic`, `job` or `exit`.
//! Measured by `threads/channel/parked-disconnect`. See
//! <https://matklad.github.io/2018/03/03/stopping-a-rust-worker.html>.
//!
//! ```toml
//! # It needs no dependency.
//! ```

use std::{
    env,
    process::exit,
    sync::mpsc::{Sender, channel},
    thread::{self, JoinHandle},
    time::Duration,
};

struct Worker {
    /// `None` once the worker has been asked to stop.
    jobs: Option<Sender<u32>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    fn start() -> Self {
        let (jobs, queue) = channel();
        let thread = thread::spawn(move || {
            // The loop ends when the queue is empty and its sender is gone.
            for job in queue {
                thread::sleep(Duration::from_millis(20));
                assert!(!(plays("job") && job == 5), "a job has panicked");
                println!("done: {job}");
            }
        });
        Self { jobs: Some(jobs), thread: Some(thread) }
    }

    fn give(&self, job: u32) {
        let jobs = self.jobs.as_ref().expect("it is there until the drop");
        jobs.send(job).expect("the worker has panicked");
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The order matters: a join before this drop would wait for ever.
        drop(self.jobs.take());
        let ended = self.thread.take().map(JoinHandle::join);
        // The worker's panic becomes the owner's, unless that is panicking already: a second one would abort.
        if matches!(ended, Some(Err(_))) && !thread::panicking() {
            panic!("the worker has panicked");
        }
    }
}

fn main() {
    let worker = Worker::start();
    (1..=10).for_each(|job| worker.give(job));
    println!("stopping");
    assert!(!plays("panic"), "the owner panics, and the worker is waited for all the same");
    if plays("exit") {
        // It skips the drop, and the worker is cut off.
        exit(0);
    }
    drop(worker);
    println!("stopped in good order");
}

fn plays(word: &str) -> bool {
    env::args().any(|argument| argument == word)
}
