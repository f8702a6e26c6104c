//! What a check has seen.

use std::fmt;

use crate::{finding::Finding, stand::Stand};

/// All drops of one check, and what each lost. Shown, it is the table that names the lines; with `{:#}` it says by which
/// chain of awaits the future came there.
#[derive(Clone, Debug)]
pub struct Report {
    name: String,
    pub(crate) only: Option<usize>,
    drops: Vec<Dropped>,
    undropped: Vec<Finding>,
    polled_once_more: Vec<Finding>,
    troubles: Vec<Trouble>,
}

/// One drop.
#[derive(Clone, Debug)]
pub struct Dropped {
    /// After how many times `Pending`. 0 is instead of the first poll.
    pub number: usize,
    /// Where the future stood.
    pub stand: Stand,
    /// What was wrong afterwards.
    pub findings: Vec<Finding>,
}

/// Why a report may not tell all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// The world is another one each time.
    Unsteady {
        /// How often the future waited.
        first: usize,
        /// How often it waited the second time.
        then: usize,
    },
    /// It waits as often each time, and ends in another way.
    UnsteadyEnd,
    /// A future ended before its drop.
    EndedBefore {
        /// Which drop that was.
        number: usize,
        /// How often it had waited.
        after: usize,
    },
    /// It goes on after so many awaits.
    Endless(usize),
    /// No world has polled a future that is under test.
    NothingPolled,
    /// Worlds got stuck, so that this drop and those after it were not played.
    TooManyStuck(usize),
}

impl Report {
    pub(crate) fn new(
        name: String,
        only: Option<usize>,
        drops: Vec<Dropped>,
        undropped: Vec<Finding>,
        polled_once_more: Vec<Finding>,
        troubles: Vec<Trouble>,
    ) -> Self {
        Self { name, only, drops, undropped, polled_once_more, troubles }
    }

    /// What was checked.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The drops, one for each time that the future has waited.
    pub fn drops(&self) -> Vec<&Dropped> {
        self.drops.iter().filter(|drop| drop.number > 0).collect()
    }

    /// The drop instead of the first poll.
    pub fn not_polled(&self) -> Option<&Dropped> {
        self.drops.iter().find(|drop| drop.number == 0)
    }

    /// The drops by the await at which the future stood, in the order in which it came there.
    pub fn awaits(&self) -> Vec<(&Stand, Vec<&Dropped>)> {
        let mut awaits: Vec<(&Stand, Vec<&Dropped>)> = Vec::new();
        for drop in self.drops() {
            match awaits.iter_mut().find(|(stand, _)| *stand == &drop.stand) {
                Some((_, drops)) => drops.push(drop),
                None => awaits.push((&drop.stand, vec![drop])),
            }
        }
        awaits
    }

    /// Those awaits at which something was found.
    pub fn losing(&self) -> Vec<&Stand> {
        let losing =
            |(_, drops): &(&Stand, Vec<&Dropped>)| drops.iter().any(|drop| !drop.findings.is_empty());
        self.awaits().into_iter().filter(losing).map(|(stand, _)| stand).collect()
    }

    /// What was found though nothing was dropped. It is the world itself that is wrong then.
    pub fn undropped(&self) -> &[Finding] {
        &self.undropped
    }

    /// What was found when the future was polled once more than it was woken.
    pub fn polled_once_more(&self) -> &[Finding] {
        &self.polled_once_more
    }

    /// Why the report may not tell all.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// The drop that loses most, which is worth to be played alone.
    pub fn worst(&self) -> Option<&Dropped> {
        let weight = |drop: &&Dropped| {
            let lost = drop.findings.iter().map(|finding| match finding {
                Finding::Lost { lost, .. } => *lost,
                _ => 1,
            });
            lost.sum::<usize>()
        };
        // The first of those that are as bad.
        self.drops.iter().rev().filter(|drop| !drop.findings.is_empty()).max_by_key(weight)
    }

    /// Whether every world was well, and all of them were played.
    pub fn loses_nothing(&self) -> bool {
        self.drops.iter().all(|drop| drop.findings.is_empty())
            && self.undropped.is_empty()
            && self.polled_once_more.is_empty()
            && self.troubles.is_empty()
    }

    /// Panics with the report if anything was found.
    #[track_caller]
    pub fn assert_loses_nothing(&self) {
        assert!(self.loses_nothing(), "{self}");
    }

    /// Panics with the report unless something is found at just these awaits, by their text:
    /// `["socket.read_exact(&mut head).await"]`.
    #[track_caller]
    pub fn assert_loses_at(&self, awaits: &[&str]) {
        let losing: Vec<String> = self.losing().into_iter().map(Stand::source).collect();
        let is_sound = self.undropped.is_empty() && self.troubles.is_empty();
        assert!(is_sound && losing == awaits, "{self}\nexpected losses at {awaits:#?}");
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsteady { first, then } => write!(
                formatter,
                "not deterministic: it waited {first} times, and then {then} times in the same world. Pause the clock, \
                 use one thread, take the turns of `select!` with `biased`, and fix what is random"
            ),
            Self::UnsteadyEnd => {
                write!(formatter, "not deterministic: the same world ended in another way the second time")
            }
            Self::EndedBefore { number, after } => {
                write!(formatter, "not deterministic: before drop {number} it ended, after {after} awaits")
            }
            Self::Endless(limit) => {
                write!(
                    formatter,
                    "it does not end: dropped after {limit} awaits. `limit` says how many are enough"
                )
            }
            Self::NothingPolled => write!(formatter, "nothing was polled that `World::drops` has wrapped"),
            Self::TooManyStuck(from) => {
                write!(formatter, "too many worlds are stuck: not played from drop {from} on")
            }
        }
    }
}
