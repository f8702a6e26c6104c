//! Known answers: what the harness must read where the truth is known. A full set for
//! `still-standing check`, and a short one that every run plays.

mod adds_nothing;
mod costs;
mod injected;
mod line;
mod uniform;

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use serde::{Deserialize, Serialize};

use crate::{
    Bare, Floor, Order, Repertoire, Sample, Settings, order::Message, order::Play, parent::converse,
};

pub use costs::Costs;
pub(crate) use injected::INJECTED;
pub(crate) use uniform::{answers as uniform_answers, distance_from_uniform};

/// One known answer: what was asked, what was read, and whether that will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What is known.
    pub name: String,
    /// What must be read.
    pub asked: String,
    /// What was read.
    pub got: String,
    /// Whether it will do.
    pub passed: bool,
    /// The cases that are in doubt when it fails, by id; none when it is about every time that the
    /// harness reads.
    #[serde(default)]
    pub about: Vec<String>,
}

impl Answer {
    /// What was asked and read, on one line.
    #[must_use]
    pub fn said(&self) -> String {
        format!("{}: asked {}, got {}", self.name, self.asked, self.got)
    }

    /// Whether it failed, and is about this case among others.
    #[must_use]
    pub fn casts_doubt_on(&self, id: &str) -> bool {
        !self.passed && self.about.iter().any(|about| about == id)
    }
}

/// Plays every known answer that the repertoire allows, and tells after each how far it is, as a
/// share of one.
pub fn check(
    repertoire: &Repertoire,
    settings: &Settings,
    interrupted: &AtomicBool,
    mut tell: impl FnMut(f64, &str),
) -> Vec<Answer> {
    let player = Player { repertoire, settings, interrupted };
    let polled = uniform::cases(repertoire);
    let steps = (INJECTED.len() + polled.len() + repertoire.bare.len() + 1) as f64;
    let mut answers = Vec::new();
    let mut step = |answers: &mut Vec<Answer>, name: &str, play: &mut dyn FnMut() -> Vec<Answer>| {
        if !interrupted.load(Relaxed) {
            tell(answers.len() as f64 / steps, name);
            answers.extend(play());
        }
    };
    step(&mut answers, "stamp and beat", &mut || Costs::measured().answers());
    for (delay, case) in INJECTED {
        step(&mut answers, &case.id(), &mut || vec![injected::answer(&player, *delay, case, 100)]);
    }
    for case in polled {
        step(&mut answers, &case.id(), &mut || vec![uniform::play(&player, case, 1_000)]);
    }
    for bare in repertoire.bare {
        step(&mut answers, bare.id, &mut || match Floor::named(bare.id) {
            Some(Floor::Line) => vec![line::answer(&player, bare)],
            Some(floor) => vec![adds_nothing::answer(&player, &Play::Floor(floor), bare)],
            None => vec![adds_nothing::answer(&player, &Play::Case(bare.id.to_owned()), bare)],
        });
    }
    answers
}

/// The known answers that a run has time for: the injected delays in few samples. The uniform phase it
/// reads from its own polled cases. At a slow beat they are fewer still: a sample takes some three beats.
pub(crate) fn short(repertoire: &Repertoire, settings: &Settings, interrupted: &AtomicBool) -> Vec<Answer> {
    let player = Player { repertoire, settings, interrupted };
    let samples = (200_000_000 / settings.beat_ns.max(1)).clamp(5, 20) as u32;
    INJECTED.iter().map(|(delay, case)| injected::answer(&player, *delay, case, samples)).collect()
}

/// Plays orders for the known answers.
struct Player<'a> {
    repertoire: &'a Repertoire,
    settings: &'a Settings,
    interrupted: &'a AtomicBool,
}

impl Player<'_> {
    fn order(&self, play: Play, samples: u32, seed: u64) -> Order {
        Order { samples, ..Order::new(play, self.settings, self.repertoire, seed) }
    }

    /// Plays one order, and returns what `pick` makes of its messages. A child that fails leaves
    /// fewer figures, and so an answer that is not passed.
    fn converse<T>(&self, order: &Order, pick: impl Fn(&Message) -> Option<T>) -> Vec<T> {
        let mut picked = Vec::new();
        let _ = converse(order, self.interrupted, |message| picked.extend(pick(&message)));
        picked
    }

    /// What `pick` makes of the samples of a case.
    fn case<T>(&self, id: &str, samples: u32, seed: u64, pick: impl Fn(&Sample) -> Option<T>) -> Vec<T> {
        self.samples(Play::Case(id.to_owned()), samples, seed, pick)
    }

    /// What `pick` makes of the samples of a case or of a floor that is played as one.
    fn samples<T>(&self, play: Play, samples: u32, seed: u64, pick: impl Fn(&Sample) -> Option<T>) -> Vec<T> {
        self.converse(&self.order(play, samples, seed), |message| match message {
            Message::Sample(sample) => pick(sample),
            _ => None,
        })
    }

    /// The times of the floor `line`.
    fn line(&self, samples: u32, seed: u64) -> Vec<u64> {
        self.converse(&self.order(Play::Floor(Floor::Line), samples, seed), time)
    }

    /// The times of a bare program that asks at these instants.
    fn bare(&self, bare: &Bare, asks_ns: Vec<u64>) -> Vec<u64> {
        self.converse(&Order { asks_ns, ..self.order(Play::Bare(bare.id.to_owned()), 0, 0) }, time)
    }
}

fn time(message: &Message) -> Option<u64> {
    match message {
        Message::Time(ns) => Some(*ns),
        _ => None,
    }
}

/// The ratio of two medians, and whether it is within `limit` of one, either way.
fn ratio_answer(name: String, about: Vec<String>, limit: f64, (ours, theirs): (u64, u64)) -> Answer {
    let ratio = ours as f64 / theirs.max(1) as f64;
    let passed = ours > 0 && theirs > 0 && ratio <= limit && ratio >= 1.0 / limit;
    let asked = format!("a ratio from {:.2} to {limit:.2}", 1.0 / limit);
    let got = format!("{ratio:.3} ({ours} ns by the harness, {theirs} ns bare)");
    Answer { name, asked, got, passed, about }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_casts_doubt_when_it_fails_on_what_it_is_about() {
        let about =
            |passed| ratio_answer("x".into(), vec!["a".into()], 1.25, (if passed { 1 } else { 2 }, 1));
        assert!(about(false).casts_doubt_on("a"));
        assert!(!about(false).casts_doubt_on("b") && !about(true).casts_doubt_on("a"));
    }
}
