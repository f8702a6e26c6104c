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
use stage::{Case, Record, Stage, clock};

use crate::{
    Patience, Placement, PlayError, Sample,
    period::learn_period,
    sample::zombie_beats,
    system::{affinity::Thread, coroner::Coroner, threads, timer},
};

/// The request comes after this many beats: the first may still be the start of a runtime's
/// timers, out of step with all that follow.
const BEATS_BEFORE_REQUEST: u64 = 2;
/// Work that has beaten this often since it was told to stop was not merely starved of the
/// processor when it did not.
const BEATS_TO_BE_SURE: u64 = 3;
/// A wait is cut into this many short sleeps and counted in them, so that it stretches with a
/// machine that is too busy to let anybody run.
const TICKS: u32 = 20;
/// How long the caller sleeps after a call that returned before the halt.
const AFTER_THE_CALL: Duration = Duration::from_micros(100);
/// How many times longer a wait may become while there is doubt.
pub(crate) const EXTENSIONS: u32 = 10;
/// How many times longer the start may take: another language's interpreter may have to start first.
pub(crate) const START_EXTENSIONS: u32 = 5 * EXTENSIONS;

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
    /// The thread of another process that asked last.
    elsewhere: Option<Thread>,
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
            elsewhere: None,
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
        self.elsewhere.into_iter().for_each(|thread| self.placement.put_with_work(thread));
        let start = clock::now_ns();
        let _ = self.stages.send(Arc::clone(stage));

        self.wait_for_quick_task(stage)?;
        self.wait_for_beats(record);
        let _coroner = Coroner::for_work_of(record);
        // A caller that had just been moved would ask with cold caches, so it wakes there once before.
        self.placement.put_with_requester(self.player);
        self.elsewhere = record.requester().and_then(Thread::numbered);
        self.elsewhere.into_iter().for_each(|thread| self.placement.put_with_requester(thread));
        stage.cue().nudge();
        self.wait_for_a_random_phase(record);
        stage.cue().give();

        self.wait_for_acknowledgement(record)?;
        self.watch(record)?;
        // Of work in another process, this one's threads tell nothing.
        let threads_left = || match record.process() {
            None => Some(threads::count()?.saturating_sub(threads_before?)),
            Some(_) => None,
        };
        Sample::of(record, start, self.period.unwrap_or(self.interval), threads_left())
            .ok_or(PlayError::NoRequest)
    }

    fn wait_for_quick_task(&self, stage: &Stage) -> Result<(), PlayError> {
        let start = Duration::from_nanos(self.patience.start_ns);
        let patience = start * START_EXTENSIONS;
        let deadline = Instant::now() + patience;
        while !stage.cue().is_awaited_within(start / TICKS) {
            match self.ends.try_recv() {
                Ok(Err(panic)) => return Err(PlayError::Panicked(panic)),
                Ok(Ok(())) => return Err(PlayError::NoRequest),
                Err(_) if Instant::now() > deadline => return Err(PlayError::NoQuickTask(patience)),
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Waits until the work is under way; some never is.
    fn wait_for_beats(&self, record: Record) {
        let start = Duration::from_nanos(self.patience.start_ns);
        let mut slept = Duration::ZERO;
        let step = (self.interval / 4).min(start / TICKS);
        while record.beats() < BEATS_BEFORE_REQUEST && slept < start && record.halt().is_none() {
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

    fn wait_for_acknowledgement(&self, record: Record) -> Result<(), PlayError> {
        let patience = Duration::from_nanos(self.patience.horizon_ns);
        let mut beats_at_start = None;
        for tick in 0..TICKS * EXTENSIONS {
            match self.ends.recv_timeout(patience / TICKS) {
                Ok(Ok(())) if record.acknowledgement().is_some() => return Ok(()),
                Ok(Ok(())) => return Err(PlayError::NoAcknowledgement),
                Ok(Err(panic)) => return Err(PlayError::Panicked(panic)),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(PlayError::Panicked("its thread is gone".to_owned()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if record.request().is_none() {
                continue;
            }
            let goes_on = record.beats() >= *beats_at_start.get_or_insert(record.beats()) + BEATS_TO_BE_SURE;
            if tick >= TICKS && goes_on && record.acknowledgement().is_none() {
                return Ok(());
            }
        }
        match record.ended() {
            Some(_) => Err(PlayError::HaltedUnheard(patience * EXTENSIONS)),
            None => Err(PlayError::Silent(patience * EXTENSIONS)),
        }
    }

    /// Watches the work after its acknowledgement, until it halts or there is no doubt that it
    /// does not.
    fn watch(&self, record: Record) -> Result<(), PlayError> {
        if record.acknowledgement().is_none() {
            return Ok(());
        }
        let patience = Duration::from_nanos(self.patience.horizon_ns);
        for tick in 0..TICKS * EXTENSIONS {
            let sure = tick >= TICKS && zombie_beats(record) >= BEATS_TO_BE_SURE;
            if record.ended().is_some() || sure {
                return Ok(());
            }
            thread::sleep(patience / TICKS);
        }
        Err(PlayError::Silent(patience * EXTENSIONS))
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}
