//! One run of a program: started, ready, asked, watched.

use std::{
    os::fd::OwnedFd,
    path::{Path, PathBuf},
    process::Child,
    slice,
    time::Duration,
};

use rustix::process::{Pid, PidfdFlags, pidfd_open};
use stage::clock::now_ns;

use super::{
    asking::Asking,
    failure::Failure,
    files::{Files, without},
    guard,
    load::Load,
    probe::Probe,
    processes::{self, Process},
    program::{Program, one_ends_within},
    sockets::{self, At, Listener},
    until_ready::{ended, nothing_says_so_yet, until_ready, with_port},
};
use crate::{
    ask::Ask,
    plan::{Plan, shortened},
    program_run::{Left, Main, ProgramRun, Takes},
    verdict::{Exit, Seen, ended_by, verdict},
};

/// How long requests are sent before the program is asked.
const LOADED: Duration = Duration::from_millis(300);
/// The request falls at a random instant of this span, so that it does not follow what the program does in a rhythm.
const SPAN: Duration = Duration::from_millis(100);
/// How often it looks whether processes are left, if none of them ends.
const LOOK: Duration = Duration::from_millis(10);

/// What the program has when it is asked.
struct AtTheRequest {
    main: Main,
    listeners: Vec<Listener>,
    socket_files: Vec<PathBuf>,
}

/// Plays one run of a plan, with this folder for the program's temporary files. `said` is called with each step.
///
/// # Errors
/// See [`Failure`]. What was started still runs.
pub(crate) fn play(
    plan: &Plan,
    number: u64,
    temporary: &Path,
    mut said: impl FnMut(&str),
) -> Result<ProgramRun, Failure> {
    let folders = plan.files.iter().cloned().chain([temporary.to_owned()]).collect();
    let files = Files::in_folders(folders);
    let (mut program, ready_ns) = match plan.running {
        Some(running) => (Program::found(running).ok_or(Failure::Gone(running.id))?, 0),
        None => started(plan, temporary)?,
    };
    let plan = &with_port(&program, plan)?;
    said("ready");

    let mut random = fastrand::Rng::with_seed(plan.seed.wrapping_mul(1_000_003).wrapping_add(number));
    let load = Load::begin(plan, program.id(), random.u64(..));
    let mut client =
        plan.client.as_ref().map(|command| guard::start_command(command, program.id())).transpose()?;
    let apart: Vec<i32> = client.iter().filter_map(|client| i32::try_from(client.id()).ok()).collect();
    let loaded = if plan.load.is_empty() && client.is_none() { Duration::ZERO } else { LOADED };
    if program.ends_within(loaded + SPAN.mul_f64(random.f64())).is_some() {
        return ended_by_itself(&program, ready_ns, &apart);
    }
    if let Some((failed, said)) = load.failed_so_far() {
        return Err(Failure::LoadFails { failed, accepted: plan.manner.accepted.to_string(), said });
    }
    let mut at_request = AtTheRequest::of(&program, plan, &apart);
    let named = named(plan);
    let probe = Probe::begin(at_request.places(&named));
    // A look at it takes its time, in which it may have ended.
    if program.ends_within(Duration::ZERO).is_some() {
        return ended_by_itself(&program, ready_ns, &apart);
    }

    said("asked");
    let asked_ns = now_ns();
    let mut asking = Asking::of(&plan.manner);
    let (end, waits_in) = ask_until_it_ends(&mut asking, plan, &mut program, asked_ns);
    at_request.main.waits_in = waits_in;
    load.no_more();
    let apart = || [&asking.commands(), &apart[..]].concat();
    let halt = end.and_then(|end| until_all_ended(&program, end, plan.horizon, &apart(), &named));
    let since = |at: u64| at.saturating_sub(asked_ns);
    let watched_ns = halt.is_none().then(|| now_ns() - asked_ns);

    let is_outlived = end.is_some() && halt.is_none();
    let outliving = if is_outlived { program.all_running(&apart()) } else { Vec::new() };
    let left = match end {
        Some(_) => at_request.left(&files, &outliving, &named, temporary),
        None => Left::default(),
    };
    let state = end.is_none().then(|| processes::state(program.id())).flatten();
    let exit = program.exit().filter(|_| end.is_some());
    let first = plan.ask.rungs().first().map(|rung| &rung.ask);
    let caught = match (exit, first) {
        (Some(Exit::Signal(died_of)), Some(Ask::Signal { signal, .. })) => {
            signal.number() == died_of && at_request.main.takes == Some(Takes::Handled)
        }
        _ => false,
    };
    let before_its_end = |at: &u64| end.is_none_or(|end| *at <= since(end));
    let asked = asking.times().into_iter().take_while(before_its_end).count();
    let asked: Vec<&Ask> = plan.ask.rungs().iter().take(asked).map(|rung| &rung.ask).collect();
    let ended_by = ended_by(&asked, exit);
    let requests = load.end(asked_ns);
    let refused_ns = requests.as_ref().and_then(|it| it.first_refused_ns);
    Ok(ProgramRun {
        verdict: verdict(Seen { exit, asked: &asked, is_outlived }),
        ready_ns,
        refused_ns: refused_ns.into_iter().chain(probe.refused_at().map(since)).min(),
        requests,
        end_ns: end.map(since),
        main: Some(at_request.main),
        exit,
        client: client.as_mut().and_then(|client| ended_client(client, plan.horizon)),
        caught,
        crashed: exit.is_some_and(|exit| exit.is_crash(asked.iter().copied())),
        ended_by,
        halt_ns: halt.map(since),
        watched_ns,
        state: state.map(in_words),
        left,
        printed_last: program.output.last_lines(),
        asked: asking.end(),
    })
}

