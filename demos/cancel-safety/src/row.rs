//! One method: what its documentation says, and the world that shows whether it is so.

use drops::{Check, Report, World};
use tokio::runtime::Builder;

/// What a documentation says of a future that is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing is lost.
    Safe,
    /// Something may be lost.
    NotSafe,
    /// Nothing but the place in the queue is lost.
    LosesPlace,
    /// What was to be sent was surely not sent.
    NotSent,
    /// It depends.
    Depends,
    /// Nothing at all.
    Silent,
}

/// What was seen when it was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing was wrong after any drop.
    Keeps,
    /// Something was lost or broken, or could not be repeated.
    Loses,
}

/// A method.
pub struct Row {
    /// Its path: `tokio::sync::mpsc::Receiver::recv`.
    pub method: &'static str,
    /// What its documentation says of it.
    pub says: Says,
    /// The same in a few words, or what is behind it if it says nothing.
    pub words: &'static str,
    /// What a test holds it to.
    pub seen: Seen,
    /// A process ends in it, and how often its future waits until then is another number each time.
    pub is_varying: bool,
    /// More is wrong than it says.
    is_more: bool,
    play: Box<dyn Fn() -> Report + Send + Sync>,
}

impl Row {
    /// Plays the method in a world of tokio's, on one thread, with a clock that does not run by itself.
    pub(crate) fn new(
        method: &'static str,
        (says, words): (Says, &'static str),
        seen: Seen,
        world: impl AsyncFn(&World) + Clone + Send + Sync + 'static,
    ) -> Self {
        let play = move || {
            let world = world.clone();
            Check::new(method).play(move |handle| {
                let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(1).build()?;
                runtime.block_on(world(handle));
                // A read of a file that was begun is not waited for.
                runtime.shutdown_background();
                std::io::Result::Ok(())
            })
        };
        Self { method, says, words, seen, is_varying: false, is_more: false, play: Box::new(play) }
    }

    /// Drops it at every await.
    pub fn play(&self) -> Report {
        (self.play)()
    }

    /// Drops it at every await, and again if its world was too quick for it to wait at all.
    pub fn play_until_it_waits(&self) -> Report {
        let tries = if self.is_varying { 5 } else { 1 };
        let mut report = self.play();
        for _ in 1..tries {
            if self.is_shown_by(&report) {
                break;
            }
            report = self.play();
        }
        report
    }

    /// Whether a report shows what is expected of the method.
    pub fn is_shown_by(&self, report: &Report) -> bool {
        let found = report.drops().iter().any(|drop| !drop.findings.is_empty());
        let is_steady = report.troubles().is_empty() || self.is_varying;
        let is_sound = report.undropped().is_empty() && is_steady && !report.drops().is_empty();
        is_sound && found == (self.seen == Seen::Loses)
    }

    /// The crate that it is from.
    pub fn package(&self) -> String {
        self.method.split("::").next().unwrap_or_default().replace('_', "-")
    }

    /// The number of its awaits is another one each time.
    pub(crate) fn varying(self) -> Self {
        Self { is_varying: true, ..self }
    }

    /// Its documentation names a smaller loss than was seen.
    pub(crate) fn losing_more(self) -> Self {
        Self { is_more: true, ..self }
    }

    /// Whether the documentation says one thing, and another was seen.
    pub fn is_contradicted(&self) -> bool {
        let seen = (self.says, self.seen);
        self.is_more
            || matches!(seen, (Says::Safe | Says::NotSent, Seen::Loses) | (Says::NotSafe, Seen::Keeps))
    }
}
