//! Measures with criterion how long work takes to halt. Each mechanism is a group that contains every case
//! that stops. Criterion plays the same functions as a run.

use std::{collections::BTreeSet, time::Duration};

use comparison::restart::restart_with;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, criterion_group, measurement::WallTime};
use fastrand::Rng;
use measure::{CaseRunner, Patience, Place, Placement, run_if_child};
use stage::{Case, Mechanism, Verdict, workers};

const BEAT: Duration = Duration::from_millis(1);

fn halting(criterion: &mut Criterion) {
    eprintln!("Criterion's figures are means. The tables and pictures of a run show medians (p50).\n");
    for mechanism in Mechanism::ALL {
        let mut group = criterion.benchmark_group(mechanism.as_str());
        // A playing takes milliseconds whatever it measures, so every sample has the same number of playings.
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
        for case in cases().filter(|case| case.mechanism() == *mechanism) {
            if workers_of(case) as usize == workers() {
                bench(&mut group, case);
            }
        }
        group.finish();
    }
}

/// The cases that stop.
fn cases() -> impl Iterator<Item = &'static Case> {
    comparison::CATALOG.cases().filter(|case| case.expected == Verdict::Stopped)
}

/// How many workers a case has: as many as the work has cores, or as it needs.
fn workers_of(case: &Case) -> u32 {
    case.least_workers.max(Placement::new(Place::Apart).work_cores() as u32)
}

/// Benches the time from request to halt. The case is played in this process, because work that stops leaves
/// nothing behind.
fn bench(group: &mut BenchmarkGroup<'_, WallTime>, case: &'static Case) {
    let placement = Placement::new(Place::Apart);
    let random = Rng::with_seed(1);
    let mut runner =
        CaseRunner::new(case, placement, BEAT, Patience::of_test(BEAT), random).expect("it is offered");
    if let Some(reason) = case.missing() {
        eprintln!("{}: {reason}", case.id());
        return;
    }
    let way = case.name.split_once('/').map_or(case.name, |(_, way)| way);
    let name = format!("{}/{way}", case.runtime);
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|playings| {
            let halts = (0..playings).map(|_| match runner.play() {
                Ok(sample) => {
                    sample.halt_ns.unwrap_or_else(|| panic!("{} did not stop: {sample:?}", case.id()))
                }
                Err(error) => panic!("{}: {error}", case.id()),
            });
            Duration::from_nanos(halts.sum())
        });
    });
}

criterion_group!(benches, halting);

/// Does what `criterion_main!` does. This program is also the worker of the cases that need another process.
fn main() {
    run_if_child(&comparison::CATALOG);
    // smol and async-std read their number of workers only from the environment. So there is a process for each number.
    let numbers: BTreeSet<u32> = cases().map(workers_of).collect();
    restart_with(numbers).expect("this program starts again");
    benches();
    Criterion::default().configure_from_args().final_summary();
}
