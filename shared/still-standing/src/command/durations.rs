//! The durations that arguments name, and their limits.

use std::{ops::RangeInclusive, time::Duration};

/// A timer can keep a beat of this length, and a person can wait for it.
const BEATS: RangeInclusive<Duration> = Duration::from_micros(100)..=Duration::from_secs(10);
/// Longer than a pause of the scheduler, and short enough to wait for.
const HORIZONS: RangeInclusive<Duration> = Duration::from_millis(10)..=Duration::from_secs(3_600);
/// Long enough for a look, and short enough to wait for.
const READY_WITHIN: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(3_600);

pub(crate) fn beat(text: &str) -> Result<Duration, String> {
    duration("a beat", &BEATS, text)
}

pub(crate) fn horizon(text: &str) -> Result<Duration, String> {
    duration("a horizon", &HORIZONS, text)
}

pub(crate) fn ready_within(text: &str) -> Result<Duration, String> {
    duration("the time to get ready", &READY_WITHIN, text)
}

fn duration(what: &str, allowed: &RangeInclusive<Duration>, text: &str) -> Result<Duration, String> {
    let duration =
        humantime::parse_duration(text).map_err(|error| format!("{error}; write it as 1ms, 500us or 2s"))?;
    if !allowed.contains(&duration) {
        return Err(format!("{what} is from {:?} to {:?}", allowed.start(), allowed.end()));
    }
    Ok(duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_has_a_unit_and_limits() {
        assert_eq!(beat("500us"), Ok(Duration::from_micros(500)));
        for wrong in ["0s", "-1ms", "1", "soon", "1h"] {
            assert!(beat(wrong).is_err(), "{wrong}");
        }
    }
}
