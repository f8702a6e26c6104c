//! How a run was measured, in words that the terminal, the tables and the page share.

use measure::{Factor, Grade, Run, Sweep, units::duration};

use crate::{draw::frame::Frame, precision::resolution, verdict::not_played};

/// The name of the processor.
pub fn processor(run: &Run) -> &str {
    run.machine.cpu.as_deref().unwrap_or("unknown processor")
}

/// How many workers each runtime had: `1 worker a runtime`.
pub fn workers(run: &Run) -> String {
    let workers = if run.workers == 1 { "worker" } else { "workers" };
    format!("{} {workers} a runtime", run.workers)
}

/// How a reader calls the program that played the run, with other words.
pub fn call(run: &Run, words: &str) -> String {
    let command = command(run);
    if command.starts_with("cargo ") {
        let program = command.split(" -- ").next().unwrap_or(command);
        return format!("{program} -- {words}");
    }
    let program = command.split(' ').next().unwrap_or(command);
    format!("{program} {words}")
}

/// What a reader types to play any case of the run as a story, up to the case's id.
pub fn story(run: &Run) -> String {
    call(run, "story")
}

/// The same for a case that this feature compiles, or that needs none.
pub fn story_with(run: &Run, feature: Option<&str>) -> String {
    call_with(run, feature, "story")
}

/// How a reader calls the program with this feature or none: without the others that the run was built with, because they
/// take long to build.
pub fn call_with(run: &Run, feature: Option<&str>, words: &str) -> String {
    let Some(program) = command(run).strip_prefix("cargo ") else { return call(run, words) };
    let program = program.split(" -- ").next().unwrap_or(program);
    let mut given = program.split(' ');
    let mut call = String::from("cargo");
    while let Some(word) = given.next() {
        if word == "--features" {
            given.next();
        } else {
            call = call + " " + word;
        }
    }
    let feature = feature.map_or_else(String::new, |feature| format!(" --features {feature}"));
    format!("{call}{feature} -- {words}")
}

fn command(run: &Run) -> &str {
    run.command.as_deref().unwrap_or("cargo run --release")
}

/// The conditions of the run: its placement, its beat, its workers and its horizon.
pub fn conditions(run: &Run) -> String {
    format!(
        "placement {}; a beat every {}; {}; a horizon of {}",
        run.place_in_force,
        duration(run.settings.beat_ns),
        workers(run),
        duration(run.settings.patience.horizon_ns)
    )
}

/// The build, if it was not optimised for speed: its figures say nothing about one that was.
pub fn slow_build(run: &Run) -> Option<String> {
    (run.profile != "release")
        .then(|| format!("{} BUILD: measure with --release", run.profile.to_uppercase()))
}

/// What stands before all else that is said of a run whose times can't be used; `None` if they can.
pub fn unusable(run: &Run) -> Option<String> {
    unusable_at(run, "")
}

/// The same of a sweep, if it is so of one of its points.
pub fn unusable_sweep(sweep: &Sweep) -> Option<String> {
    sweep.points.iter().find_map(|point| unusable_at(&point.run, &format!(" at {}", point.value)))
}

/// The first reason for a run's grade in parentheses, and how many more there are; empty without a reason.
pub(crate) fn because(run: &Run) -> String {
    match run.judgement.reasons.as_slice() {
        [] => String::new(),
        [first] => format!(" ({first})"),
        [first, rest @ ..] => format!(" ({first}, and {} more)", rest.len()),
    }
}

fn unusable_at(run: &Run, at: &str) -> Option<String> {
    let because = because(run);
    let is_unusable = run.judgement.grade == Grade::Unusable;
    is_unusable.then(|| format!("Grade unusable{at}{because}: use none of the times. The verdicts stand."))
}

/// The environment variables that the runtimes saw: `SMOL_THREADS=1; 12 other variables cleared`. The file names
/// them all.
pub fn environment(run: &Run) -> String {
    let set = run.environment.iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?)));
    let set: Vec<String> = set.collect();
    let set = if set.is_empty() { "nothing set".to_owned() } else { set.join(", ") };
    match run.environment.values().filter(|value| value.is_none()).count() {
        0 => set,
        1 => format!("{set}; 1 other variable cleared"),
        cleared => format!("{set}; {cleared} other variables cleared"),
    }
}

/// The crates of a run and their versions, in one line.
pub(crate) fn versions(run: &Run) -> String {
    let versions: Vec<String> =
        run.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    versions.join(", ")
}

/// The facts about a run, the most important first.
pub(crate) fn table(run: &Run) -> Vec<[String; 2]> {
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
    let not_played = not_played(run).map(|said| ("not played", said));
    facts.into_iter().chain(not_played).map(|(name, fact)| [name.to_owned(), fact]).collect()
}

/// A picture of figures of this grade. If their times can't be used, its title says so first.
pub fn frame(grade: Grade, title: &str, about: &str) -> Frame {
    match grade {
        Grade::Unusable => Frame::new(&format!("Grade unusable, use no time: {title}"), about),
        Grade::Quiet | Grade::Noisy => Frame::new(title, about),
    }
}

/// What stands below a picture: what the figures of a run were measured on. The factor that a sweep varies is left out.
pub fn note(run: &Run, varied: Option<Factor>, grade: Grade) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results_file::recorded_run;

    #[test]
    fn a_story_is_played_by_the_program_that_played_the_run() {
        let mut run = recorded_run("snapshots/run.json");
        for (command, wanted) in [
            (None, "cargo run --release -- story"),
            (Some("cargo run --release -- --quick"), "cargo run --release -- story"),
            (Some("cargo run --release -p demo-tokio"), "cargo run --release -p demo-tokio -- story"),
            (Some("cargo bench --bench stops -- drop"), "cargo bench --bench stops -- story"),
            (Some("still-standing --quick"), "still-standing story"),
        ] {
            run.command = command.map(str::to_owned);
            assert_eq!(story(&run), wanted);
            assert_eq!(story_with(&run, None), wanted);
        }
    }

    #[test]
    fn a_case_is_played_by_a_program_with_no_more_features_than_it_needs() {
        let mut run = recorded_run("snapshots/run.json");
        for (command, feature, wanted) in [
            ("cargo run --release --features a,b", None, "cargo run --release -- story"),
            ("cargo run --release --features a,b -- --quick", None, "cargo run --release -- story"),
            ("cargo run --features a,b -- --quick", Some("b"), "cargo run --features b -- story"),
            (
                "cargo bench --features a --bench stops",
                Some("a"),
                "cargo bench --bench stops --features a -- story",
            ),
            // It was not built in, so that the run did not play it.
            ("cargo run --release -- --quick", Some("a"), "cargo run --release --features a -- story"),
            ("still-standing --quick", Some("a"), "still-standing story"),
        ] {
            run.command = Some(command.to_owned());
            assert_eq!(story_with(&run, feature), wanted);
        }
        run.command = Some("cargo run --features a,b -- --quick".to_owned());
        assert_eq!(story(&run), "cargo run --features a,b -- story");
    }
}
