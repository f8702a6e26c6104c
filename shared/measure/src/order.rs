//! What a parent tells a child, and what the child tells back.

use std::process;

use serde::{Deserialize, Serialize};

use crate::{
    as_text,
    catalog::Catalog,
    environment,
    environment::Environment,
    floors::Floor,
    place::Place,
    sample::Sample,
    settings::{Patience, Settings},
    timeline::Timeline,
};

/// The argument that makes a process a child. It is not for users.
pub(crate) const CHILD_ARGUMENT: &str = "--play-as-child";

/// What a child is to play: one case or floor, some number of times.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// The case's id, or a floor's name.
    pub play: Play,
    /// How many samples to take of a case that stops.
    pub samples: u32,
    /// When a bare program is to ask, in ns from its start: a playing each, after one that warms
    /// up.
    pub asks_ns: Vec<u64>,
    /// Whether the first playing of a case, whose times are not measured, is watched beat by beat.
    pub watch_beats: bool,
    /// The time between two beats, in ns.
    pub beat_ns: u64,
    /// What the phases of the requests are drawn from.
    pub seed: u64,
    /// The placement.
    #[serde(with = "as_text")]
    pub place: Place,
    /// How long to wait before saying that nothing more will happen.
    pub patience: Patience,
    /// What the child's environment says to the runtimes.
    pub environment: Environment,
    /// The process that started the child.
    pub parent: u32,
}

impl Order {
    /// An order to play something once more, as the settings want it.
    #[must_use]
    pub fn new(play: Play, settings: &Settings, catalog: &Catalog, seed: u64) -> Self {
        let workers = match &play {
            Play::Case(id) | Play::Bare(id) => catalog.workers(id, settings.workers_in_force()),
            Play::Floor(_) => settings.workers_in_force(),
        };
        Self {
            environment: environment(catalog.demos, workers),
            play,
            samples: settings.samples,
            watch_beats: false,
            asks_ns: Vec::new(),
            beat_ns: settings.beat_ns,
            seed,
            place: settings.place,
            patience: settings.patience,
            parent: process::id(),
        }
    }
}

/// What is played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Play {
    /// The case with this id.
    Case(String),
    /// A floor.
    Floor(Floor),
    /// The bare program that repeats the case or floor with this name.
    Bare(String),
}

impl Play {
    /// The case's id, or the name of the floor.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Case(id) | Self::Bare(id) => id,
            Self::Floor(floor) => floor.as_str(),
        }
    }
}

/// One line from the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Message {
    /// A playing of a case.
    Sample(Sample),
    /// When the beats of the first playing came.
    Timeline(Timeline),
    /// A floor's hand-over, or a bare program's, took this many ns.
    Time(u64),
    /// This machine has not what the case needs.
    NotOffered(String),
    /// There is no verdict, for this reason.
    Error(String),
    /// There is no verdict, because a playing did not come to its end while the child had patience.
    OutOfPatience {
        /// What did not come.
        reason: String,
        /// How long it was waited for, in ns.
        patience_ns: u64,
        /// Whether the work had halted, and only its caller did not hear of it.
        halted: bool,
    },
}
