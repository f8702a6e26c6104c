//! Waits until a program is ready.

use std::{thread, time::Duration};

use http::Method;
use stage::clock::now_ns;

use super::{
    exchange,
    failure::Failure,
    processes,
    program::Program,
    socket::Socket,
    sockets::{At, is_listened_at},
};
use crate::{
    address::Place,
    hints::{Seen, When, misses_input},
    plan::Plan,
    ready::Ready,
    verdict::Exit,
};

/// How often it looks.
const LOOK: Duration = Duration::from_millis(5);
/// How long what a program had started may take to end after it.
const MOMENT: Duration = Duration::from_millis(200);

/// Checks that what says that the program is ready is not said by something else already.
///
/// # Errors
/// If it is.
pub(crate) fn nothing_says_so_yet(plan: &Plan) -> Result<(), Failure> {
    let loaded = plan.load.iter().filter(|address| !address.lacks_port()).map(|it| it.place().clone());
    if let Some(taken) = plan.ready.place().into_iter().chain(loaded).find(accepts) {
        return Err(Failure::ListensAlready(taken.to_string()));
    }
    match &plan.ready {
        Ready::File(path) if path.exists() => Err(Failure::IsThereAlready(path.display().to_string())),
        _ => Ok(()),
    }
}

/// Waits until it is ready. Returns how long that took, in ns.
///
/// # Errors
/// If it ends before, or takes too long.
pub(crate) fn until_ready(program: &Program, plan: &Plan) -> Result<u64, Failure> {
    let time = |time: Duration| program.at_ns.saturating_add(time.as_nanos() as u64);
    let latest = time(plan.ready_within);
    // What was wrong with its last answer.
    let (mut said, mut status) = (None, None);
    loop {
        let is_late = || now_ns() > latest;
        let is_ready = match &plan.ready {
            Ready::Http(address) => {
                let answer = exchange::ask(&Method::GET, address, &plan.manner, is_late);
                let is_good = answer.as_ref().is_ok_and(|status| plan.manner.accepted.accept(*status));
                status = answer.as_ref().ok().copied();
                said = Some(match answer {
                    Ok(status) => format!("it answered with status {status}"),
                    Err(error) => error.to_string(),
                });
                is_good
            }
            Ready::Tcp(_) | Ready::Unix(_) => {
                plan.ready.place().is_some_and(|place| is_listened_at(&At::named(&place)))
            }
            Ready::Line(_) => program.output.is_announced(),
            Ready::File(path) => path.exists(),
            Ready::After(after) => now_ns() >= time(*after),
        };
        // What it says counts only while it is there.
        if program.ends_within(if is_ready { Duration::ZERO } else { LOOK }).is_some() {
            let exit = ended(program, &[])?;
            let printed = program.output.last_lines();
            let seen = Seen {
                when: When::TooEarly,
                exit: Some(exit),
                has_no_input: plan.has_no_input(),
                misses_input: misses_input(&printed),
                ..Seen::default()
            };
            return Err(Failure::EndedBeforeReady { exit, printed, seen: Box::new(seen) });
        }
        if is_ready {
            return Ok(now_ns() - program.at_ns);
        }
        // A program that is only given time is ready when the time is over.
        if is_late() && !matches!(plan.ready, Ready::After(_)) {
            let (ready, within) = (plan.ready.to_string(), plan.ready_within);
            let lacks_line = matches!(plan.ready, Ready::Line(_)) && program.output.is_empty();
            let seen = Box::new(Seen { when: When::NeverReady, lacks_line, status, ..Seen::default() });
            let printed = program.output.last_lines();
            return Err(Failure::NeverReady { ready, within, said, printed, seen });
        }
    }
}

/// How a program ended, too early to be asked. The processes of `apart` are none of its own.
///
/// # Errors
/// If it has only moved to another process, as a daemon does.
pub(crate) fn ended(program: &Program, apart: &[i32]) -> Result<Exit, Failure> {
    let exit = program.exit().unwrap_or(Exit::Status(0));
    if exit != Exit::Status(0) {
        return Ok(exit);
    }
    let end = now_ns();
    loop {
        let left = program.all_running(apart);
        if left.is_empty() {
            return Ok(exit);
        }
        // What ends with it takes a moment.
        if now_ns().saturating_sub(end) > MOMENT.as_nanos() as u64 {
            let left = left.iter().filter_map(|process| processes::command_line(process.id)).collect();
            return Err(Failure::ForkedAway { exit, left });
        }
        thread::sleep(LOOK);
    }
}

/// The plan with the port that the line said which announced that the program is ready, if its addresses lack one.
///
/// # Errors
/// If that line says none.
pub(crate) fn with_port(program: &Program, plan: &Plan) -> Result<Plan, Failure> {
    if !plan.lacks_port() {
        return Ok(plan.clone());
    }
    let latest = now_ns() + MOMENT.as_nanos() as u64;
    loop {
        match program.output.port() {
            Some(port) => return Ok(plan.with_port(port)),
            // The rest of the line may come later.
            None if now_ns() > latest => return Err(Failure::NoPort { line: plan.ready.to_string() }),
            None => thread::sleep(LOOK),
        }
    }
}

fn accepts(place: &Place) -> bool {
    Socket::to(place).is_ok()
}
