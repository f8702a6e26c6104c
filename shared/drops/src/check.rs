//! Plays the worlds of a check: to the end, and once for each drop.

use std::{
    any::Any,
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use crate::{
    ending::Ending,
    finding::Finding,
    life::{Life, Seen},
    playing::Playing,
    report::{Dropped, Report, Trouble},
    world::World,
};

/// More worlds than that are not left standing.
const MOST_STUCK: usize = 3;

/// How many awaits are looked at, if it is not said.
const LIMIT: usize = 1_000;

/// Plays `world` once to its end, and then once for each await, where the future under test is dropped.
///
/// This is [`Check::new`]`(name).play(world)`.
pub fn check<R: Ending>(name: &str, world: impl Fn(&World) -> R + Send + Sync + 'static) -> Report {
    Check::new(name).play(world)
}

/// A check that is about to be played, for those who want to say more than [`check`](crate::check()) does.
pub struct Check {
    name: String,
    limit: Option<usize>,
    patience: Duration,
    only: Option<usize>,
}

/// How a world ended.
struct Played {
    seen: Seen,
    findings: Vec<Finding>,
}

impl Check {
    /// Of a future of this name, which heads the report.
    pub fn new(name: &str) -> Self {
        // So that a failed test can be played again at its worst drop, without a change to its text.
        let only = env::var("DROPS_ONLY").ok().and_then(|number| number.parse().ok());
        Self { name: name.to_owned(), limit: None, patience: Duration::from_secs(10), only }
    }

    /// Looks at no more awaits than that. Say it of a future that is not meant to end; without it such a future is
    /// dropped after 1,000 awaits, and the report says that it does not end.
    #[must_use]
    pub fn limit(mut self, awaits: usize) -> Self {
        self.limit = Some(awaits.max(1));
        self
    }

    /// How long a future may wait without being woken, and a world go on without its future. 10 seconds if not said.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Plays this drop alone, and reports all that it found. The environment variable `DROPS_ONLY` does the same.
    #[must_use]
    pub fn only(mut self, drop: usize) -> Self {
        self.only = Some(drop);
        self
    }

    /// Plays all worlds. Each runs on a thread of its own, one after the other.
    pub fn play<R: Ending>(self, world: impl Fn(&World) -> R + Send + Sync + 'static) -> Report {
        let world = Arc::new(world);
        let whole = self.world(Playing::Whole, &world);
        let second = self.world(Playing::Whole, &world);
        let mut troubles = self.troubles(&whole, &second);
        let awaits = whole.seen.pendings.min(self.limit.unwrap_or(LIMIT));
        let mut drops = Vec::new();
        let mut stuck = usize::from(is_stuck(&whole.findings));
        let numbers = match self.only {
            _ if whole.seen.polls == 0 => 0..0,
            Some(only) => only..only + 1,
            None => 0..awaits + 1,
        };
        for number in numbers {
            if stuck >= MOST_STUCK {
                troubles.push(Trouble::TooManyStuck(number));
                break;
            }
            let playing = if number == 0 { Playing::NotPolled } else { Playing::DroppedAfter(number) };
            let played = self.world(playing, &world);
            stuck += usize::from(is_stuck(&played.findings));
            let findings = played.compared_with(&whole);
            match played.seen.stand {
                Some(stand) => drops.push(Dropped { number, stand, findings }),
                None if is_stuck(&findings) => {
                    drops.push(Dropped { number, stand: Default::default(), findings });
                }
                None => troubles.push(Trouble::EndedBefore { number, after: played.seen.pendings }),
            }
        }
        let polled_once_more = match self.only {
            None => self.world(Playing::PolledOnceMore, &world).compared_with(&whole),
            Some(_) => Vec::new(),
        };
        Report::new(self.name, self.only, drops, whole.findings, polled_once_more, troubles)
    }

    /// What makes the awaits of one world tell nothing of those of another.
    fn troubles(&self, whole: &Played, second: &Played) -> Vec<Trouble> {
        let (first, then) = (whole.seen.pendings, second.seen.pendings);
        let mut troubles = Vec::new();
        if whole.seen.polls == 0 {
            troubles.push(Trouble::NothingPolled);
        }
        if first != then {
            troubles.push(Trouble::Unsteady { first, then });
        } else if whole.findings != second.findings || whole.seen.outputs != second.seen.outputs {
            troubles.push(Trouble::UnsteadyEnd);
        }
        if whole.seen.is_endless && self.limit.is_none() {
            troubles.push(Trouble::Endless(LIMIT));
        }
        troubles
    }

    fn world<R: Ending>(
        &self,
        playing: Playing,
        function: &Arc<impl Fn(&World) -> R + Send + Sync + 'static>,
    ) -> Played {
        let world = Life::new(playing, self.limit.unwrap_or(LIMIT));
        let (ended, end) = channel();
        let (own, function) = (World::new(world.clone()), function.clone());
        // Under the name of the test, so that a panic says whose it is.
        let named = thread::Builder::new().name(thread::current().name().unwrap_or("drops").to_owned());
        let thread = named.spawn(move || {
            let _ = ended.send(catch_unwind(AssertUnwindSafe(|| function(&own).error())));
        });
        let thread = thread.expect("a thread starts");
        let mut polls = 0;
        let mut is_given_up = false;
        let how = loop {
            match end.recv_timeout(self.patience) {
                Ok(Ok(error)) => break error.map(Finding::Failed),
                Ok(Err(panic)) => break Some(Finding::Panicked(message(&*panic))),
                Err(RecvTimeoutError::Disconnected) => {
                    break Some(Finding::Panicked("its thread ended".into()));
                }
                Err(RecvTimeoutError::Timeout) if world.seen().polls != polls => polls = world.seen().polls,
                Err(RecvTimeoutError::Timeout) if !is_given_up => {
                    is_given_up = true;
                    world.gives_up();
                }
                Err(RecvTimeoutError::Timeout) => break Some(Finding::Stuck("its world did not end")),
            }
        };
        if !matches!(how, Some(Finding::Stuck(_))) {
            let _ = thread.join();
        }
        let mut seen = world.take();
        let mut findings = std::mem::take(&mut seen.findings);
        if is_given_up && !matches!(how, Some(Finding::Stuck(_))) {
            findings.push(Finding::Stuck("what it waits for did not wake it"));
        }
        findings.extend(how);
        Played { seen, findings }
    }
}

impl Played {
    /// What it found, and whether what was called again ended as it does where nothing is dropped.
    fn compared_with(&self, whole: &Self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        let outputs = |played: &Self, at: usize| {
            played.seen.outputs.get(at).cloned().unwrap_or_else(|| "nothing".to_owned())
        };
        let length = self.seen.outputs.len().max(whole.seen.outputs.len());
        let pairs = (0..length).map(|at| (outputs(whole, at), outputs(self, at)));
        // A world that did not come to its end has made no call again.
        if !findings
            .iter()
            .any(|it| matches!(it, Finding::Stuck(_) | Finding::Panicked(_) | Finding::Failed(_)))
        {
            let different = pairs.into_iter().find(|(undropped, again)| undropped != again);
            findings
                .extend(different.map(|(undropped, again)| Finding::NotToBeRepeated { undropped, again }));
        }
        findings
    }
}

fn is_stuck(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| matches!(finding, Finding::Stuck(_)))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
}
