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
use stage::{Case, Record, Stage, Verdict, clock};

use crate::{
    Patience, Placement, PlayError, Sample,
    horizon::{EXTENSIONS, Outlook, TICKS, patience, tick},
    period::learn_period,
    system::{affinity::Thread, coroner::Coroner, exit_status, panics, threads, timer},
    verdict::{NoVerdict, Stamps},
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
/// A player thread runs the demo and is the requester. The thread that owns the director ends
/// the quick task, and sleeps while the figures come to be; it shares the requester's core, so
/// that the work's cores are left alone.
pub struct Director {
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

impl Director {
    /// A director for a case whose work beats once an `interval`.
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
                if stage.record().halt().is_none() {
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
    /// [`PlayError::NotOffered`] when this machine has not what the case needs.
    pub fn stage(&self) -> Result<Arc<Stage>, PlayError> {
        self.case.stage(self.interval).map(Arc::new).map_err(PlayError::NotOffered)
    }

    /// As [`play`](Self::play), on a stage whose record somebody else watches too.
    ///
    /// # Errors
    /// When no verdict can be given: see [`PlayError`].
    pub fn play_on(&mut self, stage: &Arc<Stage>) -> Result<Sample, PlayError> {
        let record = stage.record();
        let threads_before = threads::count();
        self.placement.put_with_requester(Thread::current());
        self.placement.put_with_work(self.player);
        if let Some(asker) = self.asker {
            self.placement.put_with_work(asker);
        }
        let start = clock::now_ns();
        let _ = self.stages.send(Arc::clone(stage));

        self.wait_for_quick_task(stage)?;
        self.wait_for_beats(record);
        let _coroner = Coroner::for_work_of(record);
        self.put_asker_on_its_core(stage);
        self.wait_for_a_random_phase(record);
        // Work that is gone can't be stopped, so nobody asks it to.
        self.is_alive(record)?;
        stage.cue().give();

        self.wait_for_acknowledgement(record)?;
        self.watch(record)?;
        let end = clock::now_ns();
        // Of work in another process, this one's threads tell nothing.
        let threads_left = || match record.process() {
            None => Some(threads::count()?.saturating_sub(threads_before?)),
            Some(_) => None,
        };
        let period = self.period.unwrap_or(self.interval);
        Sample::of(record, (start, end), period, threads_left()).map_err(|no_verdict| match no_verdict {
            NoVerdict::NotAsked => PlayError::NoRequest,
            NoVerdict::EndedBeforeAsked => ended_before_asked(record),
        })
    }

    /// Whoever awaits the quick task is the one who asks: the player, a thread of a pool, or another
    /// process's thread. One that had just been moved would ask with cold caches, so it wakes there once
    /// before.
    fn put_asker_on_its_core(&mut self, stage: &Stage) {
        let asker = record_or_cue(stage).and_then(Thread::numbered);
        self.asker = asker.filter(|asker| *asker != self.player);
        self.placement.put_with_requester(self.player);
        if let Some(asker) = self.asker {
            self.placement.put_with_requester(asker);
        }
        stage.cue().nudge();
    }

    fn is_alive(&self, record: Record) -> Result<(), PlayError> {
        if Stamps::of(record).ended_before_asked() { Err(ended_before_asked(record)) } else { Ok(()) }
    }

    fn wait_for_quick_task(&self, stage: &Stage) -> Result<(), PlayError> {
        let start = Duration::from_nanos(self.patience.start_ns);
        let patience = start * START_EXTENSIONS;
        let deadline = Instant::now() + patience;
        while !stage.cue().is_awaited_within(start / TICKS) {
            match self.ends.try_recv() {
                Ok(Err(panic)) => return Err(PlayError::Panicked(panic)),
                Ok(Ok(())) => return self.is_alive(stage.record()).and(Err(PlayError::NoRequest)),
                Err(_) if Instant::now() > deadline => return Err(PlayError::NoQuickTask(patience)),
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Waits until the work is under way; some never is. Work that is expected to begin has more time for
    /// it, because a machine that is busy may keep it waiting.
    fn wait_for_beats(&self, record: Record) {
        let start = Duration::from_nanos(self.patience.start_ns);
        let extensions = if self.case.expected == Verdict::NeverStarted { 1 } else { EXTENSIONS };
        let mut slept = Duration::ZERO;
        let step = (self.interval / 4).min(start / TICKS);
        while record.beats() < BEATS_BEFORE_REQUEST && slept < start * extensions && record.ended().is_none()
        {
            thread::sleep(step);
            slept += step;
        }
    }

    /// Waits for a uniformly random part of the time between two beats as it really is.
    fn wait_for_a_random_phase(&mut self, record: Record) {
        if self.period.is_none() {
            self.period = Some(learn_period(record, self.interval));
        }
        let period = self.period.unwrap_or(self.interval);
        timer::sleep_alone(period.mul_f64(self.random.f64()));
    }

    /// Waits until the call has returned, or its horizon has passed since the request while the work went
    /// on.
    fn wait_for_acknowledgement(&self, record: Record) -> Result<(), PlayError> {
        let horizon = Duration::from_nanos(self.patience.horizon_ns);
        let mut watch = None;
        // A requester that is kept from running asks late, and nothing counts before it has.
        let mut late = LATEST;
        loop {
            match self.ends.recv_timeout(tick(horizon)) {
                Ok(Ok(())) if record.acknowledgement().is_some() => return Ok(()),
                Ok(Ok(())) => return self.is_alive(record).and(Err(PlayError::NoAcknowledgement)),
                Ok(Err(panic)) => return Err(PlayError::Panicked(panic)),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(PlayError::Panicked("its thread is gone".to_owned()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let Some(request) = record.request() else {
                late = late.checked_sub(1).ok_or(PlayError::NoRequest)?;
                continue;
            };
            let watch = watch.get_or_insert_with(|| Watch::since(request, record.beats()));
            match watch.look(record, horizon) {
                Outlook::GoesOn if record.acknowledgement().is_none() => return Ok(()),
                Outlook::OutOfPatience => return Err(out_of_patience(record, horizon)),
                _ => {}
            }
        }
    }

    /// Watches the work after its acknowledgement, until it halts or its horizon has passed.
    fn watch(&self, record: Record) -> Result<(), PlayError> {
        let Some(acknowledgement) = record.acknowledgement() else { return Ok(()) };
        let horizon = Duration::from_nanos(self.patience.horizon_ns);
        let mut watch = Watch::since(acknowledgement, record.beats_at_acknowledgement());
        while record.ended().is_none() {
            match watch.look(record, horizon) {
                Outlook::WatchOn => thread::sleep(tick(horizon)),
                Outlook::GoesOn => return Ok(()),
                Outlook::OutOfPatience => return Err(out_of_patience(record, horizon)),
            }
        }
        Ok(())
    }
}

/// The thread that will ask, by the system's number.
fn record_or_cue(stage: &Stage) -> Option<u32> {
    stage.record().requester().or_else(|| stage.cue().asker())
}

fn out_of_patience(record: Record, horizon: Duration) -> PlayError {
    match record.ended() {
        Some(_) => PlayError::HaltedUnheard(patience(horizon)),
        None => PlayError::Silent(patience(horizon)),
    }
}

/// Says what is known of the end of work that was not asked to end: its panic, its process's status, or
/// what its caller was told.
fn ended_before_asked(record: Record) -> PlayError {
    let why = panics::last()
        .or_else(|| record.process().and_then(exit_status::peek))
        .or_else(|| record.word().map(|word| format!("its caller was told {word}")));
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    PlayError::EndedBeforeAsked { beats: record.beats(), why }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}
