//! Pictures of runs and sweeps, as SVG: each readable alone, in light and in dark, 700 px wide.
//!
//! Everything here is a pure function to text: the same run gives the same bytes.

mod axis;
mod distributions;
mod frame;
mod labels;
mod ladder;
mod mark;
mod matrix;
mod places;
mod style;
mod sweep;
mod text;
mod timelines;

#[cfg(test)]
mod tests;

use measure::{Grade, Run, Sweep, units::duration};
use stage::Mechanism;

use crate::{
    facts::{slow_build, workers},
    precision::resolution,
};

/// The pictures of a run: the name of a file, and its SVG.
#[must_use]
pub fn of_run(run: &Run) -> Vec<(String, String)> {
    let mut pictures = vec![
        ("matrix.svg".to_owned(), matrix::picture(run)),
        ("timelines.svg".to_owned(), timelines::picture(run)),
    ];
    for mechanism in Mechanism::ALL {
        if let Some(picture) = distributions::picture(run, *mechanism) {
            pictures.push((format!("distributions-{mechanism}.svg"), picture));
        }
    }
    pictures.push(("ladder.svg".to_owned(), ladder::picture(run)));
    pictures
}

/// The picture of a sweep: the name of its file, and its SVG.
#[must_use]
pub fn of_sweep(sweep: &Sweep) -> (String, String) {
    let factor: String = sweep.sweep.chars().filter(char::is_ascii_alphanumeric).collect();
    let picture = match factor.as_str() {
        "beat" => sweep::beats(sweep),
        "look" => sweep::looks(sweep),
        "workers" => places::workers(sweep),
        _ => places::places(sweep),
    };
    (format!("sweep-{factor}.svg"), picture)
}

/// Where the figures of a run come from. What a sweep varies has no place in it.
fn note(run: &Run, varied: &str, grade: Grade) -> String {
    let machine = &run.machine;
    let mut parts = vec![format!(
        "{}, {} {}",
        machine.cpu.as_deref().unwrap_or("unknown processor"),
        machine.cores,
        if machine.cores == 1 { "core" } else { "cores" }
    )];
    match varied {
        "place" => parts.push("placement varied".to_owned()),
        _ => parts.push(format!("placement {}", run.place_in_force)),
    }
    match varied {
        "beat" => parts.push("beat varied".to_owned()),
        _ => parts.push(format!("a beat every {}", duration(run.settings.beat_ns))),
    }
    match varied {
        "workers" => parts.push("workers varied".to_owned()),
        _ => parts.push(workers(run)),
    }
    parts.push(format!("grade {}", grade.as_str()));
    if run.partial {
        parts.push("interrupted: not every round was played".to_owned());
    }
    parts.extend(slow_build(run));
    format!("{}. {}", parts.join(" · "), resolution(run))
}
