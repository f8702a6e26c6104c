//! Synthetic cases whose work halts a known time after the request.

use std::{hint::spin_loop, thread, time::Duration};

use stage::{Bound, Case, Stage, Verdict, clock};

/// The delays, and the synthetic cases that have them.
pub(crate) const INJECTED: &[(Duration, Case)] = &[
    (Duration::from_micros(100), case("flag/spinning-delay-100us", halts_after::<100_000>)),
    (Duration::from_millis(1), case("flag/spinning-delay-1ms", halts_after::<1_000_000>)),
    (Duration::from_millis(10), case("flag/spinning-delay-10ms", halts_after::<10_000_000>)),
];

const fn case(name: &'static str, play: fn(&Stage)) -> Case {
    Case::new(name, Verdict::Stopped, Bound::Line, play).under("known")
}

/// The work reads the stamp of the request itself, and halts when the delay has passed.
fn halts_after<const DELAY_NS: u64>(stage: &Stage) {
    let stamps = stage.stamps();
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        let request = loop {
            pulse.beat();
            if let Some(request) = stamps.request() {
                break request;
            }
        };
        while clock::now_ns() < request + DELAY_NS {
            spin_loop();
        }
    });

    stage.quick_task().wait();

    stage.request();
    let ended = infinite.join();
    stage.acknowledge(ended.is_ok());
}
