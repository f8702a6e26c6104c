//! A child does not outlive its parent, however the parent dies: `PR_SET_PDEATHSIG` on Linux.
//! Elsewhere a child ends on its own when its last sample is taken or nobody reads it.

/// Ties this process to its parent, whose process id is `parent`.
///
/// Linux sends the signal when the *thread* that started the child ends, so a child is started
/// by a thread that stays.
#[cfg(target_os = "linux")]
pub(crate) fn tie_to(parent: u32) {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    let _ = set_parent_process_death_signal(Some(Signal::KILL));
    // The parent may have died before the line above.
    if getppid().is_none_or(|pid| pid.as_raw_nonzero().get().cast_unsigned() != parent) {
        std::process::exit(1);
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn tie_to(_parent: u32) {}
