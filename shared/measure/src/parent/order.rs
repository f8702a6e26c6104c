//! The order that a parent gives a child, and the messages that the child sends.

use std::process;

use serde::{Deserialize, Serialize};
use stage::CrowdSize;

use crate::{
    crowd::resources::PerPart,
    machine::place::Place,
    parent::environment::{Environment, environment},
    play::{failure::Failure, floors::Floor, sample::Sample, timeline::Timeline},
    rounds::{
        catalog::Catalog,
        settings::{Patience, Settings},
    },
};

/// The argument that makes a process a child. Only the harness passes it.
pub(crate) const CHILD_ARGUMENT: &str = "--play-as-child";

/// What a child is to play: one case, floor or bare program, some number of times.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// What to play.
    pub play: Play,
    /// How many samples to take of a case that halts, or of a floor.
    pub samples: u32,
    /// When a bare program is to ask, in ns from its start: one playing for each, after one that warms up.
    pub asks_ns: Vec<u64>,
    /// Whether to watch the beats of the first playing of a case, whose times are not measured.
    pub watch_beats: bool,
    /// The time between two beats, in ns.
    pub beat_ns: u64,
    /// The real time between two beats, in ns, if a process before has learnt it: a runtime's timers may stretch it.
    pub period_ns: Option<u64>,
    /// The seed of the random phases of the requests.
    pub seed: u64,
    /// The placement.
    pub place: Place,
    /// How large the case's crowd is, if it has one.
    pub crowd: CrowdSize,
    /// How long to wait before saying that nothing more will happen.
    pub patience: Patience,
    /// The environment variables that the child gets for the runtimes.
    pub environment: Environment,
    /// The id of the process that started the child.
    pub parent: u32,
}

impl Order {
    /// An order to play this with these settings.
    #[must_use]
    pub fn new(play: Play, settings: &Settings, catalog: &Catalog, seed: u64) -> Self {
        let workers = match &play {
            Play::Case(id) | Play::Bare(id) | Play::BareCrowd(id) => {
                catalog.workers(id, settings.workers_in_force())
            }
            Play::Floor(_) => settings.workers_in_force(),
        };
        let crowd = settings.crowd_in_force();
        let patience = match &play {
            Play::Case(id) if catalog.case(id).is_some_and(|case| case.is_crowd) => {
                settings.patience.for_crowd(crowd.parts)
            }
            _ => settings.patience,
        };
        Self {
            environment: environment(catalog.demos, workers),
            play,
            samples: settings.samples,
            watch_beats: false,
            asks_ns: Vec::new(),
            beat_ns: settings.beat_ns,
            period_ns: None,
            seed,
            place: settings.place,
            crowd,
            patience,
            parent: process::id(),
        }
    }
}

/// What a child plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Play {
    /// The case with this id.
    Case(String),
    /// A floor.
    Floor(Floor),
    /// The bare program that repeats the case or floor with this name.
    Bare(String),
    /// The bare program that repeats the case of a crowd with this id.
    BareCrowd(String),
}

impl Play {
    /// The id of the case or bare program, or the name of the floor.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Case(id) | Self::Bare(id) | Self::BareCrowd(id) => id,
            Self::Floor(floor) => floor.as_str(),
        }
    }
}

/// One message from the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Message {
    /// What was seen of one playing.
    Sample(Box<Sample>),
    /// When the beats of the first playing came.
    Timeline(Timeline),
    /// A floor's hand-over, or a bare program's, took this many ns.
    Time(u64),
    /// What a part of a bare program's crowd took of the machine.
    Uses(PerPart),
    /// There are no more samples, for this reason.
    Failed(Failure),
}
