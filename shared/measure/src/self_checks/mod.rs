//! Self-checks: the harness measures what is known already, and must read the right value. `still-standing
//! check` plays the full set, and every run plays a short one.

mod above_floor;
mod bare_crowd;
mod bare_program;
mod injected_cases;
mod injected_delay;
mod known_work;
mod line_floor;
mod probe;
mod ratio;
mod uniform_phase;

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use crate::{catalog::Catalog, floors::Floor, order::Play, self_check::SelfCheck, settings::Settings};

pub(crate) use above_floor::{OverFloor, of_a_run as above_floors};
pub(crate) use injected_cases::INJECTED;
use probe::Probe;
pub(crate) use uniform_phase::of_a_run as uniform_phases;

/// Plays every self-check that the catalog allows. Before each, it calls `tell` with how much is done, as a
/// share of one, and with the name of what it plays next.
pub fn check(
    catalog: &Catalog,
    settings: &Settings,
    interrupted: &AtomicBool,
    mut tell: impl FnMut(f64, &str),
) -> Vec<SelfCheck> {
    let probe = Probe { catalog, settings, interrupted };
    let polled = uniform_phase::cases(catalog);
    let known = known_work::known(catalog);
    let steps =
        INJECTED.len() + known.len() + polled.len() + catalog.bare.len() + 3 * catalog.bare_crowds.len();
    let steps = steps as f64;
    let mut checks = Vec::new();
    let mut step = |checks: &mut Vec<SelfCheck>, name: &str, play: &dyn Fn() -> SelfCheck| {
        if !interrupted.load(Relaxed) {
            tell(checks.len() as f64 / steps, name);
            checks.push(play());
        }
    };
    for (delay, case) in INJECTED {
        step(&mut checks, &case.id(), &|| injected_delay::check(&probe, *delay, case, 100));
    }
    for known in known {
        step(&mut checks, &known.case.id(), &|| known_work::check(&probe, known));
    }
    for case in polled {
        step(&mut checks, &case.id(), &|| uniform_phase::check(&probe, case, 1_000));
    }
    for bare in catalog.bare {
        step(&mut checks, bare.id, &|| match Floor::named(bare.id) {
            Some(Floor::Line) => line_floor::check(&probe, bare),
            Some(floor) => bare_program::check(&probe, &Play::Floor(floor), bare),
            None => bare_program::check(&probe, &Play::Case(bare.id.to_owned()), bare),
        });
    }
    for bare in catalog.bare_crowds {
        if !interrupted.load(Relaxed) {
            tell(checks.len() as f64 / steps, bare.id);
            checks.extend(bare_crowd::check(&probe, bare));
        }
    }
    checks
}

/// The self-checks that a run has time for: the injected delays, with few samples, and with fewer still at a
/// slow beat, because a sample takes some three beats. A run checks with its own cases whether the
/// phase is uniform, and whether the floors are any: see [`uniform_phases`] and [`above_floors`].
pub(crate) fn short(catalog: &Catalog, settings: &Settings, interrupted: &AtomicBool) -> Vec<SelfCheck> {
    let probe = Probe { catalog, settings, interrupted };
    let samples = (200_000_000 / settings.beat_ns.max(1)).clamp(5, 20) as u32;
    INJECTED.iter().map(|(delay, case)| injected_delay::check(&probe, *delay, case, samples)).collect()
}
