//! Runs the bare programs, so that their times can be compared with those of the harness: `bare [ID [SAMPLES]]`.

use std::{env, process::ExitCode, time::Duration};

use comparison::{bare::BARE, restart::restart_with};
use fastrand::Rng;
use measure::{Bare, Place, Placement};

const BEAT: Duration = Duration::from_millis(1);
/// How often each program is played by default.
const SAMPLES: usize = 200;

fn main() -> ExitCode {
    let workers = Placement::new(Place::Apart).work_cores() as u32;
    if let Err(error) = restart_with([workers]) {
        return refuse(&error.to_string());
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => print(BARE, SAMPLES),
        [id] => print_one(id, SAMPLES),
        [id, samples] => match samples.parse() {
            Ok(samples) if samples > 0 => print_one(id, samples),
            _ => refuse(&format!("\"{samples}\" is not a number of samples greater than zero")),
        },
        _ => refuse("the arguments are [ID [SAMPLES]]"),
    }
}

fn print_one(id: &str, samples: usize) -> ExitCode {
    if let Some(bare) = BARE.iter().find(|bare| bare.id == id) {
        return print(&[*bare], samples);
    }
    let known: Vec<&str> = BARE.iter().map(|bare| bare.id).collect();
    refuse(&format!("\"{id}\" is not one of {}", known.join(", ")))
}

fn refuse(reason: &str) -> ExitCode {
    eprintln!("{reason}");
    ExitCode::from(2)
}

/// Plays each program and prints its times. Each playing makes its request at a random phase of the beat.
fn print(programs: &[Bare], samples: usize) -> ExitCode {
    let placement = Placement::new(Place::Apart);
    let mut random = Rng::new();
    for bare in programs {
        let mut times: Vec<u64> =
            (0..samples).map(|_| (bare.play)(&placement, BEAT.mul_f64(1.0 + random.f64()))).collect();
        times.sort_unstable();
        let quantile = |percent: usize| times[(samples - 1) * percent / 100];
        let (p50, p10, p90) = (quantile(50), quantile(10), quantile(90));
        println!("{:<26} median {p50:>7} ns, p10 {p10:>7} ns, p90 {p90:>7} ns", bare.id);
    }
    ExitCode::SUCCESS
}
