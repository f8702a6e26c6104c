//! Every picture must be well-formed, whatever the run.

use measure::{Run, SCHEMA, Sweep};
use serde_json::{Value, json};
use stage::{Mechanism, Verdict, Work};

use crate::desk::Desk;

fn figures(p50: u64) -> Value {
    json!({"p50": p50, "p90": p50 * 2, "p99": p50 * 3, "max": p50 * 9, "p50_low": p50 / 2, "p50_high": p50 + 9,
           "rounds": 6})
}

fn case(id: &str, number: usize, halt: Option<u64>) -> Value {
    let mechanism = Mechanism::ALL[number % Mechanism::ALL.len()].as_str();
    let verdict = Verdict::ALL[number % Verdict::ALL.len()].as_str();
    let bound = ["line", "wake", "reap"][number % 3];
    let timeline = json!({"beats_ns": [-1_000_000, 5, 2_000_000], "acknowledge_ns": 9, "halt_ns": null});
    json!({
        "id": id, "runtime": "<&>", "mechanism": mechanism, "work": Work::ALL[number % Work::ALL.len()].as_str(),
        "variant": null, "summary": "", "expected": "stopped", "verdict": verdict, "verdicts": {}, "reason": null,
        "samples": 1, "halt_ns": halt.map(figures), "acknowledge_ns": null, "acknowledged_early_by_ns": null,
        "waited_ns": null, "share_of_beat": null, "zombie_beats": 0, "cleanup_ran": null, "threads_left": null,
        "period_ns": null, "returned": null, "timeline": timeline, "bound": bound,
        "over_floor": halt.map(|halt| halt as f64 / 7.0), "out_of_patience": 0, "doubts": [], "errors": [],
        "path": "", "line": 0, "comment": "", "code": "", "watched_side_by_side": false, "rounds": [],
    })
}

fn run(cases: impl IntoIterator<Item = Value>) -> Run {
    let cases: Vec<Value> = cases.into_iter().collect();
    let patience = json!({"start_ns": 1, "horizon_ns": 1});
    serde_json::from_value(json!({
        "schema": SCHEMA, "partial": true, "versions": {}, "rounds_played": 0, "place_in_force": "apart",
        "profile": "release", "environment": {}, "workers": 1,
        "machine": {"os": "", "kernel": null, "arch": "", "cpu": "<\u{0}&", "is_virtual": true,
            "governor": null, "cores": 1, "limits": {},
            "topology": {"allowed": "", "siblings": [], "clusters": [], "sockets": []}},
        "settings": {"rounds": 1, "samples": 1, "beat_ns": 1_000_000, "seed": 1,
            "place": "apart", "patience": patience},
        "floors": [{"name": "wake", "ns": figures(7), "rounds": []}], "controls": [], "self_checks": [],
        "opt_level": "3",
        "judgement": {"grade": "quiet", "reasons": [], "notes": []}, "cases": cases,
    }))
    .expect("a run")
}

fn runs() -> Vec<Run> {
    let long = "a&b<c>\"'".repeat(40);
    let many = (0..500).map(|n| case(&format!("r/{n}"), n, Some(n as u64 * n as u64 * 1000)));
    let famous = case("tokio/abort/awaiting", 0, None);
    vec![
        run([]),
        run([case("one", 0, Some(0))]),
        run([case("most", 0, Some(u64::MAX / 9))]),
        run((0..12).map(|n| case(&long, n, Some(1)))),
        run((0..12).map(|n| case("none", n, None)).chain([famous])),
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
            let pictures = super::of_sweep(&sweep, &Desk::EMPTY);
            pictures.iter().for_each(|picture| assert_well_formed(&picture.file, &picture.svg()));
            assert_eq!(pictures, super::of_sweep(&sweep, &Desk::EMPTY));
        }
    }
}

#[test]
fn a_mechanism_without_a_halt_has_no_distributions() {
    let names = |run: &Run| {
        super::of_run(run, &Desk::EMPTY).into_iter().map(|picture| picture.file).collect::<Vec<_>>()
    };
    assert_eq!(names(&run([])), ["matrix.svg", "ladder.svg"]);
    let one = run([case("one", 0, Some(5))]);
    assert_eq!(names(&one), ["matrix.svg", "timelines.svg", "distributions-flag.svg", "ladder.svg"]);
}

#[test]
fn a_sweep_of_an_unknown_factor_is_refused() {
    let sweep = json!({"schema": SCHEMA, "sweep": "../<x>", "partial": false, "points": []});
    let error = serde_json::from_value::<Sweep>(sweep).expect_err("no such factor").to_string();
    assert!(error.contains("../<x>") && error.contains("beat"), "{error}");
}
