//! The grade as a function of what was seen during a run.

use crate::machine::{cgroup::Limits, core_list::CoreList, topology::Topology};

use super::*;

fn machine(governor: Option<&str>, quota: Option<f64>) -> Machine {
    Machine {
        os: "linux".to_owned(),
        kernel: None,
        arch: "x86_64".to_owned(),
        cpu: None,
        is_virtual: false,
        governor: governor.map(str::to_owned),
        cores: 2,
        topology: Topology::default(),
        limits: Limits { quota, cpuset: None::<CoreList> },
    }
}

fn built(profile: &str) -> Provenance {
    let opt_level = if profile == "release" { "3" } else { "1" }.to_owned();
    Provenance { command: String::new(), commit: None, profile: profile.to_owned(), opt_level }
}

const SPREAD: Spread = Spread { rounds: 12, resolution: Some(0.2), width: Some(0.1) };

/// The grade of a quiet run to which `change` was made.
fn judged_as(
    provenance: &Provenance,
    machine: &Machine,
    self_checks: &[SelfCheck],
    change: impl FnOnce(&mut Evidence<'_>),
) -> Judgement {
    let mut evidence = Evidence {
        asked: Place::Apart,
        place: Place::Apart,
        provenance,
        machine,
        used: used(0, 0),
        throttling: None,
        drifts: vec![(Floor::ALL[0], 0.1)],
        figures: Some(SPREAD),
        self_checks,
    };
    change(&mut evidence);
    Judgement::new(&evidence)
}

fn judged(self_checks: &[SelfCheck], change: impl FnOnce(&mut Evidence<'_>)) -> Judgement {
    judged_as(&built("release"), &machine(Some("performance"), None), self_checks, change)
}

/// The use of a thousand ticks, of which other processes and the host had so many.
fn used(others: u64, stolen: u64) -> Option<CpuTime> {
    Some(CpuTime { total: 1000, idle: 900 - others - stolen, stolen, own: 100 })
}

fn throttled(throttled: u64) -> Option<Throttling> {
    Some(Throttling { periods: 100, throttled, throttled_ns: throttled * 1_000 })
}

fn failed(about: &[&str]) -> SelfCheck {
    let about = about.iter().map(|id| (*id).to_owned()).collect();
    SelfCheck { name: "x".into(), asked: "1 ns".into(), got: "2 ns".into(), passed: false, about }
}

#[test]
fn a_grade_follows_from_what_was_seen() {
    use Grade::{Noisy, Quiet, Unusable};
    type Change = fn(&mut Evidence<'_>);
    let table: [(&str, Grade, Change); 19] = [
        ("nothing", Quiet, |_| {}),
        ("the use is unknown", Quiet, |seen| seen.used = None),
        ("others, a little", Quiet, |seen| seen.used = used(20, 0)),
        ("others", Noisy, |seen| seen.used = used(100, 0)),
        ("others above all", Unusable, |seen| seen.used = used(500, 0)),
        ("the host", Noisy, |seen| seen.used = used(0, 50)),
        ("the host above all", Unusable, |seen| seen.used = used(0, 200)),
        ("a quota that was never used up", Quiet, |seen| seen.throttling = throttled(0)),
        ("a quota that was used up once", Noisy, |seen| seen.throttling = throttled(1)),
        ("a quota that was used up often", Unusable, |seen| seen.throttling = throttled(11)),
        ("fewer cores than the placement needs", Noisy, |seen| seen.place = Place::Together),
        ("no figures", Quiet, |seen| seen.figures = None),
        ("figures of a single round", Noisy, |seen| seen.figures = Some(Spread { rounds: 1, ..SPREAD })),
        ("figures of five rounds", Noisy, |seen| seen.figures = Some(Spread { rounds: 5, ..SPREAD })),
        ("a resolution above the shortest hand-over", Noisy, |seen| {
            seen.figures = Some(Spread { resolution: Some(1.18), ..SPREAD });
        }),
        ("wide intervals", Noisy, |seen| seen.figures = Some(Spread { width: Some(0.5), ..SPREAD })),
        ("intervals that tell nothing", Unusable, |seen| {
            seen.figures = Some(Spread { width: Some(4.0), ..SPREAD });
        }),
        ("a floor that moved", Noisy, |seen| seen.drifts = vec![(Floor::ALL[0], 0.3)]),
        ("a floor that moved far", Unusable, |seen| seen.drifts = vec![(Floor::ALL[0], 1.5)]),
    ];
    for (what, grade, change) in table {
        let judgement = judged(&[], change);
        assert_eq!(judgement.grade, grade, "{what}");
        assert_eq!(judgement.reasons.is_empty(), grade == Quiet, "{what}: {:?}", judgement.reasons);
    }
}

#[test]
fn a_build_that_is_not_for_speed_is_noisy() {
    let judgement = judged_as(&built("debug"), &machine(Some("performance"), None), &[], |_| {});
    assert_eq!(judgement.grade, Grade::Noisy);
    assert_eq!(judgement.reasons, ["a debug build (opt-level 1) is not built for speed; use --release"]);
}

#[test]
fn a_failed_check_speaks_against_what_it_is_about() {
    let judgement = judged(&[failed(&["a"]), failed(&["a", "b"])], |_| {});
    assert_eq!(judgement.grade, Grade::Quiet);
    assert_eq!(judgement.reasons, ["self-checks failed for 2 cases; their times are in doubt"]);
    let judgement = judged(&[failed(&["a"]), failed(&[])], |_| {});
    assert_eq!(judgement.grade, Grade::Unusable);
    assert_eq!(judgement.reasons[0], "a self-check of every case failed: x: asked 1 ns, got 2 ns");
    let passed = SelfCheck { passed: true, ..failed(&[]) };
    assert_eq!(judged(&[passed], |_| {}).grade, Grade::Quiet);
}

#[test]
fn what_only_explains_leaves_the_grade() {
    let judgement = judged_as(&built("release"), &machine(None, Some(1.5)), &[], |seen| {
        (seen.asked, seen.place) = (Place::Free, Place::Free);
    });
    assert_eq!(judgement.grade, Grade::Quiet);
    assert_eq!(judgement.notes.len(), 3, "{:?}", judgement.notes);
}
