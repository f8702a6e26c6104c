//! Rounds with a stand-in for the child processes: what is played, in which order, and until when.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use stage::{Bound, Case, Verdict};

use crate::{
    machine::place::Place,
    parent::order::{Message, Order},
    play::{failure::Failure, sample::Sample},
    rounds::settings::Patience,
};

use super::*;

const fn case(name: &'static str, expected: Verdict) -> Case {
    Case::new(name, expected, |_| ()).bound_by(Bound::Line).under("stand-in")
}

/// How many floors are played: `line` alone, which is below each of these cases.
const FLOORS: usize = 1;

static STOPS: Case = case("flag/spinning-stops", Verdict::Stopped);
static FAILS: Case = case("flag/spinning-fails", Verdict::Stopped);
static UNRETURNED: Case = case("flag/spinning-unreturned", Verdict::Stopped);
static VARIES: Case = case("flag/spinning-varies", Verdict::Stopped);
static GOES_ON: Case = case("flag/spinning-goes-on", Verdict::StillStanding);
static HANGS: Case = case("flag/spinning-hangs", Verdict::Hung);

/// Plays nothing, and sends what a child would send, by a clock of its own.
struct StandIn {
    played: Mutex<Vec<Order>>,
    interrupted: AtomicBool,
    clock_ms: AtomicU64,
    takes_ms: u64,
    interrupts_after: usize,
}

impl StandIn {
    fn new(takes_ms: u64) -> Self {
        Self {
            played: Mutex::default(),
            interrupted: AtomicBool::new(false),
            clock_ms: AtomicU64::new(0),
            takes_ms,
            interrupts_after: usize::MAX,
        }
    }

    /// What was played so far.
    fn orders(&self) -> Vec<Order> {
        self.played.lock().expect("no test thread panics").clone()
    }

    fn names(&self) -> Vec<String> {
        self.orders().iter().map(|order| order.play.name().to_owned()).collect()
    }

    /// Plays rounds. Each summary takes 1 ms of the stand-in's clock for each round so far.
    fn run(&self, cases: &[&'static Case], settings: &Settings) -> (Run, usize) {
        let provenance = Provenance::default();
        let mut state = RunState::new(&Catalog::of([]), cases, settings, &provenance);
        let mut kept = 0;
        let elapsed = || Duration::from_millis(self.clock_ms.load(Relaxed));
        play_rounds(self, &mut state, &self.interrupted, &elapsed, &mut |progress| {
            if let Progress::SoFar(run) = progress {
                assert!(run.partial);
                kept += 1;
                self.clock_ms.fetch_add(u64::from(run.rounds_played), Relaxed);
            }
        });
        (state.into_run(self.interrupted.load(Relaxed)), kept)
    }
}

impl Executor for StandIn {
    fn play(
        &self,
        order: &Order,
        interrupted: &AtomicBool,
        listen: &mut dyn FnMut(Message),
    ) -> Result<(), Failure> {
        self.clock_ms.fetch_add(self.takes_ms, Relaxed);
        let mut played = self.played.lock().expect("no test thread panics");
        played.push(order.clone());
        if played.len() >= self.interrupts_after {
            interrupted.store(true, Relaxed);
            return Err(Failure::Interrupted);
        }
        let name = order.play.name();
        if name.ends_with("fails") {
            return Err(Failure::Panicked("it fails".to_owned()));
        }
        if name.ends_with("unreturned") {
            return Err(Failure::HaltedUnheard { patience_ns: 1_000_000 });
        }
        let ns = 1_000 * if name.ends_with("varies") { order.seed % 100 } else { 1 };
        for number in 0..order.samples {
            listen(match &order.play {
                Play::Case(_) => {
                    let sample = sample(name, ns + u64::from(number));
                    Message::Sample(Box::new(Sample { period_ns: period_of(order), ..sample }))
                }
                _ => Message::Time(100),
            });
        }
        Ok(())
    }
}

/// The beat that a process knows or learns: in the first round something disturbs it.
fn period_of(order: &Order) -> u64 {
    order.period_ns.unwrap_or(if order.watch_beats { 1_700_000 } else { 1_000_000 })
}

fn sample(name: &str, ns: u64) -> Sample {
    let verdict = match name {
        name if name.ends_with("goes-on") => Verdict::StillStanding,
        name if name.ends_with("hangs") => Verdict::Hung,
        _ => Verdict::Stopped,
    };
    Sample {
        verdict,
        asked_after_ns: 1,
        halt_ns: verdict.has_halted().then_some(ns),
        acknowledge_ns: (verdict != Verdict::Hung).then_some(ns),
        zombie_beats: 0,
        cleanup_ran: true,
        threads_left: None,
        period_ns: 1_000_000,
        returned: None,
        records_given: None,
        records_lost: None,
        invariant: None,
        beat_cost_ns: None,
        stamp_cost_ns: None,
        watched_ns: None,
        crowd: None,
    }
}

fn settings(rounds: u32, horizon_ms: u64) -> Settings {
    let patience = Patience { start_ns: 1, horizon_ns: horizon_ms * 1_000_000 };
    Settings { rounds, place: Place::Free, ..Settings::one_round(Duration::from_millis(1), 3, patience) }
}

fn counts(names: &[String]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name.as_str()).or_default() += 1;
    }
    counts
}

