//! How far whole runs of one commit differ, for `compare/scatter.rs`:
//! `cargo run -p comparison --example scatter -- RUN…`

use std::{env, error::Error, path::Path};

use measure::Run;
use report::{
    compare::{Comparison, scatter::Scatter},
    results_file,
};

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = env::args().skip(1).collect();
    if files.len() < 2 {
        return Err("give the files of two or more runs of one commit".into());
    }
    let runs: Vec<Run> =
        files.iter().map(|file| results_file::run(Path::new(file))).collect::<Result<_, _>>()?;
    println!("{:#?}", Scatter::of_repeats(&runs));

    let (mut pairs, mut differ) = (0, 0);
    for (number, a) in runs.iter().enumerate() {
        for (other, b) in runs.iter().enumerate().skip(number + 1) {
            let times = Comparison::new(a, b).times;
            let found: Vec<_> = times.iter().filter(|time| time.shows.is_difference()).collect();
            pairs += 1;
            differ += usize::from(!found.is_empty());
            for time in found {
                println!("{} and {}: {} {:.2}", files[number], files[other], time.id, time.ratio);
            }
        }
    }
    println!("compare finds a difference in {differ} of {pairs} pairs");
    Ok(())
}
