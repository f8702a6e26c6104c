//! Stopping by a channel: the job is sent a message.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-rayon -- story channel/parked`

use std::sync::mpsc;

use still_standing::{Stage, case};

use crate::POOL;

/// A quick job and an infinite one, which sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// It sleeps at the pool's expense: rayon does not know that the thread only waits, and gives its place to
/// no other job. It is better to sleep in a thread of your own. So the case needs two workers, one for each job; on
/// another channel each reports its end.
/// <https://docs.rs/rayon/latest/rayon/fn.join.html#warning-about-blocking-io>
#[case("channel/parked", Stopped, Timer, with_workers(2))]
pub fn parked(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let (end, ended) = mpsc::channel();
    POOL.spawn({
        let (quick_task, end) = (stage.quick_task(), end.clone());
        move || {
            quick_task.wait();
            end.send("quick").expect("the caller waits");
        }
    });
    let pulse = stage.pulse();
    POOL.spawn(move || {
        loop {
            pulse.beat();
            if stopped.recv_timeout(pulse.interval()).is_ok() {
                break;
            }
        }
        drop(pulse);
        end.send("infinite").expect("the caller waits");
    });

    let first = ended.recv().expect("a job reports");
    let unfinished: Vec<_> = ["quick", "infinite"].into_iter().filter(|job| *job != first).collect();
    let counts = format!("finished {}, unfinished {}", 2 - unfinished.len(), unfinished.len());

    stage.request();
    stop.send(()).expect("the infinite task listens");
    let last = ended.recv();
    stage.acknowledge(format_args!("{counts}: {last:?}"));
}

/// A spawned job asks its channel at every turn whether the message is there.
///
/// A flag is cheaper to look at; a message can carry a reason.
/// <https://github.com/rayon-rs/rayon/issues/1014>
#[case("channel/spinning", Stopped, Line)]
pub fn spinning(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let (end, ended) = mpsc::channel();
    let pulse = stage.pulse();
    POOL.spawn(move || {
        while stopped.try_recv().is_err() {
            pulse.beat();
        }
        drop(pulse);
        end.send(()).expect("the caller waits");
    });

    stage.quick_task().wait();

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(ended.recv());
}
