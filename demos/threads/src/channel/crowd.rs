//! Stopping n threads by closing their channels.
//!
//! A case starts n threads, waits for a quick one, and then asks all n to stop. Each thread owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each thread holds a record: whether it is lost says whether the thread was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use std::{
    sync::mpsc::{self, RecvTimeoutError, TryRecvError},
    thread,
};

use still_standing::{Stage, case};

/// n threads wait for a channel each to be closed: dropping the senders wakes them one after another.
///
/// std's channel has one receiver, so each thread needs a channel of its own. A sender's drop wakes its thread, as
/// `unpark` does. <https://doc.rust-lang.org/std/sync/mpsc/enum.RecvTimeoutError.html>
#[case("channel/parked-crowd", Stopped, Wake, of_crowd(), losing(Loss::None))]
pub fn parked_crowd(stage: &Stage) {
    let size = stage.crowd_size() as usize;
    let (mut stops, mut threads) = (Vec::with_capacity(size), Vec::with_capacity(size));
    for part in stage.crowd() {
        let (stop, stopped) = mpsc::channel::<()>();
        stops.push(stop);
        threads.push(thread::spawn(move || {
            part.take_record();
            loop {
                part.beat();
                let is_closed = if part.is_ready() {
                    thread::yield_now();
                    stopped.try_recv() == Err(TryRecvError::Disconnected)
                } else {
                    stopped.recv_timeout(part.interval()) == Err(RecvTimeoutError::Disconnected)
                };
                if is_closed {
                    break;
                }
            }
            part.finish_record();
        }));
    }

    stage.quick_task().wait();

    stage.request();
    drop(stops);
    stage.requested();
    for thread in threads {
        thread.join().expect("the thread does not panic");
    }
    stage.acknowledge(());
}
