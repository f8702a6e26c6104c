//! The child: plays what it was ordered to, and sends each sample up to its parent.

use std::{env, process, time::Duration};

use fastrand::Rng;
use stage::{Case, Pulse, WORK, leash};

use crate::{
    Bare, Director, Order, Placement, PlayError, Repertoire,
    floors::measure_line,
    order::{Message, Play},
    system::{offspring, panics},
    timeline::Watcher,
    wire::Wire,
};

/// The argument that makes a process a child. Nobody types it.
pub(crate) const CHILD: &str = "--play-as-child";

/// Plays an order and exits when this process was started as a child, or works and exits when it was
/// started as a demo's worker; returns at once when it was not. Every binary that measures calls it
/// before anything else.
pub fn answer_as_child(repertoire: &Repertoire) {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some(CHILD) => {}
        Some(WORK) => work_as(arguments.next().as_deref(), repertoire),
        _ => return,
    }
    let order = arguments.next();
    let order = order.and_then(|order| serde_json::from_str::<Order>(&order).ok());
    let (Some(order), Ok(wire)) = (order, Wire::take()) else {
        eprintln!("{CHILD} is for the harness itself");
        process::exit(2);
    };
    leash::tie_to(order.parent);
    panics::remember();
    offspring::adopt();
    if let Err(error) = obey(&order, repertoire, &wire) {
        wire.send_or_exit(&told(error));
    }
    // Work that still stands can't be cleaned up. It ends here, with its process.
    offspring::end_all();
    process::exit(0);
}

/// What the parent is told of a playing without a verdict.
fn told(error: PlayError) -> Message {
    let reason = error.to_string();
    let out_of_patience = |patience: Duration, halted| Message::OutOfPatience {
        reason: reason.clone(),
        patience_ns: u64::try_from(patience.as_nanos()).unwrap_or(u64::MAX),
        halted,
    };
    match error {
        PlayError::NotOffered(reason) => Message::NotOffered(reason),
        PlayError::HaltedUnheard(patience) => out_of_patience(patience, true),
        PlayError::Silent(patience) => out_of_patience(patience, false),
        _ => Message::Error(reason),
    }
}

/// The other side of [`stage::Stage::worker`]: the worker's function is this process's main.
fn work_as(name: Option<&str>, repertoire: &Repertoire) -> ! {
    let worker = name.and_then(|name| repertoire.worker(name));
    let pulse = Pulse::lent();
    match (worker, pulse) {
        (Some(worker), Ok(pulse)) => (worker.main)(pulse),
        (None, _) => complain(&format!("no demo has a worker of the name {name:?}")),
        (_, Err(error)) => complain(&error.to_string()),
    }
    process::exit(0);
}

fn complain(error: &str) -> ! {
    eprintln!("{WORK} is for the harness itself: {error}");
    process::exit(2);
}

fn obey(order: &Order, repertoire: &Repertoire, wire: &Wire) -> Result<(), PlayError> {
    match &order.play {
        Play::Floor(floor) => match floor.case() {
            Some(case) => play_case(order, case, wire),
            None => {
                let placement = Placement::new(order.place);
                measure_line(&placement, order.samples, &mut |ns| wire.send_or_exit(&Message::Time(ns)));
                Ok(())
            }
        },
        Play::Case(id) => {
            let case = repertoire.case(id).ok_or(PlayError::Unknown("case"))?;
            play_case(order, case, wire)
        }
        Play::Bare(id) => {
            let bare = repertoire.bare(id).ok_or(PlayError::Unknown("bare program"))?;
            bare_samples(order, bare, wire);
            Ok(())
        }
    }
}

/// The first playing warms up: it starts the runtime's threads and learns the beat. It counts
/// only when the work did not stop, for then it is also the last.
fn play_case(order: &Order, case: &'static Case, wire: &Wire) -> Result<(), PlayError> {
    let placement = Placement::new(order.place);
    let beat = Duration::from_nanos(order.beat_ns);
    let mut director = Director::new(case, placement, beat, order.patience, Rng::with_seed(order.seed))?;
    let stage = director.stage()?;
    let watcher = order.watch_beats.then(|| Watcher::of(&stage));
    let first = director.play_on(&stage)?;
    if let Some(timeline) = watcher.and_then(|watcher| watcher.end(stage.record())) {
        wire.send_or_exit(&Message::Timeline(timeline));
    }
    if !first.is_over() {
        wire.send_or_exit(&Message::Sample(first));
        return Ok(());
    }
    for _ in 0..order.samples {
        let sample = director.play()?;
        let is_over = sample.is_over();
        wire.send_or_exit(&Message::Sample(sample));
        if !is_over {
            break;
        }
    }
    Ok(())
}

/// As a case, a bare program warms up first.
fn bare_samples(order: &Order, bare: &Bare, wire: &Wire) {
    let placement = Placement::new(order.place);
    let play = |asks_ns: &u64| (bare.play)(&placement, Duration::from_nanos(*asks_ns));
    order.asks_ns.first().map(play);
    for asks_ns in &order.asks_ns {
        wire.send_or_exit(&Message::Time(play(asks_ns)));
    }
}
