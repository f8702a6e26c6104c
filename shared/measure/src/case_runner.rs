//! Plays a case and watches what becomes of it.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use fastrand::Rng;
use stage::{Case, Stage, Stamps, Verdict, clock};

use crate::{
    beat_period::learn_period,
    horizon::{EXTENSIONS, Outlook, TICKS, patience, tick},
    place::Placement,
    play_error::PlayError,
    sample::Sample,
    settings::Patience,
    system::affinity::Thread,
    system::exit_watcher::ExitWatcher,
    system::{exit_status, panics, threads, timer},
    verdict::{NoVerdict, Snapshot},
    watch::Watch,
};

/// The request comes after this many beats: the first may still be the start of a runtime's
/// timers, out of step with all that follow.
const BEATS_BEFORE_REQUEST: u64 = 2;
/// How long the caller sleeps after a call that returned before the halt.
const AFTER_THE_CALL: Duration = Duration::from_micros(100);
/// How many times longer the start may take: another language's interpreter may have to start first.
pub(crate) const START_EXTENSIONS: u32 = 5 * EXTENSIONS;

/// How many short sleeps a requester may be late.
pub(crate) const LATEST: u32 = TICKS * START_EXTENSIONS;

/// Plays one case again and again in this process, and watches what becomes of the work.
///
/// A player thread runs the demo and is the requester. The thread that owns the runner ends
/// the quick task, and sleeps while the figures come to be; it shares the requester's core, so
/// that the work's cores are left alone.
pub struct CaseRunner {
    case: &'static Case,
    placement: Placement,
    interval: Duration,
    patience: Patience,
    random: Rng,
    period: Option<Duration>,
    player: Thread,
    /// The thread that asked last, where it is not the player: another process's, or a pool's.
    asker: Option<Thread>,
    stages: Sender<Arc<Stage>>,
    ends: Receiver<Result<(), String>>,
}

impl CaseRunner {
    /// A runner for a case whose work beats once an `interval`.
    ///
    /// # Errors
    /// [`PlayError::NotOffered`] when there is nothing to play.
    ///
    /// # Panics
    /// When the system has no thread to give.
    pub fn new(
        case: &'static Case,
        placement: Placement,
        interval: Duration,
        patience: Patience,
        random: Rng,
    ) -> Result<Self, PlayError> {
        let play = case.play.map_err(|reason| PlayError::NotOffered(reason.to_owned()))?;
        let (stages, stages_to_play) = mpsc::channel::<Arc<Stage>>();
        let (told, ends) = mpsc::channel();
        let (here, player) = mpsc::channel();
        let perform = move || {
            let _ = here.send(Thread::current());
            for stage in stages_to_play {
                let end = catch_unwind(AssertUnwindSafe(|| play(&stage)));
                // A caller that is told before the halt goes on to something else; it must not be
                // something that slows the halt.
                if stage.stamps().halt().is_none() {
                    thread::sleep(AFTER_THE_CALL);
                }
                let _ = told.send(end.map_err(|panic| panic_message(panic.as_ref())));
            }
        };
        thread::Builder::new().name("player".to_owned()).spawn(perform).expect("no thread to play on");
        let player = player.recv().expect("the player says who it is before all else");
        Ok(Self {
            case,
            placement,
            interval,
            patience,
            random,
            period: None,
            player,
            asker: None,
            stages,
            ends,
        })
    }

    /// Takes the beat to be as long as it should be, instead of learning it from some beats. For
    /// somebody who is watching, and would have to wait for them.
    pub fn assume_beats_on_time(&mut self) {
        self.period = Some(self.interval);
    }

    /// Plays the case once.
    ///
    /// When the verdict is `still-standing` or `hung`, the work still stands, and so may the player:
    /// then nothing more can be played in this process.
    ///
    /// # Errors
    /// When no verdict can be given: see [`PlayError`].
    pub fn play(&mut self) -> Result<Sample, PlayError> {
        let stage = self.stage()?;
        self.play_on(&stage)
    }

    /// A stage for one playing of the case.
    ///
    /// # Errors
    /// [`PlayError::NotOffered`] when this machine lacks what the case needs.
    pub fn stage(&self) -> Result<Arc<Stage>, PlayError> {
        self.case.stage(self.interval).map(Arc::new).map_err(PlayError::NotOffered)
    }

    /// As [`play`](Self::play), on a stage whose stamps the caller watches too.
    ///
    /// # Errors
    /// When no verdict can be given: see [`PlayError`].
    pub fn play_on(&mut self, stage: &Arc<Stage>) -> Result<Sample, PlayError> {
        let stamps = stage.stamps();
        let threads_before = threads::count();
        self.placement.put_with_requester(Thread::current());
        self.placement.put_with_work(self.player);
        if let Some(asker) = self.asker {
            self.placement.put_with_work(asker);
        }
        let start = clock::now_ns();
        let _ = self.stages.send(Arc::clone(stage));

        self.wait_for_quick_task(stage)?;
        self.wait_for_beats(stamps);
        let _exit_watcher = ExitWatcher::for_work_of(stamps);
        self.put_asker_on_its_core(stage);
        self.wait_for_a_random_phase(stamps);
        // Work that is gone can't be stopped, so it is not asked to.
        self.is_alive(stamps)?;
        stage.latch().open();

        self.wait_for_acknowledgement(stamps)?;
        self.watch(stamps)?;
        let end = clock::now_ns();
        // Of work in another process, this one's threads tell nothing.
        let threads_left = || match stamps.process() {
            None => Some(threads::count()?.saturating_sub(threads_before?)),
            Some(_) => None,
        };
        let period = self.period.unwrap_or(self.interval);
        Sample::of(stamps, (start, end), period, threads_left()).map_err(|no_verdict| match no_verdict {
            NoVerdict::NotAsked => PlayError::NoRequest,
            NoVerdict::EndedBeforeAsked => ended_before_asked(stamps),
        })
    }

