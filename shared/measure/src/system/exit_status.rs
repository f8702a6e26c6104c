//! How a child of this process ended, without reaping it, so that the demo can still wait for it: `waitid(2)`
//! with WNOWAIT on Linux. On other systems it is not known.

/// How it ended; `None` if it still runs, is not a child of this process, or was reaped already.
#[cfg(target_os = "linux")]
pub(crate) fn peek(process: u32) -> Option<String> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

    let id = Pid::from_raw(i32::try_from(process).ok()?)?;
    let how = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    let status = waitid(WaitId::Pid(id), how).ok()??;
    match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => Some(format!("it exited with status {code}")),
        (_, Some(signal)) => Some(format!("signal {signal} ended it")),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn peek(_process: u32) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{process::Command, thread, time::Duration};

    use super::peek;

    #[test]
    fn a_later_wait_still_returns_how_it_ended() {
        let mut child = Command::new("sh").args(["-c", "exit 3"]).spawn().expect("a shell");
        while peek(child.id()).is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(peek(child.id()).as_deref(), Some("it exited with status 3"));
        assert_eq!(child.wait().expect("its end").code(), Some(3));
        assert_eq!(peek(child.id()), None);
    }
}
