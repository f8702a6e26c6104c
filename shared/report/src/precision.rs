//! The rule of display: no table, sentence or picture shows a difference below the run's resolution.

use measure::{
    Run,
    units::{duration, duration_range},
};

/// How exactly the figures of one run may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precision {
    /// The resolution, in ns; `None` if it was not measured, or is below 1 ns.
    resolution_ns: Option<u64>,
}

impl Precision {
    /// The precision of a run.
    pub fn of(run: &Run) -> Self {
        Self::from_ns(run.resolution.as_ref().map(|resolution| resolution.ns))
    }

    fn from_ns(resolution_ns: Option<u64>) -> Self {
        Self { resolution_ns: resolution_ns.filter(|ns| *ns > 0) }
    }

    /// A time in ns, rounded to the nearest multiple of the step: 1, 2 or 5 times a power of ten, and not
    /// less than the resolution. A time whose last digit is coarser than the step stays as it is.
    pub fn rounded(self, ns: u64) -> u64 {
        match self.resolution_ns.map(|resolution| step(resolution as f64)) {
            Some(step) if step > last_digit(ns) => (step * (ns as f64 / step).round()) as u64,
            _ => ns,
        }
    }

    /// A time in words: `300 ns`; `< 50 ns` for one that is nearer to zero than to the step. No time is none.
    pub fn time(self, ns: u64) -> String {
        match self.rounded(ns) {
            0 => format!("< {}", duration(step(self.resolution_ns.unwrap_or(1) as f64) as u64)),
            rounded => duration(rounded),
        }
    }

    /// Whether a time is below the resolution: then no ratio, no title and no comparison is made of it.
    pub fn hides(self, ns: u64) -> bool {
        ns < self.resolution_ns.unwrap_or(1)
    }

    /// A range in words. Ends that are no further apart than the resolution are one figure.
    pub fn range(self, low: u64, high: u64) -> String {
        if self.rounded(low) == 0 && self.are_apart(low, high) {
            return format!("{}–{}", self.time(low), self.time(high));
        }
        if self.are_apart(low, high) {
            return duration_range(self.rounded(low), self.rounded(high));
        }
        self.time(low.midpoint(high))
    }

    /// Whether two times differ by more than the resolution.
    pub fn are_apart(self, a: u64, b: u64) -> bool {
        a.abs_diff(b) > self.resolution_ns.unwrap_or(0)
    }

    /// A ratio to a time of `base_ns`, in words: `1.02 ×`. It is rounded to a step of its own: 1, 2 or 5
    /// times a power of ten, and not less than the resolution as a share of that time.
    pub fn ratio(self, ratio: f64, base_ns: u64) -> String {
        format!("{} ×", self.ratio_number(ratio, base_ns))
    }

    /// Two ratios to a time of `base_ns`, in words: `0.98–1.07`.
    pub fn ratio_range(self, low: f64, high: f64, base_ns: u64) -> String {
        let [low, high] = [low, high].map(|ratio| self.ratio_number(ratio, base_ns));
        if low == high { low } else { format!("{low}–{high}") }
    }

    /// A ratio to a time of `base_ns`, rounded as [`ratio`](Self::ratio) shows it.
    pub fn rounded_ratio(self, ratio: f64, base_ns: u64) -> f64 {
        let step = self.ratio_step(ratio, base_ns);
        step * (ratio / step).round()
    }

    fn ratio_number(self, ratio: f64, base_ns: u64) -> String {
        let decimals = (-self.ratio_step(ratio, base_ns).log10().floor()).max(0.0) as usize;
        format!("{:.decimals$}", self.rounded_ratio(ratio, base_ns))
    }

    fn ratio_step(self, ratio: f64, base_ns: u64) -> f64 {
        let share = self.resolution_ns.map_or(0.0, |ns| ns as f64 / base_ns.max(1) as f64);
        let digit: f64 = if ratio < 9.95 { 0.01 } else { 1.0 };
        if share > 0.0 { step(share).max(digit) } else { digit }
    }
}

