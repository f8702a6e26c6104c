//! Plays a case and watches what becomes of its work.

use std::{sync::Arc, time::Duration};

use fastrand::Rng;
use stage::{Case, CrowdSize, Stage, Stamps, clock};

use crate::{
    crowd::signs::Crowd,
    machine::place::{Placement, Thread},
    play::{
        beat::{learn_period, sleep_alone},
        demo_thread::DemoThread,
        exit_watcher::ExitWatcher,
        failure::Failure,
        sample::{NoVerdict, Sample},
        signs::{Signs, SingleTask},
        threads, waits,
    },
    rounds::settings::Patience,
};

/// Plays one case repeatedly in this process, and watches what becomes of the work.
///
/// A thread of its own runs the demo, and is the requester unless the demo asks from another thread. The
/// thread that owns the runner completes the quick task, and sleeps while the work is being stopped; it
/// shares the requester's core, so that the work has its cores to itself.
pub struct CaseRunner {
    case: &'static Case,
    placement: Placement,
    interval: Duration,
    patience: Patience,
    random: Rng,
    period: Option<Duration>,
    /// Whether a quick task that is a task of the runtime's ends one beat before the request may come.
    pauses: bool,
    /// What is asked about the work beside its stamps, where a crowd differs from a single task.
    signs: Box<dyn Signs>,
    demo: DemoThread,
    /// The thread that made the last request, if it is not the demo's: a thread of another process, or of
    /// a pool.
    asker: Option<Thread>,
}

impl CaseRunner {
    /// A runner for a case whose work beats once per `interval`.
    ///
    /// # Errors
    /// [`Failure::NotOffered`] if the runtime does not offer what the case shows.
    ///
    /// # Panics
    /// If the system can't start a thread.
    pub fn new(
        case: &'static Case,
        placement: Placement,
        interval: Duration,
        patience: Patience,
        random: Rng,
    ) -> Result<Self, Failure> {
        let play = case.play.map_err(|reason| Failure::NotOffered(reason.to_owned()))?;
        let demo = DemoThread::start(play);
        let signs = signs_of(case, CrowdSize::DEFAULT);
        let period = (!signs.beats()).then_some(interval);
        Ok(Self {
            case,
            placement,
            interval,
            patience,
            random,
            period,
            pauses: true,
            signs,
            demo,
            asker: None,
        })
    }

    /// Takes this as the real time between two beats, instead of learning it from some beats first: a person who is
    /// watching would have to wait for those, and another process may have learnt it already.
    pub fn take_beats_to_come_every(&mut self, period: Duration) {
        self.period = Some(period);
    }

    /// The same runner, whose request follows the end of the quick task at once, as in a program: for a person who is
    /// told what happens when.
    #[must_use]
    pub fn without_a_pause(self) -> Self {
        Self { pauses: false, ..self }
    }

    /// The same runner, whose case plays a crowd of this size, if it has one.
    #[must_use]
    pub fn with_crowd(self, crowd: CrowdSize) -> Self {
        Self { signs: signs_of(self.case, crowd), ..self }
    }

    /// Plays the case once.
    ///
    /// If the verdict is `still-standing` or `hung`, the work goes on, and the demo's thread may still be
    /// in its call: then nothing more can be played in this process.
    ///
    /// # Errors
    /// If there is no verdict: see [`Failure`].
    pub fn play(&mut self) -> Result<Sample, Failure> {
        let stage = self.stage()?;
        self.play_on(&stage)
    }

    /// A stage for one playing of the case.
    ///
    /// # Errors
    /// [`Failure::NotOffered`] if this machine lacks what the case needs.
    pub fn stage(&mut self) -> Result<Arc<Stage>, Failure> {
        let stage = self.case.stage(self.interval).map_err(Failure::NotOffered)?;
        Ok(Arc::new(self.signs.prepare(stage)))
    }

