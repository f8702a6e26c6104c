//! The facts about a run besides its figures.

use measure::{Run, units::duration};

use crate::{
    facts::{environment, slow_build, workers},
    markdown::versions,
    precision::resolution,
};

/// The facts about a run, the most important first.
pub(super) fn facts(run: &Run) -> Vec<[String; 2]> {
    let machine = &run.machine;
    let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
    let cores = if machine.cores == 1 { "core" } else { "cores" };
    let kind = if machine.is_virtual { ", a virtual machine" } else { "" };
    let partial = if run.partial { ", and interrupted" } else { "" };
    let facts = [
        ("machine", format!("{}, {} {cores}{kind}", of(&machine.cpu), machine.cores)),
        ("system", format!("{} {}, {}", machine.os, of(&machine.kernel), machine.arch)),
        ("placement", run.place_in_force.clone()),
        ("beat", duration(run.settings.beat_ns)),
        ("workers", workers(run)),
        ("horizon", duration(run.settings.patience.horizon_ns)),
        (
            "resolution",
            resolution(run).trim_start_matches("Resolution").trim_start_matches([':', ' ']).to_owned(),
        ),
        ("build", slow_build(run).unwrap_or_else(|| run.profile.clone())),
        ("environment", environment(run)),
        ("grade", run.judgement.grade.as_str().to_owned()),
        ("commit", of(&run.commit)),
        ("measured with", of(&run.command)),
        ("rounds", format!("{}, seed {}{partial}", run.rounds_played, run.settings.seed)),
        ("versions", versions(run)),
    ];
    facts.map(|(name, fact)| [name.to_owned(), fact]).to_vec()
}
