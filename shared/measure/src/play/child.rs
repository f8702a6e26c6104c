//! The child: plays its order, and sends each sample to its parent.

use std::{
    env,
    io::{self, Write},
    process,
    time::Duration,
};

use fastrand::Rng;
use stage::{Case, WORK, floors::measure_line, processes};

use crate::{
    crowd::bare as bare_crowd,
    machine::place::{Placement, Thread},
    parent::order::{CHILD_ARGUMENT, Message, Order, Play},
    play::{demo_thread, failure::Failure, runner::CaseRunner, timeline::Watcher},
    rounds::catalog::{Bare, Catalog},
};

/// Plays an order and exits if this process was started as a child; does a worker's work and exits if it
/// was started as a demo's worker; otherwise returns at once. Every binary that measures calls it before
/// anything else.
pub fn run_if_child(catalog: &Catalog) {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some(CHILD_ARGUMENT) => {}
        Some(WORK) => work_as(arguments.next().as_deref(), catalog),
        _ => return,
    }
    let order = arguments.next();
    let order = order.and_then(|order| serde_json::from_str::<Order>(&order).ok());
    let (Some(order), Ok(pipe)) = (order, MessagePipe::take()) else {
        eprintln!("{CHILD_ARGUMENT} is for the harness itself");
        process::exit(2);
    };
    processes::die_with_parent(order.parent);
    demo_thread::remember_panics();
    processes::adopt();
    if let Err(failure) = execute(&order, catalog, &pipe) {
        pipe.send_or_exit(&Message::Failed(failure));
    }
    // Work that goes on can't be cleaned up. It ends here, with its process.
    processes::end_all();
    process::exit(0);
}

/// The other side of [`stage::Stage::worker`]: the worker's function is this process's main.
fn work_as(name: Option<&str>, catalog: &Catalog) -> ! {
    let worker = name.and_then(|name| catalog.worker(name));
    match worker.map(|worker| (worker.main)()) {
        Some(Ok(())) => {}
        Some(Err(error)) => complain(&error.to_string()),
        None => complain(&format!("no demo has a worker with the name {name:?}")),
    }
    process::exit(0);
}

fn complain(error: &str) -> ! {
    eprintln!("{WORK} is for the harness itself: {error}");
    process::exit(2);
}

fn execute(order: &Order, catalog: &Catalog, pipe: &MessagePipe) -> Result<(), Failure> {
    match &order.play {
        Play::Floor(floor) => match floor.case() {
            Some(case) => play_case(order, case, pipe),
            None => {
                let placement = Placement::new(order.place);
                placement.put_with_requester(Thread::current());
                let begin = || placement.put_on_first_work_core(Thread::current());
                measure_line(order.samples, begin, &mut |ns| pipe.send_or_exit(&Message::Time(ns)));
                Ok(())
            }
        },
        Play::Case(id) => {
            let case = catalog.case(id).ok_or(Failure::Unknown("case".to_owned()))?;
            play_case(order, case, pipe)
        }
        Play::Bare(id) => {
            let bare = catalog.bare.iter().find(|bare| bare.id == id);
            let bare = bare.ok_or(Failure::Unknown("bare program".to_owned()))?;
            bare_samples(order, bare, pipe);
            Ok(())
        }
        Play::BareCrowd(id) => {
            let bare = catalog.bare_crowds.iter().find(|bare| bare.id == id);
            let bare = bare.ok_or(Failure::Unknown("bare program".to_owned()))?;
            let (uses, time) = bare_crowd::play(bare, order.crowd, &Placement::new(order.place));
            if let Some(uses) = uses {
                pipe.send_or_exit(&Message::Uses(uses));
            }
            pipe.send_or_exit(&Message::Time(time));
            Ok(())
        }
    }
}

/// Plays a case and sends its samples. The first playing warms up: it starts the runtime's threads and
/// learns the beat; a language that compiles what is played often takes more of them. Such a playing counts only if the
/// work did not halt, because then it is also the last.
fn play_case(order: &Order, case: &'static Case, pipe: &MessagePipe) -> Result<(), Failure> {
    let placement = Placement::new(order.place);
    let beat = Duration::from_nanos(order.beat_ns);
    let runner = CaseRunner::new(case, placement, beat, order.patience, Rng::with_seed(order.seed))?;
    let mut runner = runner.with_crowd(order.crowd);
    if let Some(period) = order.period_ns {
        runner.take_beats_to_come_every(Duration::from_nanos(period));
    }
    let stage = runner.stage()?;
    let watcher = order.watch_beats.then(|| Watcher::of(&stage));
    let first = runner.play_on(&stage)?;
    if let Some(timeline) = watcher.and_then(|watcher| watcher.end(stage.stamps())) {
        pipe.send_or_exit(&Message::Timeline(timeline));
    }
    if !first.is_over() {
        pipe.send_or_exit(&Message::Sample(Box::new(first)));
        return Ok(());
    }
    let more_warm_up = case.warm_up.saturating_sub(1);
    for playing in 0..more_warm_up + order.samples {
        let sample = runner.play()?;
        let is_over = sample.is_over();
        if is_over && playing < more_warm_up {
            continue;
        }
        pipe.send_or_exit(&Message::Sample(Box::new(sample)));
        if !is_over {
            return Ok(());
        }
    }
    runner.end()
}

/// Plays a bare program and sends its times. Like a case, it warms up first.
fn bare_samples(order: &Order, bare: &Bare, pipe: &MessagePipe) {
    let placement = Placement::new(order.place);
    let play = |asks_ns: &u64| (bare.play)(&placement, Duration::from_nanos(*asks_ns));
    if let Some(asks_ns) = order.asks_ns.first() {
        play(asks_ns);
    }
    for asks_ns in &order.asks_ns {
        pipe.send_or_exit(&Message::Time(play(asks_ns)));
    }
}

#[cfg(unix)]
type Out = std::fs::File;
#[cfg(not(unix))]
type Out = io::Stdout;

/// The pipe on which a child sends its messages to its parent, one per line.
pub(crate) struct MessagePipe(Out);

impl MessagePipe {
    /// Takes over the pipe that the parent passed as standard output. From now on, text that is printed to
    /// standard output is lost. No process that this one starts inherits the pipe, so that the parent sees
    /// it close when the child ends.
    ///
    /// # Errors
    /// If standard output can't be duplicated or replaced.
    #[cfg(unix)]
    pub(crate) fn take() -> io::Result<Self> {
        use std::{fs::OpenOptions, os::fd::AsFd};

        let pipe = io::stdout().as_fd().try_clone_to_owned()?;
        rustix::stdio::dup2_stdout(OpenOptions::new().write(true).open("/dev/null")?)?;
        Ok(Self(pipe.into()))
    }

    /// On other systems the pipe remains standard output, and a demo must not print.
    #[cfg(not(unix))]
    pub(crate) fn take() -> io::Result<Self> {
        Ok(Self(io::stdout()))
    }

    /// Sends a message.
    ///
    /// # Errors
    /// If the parent has closed its end.
    pub(crate) fn send(&self, message: &Message) -> io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        let mut out = &self.0;
        out.write_all(&line)?;
        out.flush()
    }

    /// Sends a message. Ends the process if the parent doesn't read it, because then there is no use in
    /// playing on.
    pub(crate) fn send_or_exit(&self, message: &Message) {
        if self.send(message).is_err() {
            std::process::exit(1);
        }
    }
}