    /// Like [`play`](Self::play), on a stage whose stamps the caller watches too.
    ///
    /// # Errors
    /// If there is no verdict: see [`Failure`].
    pub fn play_on(&mut self, stage: &Arc<Stage>) -> Result<Sample, Failure> {
        let stamps = stage.stamps();
        let threads_before = threads::count();
        self.put_threads_where_they_start();
        let start = clock::now_ns();
        self.demo.play(stage);

        waits::for_quick_task(&self.demo, stage, &*self.signs, self.patience)?;
        waits::for_beats(self.case, stamps, &*self.signs, self.interval, self.patience);
        let _exit_watcher = ExitWatcher::for_work_of(stamps);
        self.signs.before_request(stamps);
        self.put_asker_on_its_core(stage);
        self.end_quick_task_ahead(stage);
        self.sleep_for_a_random_phase(stamps);
        // Work that has ended can't be stopped, so the demo isn't let on to its request.
        waits::is_alive(stamps)?;
        stage.latch().open();

        waits::for_acknowledgement(&self.demo, stamps, &mut *self.signs, self.patience)?;
        waits::for_halt(stamps, &mut *self.signs, self.patience)?;
        let end = clock::now_ns();
        waits::for_invariant(self.case, stamps, self.patience);
        let threads_left = threads_left(stamps, threads_before);
        let period = self.period.unwrap_or(self.interval);
        let sample = Sample::of(stamps, (start, end), period, threads_left);
        let mut sample = sample.map_err(|no_verdict| match no_verdict {
            NoVerdict::NotAsked => Failure::NoRequest,
            NoVerdict::EndedBeforeAsked => waits::ended_before_asked(stamps),
        })?;
        self.signs.complete(stamps, &mut sample);
        Ok(sample)
    }

    /// Ends what the last playing left for the next one. Its work must have halted.
    ///
    /// # Errors
    /// [`Failure::Panicked`] if a program in another language failed after its acknowledgement.
    pub fn end(self) -> Result<(), Failure> {
        self.demo.end().map_err(Failure::Panicked)
    }

    /// The demo starts its runtime where the work belongs, because threads inherit the placement of the
    /// thread that starts them.
    fn put_threads_where_they_start(&self) {
        self.placement.put_with_requester(Thread::current());
        self.placement.put_with_work(self.demo.thread);
        if let Some(asker) = self.asker {
            self.placement.put_with_work(asker);
        }
    }

    /// Moves the thread that took the quick task to the requester's core, because it is the one that
    /// asks: the demo's thread, a thread of a pool, or one of another process. A thread that had just been
    /// moved would ask with cold caches, so it is woken there once before.
    fn put_asker_on_its_core(&mut self, stage: &Stage) {
        let asker = asker_of(stage).map(Thread::numbered);
        self.asker = asker.filter(|asker| *asker != self.demo.thread);
        self.placement.put_with_requester(self.demo.thread);
        if let Some(asker) = self.asker {
            self.placement.put_with_requester(asker);
        }
        stage.latch().wake_waiter();
    }

    /// Ends a quick task that is a task of the runtime's one beat before the request may come. A worker that has just
    /// run it is still awake, and would be stopped in half the time.
    fn end_quick_task_ahead(&mut self, stage: &Stage) {
        if self.pauses && stage.latch().is_a_task() {
            let period = self.period(stage.stamps());
            stage.latch().complete_ahead();
            sleep_alone(period);
        }
    }

    /// Sleeps for a uniformly random part of the real time between two beats.
    fn sleep_for_a_random_phase(&mut self, stamps: Stamps) {
        let period = self.period(stamps);
        sleep_alone(period.mul_f64(self.random.f64()));
    }

    /// The real time between two beats.
    fn period(&mut self, stamps: Stamps) -> Duration {
        let interval = self.interval;
        *self.period.get_or_insert_with(|| learn_period(stamps, interval))
    }
}

fn signs_of(case: &Case, crowd: CrowdSize) -> Box<dyn Signs> {
    if case.is_crowd { Box::new(Crowd::of(case, crowd)) } else { Box::new(SingleTask::default()) }
}

/// The thread that will ask, by the system's number.
fn asker_of(stage: &Stage) -> Option<u32> {
    stage.stamps().requester().or_else(|| stage.latch().asker())
}

/// How many more threads this process has than before. `None` if the work ran in another process, about
/// which the threads of this one say nothing.
fn threads_left(stamps: Stamps, before: Option<u32>) -> Option<u32> {
    match stamps.process() {
        None => Some(threads::count()?.saturating_sub(before?)),
        Some(_) => None,
    }
}
