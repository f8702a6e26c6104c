//! What a runner waits for while a case is played, and for how long.

use std::{
    sync::mpsc::RecvTimeoutError,
    thread,
    time::{Duration, Instant},
};

use stage::{Case, CrowdProgress, Stage, Stamps, clock};

use crate::{
    crowd::resources::processor_time,
    play::{
        demo_thread::{self, DemoThread},
        exit_watcher,
        failure::Failure,
        horizon::{
            EXTENSIONS, LATEST, Life, Outlook, START_EXTENSIONS, TICKS, Watched, outlook, patience, tick,
        },
        sample::Snapshot,
        threads::{StuckThread, stuck_thread},
    },
    rounds::settings::Patience,
};

/// The request comes after this many beats: the first may still be the start of a runtime's
/// timers, out of step with all that follow.
const BEATS_BEFORE_REQUEST: u64 = 2;

/// A crowd that waits in a queue, of which some part runs, is watched for this many times less long before the request,
/// because all of its parts were handed over before.
const QUEUED_CROWD: u32 = 5;

/// Waits until the demo awaits its quick task, for longer while a crowd grows.
///
/// # Errors
/// If the demo's function panics or returns before that, or doesn't get there in time.
pub(crate) fn for_quick_task(demo: &DemoThread, stage: &Stage, limits: Patience) -> Result<(), Failure> {
    let start = Duration::from_nanos(limits.start_ns);
    let patience = start * START_EXTENSIONS;
    let (mut deadline, mut progress) = (Instant::now() + patience, CrowdProgress::of(stage.stamps()));
    while !stage.latch().is_awaited_within(start / TICKS) {
        if progress.has_grown(stage.stamps()) {
            deadline = Instant::now() + patience;
        }
        match demo.returns.try_recv() {
            Ok(Err(panic)) => return Err(Failure::Panicked(panic)),
            Ok(Ok(())) => return is_alive(stage.stamps()).and(Err(Failure::NoRequest)),
            Err(_) if Instant::now() > deadline => {
                return Err(Failure::NoQuickTask { patience_ns: ns(patience) });
            }
            Err(_) => {}
        }
    }
    Ok(())
}

/// Waits until the work is under way: until it has beaten, or until it has beaten for the last time and is in
/// its wait. Some work never is, and a process may end before. Work that should begin gets more time, because a busy
/// machine may delay it.
pub(crate) fn for_beats(case: &Case, stamps: Stamps, interval: Duration, limits: Patience) {
    let start = Duration::from_nanos(limits.start_ns);
    let mut slept = Duration::ZERO;
    let step = (interval / 4).min(start / TICKS);
    let is_under_way = || match (stamps.crowd(), stuck_thread(stamps)) {
        (Some(crowd), _) => crowd.begun == crowd.parts,
        (None, _) if case.is_crowd => false,
        (None, None) => stamps.beats() >= BEATS_BEFORE_REQUEST,
        (None, Some(thread)) => thread == StuckThread::Waits,
    };
    let mut progress = CrowdProgress::of(stamps);
    let begun = || stamps.crowd().map(|crowd| crowd.begun);
    let has_ended = || {
        stamps.ended().is_some()
            || stamps.process().is_some_and(|process| exit_watcher::how_it_ended(process).is_some())
    };
    while !is_under_way() && slept < longest(start, case.begins, begun()) && !has_ended() {
        thread::sleep(step);
        slept += step;
        if progress.has_grown(stamps) {
            slept = Duration::ZERO;
        }
    }
}

/// How long work may take until it beats, or until one more part of a crowd has `begun`, before it is asked all the
/// same.
fn longest(start: Duration, begins: bool, begun: Option<u64>) -> Duration {
    match begun {
        // Of a crowd in a queue some part runs. Without one, all of them would find the request when they begin, and
        // nothing would have been stopped.
        Some(0) => start * EXTENSIONS,
        _ if begins => start * EXTENSIONS,
        // The other parts are in the queue already, and wait for those that run.
        Some(_) => start / QUEUED_CROWD,
        None => start,
    }
}

