//! Tests that every case has the verdict and the loss that it claims.

use std::{process::ExitCode, sync::atomic::AtomicBool, time::Duration};

use crate::testing::{ensure, optional_trial};
use libtest_mimic::{Failed, Trial};
use measure::{Catalog, Order, Outcome, Patience, Play, Settings, play_in_child};
use stage::{Behaviour, Case, CrowdSize, CrowdState, Known, Verdict};

/// How many times in a row each case must have its verdict.
const SAMPLES: u32 = 3;
/// The crowds with which a case of a crowd must have it.
const CROWDS: [(u32, CrowdState); 3] =
    [(1, CrowdState::Asleep), (50, CrowdState::Asleep), (50, CrowdState::Loaded)];
/// The beat of the tests.
const BEAT: Duration = Duration::from_millis(2);

/// Runs two tests for each case, and one for work whose behaviour is known.
pub(crate) fn of(catalog: &Catalog) -> ExitCode {
    let catalog = *catalog;
    let mut arguments = libtest_mimic::Arguments::from_args();
    // A case sleeps most of the time, especially if it never stops.
    arguments.test_threads.get_or_insert(4);
    let cases = || catalog.all_cases();
    let verdicts = cases().filter_map(|case| {
        // Not for want of something on this machine: the same tests with the feature play it, or another version.
        if !case.is_built || case.not_offered_here().is_some() {
            let reason = case.missing().unwrap_or_default();
            let ignored = Trial::test(case.id(), || Ok(())).with_kind(reason).with_ignored_flag(true);
            // Who asks for what is ignored must not read that it passed.
            return (!arguments.ignored && !arguments.include_ignored).then_some(ignored);
        }
        Some(optional_trial(case.id(), case.missing(), move || holds(case, &catalog)))
    });
    let verdicts: Vec<Trial> = verdicts.collect();
    let sources = cases().map(|case| Trial::test(format!("{} is told", case.id()), || is_told(case)));
    let known = catalog.known().map(|known| {
        optional_trial(known.case.id(), known.case.missing(), move || is_read_rightly(known, &catalog))
    });
    libtest_mimic::run(&arguments, verdicts.into_iter().chain(sources).chain(known).collect()).exit_code()
}

/// Checks that the case has its expected verdict and loss in every playing.
fn holds(case: &Case, catalog: &Catalog) -> Result<(), Failed> {
    if let Err(reason) = case.play {
        let told = case.expected == Verdict::NotOffered && !reason.is_empty();
        return if told { Ok(()) } else { Err("what is not offered needs its reason".into()) };
    }
    let settings = Settings::one_round(BEAT, SAMPLES, Patience::of_test(BEAT));
    if !case.is_crowd {
        return holds_with(case, &settings, catalog);
    }
    // The same function for one part and for many, asleep and under load.
    for (parts, state) in CROWDS {
        let crowd = Some(CrowdSize { parts, state });
        holds_with(case, &Settings { crowd, samples: 1, ..settings.clone() }, catalog)?;
    }
    Ok(())
}

fn holds_with(case: &Case, settings: &Settings, catalog: &Catalog) -> Result<(), Failed> {
    let order = Order::new(Play::Case(case.id()), settings, catalog, settings.seed);
    let samples = play_in_child(&order, &AtomicBool::new(false))?;
    if samples.is_empty() {
        return Err("no sample was taken".into());
    }
    let claim = Outcome::claimed_by(case);
    for sample in samples {
        let surprises = Outcome::of(&sample).surprises(claim);
        ensure(surprises.is_empty(), || format!("{}: {sample:?}", surprises.join("; ")))?;
        if let Some(crowd) = sample.crowd {
            let is_over = sample.verdict.is_over();
            let standing = if is_over { 0 } else { crowd.parts };
            ensure(crowd.standing == standing, || format!("{} parts stand: {sample:?}", crowd.standing))?;
            let in_order = !is_over || (crowd.first_ns <= crowd.half_ns && crowd.half_ns <= sample.halt_ns);
            ensure(in_order, || format!("the halts are not in order: {sample:?}"))?;
            ensure(crowd.requested_ns.is_some(), || format!("no `stage.requested()`: {sample:?}"))?;
            ensure(crowd.begun == crowd.parts || !case.begins, || format!("not all begun: {sample:?}"))?;
        }
    }
    Ok(())
}

/// Checks what the stamps of another language say, but for how long something took beyond what it must.
fn is_read_rightly(known: &Known, catalog: &Catalog) -> Result<(), Failed> {
    let settings = Settings::one_round(BEAT, SAMPLES, Patience::of_test(BEAT));
    let order = Order::new(Play::Case(known.case.id()), &settings, catalog, settings.seed);
    let played = play_in_child(&order, &AtomicBool::new(false));
    let least = match known.behaviour {
        Behaviour::HaltsAfter(delay) => delay,
        Behaviour::LooksOnceABeat => Duration::ZERO,
        Behaviour::Dies(status) => {
            let error = played.err().map(|error| error.to_string()).unwrap_or_default();
            return ensure(known.behaviour.is_said_by(&error), || {
                format!("\"{error}\" does not say that its status was {status}")
            });
        }
    };
    let samples = played?;
    ensure(!samples.is_empty(), || "no sample was taken".to_owned())?;
    for sample in samples {
        let halt = sample.halt_ns.map(Duration::from_nanos);
        let is_right = sample.verdict == Verdict::Stopped
            && halt.is_some_and(|halt| halt >= least)
            && sample.halt_ns <= sample.acknowledge_ns
            && sample.beat_cost_ns.is_some()
            && sample.stamp_cost_ns.is_some();
        ensure(is_right, || format!("not as {known:?}: {sample:?}"))?;
    }
    Ok(())
}

/// Checks that the case's comment says what it shows, and that its lines stamp the request and the acknowledgement.
fn is_told(case: &Case) -> Result<(), Failed> {
    let source = case.source();
    let (path, comment, source) = (&source.path, source.style.marker(), source.to_string());
    // Go writes what a package offers with a capital.
    let in_lower_case = source.to_lowercase();
    let wanted: &[&str] = match case.play {
        Ok(_) if case.is_in_another_language() => &[comment, "request(", "acknowledge("],
        Ok(_) => &[comment, "stage.request()", "stage.acknowledge("],
        Err(_) => &[comment],
    };
    match wanted.iter().find(|text| !in_lower_case.contains(**text)) {
        Some(missing) => Err(format!("{path} has no {missing}:\n{source}").into()),
        None if case.summary().is_empty() => Err("it has no comment that says what it shows".into()),
        None => Ok(()),
    }
}
