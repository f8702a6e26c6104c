//! A sleep that ends on time. Linux may delay the end of a sleep by up to 50 µs, to wake the thread together
//! with others on its core: the timer slack of prctl(2). Other systems use the plain sleep.

use std::{thread, time::Duration};

/// Sleeps for this long, without the delay that batches its wake-up with those of other threads.
#[cfg(target_os = "linux")]
pub(crate) fn sleep_alone(duration: Duration) {
    use std::num::NonZero;

    use rustix::thread::{current_timer_slack, set_current_timer_slack};

    let slack = current_timer_slack().ok().and_then(NonZero::new);
    let _ = set_current_timer_slack(Some(NonZero::<u64>::MIN));
    thread::sleep(duration);
    // A thread passes its slack on to the threads that it starts, and the work's slack must not change.
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
