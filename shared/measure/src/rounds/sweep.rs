//! What a sweep varies, and how far it goes.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use stage::{Case, words};

use crate::{
    crowd::limits::{Played, allow_many_descriptors, left_for_a_crowd, objection},
    file::{
        provenance::Provenance,
        run::{Run, SCHEMA},
    },
    rounds::{
        catalog::{Catalog, Look},
        run::{Progress, run},
        settings::Settings,
    },
};

words! {
    /// What a sweep varies; everything else is held.
    Factor {
        /// The time between two beats.
        Beat = "beat",
        /// How often a computing loop looks at its flag.
        Look = "look",
        /// Where the requester and the work run.
        Place = "place",
        /// How many workers each runtime has.
        Workers = "workers",
        /// How many parts the work has, and what they do.
        Crowd = "crowd",
    }
}

/// One factor varied, the rest held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// The version of the file's form, as in a [`Run`].
    pub schema: u32,
    /// What is varied.
    pub sweep: Factor,
    /// Whether it was interrupted before its last point.
    pub partial: bool,
    /// The points, in order.
    pub points: Vec<SweepPoint>,
}

/// One value of the factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepPoint {
    /// The value.
    pub value: String,
    /// How long a turn of the loop takes, in ns, where looks are varied.
    pub turn_ns: Option<f64>,
    /// How much longer a turn takes than one of the same loop that never looks, as a ratio.
    pub slowdown: Option<f64>,
    /// The cases that are in no larger crowd than the one before, and why: in `sweep crowd` only.
    pub left_out: Vec<LeftOut>,
    /// What was seen.
    pub run: Run,
}

/// A case that a point leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// What is played at a point.
pub struct PointPlan {
    /// The value of the factor.
    pub value: String,
    /// The loop, where looks are varied.
    pub look: Option<Look>,
    /// Its cases.
    pub cases: Vec<&'static Case>,
    /// Its settings, which are those of the other points but for the factor.
    pub settings: Settings,
    /// A crowd is not played if a playing is expected to take longer; `None` where crowds are not varied.
    pub longest_playing: Option<Duration>,
}

impl Sweep {
    /// Plays a run for each point, as far as it is not interrupted.
    pub fn play(
        factor: Factor,
        catalog: &Catalog,
        points: Vec<PointPlan>,
        provenance: &Provenance,
        interrupted: &AtomicBool,
        mut tell: impl FnMut(f64, &str),
    ) -> Self {
        let mut sweep = Self { schema: SCHEMA, sweep: factor, partial: false, points: Vec::new() };
        let count = points.len() as f64;
        if factor == Factor::Crowd {
            // Its children inherit that, and what is left for them is measured by it.
            allow_many_descriptors();
        }
        for (number, mut plan) in points.into_iter().enumerate() {
            let left_out = leave_out(&mut plan, &sweep.points);
            let PointPlan { value, look, cases, settings, .. } = plan;
            let costs = look.map(|look| ((look.turn_ns)(), (look.turn_without_ns)()));
            let run = run(catalog, &cases, &settings, provenance, interrupted, |progress| {
                if let Progress::Step { done, next } = progress {
                    tell((number as f64 + done) / count, next);
                }
            });
            let rounded = |value: f64| (value * 1e3).round() / 1e3;
            sweep.points.push(SweepPoint {
                value,
                turn_ns: costs.map(|(with, _)| rounded(with)),
                slowdown: costs.map(|(with, without)| rounded(with / without)),
                left_out,
                run,
            });
            if interrupted.load(Relaxed) {
                sweep.partial = true;
                break;
            }
        }
        sweep
    }

    /// The sweep as JSON text.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a sweep has a JSON form") + "\n"
    }
}

/// Takes out the cases that can't have so many parts, and says why. A case that is left out of a crowd is left out of the
/// larger ones in the same state, and the first point without it says why.
fn leave_out(plan: &mut PointPlan, before: &[SweepPoint]) -> Vec<LeftOut> {
    let Some((crowd, longest)) = plan.settings.crowd.zip(plan.longest_playing) else { return Vec::new() };
    let is_alike = |run: &&Run| run.settings.crowd.is_some_and(|it| it.state == crowd.state);
    let before: Vec<&Run> = before.iter().map(|point| &point.run).filter(is_alike).collect();
    let (left, mut left_out) = (left_for_a_crowd(), Vec::new());
    plan.cases.retain(|case| {
        let id = case.id();
        if before.last().is_some_and(|run| run.cases.iter().all(|result| result.id != id)) {
            return false;
        }
        let played = before.iter().fold(Played::default(), |played, run| learnt(played, run, &id));
        let reason = objection(u64::from(crowd.parts), &played, left, longest);
        left_out.extend(reason.iter().map(|reason| LeftOut { id: id.clone(), reason: reason.clone() }));
        reason.is_none()
    });
    left_out
}

/// What is known of a case after a run with a crowd of it.
fn learnt(before: Played, run: &Run, id: &str) -> Played {
    let Some(result) = run.cases.iter().find(|result| result.id == id) else { return before };
    Played {
        parts: u64::from(run.settings.crowd_in_force().parts),
        uses: result.crowd.and_then(|crowd| crowd.uses).or(before.uses),
        playing: Duration::from_nanos(result.crowd.map_or(0, |crowd| crowd.playing_ns)),
        smaller: (before.parts, before.playing),
        failed: (!result.is_as_expected()).then(|| result.errors.first().cloned().unwrap_or_default()),
    }
}
