//! How each case grows with the number of its parts.

use measure::{CaseResult, CrowdResult, LeftOut, Run, Sweep};
use stage::CrowdState;

/// A slope is that of the points from this many parts on: below, what one wake-up takes is most of the time.
const SLOPE_FROM: u64 = 100;

/// One case in one state of the crowd, from size to size.
#[derive(Debug)]
pub struct Growth<'a> {
    /// The case's id.
    pub id: &'a str,
    /// Its points, from the smallest crowd to the largest that it was played with.
    pub points: Vec<Point<'a>>,
    /// Why it has no larger crowd; `None` if it has every one.
    pub left_out: Option<&'a LeftOut>,
}

/// A case with a crowd of one size.
#[derive(Debug, Clone, Copy)]
pub struct Point<'a> {
    /// The run that it was played in.
    pub run: &'a Run,
    /// What was seen of the case.
    pub case: &'a CaseResult,
    /// What was seen of its parts.
    pub crowd: CrowdResult,
}

impl Point<'_> {
    /// From the request to the last halt, in ns; `None` if some part still stood.
    #[must_use]
    pub fn halt_ns(&self) -> Option<u64> {
        self.case.halt_ns.map(|halt| halt.p50)
    }

    /// The same divided by the number of parts, in ns.
    #[must_use]
    pub fn a_part_ns(&self) -> Option<f64> {
        Some(self.halt_ns()? as f64 / self.crowd.parts.max(1) as f64)
    }
}

impl<'a> Growth<'a> {
    /// The point of its largest crowd.
    #[must_use]
    pub fn largest(&self) -> Option<&Point<'a>> {
        self.points.last()
    }

    /// How the time to the last halt grows: the exponent s of n^s, by least squares of the logarithms. 1 is in
    /// proportion to the number of parts. `None` if fewer than two crowds of a hundred parts and more halted.
    #[must_use]
    pub fn slope(&self) -> Option<f64> {
        let large = self.points.iter().filter(|point| point.crowd.parts >= SLOPE_FROM);
        slope(large.filter_map(|point| Some((point.crowd.parts as f64, point.halt_ns()? as f64))))
    }
}

/// The slope of a line through these points, both axes logarithmic.
fn slope(points: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let points: Vec<(f64, f64)> = points.map(|(x, y)| (x.max(1.0).ln(), y.max(1.0).ln())).collect();
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
    let squares: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let products: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    (points.len() >= 2 && squares > 0.0).then(|| products / squares)
}

/// The state of each point's crowd; `None` for a point of another sweep.
fn state(run: &Run) -> Option<CrowdState> {
    run.settings.crowd.map(|crowd| crowd.state)
}

/// Each case of the sweep in this state, in the order in which they came.
#[must_use]
pub fn growths(sweep: &Sweep, wanted: CrowdState) -> Vec<Growth<'_>> {
    let points = || sweep.points.iter().filter(|point| state(&point.run) == Some(wanted));
    let mut growths: Vec<Growth<'_>> = Vec::new();
    for point in points() {
        for case in &point.run.cases {
            let Some(crowd) = case.crowd else { continue };
            let here = Point { run: &point.run, case, crowd };
            match growths.iter_mut().find(|growth| growth.id == case.id) {
                Some(growth) => growth.points.push(here),
                None => growths.push(Growth { id: &case.id, points: vec![here], left_out: None }),
            }
        }
    }
    for growth in &mut growths {
        let mut left_out = points().flat_map(|point| &point.left_out);
        growth.left_out = left_out.find(|left_out| left_out.id == growth.id);
    }
    growths
}

/// The sizes of the crowds of a sweep, from the smallest to the largest.
#[must_use]
pub fn sizes(sweep: &Sweep) -> Vec<u64> {
    let sizes = sweep.points.iter().filter_map(|point| Some(u64::from(point.run.settings.crowd?.parts)));
    let sizes: std::collections::BTreeSet<u64> = sizes.collect();
    sizes.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::slope;

    #[test]
    fn a_slope_is_the_exponent_of_growth() {
        let sizes = [100.0, 1_000.0, 10_000.0];
        let near = |expected: f64, of: fn(f64) -> f64| {
            let seen = slope(sizes.iter().map(|n| (*n, of(*n)))).unwrap();
            assert!((seen - expected).abs() < 1e-9, "{seen} instead of {expected}");
        };
        near(1.0, |n| 7.0 * n);
        near(2.0, |n| n * n);
        near(0.0, |_| 5.0);
        near(0.5, |n| 1e6 * n.sqrt());
        assert_eq!(slope([(100.0, 5.0)].into_iter()), None);
        assert_eq!(slope([(100.0, 5.0), (100.0, 6.0)].into_iter()), None);
        assert_eq!(slope(std::iter::empty()), None);
    }
}
