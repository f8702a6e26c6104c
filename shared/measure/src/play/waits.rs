//! What a runner waits for while a case is played, and for how long.

use std::{
    mem,
    sync::mpsc::RecvTimeoutError,
    thread,
    time::{Duration, Instant},
};

use stage::{Case, Stage, Stamps, clock};

use crate::{
    play::{
        demo_thread::{self, DemoThread},
        exit_watcher,
        failure::Failure,
        horizon::{LATEST, Outlook, START_EXTENSIONS, TICKS, Watched, outlook, patience, tick},
        sample::Snapshot,
        signs::Signs,
    },
    rounds::settings::{Patience, ns},
};

/// Waits until the demo awaits its quick task, for longer while the work makes progress.
///
/// # Errors
/// If the demo's function panics or returns before that, or doesn't get there in time.
pub(crate) fn for_quick_task(
    demo: &DemoThread,
    stage: &Stage,
    signs: &dyn Signs,
    limits: Patience,
) -> Result<(), Failure> {
    let start = Duration::from_nanos(limits.start_ns);
    let patience = start * START_EXTENSIONS;
    let stamps = stage.stamps();
    let (mut deadline, mut progress) = (Instant::now() + patience, signs.progress(stamps));
    while !stage.latch().is_awaited_within(start / TICKS) {
        if has_grown(&mut progress, signs.progress(stamps)) {
            deadline = Instant::now() + patience;
        }
        match demo.returns.try_recv() {
            Ok(Err(panic)) => return Err(Failure::Panicked(panic)),
            Ok(Ok(())) => return is_alive(stamps).and(Err(Failure::NoRequest)),
            Err(_) if Instant::now() > deadline => {
                return Err(Failure::NoQuickTask { patience_ns: ns(patience) });
            }
            Err(_) => {}
        }
    }
    Ok(())
}

/// Waits until the work is under way. Some work never is, and a process may end before.
pub(crate) fn for_beats(
    case: &Case,
    stamps: Stamps,
    signs: &dyn Signs,
    interval: Duration,
    limits: Patience,
) {
    let start = Duration::from_nanos(limits.start_ns);
    let step = (interval / 4).min(start / TICKS);
    let (mut slept, mut progress) = (Duration::ZERO, signs.progress(stamps));
    let has_ended = || {
        stamps.ended().is_some()
            || stamps.process().is_some_and(|process| exit_watcher::how_it_ended(process).is_some())
    };
    while !signs.is_under_way(stamps)
        && slept < signs.longest_start(stamps, start, case.begins)
        && !has_ended()
    {
        thread::sleep(step);
        slept += step;
        if has_grown(&mut progress, signs.progress(stamps)) {
            slept = Duration::ZERO;
        }
    }
}

fn has_grown(progress: &mut u64, now: u64) -> bool {
    now > mem::replace(progress, now)
}

/// Waits until the call has returned, or until its horizon has passed since the request while the work
/// went on, or was queued.
///
/// # Errors
/// If the demo's function panics, returns without a request or an acknowledgement, or does not ask in time; or if the
/// work has ended or fallen silent and the call doesn't return in time.
pub(crate) fn for_acknowledgement(
    demo: &DemoThread,
    stamps: Stamps,
    signs: &mut dyn Signs,
    limits: Patience,
) -> Result<(), Failure> {
    let horizon = Duration::from_nanos(limits.horizon_ns);
    let mut lookout = None;
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
            late = late
                .checked_sub(1)
                .ok_or(Failure::LateRequest { patience_ns: ns(tick(horizon) * LATEST) })?;
            continue;
        };
        let lookout = lookout.get_or_insert_with(|| Lookout::since(request, stamps.beats()));
        match lookout.look(stamps, signs, horizon) {
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
pub(crate) fn for_halt(stamps: Stamps, signs: &mut dyn Signs, limits: Patience) -> Result<(), Failure> {
    let Some(acknowledgement) = stamps.acknowledgement() else { return Ok(()) };
    let horizon = Duration::from_nanos(limits.horizon_ns);
    let mut lookout = Lookout::since(acknowledgement, stamps.beats_at_acknowledgement());
    while stamps.ended().is_none() {
        match lookout.look(stamps, signs, horizon) {
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

/// Looks at work that was asked to stop, from the stamp at which its horizon began.
struct Lookout {
    since: u64,
    beats_then: u64,
    ticks: u32,
    progress: u64,
}

impl Lookout {
    fn since(stamp: u64, beats_then: u64) -> Self {
        Self { since: stamp, beats_then, ticks: 0, progress: 0 }
    }

    /// Looks once more, after one of the short sleeps, and says whether to watch on.
    fn look(&mut self, stamps: Stamps, signs: &mut dyn Signs, horizon: Duration) -> Outlook {
        // While there is progress, the horizon begins anew.
        if has_grown(&mut self.progress, signs.progress(stamps)) {
            (self.since, self.ticks) = (clock::now_ns(), 0);
            signs.horizon_begins(stamps);
        }
        let time = Duration::from_nanos(clock::now_ns().saturating_sub(self.since));
        let watched = Watched { horizon, time, ticks: self.ticks, beats_then: self.beats_then };
        self.ticks += 1;
        outlook(watched, signs.goes_on(stamps, watched))
    }
}
