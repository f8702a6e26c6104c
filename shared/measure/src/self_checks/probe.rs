//! Plays what the self-checks need, and picks their figures from the messages of the child.

use std::sync::atomic::AtomicBool;

use crate::{
    parent::{
        order::{Message, Order, Play},
        run_child::run_child,
    },
    play::{floors::Floor, sample::Sample},
    rounds::{
        catalog::{Bare, BareCrowd, Catalog},
        settings::Settings,
    },
};
use stage::CrowdSize;

/// What one playing of a crowd took: from the request to the acknowledgement, in ns, and the memory of a part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Took {
    pub(crate) ns: u64,
    pub(crate) bytes: Option<u64>,
}

/// Plays orders for the self-checks.
pub(crate) struct Probe<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) settings: &'a Settings,
    pub(crate) interrupted: &'a AtomicBool,
}

impl Probe<'_> {
    fn order(&self, play: Play, samples: u32, seed: u64) -> Order {
        Order { samples, ..Order::new(play, self.settings, self.catalog, seed) }
    }

    /// Plays one order, and returns what `pick` returns for its messages. If the child fails, figures are
    /// missing, and the check fails.
    fn play<T>(&self, order: &Order, pick: impl Fn(&Message) -> Option<T>) -> Vec<T> {
        let mut picked = Vec::new();
        let _ = run_child(order, self.interrupted, |message| picked.extend(pick(&message)));
        picked
    }

    /// What `pick` returns for the samples of a case.
    pub(crate) fn case<T>(
        &self,
        id: &str,
        samples: u32,
        seed: u64,
        pick: impl Fn(&Sample) -> Option<T>,
    ) -> Vec<T> {
        self.samples(Play::Case(id.to_owned()), samples, seed, pick)
    }

    /// What `pick` returns for the samples of a case, or of a floor that is played like a case.
    pub(crate) fn samples<T>(
        &self,
        play: Play,
        samples: u32,
        seed: u64,
        pick: impl Fn(&Sample) -> Option<T>,
    ) -> Vec<T> {
        self.play(&self.order(play, samples, seed), |message| match message {
            Message::Sample(sample) => pick(sample),
            _ => None,
        })
    }

    /// Why one playing of a case failed; empty if it did not.
    pub(crate) fn error(&self, id: &str) -> String {
        let order = self.order(Play::Case(id.to_owned()), 1, 0);
        run_child(&order, self.interrupted, |_| ()).err().map(|error| error.to_string()).unwrap_or_default()
    }

    /// The times of the floor `line`, in ns.
    pub(crate) fn line(&self, samples: u32, seed: u64) -> Vec<u64> {
        self.play(&self.order(Play::Floor(Floor::Line), samples, seed), time)
    }

    /// What the case of a crowd took.
    pub(crate) fn crowd(&self, id: &str, crowd: CrowdSize, seed: u64) -> Vec<Took> {
        let settings = Settings { crowd: Some(crowd), ..self.settings.clone() };
        let probe = Probe { settings: &settings, ..*self };
        let took = |sample: &Sample| {
            let uses = sample.crowd.and_then(|crowd| crowd.uses);
            Some(Took { ns: sample.acknowledge_ns?, bytes: uses.and_then(|uses| uses.bytes) })
        };
        probe.case(id, 1, seed, took)
    }

    /// What a bare program of a crowd took.
    pub(crate) fn bare_crowd(&self, bare: &BareCrowd, crowd: CrowdSize) -> Option<Took> {
        let order = Order { crowd, ..self.order(Play::BareCrowd(bare.id.to_owned()), 0, 0) };
        let messages = self.play(&order, |message| Some(message.clone()));
        let bytes = messages.iter().find_map(|message| match message {
            Message::Uses(uses) => uses.bytes,
            _ => None,
        });
        messages.iter().find_map(time).map(|ns| Took { ns, bytes })
    }

    /// The times of a bare program that asks at these instants, in ns.
    pub(crate) fn bare(&self, bare: &Bare, asks_ns: Vec<u64>) -> Vec<u64> {
        self.play(&Order { asks_ns, ..self.order(Play::Bare(bare.id.to_owned()), 0, 0) }, time)
    }
}

fn time(message: &Message) -> Option<u64> {
    match message {
        Message::Time(ns) => Some(*ns),
        _ => None,
    }
}