/// Waits until the call has returned, or until its horizon has passed since the request while the work
/// went on, or was queued.
///
/// # Errors
/// If the demo's function panics, or returns without a request or an acknowledgement, or if the work has
/// ended or fallen silent and the call doesn't return in time.
pub(crate) fn for_acknowledgement(
    demo: &DemoThread,
    stamps: Stamps,
    limits: Patience,
) -> Result<(), Failure> {
    let horizon = Duration::from_nanos(limits.horizon_ns);
    let mut watch = None;
    // A requester that is kept from running asks late, and the horizon begins only when it has asked.
    let mut late = LATEST;
    loop {
        match demo.returns.recv_timeout(tick(horizon)) {
            Ok(Ok(())) if stamps.acknowledgement().is_some() => return Ok(()),
            Ok(Ok(())) => return is_alive(stamps).and(Err(Failure::NoAcknowledgement)),
            Ok(Err(panic)) => return Err(Failure::Panicked(panic)),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::Panicked("its thread is gone".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        let Some(request) = stamps.request() else {
            late = late.checked_sub(1).ok_or(Failure::NoRequest)?;
            continue;
        };
        let watch = watch.get_or_insert_with(|| Watch::since(request, stamps.beats()));
        match watch.look(stamps, horizon) {
            Outlook::GoesOn if stamps.acknowledgement().is_none() => return Ok(()),
            Outlook::OutOfPatience => return Err(out_of_patience(stamps, horizon)),
            _ => {}
        }
    }
}

/// Watches the work after its acknowledgement, until it halts or its horizon has passed. Returns at once
/// if there is no acknowledgement.
///
/// # Errors
/// If the work neither halts nor beats for longer than it is watched.
pub(crate) fn for_halt(stamps: Stamps, limits: Patience) -> Result<(), Failure> {
    let Some(acknowledgement) = stamps.acknowledgement() else { return Ok(()) };
    let horizon = Duration::from_nanos(limits.horizon_ns);
    let mut watch = Watch::since(acknowledgement, stamps.beats_at_acknowledgement());
    while stamps.ended().is_none() {
        match watch.look(stamps, horizon) {
            Outlook::WatchOn => thread::sleep(tick(horizon)),
            Outlook::GoesOn => return Ok(()),
            Outlook::OutOfPatience => return Err(out_of_patience(stamps, horizon)),
        }
    }
    Ok(())
}

/// Waits until a case that claims something of what its work shared has said whether it holds. It can look only once the
/// work has ended, and a program in another language is not waited for beyond its acknowledgement. One that never says
/// it is told so by the missing claim, not by an error.
pub(crate) fn for_invariant(case: &Case, stamps: Stamps, limits: Patience) {
    if case.invariant.is_none() || stamps.acknowledgement().is_none() || stamps.ended().is_none() {
        return;
    }
    let horizon = Duration::from_nanos(limits.horizon_ns);
    let deadline = Instant::now() + patience(horizon);
    while stamps.invariant().is_none() && Instant::now() < deadline {
        thread::sleep(tick(horizon));
    }
}

/// # Errors
/// [`Failure::EndedBeforeAsked`] if the work ended by itself.
pub(crate) fn is_alive(stamps: Stamps) -> Result<(), Failure> {
    if Snapshot::of(stamps).ended_before_asked() { Err(ended_before_asked(stamps)) } else { Ok(()) }
}

/// Says what is known of the end of work that was not asked to end: its panic, the status of its process,
/// or what the demo's call returned.
pub(crate) fn ended_before_asked(stamps: Stamps) -> Failure {
    let why = demo_thread::last_panic()
        .or_else(|| stamps.process().and_then(exit_watcher::how_it_ended))
        .or_else(|| stamps.returned().map(|returned| format!("the call returned {returned}")));
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    Failure::EndedBeforeAsked { beats: stamps.beats(), why }
}

fn out_of_patience(stamps: Stamps, horizon: Duration) -> Failure {
    let patience_ns = ns(patience(horizon));
    match stamps.ended() {
        Some(_) => Failure::HaltedUnheard { patience_ns },
        None => Failure::Silent { patience_ns },
    }
}

fn ns(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// A watch of one piece of work, from the stamp at which its horizon began.
pub(crate) struct Watch {
    since: u64,
    beats_then: u64,
    ticks: u32,
    /// Whether the thread of work that was stuck had ended at the last look.
    was_gone: bool,
    /// What had happened to the parts of a crowd at the last look.
    progress: CrowdProgress,
    /// The processor time that the process of a crowd had had when the horizon began.
    had_then: Option<Duration>,
}

impl Watch {
    pub(crate) fn since(stamp: u64, beats_then: u64) -> Self {
        Self {
            since: stamp,
            beats_then,
            ticks: 0,
            was_gone: false,
            progress: CrowdProgress::default(),
            had_then: None,
        }
    }

    /// Looks once more, after one of the short sleeps, and says whether to watch on.
    pub(crate) fn look(&mut self, stamps: Stamps, horizon: Duration) -> Outlook {
        let crowd = stamps.crowd();
        // While one part after another ends, the horizon begins anew.
        if self.progress.has_grown(stamps) {
            (self.since, self.ticks, self.had_then) = (clock::now_ns(), 0, processor_time(stamps));
        }
        let life = match (crowd, stuck_thread(stamps)) {
            (Some(crowd), _) => Life::Parts {
                standing: crowd.standing(),
                asked: crowd.requested.is_some(),
                had: had(self.had_then, processor_time(stamps)),
            },
            (None, Some(thread)) => self.look_at_thread(stamps, thread),
            (None, None) if Snapshot::of(stamps).is_queued() => Life::Queued,
            (None, None) => Life::Beats(stamps.beats().saturating_sub(self.beats_then)),
        };
        let time = Duration::from_nanos(clock::now_ns().saturating_sub(self.since));
        let watched = Watched { time, ticks: self.ticks, life };
        self.ticks += 1;
        outlook(horizon, watched)
    }

    /// The end of a thread is the end of its work, if no destructor stamps a halt. Another thread may be about to
    /// run that destructor, so the end is stamped at the second look that finds the thread gone.
    fn look_at_thread(&mut self, stamps: Stamps, thread: StuckThread) -> Life {
        let is_gone = thread == StuckThread::Gone;
        if is_gone && self.was_gone && stamps.halt().is_none() {
            stamps.stamp_end();
        }
        self.was_gone = is_gone;
        Life::Waits(thread == StuckThread::Waits)
    }
}

fn had(then: Option<Duration>, now: Option<Duration>) -> Option<Duration> {
    Some(now?.saturating_sub(then?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_part_of_a_crowd_is_given_time_to_begin_as_other_work_is() {
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
}
