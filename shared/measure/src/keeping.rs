//! When a run is saved while it goes on.

use std::time::Duration;

/// When a run that goes on is summarised, so that it can be saved. Each summary covers everything that was
/// measured so far, so that a summary after each round would cost the square of the rounds.
#[derive(Debug, Default)]
pub(crate) struct Keeping {
    last: Duration,
    cost: Duration,
}

impl Keeping {
    /// The shortest time between two summaries.
    const LEAST: Duration = Duration::from_secs(1);
    /// The shortest time between two summaries, as a multiple of the time that one takes.
    const TIMES_ITS_COST: u32 = 20;

    pub(crate) fn is_due(&self, now: Duration) -> bool {
        now.saturating_sub(self.last) >= Self::LEAST.max(self.cost * Self::TIMES_ITS_COST)
    }

    /// Notes that a summary was begun and saved at these times.
    pub(crate) fn kept(&mut self, begun: Duration, kept: Duration) {
        *self = Self { last: kept, cost: kept.saturating_sub(begun) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_kept_seldom_enough_to_cost_little() {
        let ms = Duration::from_millis;
        let mut keeping = Keeping::default();
        assert!(!keeping.is_due(ms(999)) && keeping.is_due(ms(1_000)));
        keeping.kept(ms(1_000), ms(1_010));
        assert!(!keeping.is_due(ms(2_009)) && keeping.is_due(ms(2_010)));
        keeping.kept(ms(3_000), ms(4_000));
        assert!(!keeping.is_due(ms(23_999)) && keeping.is_due(ms(24_000)));
    }
}
