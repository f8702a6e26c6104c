//! Measures with criterion how long work takes to halt. Each mechanism is a group that contains every case
//! that stops. Where the first case of a runtime goes on, the group has the time until its caller is told that it has
//! ended: `acknowledged`. Criterion plays the same functions as a run.

use std::{collections::BTreeSet, sync::atomic::AtomicBool, time::Duration};

use comparison::{
    CATALOG,
    fields::{Timed, fields, timed},
    restart::restart_with,
};
use criterion::{BenchmarkGroup, Criterion, SamplingMode, criterion_group, measurement::WallTime};
use fastrand::Rng;
use measure::{CaseRunner, Order, Patience, Place, Placement, Play, Settings, play_in_child, run_if_child};
use stage::{Case, Mechanism, workers};

const BEAT: Duration = Duration::from_millis(1);

fn halting(criterion: &mut Criterion) {
    eprintln!("Criterion's figures are means. The tables and pictures of a run show medians (p50).\n");
    for mechanism in Mechanism::ALL {
        let mut group = criterion.benchmark_group(mechanism.as_str());
        // A playing takes milliseconds whatever it measures, so every sample has the same number of playings.
        group.sampling_mode(SamplingMode::Flat).sample_size(10).nresamples(10_000);
        // Some 160 cases have to be done in two minutes.
        group.warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(400));
        for (case, timed) in cases().filter(|(case, _)| case.mechanism() == *mechanism) {
            if workers_of(case) as usize != workers() {
                continue;
            }
            match case.missing() {
                Some(reason) => eprintln!("{}: {reason}", case.id()),
                None if timed == Timed::Halt => bench_halt(&mut group, case),
                None => bench_acknowledgement(&mut group, case),
            }
        }
        group.finish();
    }
}

/// The cases that are timed.
fn cases() -> impl Iterator<Item = (&'static Case, Timed)> {
    let fields: Vec<_> = fields(&CATALOG).map(Case::id).collect();
    CATALOG.cases().filter_map(move |case| Some((case, timed(case, fields.contains(&case.id()))?)))
}

/// How many workers a case has: as many as the work has cores, or as it needs.
fn workers_of(case: &Case) -> u32 {
    case.least_workers.max(Placement::new(Place::Apart).work_cores() as u32)
}

/// Its name within its mechanism.
fn name(case: &Case) -> String {
    format!("{}/{}", case.runtime, case.name.split_once('/').map_or(case.name, |(_, way)| way))
}

/// Benches the time from request to halt. The case is played in this process, because work that stops leaves
/// nothing behind.
fn bench_halt(group: &mut BenchmarkGroup<'_, WallTime>, case: &'static Case) {
    let placement = Placement::new(Place::Apart);
    let random = Rng::with_seed(1);
    let mut runner =
        CaseRunner::new(case, placement, BEAT, Patience::of_test(BEAT), random).expect("it is offered");
    group.bench_function(name(case), |bencher| {
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

/// Benches the time from request to acknowledgement of work that goes on. Only the end of its process ends it, so each
/// playing has one of its own.
fn bench_acknowledgement(group: &mut BenchmarkGroup<'_, WallTime>, case: &'static Case) {
    let settings = Settings::one_round(BEAT, 1, Patience::of_test(BEAT));
    let play = |seed| {
        let order = Order::new(Play::Case(case.id()), &settings, &CATALOG, seed);
        let samples = play_in_child(&order, &AtomicBool::new(false));
        let samples = samples.unwrap_or_else(|error| panic!("{}: {error}", case.id()));
        let acknowledged = samples.iter().find_map(|sample| sample.acknowledge_ns);
        acknowledged.unwrap_or_else(|| panic!("{} was not acknowledged: {samples:?}", case.id()))
    };
    group.bench_function(format!("{}/acknowledged", name(case)), |bencher| {
        bencher.iter_custom(|playings| Duration::from_nanos((1..=playings).map(play).sum()));
    });
}

criterion_group!(benches, halting);

/// Does what `criterion_main!` does. This program is also the worker of the cases that need another process.
fn main() {
    run_if_child(&CATALOG);
    // smol and async-std read their number of workers only from the environment. So there is a process for each number.
    let numbers: BTreeSet<u32> = cases().map(|(case, _)| workers_of(case)).collect();
    restart_with(numbers).expect("this program starts again");
    benches();
    Criterion::default().configure_from_args().final_summary();
}
