//! `sweep crowd`: how stopping grows with the number of parts.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use stage::{Case, CrowdSize, CrowdState};

use crate::{
    crowd::limits::{Played, allow_many_descriptors, left_for_a_crowd, objection},
    file::{case_result::CaseResult, provenance::Provenance, run::SCHEMA},
    rounds::{
        catalog::Catalog,
        run::{Progress, run},
        settings::Settings,
        sweep::{Factor, LeftOut, Sweep, SweepPoint},
    },
    units,
};

/// The sizes of a sweep of crowds, and how far it goes.
pub struct CrowdPlan {
    /// Its cases.
    pub cases: Vec<&'static Case>,
    /// The numbers of parts, each larger than the one before, with the settings for them.
    pub sizes: Vec<(u32, Settings)>,
    /// A crowd is not played if a playing is expected to take longer.
    pub longest_playing: Duration,
}

impl CrowdPlan {
    /// Plays every size in every state, as far as each case goes and the sweep is not interrupted. A case that is
    /// left out of a size is left out of the larger ones, and the first point without it says why.
    pub fn play(
        self,
        catalog: &Catalog,
        provenance: &Provenance,
        interrupted: &AtomicBool,
        mut tell: impl FnMut(f64, &str),
    ) -> Sweep {
        // Its children inherit that, and what is left for them is measured by it.
        allow_many_descriptors();
        let mut sweep = Sweep { schema: SCHEMA, sweep: Factor::Crowd, partial: false, points: Vec::new() };
        let count = (self.sizes.len() * CrowdState::ALL.len()) as f64;
        let all: Vec<_> = self.cases.iter().map(|case| (*case, Played::default())).collect();
        let mut going: Vec<_> = CrowdState::ALL.iter().map(|state| (*state, all.clone())).collect();
        for (parts, settings) in self.sizes {
            for (state, going) in &mut going {
                let number = sweep.points.len() as f64;
                let left_out = leave_out(going, u64::from(parts), self.longest_playing);
                let cases: Vec<_> = going.iter().map(|(case, _)| *case).collect();
                let crowd = Some(CrowdSize { parts, state: *state });
                let settings = Settings { crowd, ..settings.clone() };
                let run = run(catalog, &cases, &settings, provenance, interrupted, |progress| {
                    if let Progress::Step { done, next } = progress {
                        tell((number + done) / count, next);
                    }
                });
                for (case, played) in going.iter_mut() {
                    let result = run.cases.iter().find(|result| result.id == case.id());
                    *played = result.map_or(*played, |result| learnt(*played, u64::from(parts), result));
                }
                let value = format!("{} {state}", units::count(u64::from(parts)));
                sweep.points.push(SweepPoint { value, turn_ns: None, slowdown: None, left_out, run });
                if interrupted.load(Relaxed) {
                    sweep.partial = true;
                    return sweep;
                }
            }
        }
        sweep
    }
}

/// Takes out the cases that can't have so many parts, and says why.
fn leave_out(going: &mut Vec<(&'static Case, Played)>, parts: u64, longest: Duration) -> Vec<LeftOut> {
    let (left, mut left_out) = (left_for_a_crowd(), Vec::new());
    going.retain(|(case, played)| {
        let reason = objection(parts, *played, left, longest);
        left_out.extend(reason.iter().map(|reason| LeftOut { id: case.id(), reason: reason.clone() }));
        reason.is_none()
    });
    left_out
}

/// What is known of a case after a crowd of `parts`.
fn learnt(before: Played, parts: u64, result: &CaseResult) -> Played {
    Played {
        parts,
        uses: result.crowd.and_then(|crowd| crowd.uses).or(before.uses),
        playing: Duration::from_nanos(result.crowd.map_or(0, |crowd| crowd.playing_ns)),
        smaller: (before.parts, before.playing),
        failed: !result.is_as_expected(),
    }
}