#[test]
fn each_round_plays_every_case_and_every_floor_once_in_a_new_order() {
    let executor = StandIn::new(1);
    let (run, _) = executor.run(&[&STOPS, &VARIES, &FAILS], &settings(4, 50));
    let names = executor.names();
    let each = 3 + FLOORS;
    assert_eq!((run.rounds_played, run.partial, names.len()), (4, false, 4 * each));
    let rounds: Vec<_> = names.chunks(each).collect();
    assert!(rounds.iter().all(|round| counts(round).len() == each), "{names:?}");
    assert!(rounds.iter().any(|round| round != &rounds[0]), "{names:?}");
    let again = StandIn::new(1);
    again.run(&[&STOPS, &VARIES, &FAILS], &settings(4, 50));
    assert_eq!(again.names(), names);
}

#[test]
fn what_goes_on_plays_two_rounds_side_by_side_and_has_no_times() {
    let executor = StandIn::new(1);
    let (run, _) = executor.run(&[&STOPS, &GOES_ON, &HANGS], &settings(4, 50));
    let seen: Vec<_> = run.cases.iter().map(|case| (case.verdict, case.samples)).collect();
    let wanted = [(Verdict::Stopped, 12), (Verdict::StillStanding, 6), (Verdict::Hung, 6)];
    assert_eq!(seen, wanted.map(|(verdict, samples)| (Some(verdict), samples)));
    let flags: Vec<_> = run.cases.iter().map(|case| case.watched_side_by_side).collect();
    assert_eq!(flags, [false, true, true]);
    assert!(run.cases[0].halt_ns.is_some() && run.cases[1].acknowledge_ns.is_none());
}

#[test]
fn a_beat_is_learnt_in_three_rounds_so_that_one_of_them_may_be_disturbed() {
    let executor = StandIn::new(1);
    executor.run(&[&STOPS], &settings(5, 50));
    let played = executor.orders();
    let of_the_case = played.iter().filter(|order| matches!(order.play, Play::Case(_)));
    let known: Vec<_> = of_the_case.map(|order| order.period_ns).collect();
    assert_eq!(known, [None, None, None, Some(1_000_000), Some(1_000_000)]);
}

#[test]
fn beats_are_watched_in_the_first_round_alone() {
    let executor = StandIn::new(1);
    executor.run(&[&STOPS], &settings(2, 50));
    let watched: Vec<bool> = executor.orders().iter().map(|order| order.watch_beats).collect();
    let each = 1 + FLOORS;
    assert!(watched[..each].iter().all(|watched| *watched) && !watched[each..].contains(&true));
}

#[test]
fn an_error_is_kept_and_the_run_goes_on() {
    let executor = StandIn::new(1);
    let (run, _) = executor.run(&[&FAILS, &UNRETURNED, &STOPS], &settings(3, 50));
    let errors: Vec<_> = run.cases.iter().map(|case| case.errors.join("; ")).collect();
    assert_eq!(
        errors,
        [
            "the case panicked: it fails",
            "the work halted, but the call that stopped it did not return within 1ms",
            "",
        ]
    );
    assert_eq!((run.rounds_played, run.cases[2].samples), (3, 9));
}

