//! Rounds: every chosen case once in each, in a new order, with the floors beside them.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use fastrand::Rng;
use stage::Case;

use crate::{
    Answer, ChildError, Floor, Judgement, Machine, Order, Repertoire, Run, SCHEMA, Settings, known,
    machine::{commit, versions},
    order::{Message, Play},
    parent::converse,
    summary::Times,
    system::cpu_time::CpuTime,
    tally::Tally,
};

/// However small the budget, this many rounds are played: fewer have no spread to speak of.
const LEAST_ROUNDS: u32 = 3;

/// Where a run stands.
#[derive(Debug)]
pub enum Progress<'a> {
    /// Something is about to be played.
    Step {
        /// How much is done, as a share of one.
        done: f64,
        /// The case's id or the floor's name.
        next: &'a str,
    },
    /// A round is over; this is the run so far.
    Round(&'a Run),
}

/// Plays the chosen cases and returns what was seen. An interrupted run is returned as far as
/// it came, marked as partial.
///
/// Without a budget every case plays all rounds. With one, a case that is settled plays no more:
/// when its work goes on, after three rounds; when it ends, after those that the settings ask for. The
/// time goes to the others, until it is used up.
///
/// # Panics
/// Never for cases that come from the repertoire.
pub fn run(
    repertoire: &Repertoire,
    cases: &[&'static Case],
    settings: &Settings,
    interrupted: &AtomicBool,
    mut tell: impl FnMut(Progress<'_>),
) -> Run {
    let start = Instant::now();
    let budget = settings.budget_ns.map(Duration::from_nanos);
    let mut random = Rng::with_seed(settings.seed);
    let mut cast = Cast::new(repertoire, cases, settings);
    tell(Progress::Step { done: 0.0, next: "known answers" });
    cast.known_answers = known::short(settings, interrupted);

    'rounds: for round in 0.. {
        let mut programme = cast.programme(budget.is_some(), round);
        random.shuffle(&mut programme);
        for (step, play) in programme.iter().enumerate() {
            let by_time = budget.map(|budget| start.elapsed().as_secs_f64() / budget.as_secs_f64());
            let in_round = step as f64 / programme.len() as f64;
            let by_rounds = (f64::from(round) + in_round) / f64::from(settings.rounds);
            if round >= LEAST_ROUNDS && by_time.is_some_and(|share| share >= 1.0) {
                break 'rounds;
            }
            tell(Progress::Step { done: by_time.unwrap_or(by_rounds).min(1.0), next: play.name() });
            cast.play(play, random.u64(..), interrupted);
            if interrupted.load(Relaxed) {
                return cast.run(true);
            }
        }
        if programme.is_empty() {
            break;
        }
        cast.rounds_played += 1;
        tell(Progress::Round(&cast.run(true)));
    }
    cast.run(false)
}

/// Everybody who plays, and what was seen of each so far.
struct Cast<'a> {
    settings: &'a Settings,
    machine: Machine,
    versions: BTreeMap<String, String>,
    commit: Option<String>,
    used_at_start: Option<CpuTime>,
    known_answers: Vec<Answer>,
    floors: Vec<(Floor, Times)>,
    tallies: Vec<Tally>,
    rounds_played: u32,
}

