//! An injected delay: work that halts exactly so long after the request.

use std::{hint::spin_loop, thread, time::Duration};

use stage::{Bound, Case, Stage, Verdict, clock};

use super::{Answer, Player};
use crate::summary::median;

/// The delays, and the synthetic cases that have them.
pub(crate) const INJECTED: &[(Duration, Case)] = &[
    (Duration::from_micros(100), case("spinning_delay_100us", halts_after::<100_000>)),
    (Duration::from_millis(1), case("spinning_delay_1ms", halts_after::<1_000_000>)),
    (Duration::from_millis(10), case("spinning_delay_10ms", halts_after::<10_000_000>)),
];

const fn case(function: &'static str, play: fn(&Stage)) -> Case {
    Case::unlisted(("demo-known", "flag", function), Verdict::Stopped, Bound::Line, play)
}

/// The work reads the stamp of the request itself, and halts when the delay has passed.
fn halts_after<const DELAY_NS: u64>(stage: &Stage) {
    let record = stage.record();
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        let request = loop {
            pulse.beat();
            if let Some(request) = record.request() {
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

/// The median must be the delay, within 2 µs and 1 %.
pub(super) fn answer(player: &Player<'_>, delay: Duration, case: &Case, samples: u32) -> Answer {
    let got = median(&mut player.case(&case.id(), samples, 1, |sample| sample.halt_ns));
    let delay_ns = delay.as_nanos() as u64;
    Answer {
        name: format!("a halt {delay:?} after the request"),
        asked: format!("{delay_ns} ns within 2 µs + 1 %"),
        got: format!("{got} ns, median of {samples}"),
        passed: got.abs_diff(delay_ns) <= 2_000 + delay_ns / 100,
        about: Vec::new(),
    }
}
