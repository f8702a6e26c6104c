//! Self-checks: the harness measures what is known already, and must read the right value. `still-standing
//! check` plays the full set, and every run plays a short one.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use stage::Behaviour;

use crate::{
    crowd::bare as bare_crowd,
    parent::order::Play,
    play::floors::Floor,
    rounds::{catalog::Catalog, settings::Settings},
    self_checks::{
        check::{INJECTED, SelfCheck},
        probe::Probe,
    },
};

pub(crate) mod above_floor;
mod bare;
pub(crate) mod check;
mod known;
pub(crate) mod probe;
pub(crate) mod uniform_phase;

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
    let known = known::known(catalog);
    let looking = known.iter().filter(|known| matches!(known.behaviour, Behaviour::LooksOnceABeat)).count();
    let together = polled.len() + looking;
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
        step(&mut checks, &case.id(), &|| known::injected_delay(&probe, *delay, case, 100));
    }
    for known in known {
        step(&mut checks, &known.case.id(), &|| known::check(&probe, known, together));
    }
    for case in polled {
        step(&mut checks, &case.id(), &|| uniform_phase::check(&probe, case, together));
    }
    for bare in catalog.bare {
        step(&mut checks, bare.id, &|| match bare.id.parse().ok() {
            Some(Floor::Line) => bare::line_floor(&probe, bare),
            Some(floor) => bare::program(&probe, &Play::Floor(floor), bare),
            None => bare::program(&probe, &Play::Case(bare.id.to_owned()), bare),
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
/// phase is uniform, and whether the floors are any: see [`uniform_phase`] and [`above_floor`].
pub(crate) fn short(catalog: &Catalog, settings: &Settings, interrupted: &AtomicBool) -> Vec<SelfCheck> {
    let probe = Probe { catalog, settings, interrupted };
    let samples = (200_000_000 / settings.beat_ns.max(1)).clamp(5, 20) as u32;
    INJECTED.iter().map(|(delay, case)| known::injected_delay(&probe, *delay, case, samples)).collect()
}
