//! Stopping n threads by a flag.
//!
//! A case starts n threads, waits for a quick one, and then asks all n to stop. Each thread owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each thread holds a record: whether it is lost says whether the thread was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
};

use still_standing::{Stage, case};

/// n threads look at one flag, and each is unparked so that it looks.
///
/// Setting the flag is one store; waking a thread is a system call, and there are n of them. Then the system has to
/// run each thread once more, and to take it down. <https://doc.rust-lang.org/std/thread/fn.park_timeout.html>
#[case("flag/parked-crowd", Stopped, Wake, of_crowd(), losing(Loss::None))]
pub fn parked_crowd(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let threads: Vec<JoinHandle<()>> = stage
        .crowd()
        .map(|part| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || {
                part.take_record();
                while !stop.load(Relaxed) {
                    part.beat();
                    if part.is_ready() {
                        thread::yield_now();
                    } else {
                        thread::park_timeout(part.interval());
                    }
                }
                part.finish_record();
            })
        })
        .collect();

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    for thread in &threads {
        thread.thread().unpark();
    }
    stage.requested();
    for thread in threads {
        thread.join().expect("the thread does not panic");
    }
    stage.acknowledge(());
}
