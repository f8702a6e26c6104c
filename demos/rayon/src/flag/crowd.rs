//! Stopping n jobs by a flag.
//!
//! A case gives n jobs to the pool, waits for a quick task, and then asks all n to stop. Each job owns a part of the
//! crowd and beats it. rayon has no timers, so a job never sleeps: as many jobs run as the pool has threads, and the
//! others wait in its queue, asleep or under load alike. Dropping the last part is the halt that is measured.
//! `stage.requested()` stamps the instant at which the calls that ask have returned.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use still_standing::{Stage, case};

use crate::POOL;

/// n jobs look at one flag, and the scope waits for all of them.
///
/// Setting it is one store. The jobs that run see it at once; each job in the queue is still taken out and begun,
/// and ends when it looks for the first time. rayon cannot take a job back.
/// <https://docs.rs/rayon/latest/rayon/fn.in_place_scope.html>,
/// <https://github.com/rayon-rs/rayon/issues/1014>
#[case("flag/spinning-crowd", Stopped, Line, of_crowd(), queued(), losing(Loss::None))]
pub fn spinning_crowd(stage: &Stage) {
    let stop = AtomicBool::new(false);
    POOL.in_place_scope(|scope| {
        for part in stage.crowd() {
            let stop = &stop;
            scope.spawn(move |_| {
                part.take_record();
                while !stop.load(Relaxed) {
                    part.beat();
                }
                part.finish_record();
            });
        }

        stage.quick_task().wait();

        stage.request();
        stop.store(true, Relaxed);
        stage.requested();
    });
    stage.acknowledge(());
}
