//! A small library, as yours may be: a thread that does one job after another, and ends when its handle is dropped.

use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, unbounded};

type Job = Box<dyn FnOnce(&Receiver<()>) + Send>;

/// A thread that does jobs. Its drop asks the job in hand to stop, and waits for its end.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread.
    #[must_use]
    pub fn start() -> Self {
        let (jobs, queue) = unbounded::<Job>();
        let (stop, stopped) = unbounded();
        let thread = thread::spawn(move || {
            for job in queue {
                job(&stopped);
            }
        });
        Self { jobs: Some(jobs), stop: Some(stop), thread: Some(thread) }
    }

    /// Queues a job. It is given a channel that is closed when it is to stop.
    pub fn submit(&self, job: impl FnOnce(&Receiver<()>) + Send + 'static) {
        if let Some(jobs) = &self.jobs {
            // The thread is there until the drop.
            let _ = jobs.send(Box::new(job));
        }
    }

    /// Lets the thread go: nobody asks it to stop, and nobody waits for it.
    pub fn detach(mut self) {
        self.thread = None;
        // A stop that is never sent, and a channel that is never closed.
        std::mem::forget(self.stop.take());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