    /// The thread that awaits the quick task is the one that asks: the player, a thread of a pool, or another
    /// process's thread. One that had just been moved would ask with cold caches, so it wakes there once
    /// before.
    fn put_asker_on_its_core(&mut self, stage: &Stage) {
        let asker = asker_of(stage).and_then(Thread::numbered);
        self.asker = asker.filter(|asker| *asker != self.player);
        self.placement.put_with_requester(self.player);
        if let Some(asker) = self.asker {
            self.placement.put_with_requester(asker);
        }
        stage.latch().wake_waiter();
    }

    fn is_alive(&self, stamps: Stamps) -> Result<(), PlayError> {
        if Snapshot::of(stamps).ended_before_asked() { Err(ended_before_asked(stamps)) } else { Ok(()) }
    }

    fn wait_for_quick_task(&self, stage: &Stage) -> Result<(), PlayError> {
        let start = Duration::from_nanos(self.patience.start_ns);
        let patience = start * START_EXTENSIONS;
        let deadline = Instant::now() + patience;
        while !stage.latch().is_awaited_within(start / TICKS) {
            match self.ends.try_recv() {
                Ok(Err(panic)) => return Err(PlayError::Panicked(panic)),
                Ok(Ok(())) => return self.is_alive(stage.stamps()).and(Err(PlayError::NoRequest)),
                Err(_) if Instant::now() > deadline => return Err(PlayError::NoQuickTask(patience)),
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Waits until the work is under way; some never is. Work that is expected to begin has more time for
    /// it, because a machine that is busy may keep it waiting.
    fn wait_for_beats(&self, stamps: Stamps) {
        let start = Duration::from_nanos(self.patience.start_ns);
        let extensions = if self.case.expected == Verdict::NeverStarted { 1 } else { EXTENSIONS };
        let mut slept = Duration::ZERO;
        let step = (self.interval / 4).min(start / TICKS);
        while stamps.beats() < BEATS_BEFORE_REQUEST && slept < start * extensions && stamps.ended().is_none()
        {
            thread::sleep(step);
            slept += step;
        }
    }

    /// Waits for a uniformly random part of the time between two beats as it really is.
    fn wait_for_a_random_phase(&mut self, stamps: Stamps) {
        if self.period.is_none() {
            self.period = Some(learn_period(stamps, self.interval));
        }
        let period = self.period.unwrap_or(self.interval);
        timer::sleep_alone(period.mul_f64(self.random.f64()));
    }

    /// Waits until the call has returned, or its horizon has passed since the request while the work went
    /// on.
    fn wait_for_acknowledgement(&self, stamps: Stamps) -> Result<(), PlayError> {
        let horizon = Duration::from_nanos(self.patience.horizon_ns);
        let mut watch = None;
        // A requester that is kept from running asks late, and nothing counts before it has.
        let mut late = LATEST;
        loop {
            match self.ends.recv_timeout(tick(horizon)) {
                Ok(Ok(())) if stamps.acknowledgement().is_some() => return Ok(()),
                Ok(Ok(())) => return self.is_alive(stamps).and(Err(PlayError::NoAcknowledgement)),
                Ok(Err(panic)) => return Err(PlayError::Panicked(panic)),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(PlayError::Panicked("its thread is gone".to_owned()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let Some(request) = stamps.request() else {
                late = late.checked_sub(1).ok_or(PlayError::NoRequest)?;
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

    /// Watches the work after its acknowledgement, until it halts or its horizon has passed.
    fn watch(&self, stamps: Stamps) -> Result<(), PlayError> {
        let Some(acknowledgement) = stamps.acknowledgement() else { return Ok(()) };
        let horizon = Duration::from_nanos(self.patience.horizon_ns);
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
}

/// The thread that will ask, by the system's number.
fn asker_of(stage: &Stage) -> Option<u32> {
    stage.stamps().requester().or_else(|| stage.latch().asker())
}

fn out_of_patience(stamps: Stamps, horizon: Duration) -> PlayError {
    match stamps.ended() {
        Some(_) => PlayError::HaltedUnheard(patience(horizon)),
        None => PlayError::Silent(patience(horizon)),
    }
}

/// Says what is known of the end of work that was not asked to end: its panic, its process's status, or
/// what its caller was told.
fn ended_before_asked(stamps: Stamps) -> PlayError {
    let why = panics::last()
        .or_else(|| stamps.process().and_then(exit_status::peek))
        .or_else(|| stamps.returned().map(|returned| format!("its caller was told {returned}")));
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    PlayError::EndedBeforeAsked { beats: stamps.beats(), why }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}
