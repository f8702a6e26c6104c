//! Rounds: every chosen case once in each, in a new order, with the floors beside them.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use fastrand::Rng;
use stage::Case;

use crate::{
    Answer, ChildError, Costs, Floor, Judgement, Machine, Order, Placement, Provenance, Repertoire, Run,
    SCHEMA, Settings,
    grade::Evidence,
    known,
    order::{Message, Play},
    parent::converse,
    summary::Times,
    system::{
        cgroup::{Cgroup, Throttling},
        cpu_time::CpuTime,
    },
    tally::Tally,
    versions::versions,
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
/// when its work goes on, after three rounds; when it ends, once it has all its samples and the
/// interval of p50 is narrower than 5 % of it. The time goes to the
/// others, until it is used up.
///
/// # Panics
/// Never for cases that come from the repertoire.
pub fn run(
    repertoire: &Repertoire,
    cases: &[&'static Case],
    settings: &Settings,
    provenance: &Provenance,
    interrupted: &AtomicBool,
    mut tell: impl FnMut(Progress<'_>),
) -> Run {
    let start = Instant::now();
    let budget = settings.budget_ns.map(Duration::from_nanos);
    let mut random = Rng::with_seed(settings.seed);
    let mut cast = Cast::new(repertoire, cases, settings, provenance);
    tell(Progress::Step { done: 0.0, next: "known answers" });
    cast.costs = Some(Costs::measured());
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
    provenance: &'a Provenance,
    placement: Placement,
    machine: Machine,
    versions: BTreeMap<String, String>,
    cgroup: Cgroup,
    used_at_start: Option<CpuTime>,
    throttling_at_start: Option<Throttling>,
    costs: Option<Costs>,
    known_answers: Vec<Answer>,
    floors: Vec<(Floor, Times)>,
    tallies: Vec<Tally>,
    rounds_played: u32,
}

impl<'a> Cast<'a> {
    fn new(
        repertoire: &Repertoire,
        cases: &[&'static Case],
        settings: &'a Settings,
        provenance: &'a Provenance,
    ) -> Self {
        let placement = Placement::new(settings.place);
        let cgroup = Cgroup::find(Path::new("/"));
        Self {
            settings,
            provenance,
            machine: Machine::this(&placement.used()),
            versions: versions(repertoire.demos, cases),
            used_at_start: CpuTime::now(&placement.used()),
            throttling_at_start: cgroup.throttling(),
            costs: None,
            cgroup,
            placement,
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
                times.end_round();
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
                tally.end_round(error.map(|error| error.to_string()));
            }
        }
    }

    /// The grade, from what happened until now.
    fn judgement(&self, answers: &[Answer]) -> Judgement {
        let used = CpuTime::now(&self.placement.used()).zip(self.used_at_start);
        let drifts = self.floors.iter().filter_map(|(floor, times)| Some((*floor, times.drift()?)));
        Judgement::new(&Evidence {
            asked: self.settings.place,
            place: self.settings.place.in_force(),
            provenance: self.provenance,
            machine: &self.machine,
            used: used.map(|(now, start)| now - start),
            throttling: self.throttling(),
            drifts: drifts.collect(),
            answers,
        })
    }

    fn throttling(&self) -> Option<Throttling> {
        self.cgroup.throttling().zip(self.throttling_at_start).map(|(now, start)| now - start)
    }

    fn run(&self, partial: bool) -> Run {
        let seed = self.settings.seed;
        let floors: BTreeMap<_, _> =
            self.floors.iter().map(|(floor, times)| (floor.field(), times.figures(seed))).collect();
        let uniform = self.tallies.iter().filter_map(Tally::uniform_answer);
        let known_answers: Vec<Answer> = self.known_answers.iter().cloned().chain(uniform).collect();
        let cases = self.tallies.iter().map(|tally| {
            let mut case = tally.result(seed);
            let doubts = known_answers.iter().filter(|answer| answer.casts_doubt_on(&case.id));
            case.doubts = doubts.map(Answer::said).collect();
            let floor = Floor::below(case.bound).and_then(|floor| floors[&floor.field()]);
            case.over_floor = match (case.halt_ns, floor) {
                (Some(halt), Some(floor)) if floor.p50 > 0 => {
                    Some(to_digits(halt.p50 as f64 / floor.p50 as f64))
                }
                _ => None,
            };
            case
        });
        let cases = cases.collect();
        Run {
            schema: SCHEMA,
            partial,
            machine: self.machine.clone(),
            versions: self.versions.clone(),
            commit: self.provenance.commit.clone(),
            command: Some(self.provenance.command.clone()),
            settings: self.settings.clone(),
            rounds_played: self.rounds_played,
            profile: self.provenance.profile.clone(),
            opt_level: self.provenance.opt_level.clone(),
            cores: self.placement.cores().cloned(),
            throttling: self.throttling(),
            costs: self.costs,
            environment: BTreeMap::new(),
            workers: 1,
            resolution: None,
            place_in_force: self.settings.place.in_force().to_string(),
            judgement: self.judgement(&known_answers),
            known_answers,
            cases,
            floors,
        }
    }
}

/// Two decimals are more than any run can repeat.
fn to_digits(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}
