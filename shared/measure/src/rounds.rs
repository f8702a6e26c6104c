//! Rounds: every chosen case once in each, in a new order, with the floors beside them.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use fastrand::Rng;
use stage::{Case, Demo};

use crate::{
    ChildError, Floor, Machine, Order, Run, SCHEMA, Settings,
    machine::versions,
    order::{Message, Play},
    parent::converse,
    summary::Times,
    tally::Tally,
};

/// Where a run stands.
#[derive(Debug)]
pub enum Progress<'a> {
    /// This many children are done of that many, and this is played next.
    Step {
        /// How many children are done.
        done: usize,
        /// How many there will be.
        of: usize,
        /// The case's id or the floor's name.
        next: &'a str,
    },
    /// A round is over; this is the run so far.
    Round(&'a Run),
}

/// Plays the chosen cases and returns what was seen. An interrupted run is returned as far as
/// it came, marked as partial.
///
/// # Panics
/// Never for cases that come from a demo's table.
pub fn run(
    demos: &[Demo],
    cases: &[&'static Case],
    settings: &Settings,
    interrupted: &AtomicBool,
    mut tell: impl FnMut(Progress<'_>),
) -> Run {
    let mut random = Rng::with_seed(settings.seed);
    let mut company = Company::new(demos, cases, settings);
    let mut programme: Vec<Play> = Floor::ALL.iter().map(|floor| Play::Floor(*floor)).collect();
    let offered = cases.iter().filter(|case| case.play.is_ok());
    programme.extend(offered.map(|case| Play::Case(case.id())));

    let of = programme.len() * settings.rounds as usize;
    for round in 0..settings.rounds as usize {
        random.shuffle(&mut programme);
        for (step, play) in programme.iter().enumerate() {
            let next = match play {
                Play::Case(id) => id,
                Play::Floor(floor) => floor.as_str(),
            };
            tell(Progress::Step { done: round * programme.len() + step, of, next });
            company.play(play, random.u64(..), interrupted);
            if interrupted.load(Relaxed) {
                return company.run(true);
            }
        }
        company.rounds_played += 1;
        if round + 1 < settings.rounds as usize {
            tell(Progress::Round(&company.run(true)));
        }
    }
    company.run(false)
}

/// Everybody who plays, and what was seen of each so far.
struct Company<'a> {
    settings: &'a Settings,
    machine: Machine,
    versions: BTreeMap<String, String>,
    floors: Vec<(Floor, Times)>,
    tallies: Vec<Tally>,
    rounds_played: u32,
}

impl<'a> Company<'a> {
    fn new(demos: &[Demo], cases: &[&'static Case], settings: &'a Settings) -> Self {
        Self {
            settings,
            machine: Machine::this(),
            versions: versions(demos),
            floors: Floor::ALL.iter().map(|floor| (*floor, Times::new())).collect(),
            tallies: cases.iter().map(|case| Tally::new(case)).collect(),
            rounds_played: 0,
        }
    }

    fn play(&mut self, play: &Play, seed: u64, interrupted: &AtomicBool) {
        let order = Order::new(play.clone(), self.settings, seed);
        match play {
            Play::Floor(floor) => {
                let (_, times) =
                    self.floors.iter_mut().find(|(known, _)| known == floor).expect("every floor is known");
                // A floor that can't be measured is a figure that is missing, not a run that fails.
                let _ = converse(&order, interrupted, |message| {
                    if let Message::Floor(ns) = message {
                        times.add(ns);
                    }
                });
                times.end_round();
            }
            Play::Case(id) => {
                let tally = self
                    .tallies
                    .iter_mut()
                    .find(|tally| tally.case().id() == *id)
                    .expect("every case is known");
                let end = converse(&order, interrupted, |message| {
                    if let Message::Sample(sample) = message {
                        tally.add(sample);
                    }
                });
                // To be interrupted is no fault of the case's.
                let error = end.err().filter(|error| !matches!(error, ChildError::Interrupted));
                tally.end_round(error.map(|error| error.to_string()));
            }
        }
    }

    fn run(&self, partial: bool) -> Run {
        let seed = self.settings.seed;
        let floors: BTreeMap<_, _> =
            self.floors.iter().map(|(floor, times)| (floor.field(), times.figures(seed))).collect();
        let cases = self.tallies.iter().map(|tally| {
            let mut case = tally.result(seed);
            let floor = Floor::below(case.bound).and_then(|floor| floors[&floor.field()]);
            case.over_floor = match (case.halt_ns, floor) {
                (Some(halt), Some(floor)) if floor.p50 > 0 => {
                    Some(to_digits(halt.p50 as f64 / floor.p50 as f64))
                }
                _ => None,
            };
            case
        });
        Run {
            schema: SCHEMA,
            partial,
            machine: self.machine.clone(),
            versions: self.versions.clone(),
            settings: self.settings.clone(),
            rounds_played: self.rounds_played,
            place_in_force: self.settings.place.in_force().to_string(),
            cases: cases.collect(),
            floors,
        }
    }
}

/// Two decimals are more than any run can repeat.
fn to_digits(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}