/// Starts the program, and waits until it is ready. It, and how long that took, in ns.
///
/// # Errors
/// If it can't be started, or is not ready in time.
fn started(plan: &Plan, temporary: &Path) -> Result<(Program, u64), Failure> {
    nothing_says_so_yet(plan)?;
    let program = Program::start(plan, temporary).map_err(|source| Failure::NotStarted {
        program: plan.program.to_string_lossy().into_owned(),
        source,
    })?;
    let ready_ns = until_ready(&program, plan)?;
    Ok((program, ready_ns))
}

/// A run in which the program was ready, and ended before it was asked.
///
/// # Errors
/// If it has only moved to another process, as a daemon does.
fn ended_by_itself(program: &Program, ready_ns: u64, apart: &[i32]) -> Result<ProgramRun, Failure> {
    let exit = ended(program, apart)?;
    let verdict = verdict(Seen { exit: Some(exit), asked: &[], is_outlived: false });
    Ok(ProgramRun::never_asked(verdict, exit, ready_ns, program.output.last_lines()))
}

/// How the client ended; `None` if it goes on. It is given the horizon to see that the program has gone.
fn ended_client(client: &mut Child, horizon: Duration) -> Option<Exit> {
    let end = pidfd_open(Pid::from_child(client), PidfdFlags::empty()).ok()?;
    one_ends_within(slice::from_ref(&end), horizon)?;
    Exit::of(client.try_wait().ok()??)
}

/// Asks rung by rung until the main process has ended. When it did, on the clock; `None` if it goes on after the horizon.
/// And in which function of the kernel it waited when its time was over.
fn ask_until_it_ends(
    asking: &mut Asking,
    plan: &Plan,
    program: &mut Program,
    asked_ns: u64,
) -> (Option<u64>, Option<String>) {
    let mut waits_in = None;
    let end = plan.ask.rungs().iter().find_map(|rung| {
        asking.ask(&rung.ask, program, asked_ns);
        let end = program.ends_within(rung.deadline.unwrap_or(plan.horizon));
        if end.is_none() {
            waits_in = processes::waits_in(program.id());
        }
        end
    });
    (end, waits_in)
}

/// Waits until all that the program had started has ended, too, and nothing listens where it was to be reached. When the last
/// of it did, on the clock; `None` if something goes on after the horizon.
fn until_all_ended(
    program: &Program,
    mut last: u64,
    horizon: Duration,
    apart: &[i32],
    named: &[At],
) -> Option<u64> {
    let latest = last.saturating_add(horizon.as_nanos() as u64);
    loop {
        let left = program.running(apart);
        if left.is_empty() && !sockets::is_listened_at(named) {
            return Some(last);
        }
        if now_ns() > latest {
            return None;
        }
        let left: Vec<OwnedFd> = left.iter().filter_map(pidfd).collect();
        // Whatever order they end in, the last one is waited for.
        last = one_ends_within(&left, LOOK).unwrap_or_else(now_ns);
    }
}

fn pidfd(process: &Process) -> Option<OwnedFd> {
    pidfd_open(Pid::from_raw(process.id)?, PidfdFlags::empty()).ok()
}

/// Where the program is to be reached, as the plan says. Nothing listened there before it was started.
fn named(plan: &Plan) -> Vec<At> {
    let load = plan.load.iter().map(|address| address.place().clone());
    load.chain(plan.ready.place()).flat_map(|place| At::named(&place)).collect()
}

impl AtTheRequest {
    fn of(program: &Program, plan: &Plan, apart: &[i32]) -> Self {
        let running = program.running(apart);
        let ids: Vec<i32> = running.iter().map(|process| process.id).collect();
        let takes = plan.ask.rungs().first().and_then(|rung| match rung.ask {
            Ask::Signal { signal, .. } => Some(processes::takes(program.id(), signal.number())),
            _ => None,
        });
        let children = running.iter().filter(|process| process.is_child_of(program.id())).count();
        Self {
            main: Main { name: processes::name(program.id()), children, takes, waits_in: None },
            listeners: sockets::listeners(&ids),
            socket_files: sockets::socket_files(&ids),
        }
    }

    /// Where it is seen when new connections are refused: where it is to be reached, or else where it listens.
    fn places(&self, named: &[At]) -> Vec<At> {
        match named {
            [] => self.listeners.iter().map(|listener| listener.at.clone()).collect(),
            named => named.to_vec(),
        }
    }

    /// What is left, with these processes that go on.
    fn left(&self, files: &Files, outliving: &[Process], named: &[At], temporary: &Path) -> Left {
        let ids: Vec<i32> = outliving.iter().map(|process| process.id).collect();
        let mut listeners = sockets::still_there(&self.listeners);
        listeners.extend(sockets::listeners(&ids));
        listeners.extend(sockets::listening_at(named));
        let mut listeners: Vec<String> = listeners.iter().map(|listener| listener.at.to_string()).collect();
        listeners.sort();
        listeners.dedup();
        Left {
            processes: ids
                .iter()
                .filter_map(|id| processes::command_line(*id))
                .map(|line| shortened(&line))
                .collect(),
            listeners: listeners.iter().map(|listener| shortened(&without(temporary, listener))).collect(),
            files: files.left(&self.socket_files).iter().map(|path| without(temporary, path)).collect(),
        }
    }
}

/// What a process does that goes on.
fn in_words(state: char) -> String {
    match state {
        'T' | 't' => "it is stopped (SIGSTOP), and signals wait until it goes on; only KILL does not",
        'D' => "it waits in the kernel, where no signal reaches it",
        'R' => "it computes",
        'Z' => "its first thread has ended, and others go on",
        _ => "it sleeps",
    }
    .to_owned()
}
