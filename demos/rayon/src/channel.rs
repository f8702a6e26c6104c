//! Stopping by a channel: the job is sent a message.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-rayon -- story channel/parked`.

use std::sync::mpsc;

use stage::Stage;

use crate::POOL;

/// A spawned job sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// It sleeps at the pool's expense: rayon does not know that the thread only waits, and gives
/// its place to no other job. A thread of one's own does that better.
/// <https://docs.rs/rayon/latest/rayon/fn.join.html#warning-about-blocking-io>
pub fn parked(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let (end, ended) = mpsc::channel();
    let pulse = stage.pulse();
    POOL.spawn(move || {
        loop {
            pulse.beat();
            if stopped.recv_timeout(pulse.interval()).is_ok() {
                break;
            }
        }
        drop(pulse);
        end.send(()).expect("the caller waits");
    });

    stage.quick_task().wait();

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(ended.recv());
}

/// A spawned job asks its channel at every turn whether the message is there.
///
/// A flag is cheaper to look at; a message can carry a reason.
/// <https://github.com/rayon-rs/rayon/issues/1014>
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
