//! A sleep that ends when it should. Linux lets a sleeper sleep up to 50 µs longer, in order to wake it
//! together with others on its core: the timer slack of prctl(2). Elsewhere a sleep is a sleep.

use std::{thread, time::Duration};

/// Sleeps for this long, and is not kept until another on the same core is to be woken.
#[cfg(target_os = "linux")]
pub(crate) fn sleep_alone(duration: Duration) {
    use std::num::NonZero;

    use rustix::thread::{current_timer_slack, set_current_timer_slack};

    let slack = current_timer_slack().ok().and_then(NonZero::new);
    let _ = set_current_timer_slack(Some(NonZero::<u64>::MIN));
    thread::sleep(duration);
    // A thread gives its slack to those that it starts, and the work's is not ours to change.
    let _ = set_current_timer_slack(slack);
}

/// Sleeps for this long.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sleep_alone(duration: Duration) {
    thread::sleep(duration);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_slack_is_what_it_was() {
        let slack = || rustix::thread::current_timer_slack().expect("the slack of this thread");
        let before = slack();
        sleep_alone(Duration::from_micros(10));
        assert!(before > 1, "a slack of {before} ns says nothing");
        assert_eq!(slack(), before);
    }
}
