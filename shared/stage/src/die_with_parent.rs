//! A process does not outlive the one that started it, however that one dies: `PR_SET_PDEATHSIG` on
//! Linux. On other systems a process ends by itself when its work is done or its pipe is closed.

/// Ends this process when the process that started it, `parent`, ends.
///
/// Linux kills it when the *thread* that started it ends, so that thread has to stay. It does so even while this
/// process is stopped.
#[cfg(target_os = "linux")]
pub fn die_with_parent(parent: u32) {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    let _ = set_parent_process_death_signal(Some(Signal::KILL));
    // The parent may have died before the line above.
    if getppid().is_none_or(|pid| pid.as_raw_nonzero().get().cast_unsigned() != parent) {
        std::process::exit(1);
    }
}

/// Does nothing: this system can't end a process with its parent.
#[cfg(not(target_os = "linux"))]
pub fn die_with_parent(_parent: u32) {}
