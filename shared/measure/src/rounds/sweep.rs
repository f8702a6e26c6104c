//! What a sweep varies.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use serde::{Deserialize, Serialize};
use stage::{Case, words};

use crate::{
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
        for (number, PointPlan { value, look, cases, settings }) in points.into_iter().enumerate() {
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
                left_out: Vec::new(),
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