/// What the resolution of a run is, as a sentence.
pub fn resolution(run: &Run) -> String {
    let Some(resolution) = &run.resolution else { return "Resolution: not measured.".to_owned() };
    let least = resolution.controls_ns.values().min();
    let controls = least.map(|least| format!(": {}", duration_range(*least, least + resolution.ns)));
    format!(
        "Resolution {} (one loop beside each runtime{}): times that are shown {} apart may be the same.",
        duration(resolution.ns),
        controls.unwrap_or_default(),
        duration(step(resolution.ns.max(1) as f64) as u64),
    )
}

/// The least of 1, 2 and 5 times the powers of ten that is not less than this.
fn step(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    steps.into_iter().find(|step| *step >= value * 0.999_999).unwrap_or(10.0 * power)
}

/// The value of the last digit of a time as [`duration`] writes it, in ns.
fn last_digit(ns: u64) -> f64 {
    let unit = 1000_f64.powf(((ns.max(1) as f64).log10() / 3.0).floor().min(3.0));
    if unit > 1.0 && (ns as f64) < 9.95 * unit { unit / 10.0 } else { unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_rounded_to_a_step_that_is_not_less_than_the_resolution() {
        let table = [
            (45, 298, "300 ns"),
            (45, 346, "350 ns"),
            (45, 45_300, "45 µs"),
            (45, 5_140, "5.1 µs"),
            (45, 20, "< 50 ns"),
            (45, 0, "< 50 ns"),
            (50, 298, "300 ns"),
            (51, 298, "300 ns"),
            (110, 346, "400 ns"),
            (110, 5_140, "5.2 µs"),
            (1, 298, "298 ns"),
            (7, 298, "300 ns"),
            (40_000, 45_300, "50 µs"),
            (300_000, 1_210_000, "1.0 ms"),
        ];
        for (resolution, ns, told) in table {
            assert_eq!(Precision::from_ns(Some(resolution)).time(ns), told, "{ns} at {resolution}");
        }
    }

    #[test]
    fn without_a_resolution_a_time_is_as_it_is() {
        for none in [Precision::from_ns(None), Precision::from_ns(Some(0))] {
            assert_eq!(none.time(298), "298 ns");
            assert_eq!(none.time(0), "< 1 ns");
            assert_eq!(none.range(298, 299), "298–299 ns");
            assert_eq!(none.ratio(2.98, 100), "2.98 ×");
            assert!(none.are_apart(298, 299));
        }
    }

    #[test]
    fn ends_that_are_no_further_apart_than_the_resolution_are_one_figure() {
        let precision = Precision::from_ns(Some(45));
        assert_eq!(precision.range(295, 340), "300 ns");
        assert_eq!(precision.range(295, 401), "300–400 ns");
        assert_eq!(precision.range(295, 12_000), "300 ns–12 µs");
        assert_eq!(precision.range(10, 120), "< 50 ns–100 ns");
        assert_eq!(precision.range(0, 120), "< 50 ns–100 ns");
        assert_eq!(precision.range(0, 0), "< 50 ns");
    }

    #[test]
    fn a_resolution_says_what_it_was_measured_on() {
        let mut run = crate::results_file::recorded_run("snapshots/run.json");
        let controls_ns = std::collections::BTreeMap::from([("tokio".to_owned(), 50)]);
        let measured = |ns| Some(measure::Resolution { ns, share: 0.9, controls_ns: controls_ns.clone() });
        for (measured, said) in [
            (None, "Resolution: not measured."),
            (
                measured(45),
                "Resolution 45 ns (one loop beside each runtime: 50–95 ns): times that are shown 50 ns apart",
            ),
            (measured(4_000), "Resolution 4.0 µs (one loop beside each runtime: 50 ns–4.0 µs): times"),
        ] {
            run.resolution = measured;
            assert!(resolution(&run).starts_with(said), "{}", resolution(&run));
        }
    }

    #[test]
    fn a_ratio_is_as_exact_as_its_floor_lets_it_be() {
        let precision = Precision::from_ns(Some(45));
        let table =
            [(2.93, 100, "3.0 ×"), (1.02, 45_000, "1.02 ×"), (29.3, 45_000, "29 ×"), (2.93, 20, "5 ×")];
        for (ratio, base, told) in table {
            assert_eq!(precision.ratio(ratio, base), told, "{ratio} to {base}");
        }
        assert_eq!(precision.ratio_range(2.9, 3.1, 100), "3.0");
        assert_eq!(precision.ratio_range(0.98, 1.07, 45_000), "0.98–1.07");
    }
}
