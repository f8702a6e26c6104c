//! The signs by which a crowd is known to be under way, and to go on.

use std::time::Duration;

use stage::{Case, CrowdSize, Stage, Stamps};

use crate::{
    crowd::{
        resources::{PerPart, Resources, few, processor_time, usage},
        sample::CrowdSample,
    },
    machine::load::CLOCK_TICK,
    play::{
        exit_watcher::ExitWatcher,
        horizon::{EXTENSIONS, Watched},
        sample::Sample,
        signs::Signs,
    },
};

/// A crowd that waits in a queue, of which some part runs, is watched for this many times less long before the request,
/// because all of its parts were handed over before.
const QUEUED: u32 = 5;
/// A process that had at most one part in this many of the processor's time does nothing but look around.
const A_LITTLE: u32 = 20;
/// A caller that asks one part after another may need this many times the horizon for it, before any part ends: trio
/// cancels ten thousand tasks in the time of a horizon, and in twice that on a busy machine.
const TO_ASK: u32 = 5;

/// A crowd. Its parts sleep for longer than they are watched, so that none shows by a beat that it lives; that its
/// destructor has not run is all that is known.
pub(crate) struct Crowd {
    /// The first crowd of this process, and the others.
    sizes: [CrowdSize; 2],
    playings: usize,
    exits: Option<ExitWatcher>,
    /// The processor time that its process had had when the horizon began.
    had_then: Option<Duration>,
    /// What it took of the machine before the request.
    used: Option<Resources>,
    /// What the first crowd took of the machine, and how many parts it had.
    few: Option<(u64, Resources)>,
}

impl Crowd {
    /// The crowd of a case. The first one is small: it starts the runtime's threads, and what others take is compared
    /// with it. But the first playing of work that is expected to go on is the only one.
    pub(crate) fn of(case: &Case, size: CrowdSize) -> Self {
        let first = if case.expected.has_halted() { few(size) } else { size };
        Self { sizes: [first, size], playings: 0, exits: None, had_then: None, used: None, few: None }
    }

    /// What a part took of the machine. After the halt only the memory may have had a higher peak.
    fn uses_per_part(&mut self, parts: u64, after: Option<Resources>) -> Option<PerPart> {
        let used = self.used?;
        let peak = after.map_or(0, |after| after.memory);
        let used = Resources { memory: used.memory.max(peak), ..used };
        let few = *self.few.get_or_insert((parts, used));
        PerPart::between(few, (parts, used))
    }
}

impl Signs for Crowd {
    fn prepare(&mut self, stage: Stage) -> Stage {
        let size = self.sizes[self.playings.min(1)];
        self.playings += 1;
        stage.with_crowd(size)
    }

    fn beats(&self) -> bool {
        false
    }

    fn is_under_way(&self, stamps: Stamps) -> bool {
        stamps.crowd().is_some_and(|crowd| crowd.begun == crowd.parts)
    }

    fn longest_start(&self, stamps: Stamps, start: Duration, begins: bool) -> Duration {
        longest(start, begins, stamps.crowd().map(|crowd| crowd.begun))
    }

    fn progress(&self, stamps: Stamps) -> u64 {
        stamps.crowd().map_or(0, |crowd| crowd.progress())
    }

    fn horizon_begins(&mut self, stamps: Stamps) {
        self.had_then = processor_time(stamps);
    }

    fn goes_on(&mut self, stamps: Stamps, watched: Watched) -> bool {
        stamps.crowd().is_some_and(|crowd| {
            let had = processor_time(stamps).zip(self.had_then).map(|(now, then)| now.saturating_sub(then));
            stands(watched, crowd.standing(), crowd.requested.is_some(), had)
        })
    }

    fn before_request(&mut self, stamps: Stamps) {
        self.exits = Some(ExitWatcher::for_parts_of(stamps));
        self.used = usage(stamps);
        self.had_then = None;
    }

    fn complete(&mut self, stamps: Stamps, sample: &mut Sample) {
        self.exits = None;
        let watched = [sample.halt_ns, sample.acknowledge_ns, sample.watched_ns].into_iter().flatten().max();
        let playing_ns = sample.asked_after_ns + watched.unwrap_or(0);
        sample.crowd = CrowdSample::of(stamps, playing_ns);
        if let Some(crowd) = &mut sample.crowd {
            crowd.uses = self.uses_per_part(crowd.parts, usage(stamps));
        }
    }
}

/// How long a crowd may take until one more of its parts has `begun`, before it is asked all the same; `None` if no
/// part was taken.
fn longest(start: Duration, begins: bool, begun: Option<u64>) -> Duration {
    match begun {
        // Of a crowd in a queue some part runs. Without one, all of them would find the request when they begin, and
        // nothing would have been stopped.
        Some(0) => start * EXTENSIONS,
        _ if begins => start * EXTENSIONS,
        // The other parts are in the queue already, and wait for those that run.
        Some(_) => start / QUEUED,
        None => start,
    }
}

/// Whether it is sure that so many parts stand, if the caller has asked all of them or not yet, and their process has
/// had this processor time in the watch; `None` if it is not known.
///
/// Parts that were asked and got little processor time may be about to end. They are not if nobody works on it, nor if
/// their process had time enough.
fn stands(watched: Watched, standing: u64, asked: bool, had: Option<Duration>) -> bool {
    let enough = if asked { watched.horizon } else { watched.horizon * TO_ASK };
    standing > 0 && had.is_none_or(|had| had >= enough || had <= watched.time / A_LITTLE + CLOCK_TICK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::horizon::{Outlook::*, outlook};

    #[test]
    fn some_part_is_given_time_to_begin_as_other_work_is() {
        let ms = Duration::from_millis;
        for (begins, begun, expected) in [
            (true, None, 1_000),
            (true, Some(3), 1_000),
            (false, None, 100),
            (false, Some(0), 1_000),
            (false, Some(1), 20),
        ] {
            assert_eq!(longest(ms(100), begins, begun), ms(expected), "{begins} {begun:?}");
        }
    }

    #[test]
    fn a_crowd_goes_on_while_some_part_stands() {
        let ms = Duration::from_millis;
        for (time, standing, asked, had, expected) in [
            (399, 3, true, None, WatchOn),
            (400, 3, true, None, GoesOn),
            (400, 0, true, None, WatchOn),
            (4_400, 0, true, None, OutOfPatience),
            // Nobody does anything, or somebody has done enough.
            (400, 3, true, Some(30), GoesOn),
            (400, 3, true, Some(400), GoesOn),
            // The machine was too busy: whoever ends the parts had a tenth of the time.
            (400, 3, true, Some(40), WatchOn),
            (4_000, 3, true, Some(399), WatchOn),
            (4_000, 3, true, Some(400), GoesOn),
            (4_400, 3, true, Some(390), OutOfPatience),
            // It still asks one after another.
            (400, 3, false, Some(400), WatchOn),
            (2_000, 3, false, Some(2_000), GoesOn),
            (400, 3, false, Some(30), GoesOn),
        ] {
            let watched = Watched { horizon: ms(400), time: ms(time), ticks: 800, beats_then: 0 };
            let outlook = outlook(watched, stands(watched, standing, asked, had.map(ms)));
            assert_eq!(outlook, expected, "{time} ms, {standing} stand, {asked}, {had:?}");
        }
    }
}
