//! The samples, round by round, of cases and of what cases are compared with: the record from which everything is
//! computed that is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};
use serde_json::value::RawValue;
use stage::Verdict;

use crate::{
    crowd::sample::CrowdSample,
    play::{failure::Failure, floors::Floor, sample::Sample},
    statistics::times::Figures,
};

/// How often each verdict was seen.
pub type Verdicts = BTreeMap<Verdict, u64>;

/// What one child saw of its case. Times are in ns from the request, in the order of the playings.
///
/// Only the last playing of a round can lack its halt or its acknowledgement, because nothing more can be played beside
/// work that goes on: its column is then one shorter. What is not written is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Round {
    /// Its number, from 0 on.
    pub round: u32,
    /// How often each verdict was seen.
    pub verdicts: Verdicts,
    /// The time between two beats, as this child measured it.
    pub period_ns: Option<u64>,
    /// Until the halts.
    pub halt_ns: Vec<u64>,
    /// Until the acknowledgements.
    pub acknowledge_ns: Vec<u64>,
    /// The beats after the acknowledgement, until the halt or the end of the watch.
    pub zombie_beats: Vec<u64>,
    /// How many more threads the process had at the end of the watch than before the playing.
    pub threads_left: Vec<u32>,
    /// How many records the work was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records_given: Vec<u64>,
    /// How many of them were neither finished nor handed back, and did not arrive.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records_lost: Vec<u64>,
    /// Whether the invariant held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invariants: Vec<bool>,
    /// For how long the work was watched that goes on: from the acknowledgement, or from the request if none came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watched_ns: Option<u64>,
    /// What was seen of the parts of a crowd.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub crowd: Vec<CrowdSample>,
    /// Why there are no more samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

impl Round {
    /// The round with this number, without a sample.
    pub(crate) fn new(round: u32) -> Self {
        Self { round, ..Self::default() }
    }

    /// Adds a sample.
    pub(crate) fn add(&mut self, sample: &Sample) {
        *self.verdicts.entry(sample.verdict).or_default() += 1;
        self.period_ns = Some(sample.period_ns);
        self.halt_ns.extend(sample.halt_ns);
        self.acknowledge_ns.extend(sample.acknowledge_ns);
        self.zombie_beats.push(sample.zombie_beats);
        self.threads_left.extend(sample.threads_left);
        self.records_given.extend(sample.records_given);
        self.records_lost.extend(sample.records_lost);
        self.invariants.extend(sample.invariant);
        self.watched_ns = sample.watched_ns;
        self.crowd.extend(sample.crowd);
    }

    /// Gives back the memory that it does not need, once it is over.
    pub(crate) fn end(&mut self) {
        self.halt_ns.shrink_to_fit();
        self.acknowledge_ns.shrink_to_fit();
        self.zombie_beats.shrink_to_fit();
        self.threads_left.shrink_to_fit();
    }

    /// How many samples it has.
    #[must_use]
    pub fn samples(&self) -> u64 {
        self.zombie_beats.len() as u64
    }

    /// How early each acknowledgement came: from it to the halt; zero if the work had halted by then.
    pub fn acknowledged_early_by_ns(&self) -> impl Iterator<Item = u64> {
        self.both().map(|(halt, acknowledge)| halt.saturating_sub(acknowledge))
    }

    /// How long each caller still waited after the halt; zero if the acknowledgement came first.
    pub fn waited_ns(&self) -> impl Iterator<Item = u64> {
        self.both().map(|(halt, acknowledge)| acknowledge.saturating_sub(halt))
    }

    /// The halts as shares of the beat.
    pub fn shares_of_beat(&self) -> impl Iterator<Item = f64> {
        self.halt_ns.iter().map(|&halt| self.share_of_beat(halt))
    }

    /// A time as a share of the beat.
    pub(crate) fn share_of_beat(&self, ns: u64) -> f64 {
        ns as f64 / self.period_ns.unwrap_or(1).max(1) as f64
    }

    fn both(&self) -> impl Iterator<Item = (u64, u64)> {
        self.halt_ns.iter().copied().zip(self.acknowledge_ns.iter().copied())
    }
}

/// The times of a floor or of a negative control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The name of the floor, or of the runtime beside which the control was played.
    pub name: String,
    /// Its figures; `None` if it was not measured.
    pub ns: Option<Figures>,
    /// The samples, round by round.
    #[serde(serialize_with = "one_line_each")]
    pub rounds: Vec<ReferenceRound>,
}

/// The samples of one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceRound {
    /// Its number, from 0 on.
    pub round: u32,
    /// The samples, in ns.
    pub ns: Vec<u64>,
}

impl Reference {
    /// One that has not been measured.
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ns: None, rounds: Vec::new() }
    }

    /// Adds a sample to a round.
    pub(crate) fn add(&mut self, round: u32, ns: u64) {
        match self.rounds.last_mut() {
            Some(last) if last.round == round => last.ns.push(ns),
            _ => self.rounds.push(ReferenceRound { round, ns: vec![ns] }),
        }
    }
}

/// The floors of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Floors(pub Vec<Reference>);

impl Floors {
    /// The figures of this floor; `None` if it was not measured.
    #[must_use]
    pub fn of(&self, floor: Floor) -> Option<Figures> {
        self.0.iter().find(|reference| reference.name == floor.as_str())?.ns
    }

    /// Those that were measured, in the order of the tables.
    pub fn measured(&self) -> impl Iterator<Item = (Floor, Figures)> {
        Floor::ALL.iter().filter_map(|floor| Some((*floor, self.of(*floor)?)))
    }
}

/// Writes each element of a list on one line of its own, however the rest is laid out: a file of numbers, one a line,
/// would be long and say no more.
///
/// # Errors
/// Those of the serialiser, which must be that of JSON.
pub(crate) fn one_line_each<T: Serialize, S: Serializer>(
    list: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut lines = serializer.serialize_seq(Some(list.len()))?;
    for element in list {
        lines.serialize_element(&on_one_line(element).map_err(serde::ser::Error::custom)?)?;
    }
    lines.end()
}

/// Writes a value on one line, as [`one_line_each`] does.
///
/// # Errors
/// Those of the serialiser, which must be that of JSON.
pub(crate) fn one_line<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    on_one_line(value).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

fn on_one_line(value: &impl Serialize) -> serde_json::Result<Box<RawValue>> {
    RawValue::from_string(serde_json::to_string(value)?)
}
