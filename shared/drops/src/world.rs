//! What the function of a check sees: the handle of one world.

use std::{
    fmt::Debug,
    future::{Future, poll_fn},
    task::Poll,
};

use crate::{
    dropping::{Drops, Halts},
    finding::Finding,
    life::Life,
    tally::tally,
};

/// A world: the future under test, what goes on around it, and what must hold afterwards.
///
/// The function of a [`check`](crate::check()) gets a new one each time. In each the future is dropped at another of its
/// awaits. A clone is the same world, for a task or a thread of it.
#[derive(Clone)]
pub struct World {
    life: Life,
}

impl World {
    pub(crate) fn new(life: Life) -> Self {
        Self { life }
    }

    /// The future under test. It gives `None` if this world dropped it, at the await whose turn it is.
    ///
    /// A world may call it several times, as for each `next` of a stream. Awaits are counted through all of them, and
    /// one future is dropped.
    pub fn drops<F: Future>(&self, future: F) -> Drops<F> {
        Drops::new(self.life.clone(), future)
    }

    /// A call under test, which is made again if it was dropped. It gives what the last call gave.
    ///
    /// That has to be what the call gives where nothing is dropped. If not, it is not to be repeated.
    pub async fn repeats<T: Debug>(&self, mut call: impl AsyncFnMut() -> T) -> T {
        let output = match self.drops(call()).await {
            Some(output) => output,
            None => call().await,
        };
        self.life.seen().outputs.push(format!("{output:?}"));
        output
    }

    /// The future under test, for a task that is ended by who owns it: `abort`, `cancel`, the drop of a runtime.
    ///
    /// At the await whose turn it is it stands still, and [`due`](Self::due) tells the owner.
    pub fn halts<F: Future>(&self, future: F) -> Halts<F> {
        Halts::new(self.life.clone(), future)
    }

    /// Waits until it is time to end what [`halts`](Self::halts), or until that has ended by itself.
    pub async fn due(&self) {
        poll_fn(|context| {
            let mut seen = self.life.seen();
            if seen.is_due {
                return Poll::Ready(());
            }
            seen.waits_for_drop = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Compares the records that were given with those that have arrived, or were handed back.
    ///
    /// What is missing is lost. What is there that was not given, or is there twice, is an effect that came twice.
    pub fn records<T: PartialEq + Debug>(
        &self,
        unit: &str,
        given: impl IntoIterator<Item = T>,
        arrived: impl IntoIterator<Item = T>,
    ) {
        let (given, arrived) = (Vec::from_iter(given), Vec::from_iter(arrived));
        let tally = tally(&given, &arrived);
        let unit = unit.to_owned();
        let mut seen = self.life.seen();
        if !tally.lost.is_empty() {
            let (lost, given) = (tally.lost.len(), given.len());
            seen.findings.push(Finding::Lost { unit: unit.clone(), lost, given, which: tally.lost });
        }
        if !tally.again.is_empty() {
            seen.findings.push(Finding::Again { unit: unit.clone(), which: tally.again });
        }
        if tally.is_out_of_order {
            seen.findings.push(Finding::Broken(format!("each {unit} in its order")));
        }
    }

    /// The same for records that are only counted.
    pub fn count(&self, unit: &str, given: usize, arrived: usize) {
        let unit = unit.to_owned();
        if arrived < given {
            let lost = given - arrived;
            self.life.seen().findings.push(Finding::Lost { unit, lost, given, which: Vec::new() });
        } else if arrived > given {
            let which = (given..arrived).map(|at| format!("number {}", at + 1)).collect();
            self.life.seen().findings.push(Finding::Again { unit, which });
        }
    }

    /// An invariant, in words: `world.holds("the balances add up", left + right == 100)`.
    pub fn holds(&self, what: &str, holds: bool) {
        if !holds {
            self.life.seen().findings.push(Finding::Broken(what.to_owned()));
        }
    }

    /// Whether the future was dropped by now.
    pub fn has_dropped(&self) -> bool {
        let seen = self.life.seen();
        seen.stand.is_some() || seen.is_endless
    }
}