#[test]
fn an_interrupted_run_keeps_what_was_measured_and_plays_nothing_more() {
    for after in 1..12 {
        let executor = StandIn { interrupts_after: after, ..StandIn::new(1) };
        let (run, _) = executor.run(&[&STOPS, &FAILS], &settings(10, 50));
        assert!(run.partial);
        assert_eq!(executor.names().len(), after);
        assert_eq!(run.rounds_played as usize, (after - 1) / (2 + FLOORS));
        let played = executor.names()[..after - 1].iter().filter(|name| **name == STOPS.id()).count();
        assert_eq!(run.cases[0].samples, 3 * played as u64);
        assert!(run.cases.iter().all(|case| !case.errors.iter().any(|error| error == "interrupted")));
    }
}

/// The cost per round, summaries included, hardly grows with the number of rounds, though the cost of a
/// summary does.
#[test]
fn a_thousand_rounds_cost_as_much_a_round_as_a_hundred() {
    let cost_a_round = |rounds: u32| {
        let executor = StandIn::new(10);
        let (_, kept) = executor.run(&[&STOPS], &settings(rounds, 50));
        assert!(kept > 0, "nothing was kept in {rounds} rounds");
        executor.clock_ms.load(Relaxed) as f64 / f64::from(rounds)
    };
    let (hundred, thousand) = (cost_a_round(100), cost_a_round(1_000));
    assert!(thousand <= 1.2 * hundred, "{hundred} ms a round at 100, {thousand} at 1,000");
}

#[test]
fn a_summary_is_kept_seldom_enough_to_cost_little() {
    let ms = Duration::from_millis;
    let mut saves = SaveTimes::default();
    assert!(!saves.is_due(ms(999)) && saves.is_due(ms(1_000)));
    saves.noted(ms(1_000), ms(1_010));
    assert!(!saves.is_due(ms(2_009)) && saves.is_due(ms(2_010)));
    saves.noted(ms(3_000), ms(4_000));
    assert!(!saves.is_due(ms(23_999)) && saves.is_due(ms(24_000)));
}

#[test]
fn what_is_shown_follows_from_the_samples_alone() {
    let executor = StandIn::new(1);
    let cases = [&STOPS, &FAILS, &UNRETURNED, &VARIES, &GOES_ON, &HANGS];
    let (run, _) = executor.run(&cases, &settings(7, 5_000));
    let mut read: Run = serde_json::from_str(&run.to_json()).expect("it was written");
    assert_eq!(read, run);
    for case in &mut read.cases {
        (case.samples, case.verdict, case.out_of_patience, case.zombie_beats) = (0, None, 0, 9);
        (case.halt_ns, case.acknowledge_ns, case.over_floor, case.over_floor_high) = (None, None, None, None);
        case.errors.clear();
    }
    for floor in &mut read.floors.0 {
        floor.ns = None;
    }
    assert_ne!(read, run);
    read.summarise();
    assert_eq!(read, run);
}

#[test]
fn the_samples_of_a_round_are_on_one_line() {
    let (run, _) = StandIn::new(1).run(&[&STOPS], &settings(2, 50));
    let json = run.to_json();
    let rounds = json.lines().filter(|line| line.contains("\"halt_ns\":[1000,1001,1002]"));
    assert_eq!(rounds.count(), 2, "{json}");
}

/// Alone in its process, so that nothing else is counted.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "it counts the memory of the whole process: `cargo test -p still-standing-measure -- --ignored million`"]
fn a_million_samples_of_a_case_take_less_than_a_hundred_megabytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let destination = crate::Destination::open(&folder.path().join("run.json")).expect("it can be written");
    let peak = || crate::crowd::resources::of_this_process().expect("Linux says it").memory >> 20;
    for (rounds, samples) in [(100, 10_000), (10_000, 100)] {
        let (mut run, _) = StandIn::new(1).run(&[&STOPS], &settings(1, 50));
        let mut sample = sample("stops", 0);
        for round in 1..=rounds {
            for number in 0..samples {
                sample.halt_ns = Some(100_000 + number);
                run.cases[0].add(round, sample.clone());
            }
            run.cases[0].end_round(round, Ok(()));
        }
        run.summarise();
        destination.keep(&run).expect("it can be written");
        println!("{rounds} rounds of {samples} samples: {} MiB at most so far", peak());
        assert!(run.cases[0].samples > 1_000_000 && peak() < 100, "{} MiB", peak());
    }
}
