//! Axes: from values to pixels, with their ticks.

/// An axis from a least to a greatest value, between two pixels. A vertical one runs from its
/// greater pixel, which is below, to its lesser.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    is_log: bool,
}

impl Axis {
    /// A logarithmic axis around these values, its ends at 1, 2 or 5 times a power of ten.
    /// What is zero or less stands at its lower end.
    pub fn log(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let usable = values.into_iter().filter(|value| value.is_finite() && *value > 0.0);
        let (low, high) =
            usable.fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return Self { low: 1.0, high: 10.0, from, to, is_log: true };
        }
        let (low, high) = (low.clamp(1e-12, 1e24), high.clamp(1e-12, 1e24));
        let below = steps(low).filter(|step| *step <= low * 0.97).fold(low / 10.0, f64::max);
        let above = steps(high).filter(|step| *step >= high * 1.03).fold(high * 10.0, f64::min);
        Self { low: below, high: above, from, to, is_log: true }
    }

    /// A linear axis.
    pub fn linear(low: f64, high: f64, from: f64, to: f64) -> Self {
        Self { low, high, from, to, is_log: false }
    }

    /// The pixel of a value; of one beyond an end, that end.
    pub fn at(&self, value: f64) -> f64 {
        let scale = |value: f64| if self.is_log { value.max(1e-12).log10() } else { value };
        let span = scale(self.high) - scale(self.low);
        let share = (scale(value.clamp(self.low, self.high)) - scale(self.low)) / span;
        self.from + (self.to - self.from) * if share.is_finite() { share } else { 0.0 }
    }

    /// Whether a value is between the ends.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// The pixels of both ends.
    pub fn ends(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// The values at which it has a tick: of a logarithmic axis 1, 2 and 5 times the powers of
    /// ten where there is room for so many, else the powers alone, or every second or third of them; and its ends if
    /// that leaves fewer than two.
    pub fn ticks(&self) -> Vec<f64> {
        // Words are wider than they are high.
        let each = if self.to > self.from { 48.0 } else { 26.0 };
        let room = (((self.to - self.from).abs() / each) as usize).max(2);
        if !self.is_log {
            let step = steps((self.high - self.low) / room as f64)
                .find(|step| (self.high - self.low) / step <= room as f64)
                .unwrap_or(self.high - self.low);
            let first = (self.low / step).ceil() as i64;
            return (first..first + 100)
                .map(|n| n as f64 * step)
                .take_while(|tick| self.holds(*tick))
                .collect();
        }
        let decades = (self.low.log10().floor() as i32)..=(self.high.log10().ceil() as i32);
        let ticks = |factors: &[f64], every: usize| -> Vec<f64> {
            let powers = decades.clone().step_by(every).map(|decade| 10_f64.powi(decade));
            let all = powers.flat_map(|power| factors.iter().map(move |factor| factor * power));
            all.filter(|tick| *tick >= self.low * 0.999 && *tick <= self.high * 1.001).collect()
        };
        let kinds = [ticks(&[1.0, 2.0, 5.0], 1), ticks(&[1.0], 1), ticks(&[1.0], 2), ticks(&[1.0], 3)];
        let fitting = kinds.into_iter().find(|kind| (2..=room).contains(&kind.len()));
        fitting.unwrap_or_else(|| vec![self.low, self.high])
    }
}

/// 1, 2 and 5 times the powers of ten around a value.
fn steps(value: f64) -> impl Iterator<Item = f64> {
    let decade = if value > 0.0 && value.is_finite() { value.log10().floor() as i32 } else { 0 };
    (decade - 1..=decade + 1).flat_map(|decade| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(decade)))
}