impl<'a> Cast<'a> {
    fn new(repertoire: &Repertoire, cases: &[&'static Case], settings: &'a Settings) -> Self {
        Self {
            settings,
            machine: Machine::this(),
            versions: versions(repertoire.demos, cases),
            commit: commit(),
            used_at_start: CpuTime::now(),
            known_answers: Vec::new(),
            floors: Floor::ALL.iter().map(|floor| (*floor, Times::new())).collect(),
            tallies: cases.iter().map(|case| Tally::new(case)).collect(),
            rounds_played: 0,
        }
    }

    /// What the next round plays: nothing when every case has played enough.
    fn programme(&self, adaptive: bool, round: u32) -> Vec<Play> {
        let wants_more = |tally: &&Tally| match adaptive {
            true => !tally.is_settled(self.settings),
            false => round < self.settings.rounds,
        };
        let offered = self.tallies.iter().filter(|tally| tally.not_offered.is_none());
        let cases: Vec<Play> =
            offered.filter(wants_more).map(|tally| Play::Case(tally.case().id())).collect();
        let floors = Floor::ALL.iter().map(|floor| Play::Floor(*floor));
        if cases.is_empty() { cases } else { floors.chain(cases).collect() }
    }

    fn play(&mut self, play: &Play, seed: u64, interrupted: &AtomicBool) {
        let order =
            Order { watch_beats: self.rounds_played == 0, ..Order::new(play.clone(), self.settings, seed) };
        match play {
            Play::Bare(_) => unreachable!("a run plays no bare programs"),
            Play::Floor(floor) => {
                let (_, times) =
                    self.floors.iter_mut().find(|(known, _)| known == floor).expect("every floor is known");
                // A floor that can't be measured is a figure that is missing, not a run that fails.
                let _ = converse(&order, interrupted, |message| {
                    if let Message::Time(ns) = message {
                        times.add(ns);
                    }
                });
                times.end_round(self.rounds_played);
            }
            Play::Case(id) => {
                let tally = self
                    .tallies
                    .iter_mut()
                    .find(|tally| tally.case().id() == *id)
                    .expect("every case is known");
                let end = converse(&order, interrupted, |message| match message {
                    Message::Sample(sample) => tally.add(sample),
                    Message::NotOffered(reason) => tally.not_offered = Some(reason),
                    Message::Timeline(timeline) => tally.timeline = Some(timeline),
                    _ => {}
                });
                // To be interrupted is no fault of the case's.
                let error = end.err().filter(|error| !matches!(error, ChildError::Interrupted));
                tally.end_round(self.rounds_played, error.map(|error| error.to_string()));
            }
        }
    }

    /// The grade, from what happened until now.
    fn judgement(&self, answers: &[Answer]) -> Judgement {
        let used = CpuTime::now().zip(self.used_at_start).map(|(now, start)| now - start);
        Judgement::new(self.settings, &self.machine, used, &self.floors, answers)
    }

    fn run(&self, partial: bool) -> Run {
        let floors: BTreeMap<_, _> =
            self.floors.iter().map(|(floor, times)| (floor.field(), times.figures())).collect();
        let cases = self.tallies.iter().map(|tally| {
            let mut case = tally.result();
            let floor = self.floors.iter().find(|(floor, _)| Floor::below(case.bound) == Some(*floor));
            if let Some((ratio, interval)) = floor.and_then(|(_, times)| tally.over_floor(times)) {
                case.over_floor = Some(to_digits(ratio));
                case.over_floor_low = interval.map(|(low, _)| to_digits(low));
                case.over_floor_high = interval.map(|(_, high)| to_digits(high));
            }
            case
        });
        let shares: Vec<_> = self.tallies.iter().filter_map(Tally::shares).collect();
        let uniform = known::uniform_answers(&shares);
        let known_answers: Vec<Answer> = self.known_answers.iter().cloned().chain(uniform).collect();
        Run {
            schema: SCHEMA,
            partial,
            machine: self.machine.clone(),
            versions: self.versions.clone(),
            commit: self.commit.clone(),
            command: None,
            settings: self.settings.clone(),
            rounds_played: self.rounds_played,
            profile: if cfg!(debug_assertions) { "debug" } else { "release" }.to_owned(),
            environment: BTreeMap::new(),
            workers: 1,
            resolution: None,
            place_in_force: self.settings.place.in_force().to_string(),
            judgement: self.judgement(&known_answers),
            known_answers,
            cases: cases.collect(),
            floors,
        }
    }
}

/// Two decimals are more than any run can repeat.
fn to_digits(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}
