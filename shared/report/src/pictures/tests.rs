//! Every picture must be well-formed, whatever the run.

use std::sync::LazyLock;

use measure::{CaseResult, Figures, Run, SCHEMA, Sweep};
use serde_json::{Value, json};
use stage::{Bound, Mechanism, Verdict, Work};

use crate::{desk::Desk, results_file::recorded_run};

static RECORDED: LazyLock<Run> = LazyLock::new(|| recorded_run("snapshots/run.json"));

/// A case like the recorded ones, whose kind goes by its number.
fn case(id: &str, number: usize, p50: Option<u64>) -> CaseResult {
    let recorded = RECORDED.cases[0].clone();
    let halt_ns = p50.map(|p50| Figures {
        p50,
        p90: p50 * 2,
        p99: p50 * 3,
        max: p50 * 9,
        p50_low: Some(p50 / 2),
        p50_high: Some(p50 + 9),
        ..recorded.halt_ns.expect("it halts")
    });
    CaseResult {
        id: id.to_owned(),
        runtime: "<&>".to_owned(),
        mechanism: Mechanism::ALL[number % Mechanism::ALL.len()],
        work: Work::ALL[number % Work::ALL.len()],
        verdict: Some(Verdict::ALL[number % Verdict::ALL.len()]),
        bound: Some([Bound::Line, Bound::Wake, Bound::Reap][number % 3]),
        over_floor: p50.map(|p50| p50 as f64 / 7.0),
        halt_ns,
        ..recorded
    }
}

fn run(cases: impl IntoIterator<Item = CaseResult>) -> Run {
    let mut run = RECORDED.clone();
    (run.partial, run.machine.cpu) = (true, Some("<\u{0}&".to_owned()));
    run.cases = cases.into_iter().collect();
    run
}

fn runs() -> Vec<Run> {
    let long = "a&b<c>\"'".repeat(40);
    let many = (0..500).map(|n| case(&format!("r/{n}"), n, Some(n as u64 * n as u64 * 1000)));
    let other = case("my-pool/abort/awaiting", 0, None);
    vec![
        run([]),
        run([case("one", 0, Some(0))]),
        run([case("most", 0, Some(u64::MAX / 9))]),
        run((0..12).map(|n| case(&long, n, Some(1)))),
        run((0..12).map(|n| case("none", n, None)).chain([other])),
        run(many),
    ]
}

fn assert_well_formed(name: &str, svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{name}: {error}\n{svg}"));
    assert_eq!(document.root_element().attribute("role"), Some("img"));
    let numbers =
        document.descendants().flat_map(|node| node.attributes()).map(|attribute| attribute.value());
    assert!(
        numbers.into_iter().all(|value| !value.contains("NaN") && !value.contains("inf")),
        "{name}: {svg}"
    );
}

#[test]
fn pictures_of_runs_are_well_formed_and_always_the_same() {
    for run in runs() {
        let pictures = super::of_run(&run, &Desk::EMPTY);
        assert_eq!(pictures, super::of_run(&run, &Desk::EMPTY));
        pictures.iter().for_each(|picture| assert_well_formed(&picture.file, &picture.svg()));
    }
}

#[test]
fn pictures_of_sweeps_are_well_formed_and_always_the_same() {
    for factor in ["beat", "look", "place", "workers", "crowd"] {
        let values = ["1", "10", "apart"].iter().zip(runs());
        let points: Vec<Value> = values
            .map(|(value, run)| json!({"value": value, "turn_ns": null, "slowdown": 1.5, "left_out": [], "run": run}))
            .collect();
        let odd: Vec<Value> = runs()
            .iter()
            .map(|run| json!({"value": "", "turn_ns": 1, "slowdown": null, "left_out": [], "run": run}))
            .collect();
        for points in [vec![], points, odd] {
            let sweep = json!({"schema": SCHEMA, "sweep": factor, "partial": true, "points": points});
            let sweep: Sweep = serde_json::from_value(sweep).expect("a sweep");
            let pictures = super::of_sweep(&sweep);
            pictures.iter().for_each(|picture| assert_well_formed(&picture.file, &picture.svg()));
            assert_eq!(pictures, super::of_sweep(&sweep));
        }
    }
}

#[test]
fn what_a_run_has_no_case_for_is_not_drawn() {
    let names = |run: &Run| {
        super::of_run(run, &Desk::EMPTY).into_iter().map(|picture| picture.file).collect::<Vec<_>>()
    };
    assert_eq!(names(&run([])), [""; 0]);
    let one = run([case("one", 0, Some(5))]);
    assert_eq!(names(&one), ["grid-<&>.svg", "timelines.svg"]);
}

#[test]
fn no_picture_is_higher_than_a_screen() {
    for name in ["snapshots/run.json", "snapshots/run-later.json", "page/first.json"] {
        for picture in super::of_run(&recorded_run(name), &Desk::EMPTY) {
            let svg = picture.svg();
            let height = svg.split(r#"viewBox="0 0 640 "#).nth(1).and_then(|rest| rest.split('"').next());
            let most = if picture.is_grid() { 400.0 } else { 700.0 };
            let height: f64 = height.and_then(|height| height.parse().ok()).expect("a height");
            assert!(height <= most, "{} of {name}: {height}", picture.file);
        }
    }
}

#[test]
fn a_sweep_of_an_unknown_factor_is_refused() {
    let sweep = json!({"schema": SCHEMA, "sweep": "../<x>", "partial": false, "points": []});
    let error = serde_json::from_value::<Sweep>(sweep).expect_err("no such factor").to_string();
    assert!(error.contains("../<x>") && error.contains("beat"), "{error}");
}
