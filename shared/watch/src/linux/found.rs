//! Finds a program that was started elsewhere, and says why it can't be watched before it is asked for anything.

use std::process;

use rustix::{
    io::Errno,
    process::{Pid, PidfdFlags, pidfd_open, test_kill_process},
};

use super::processes::{self, Process};
use crate::running::{NamedBy, Running};

/// The process with this id, or with the id that this file has, and its command line.
///
/// # Errors
/// If there is none that can be asked, with what is wrong.
pub fn find(named: &NamedBy) -> Result<(Running, Vec<String>), String> {
    let id = named.id()?;
    let said = |wrong: &str| match named {
        NamedBy::Id(_) => wrong.to_owned(),
        NamedBy::File(_) => format!("its first line is {id}; {wrong}"),
    };
    let no_process =
        "there is no process with this id; see whether the program still runs, and under which id";
    let process = Pid::from_raw(id);
    // The system knows threads by such ids, too.
    let is_process = process.is_some_and(|id| pidfd_open(id, PidfdFlags::empty()).is_ok());
    let found = processes::read(id).filter(|_| is_process).ok_or_else(|| said(no_process))?;
    if found.has_ended() {
        return Err(said(
            "that process has ended, and its parent has not waited for it; there is nothing to ask",
        ));
    }
    if is_self_or_ancestor(id) {
        return Err(said(
            "that is this watch itself, or has started it, and would end it; give the id of the service",
        ));
    }
    if process.is_some_and(|id| test_kill_process(id) == Err(Errno::PERM)) {
        return Err(said(
            "that process belongs to another user, and may not be sent signals; call this as that user, or as root",
        ));
    }
    Ok((Running { id, started: found.started }, processes::words(id)))
}

/// Whether this process is it, or descends from it.
fn is_self_or_ancestor(id: i32) -> bool {
    let mut at = i32::try_from(process::id()).ok();
    while let Some(this) = at {
        if this == id {
            return true;
        }
        at = processes::read(this).map(|Process { parent, .. }| parent).filter(|parent| *parent > 0);
    }
    false
}
