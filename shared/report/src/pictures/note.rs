//! The line below a picture: what its figures were measured on.

use measure::{Factor, Grade, Run, units::duration};

use crate::{
    facts::{processor, slow_build, workers},
    precision::resolution,
};

/// What the figures of a run were measured on. The factor that a sweep varies is left out.
pub(super) fn note(run: &Run, varied: Option<Factor>, grade: Grade) -> String {
    let machine = &run.machine;
    let mut parts = vec![format!(
        "{}, {} {}",
        processor(run),
        machine.cores,
        if machine.cores == 1 { "core" } else { "cores" }
    )];
    match varied {
        Some(Factor::Place) => parts.push("placement varied".to_owned()),
        _ => parts.push(format!("placement {}", run.place_in_force)),
    }
    match varied {
        Some(Factor::Beat) => parts.push("beat varied".to_owned()),
        _ => parts.push(format!("a beat every {}", duration(run.settings.beat_ns))),
    }
    match varied {
        Some(Factor::Workers) => parts.push("workers varied".to_owned()),
        _ => parts.push(workers(run)),
    }
    parts.push(format!("grade {}", grade.as_str()));
    if run.partial {
        parts.push("interrupted: not every round was played".to_owned());
    }
    parts.extend(slow_build(run));
    parts.extend(run.commit.iter().map(|commit| format!("commit {commit}")));
    format!("{}. {}", parts.join(" · "), resolution(run))
}
