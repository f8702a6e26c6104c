//! What every renderer makes of small recorded inputs, held to what it made of them last time: the
//! files in `drawn`, each with its natural ending, so that a browser or an editor opens it.
//!
//! A test fails when a text changes, and shows how. If that is what you wanted, accept the new texts,
//! look at each (pictures in a browser, in light and in dark), and commit them with the change:
//!
//! ```sh
//! UPDATE_EXPECT=1 cargo test -p comparison --test snapshots
//! git diff benches/tests/snapshots/drawn
//! ```

mod checks;
mod inputs;
mod terminal;

use std::{collections::BTreeSet, fs, path::PathBuf};

use expect_test::expect_file;
use measure::Grade;
use report::{
    compare::Comparison, desk::Shown, findings::findings, folder::with_blocks, links::Links, markdown,
    pictures,
};

/// The name of a file in `drawn`, and its text.
type Text = (String, String);

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "snapshots", "drawn"].iter().collect()
}

fn hold_to_the_last_time(texts: &[Text]) {
    assert!(!texts.is_empty());
    for (name, text) in texts {
        expect_file![folder().join(name)].assert_eq(text);
    }
}

fn pictures_of_runs() -> Vec<Text> {
    let pictures = |(name, run)| {
        let pictures = pictures::of_run(&run, &inputs::DESK).into_iter();
        pictures.map(move |picture| match name {
            // Its name would be one that not every system can write.
            "long-names" if picture.is_grid() => (format!("{name}-grid.svg"), picture.svg()),
            _ => (format!("{name}-{}", picture.file), picture.svg()),
        })
    };
    inputs::runs().into_iter().flat_map(pictures).collect()
}

fn pictures_of_sweeps() -> Vec<Text> {
    inputs::sweeps()
        .iter()
        .flat_map(|(name, sweep)| {
            let pictures = pictures::of_sweep(sweep).into_iter();
            // The empty sweep has the factor of another.
            pictures.map(move |picture| match *name {
                "sweep-empty" => (format!("{name}.svg"), picture.svg()),
                _ => (picture.file.clone(), picture.svg()),
            })
        })
        .collect()
}

fn pages() -> Vec<Text> {
    let page = |name: &str, run| {
        (
            format!("{name}.md"),
            markdown::page(run, "a.json", &pictures::of_run(run, &inputs::DESK), &Links::from_results(true)),
        )
    };
    let sweep_page = |name: &str, sweep: &measure::Sweep| {
        let pictures = pictures::of_sweep(sweep);
        let links = Links::from_results(true);
        (format!("{name}.md"), markdown::sweep_page(sweep, "b.json", &pictures, &links))
    };
    let runs = inputs::runs();
    let sweeps = inputs::sweeps();
    let pages = runs.iter().map(|(name, run)| page(name, run));
    pages.chain(sweeps.iter().map(|(name, sweep)| sweep_page(name, sweep))).collect()
}

fn readme() -> Vec<Text> {
    let before = "# A readme\n\nText above.\n\n<!-- grid -->\nof yesterday\n<!-- /grid -->\n\nText below.\n";
    let shown = Shown {
        run: &inputs::run(),
        sweeps: Vec::new(),
        folder: "a".to_owned(),
        runtime: None,
        links: &Links::from_below(0, "results"),
        desk: &inputs::DESK,
    };
    let after = with_blocks(before, &shown).expect("a place for the block");
    assert_eq!(with_blocks(&after, &shown).as_ref(), Some(&after), "drawn twice is drawn once");
    vec![("readme.md".to_owned(), after)]
}

fn sentences() -> Vec<Text> {
    let list = |run| findings(run).iter().map(|finding| format!("- {finding}\n")).collect();
    inputs::runs().iter().map(|(name, run)| (format!("{name}-findings.md"), list(run))).collect()
}

fn comparisons() -> Vec<Text> {
    let (a, b) = (inputs::run(), inputs::later_run());
    let pairs = [("other", &a, &b), ("same", &a, &a)].map(|(name, a, b)| (name, Comparison::new(a, b)));
    let texts = |(name, comparison): &(&str, Comparison)| {
        [
            (format!("comparison-{name}.md"), comparison.to_markdown()),
            (format!("comparison-{name}.json"), comparison.to_json()),
        ]
    };
    pairs.iter().flat_map(texts).collect()
}

fn outlines() -> Vec<Text> {
    let run = inputs::many_cases();
    let pictures = pictures::of_run(&run, &inputs::DESK);
    let page = markdown::page(&run, "a.json", &pictures, &Links::from_results(true));
    vec![
        ("500-cases-pictures.txt".to_owned(), checks::of_pictures(&pictures)),
        ("500-cases-page.txt".to_owned(), checks::of_page(&page)),
    ]
}

#[test]
fn runs_are_drawn_as_pictures() {
    hold_to_the_last_time(&pictures_of_runs());
}

#[test]
fn sweeps_are_drawn_as_pictures() {
    hold_to_the_last_time(&pictures_of_sweeps());
}

#[test]
fn runs_and_sweeps_have_their_pages() {
    hold_to_the_last_time(&pages());
}

#[test]
fn the_readme_has_its_block() {
    hold_to_the_last_time(&readme());
}

/// Work that was watched beside other work had to wait for the cores, so its times say nothing.
#[test]
fn what_was_watched_beside_others_is_shown_without_a_time() {
    let mut run = inputs::run();
    run.cases.retain(|case| case.id == "tokio/abort/blocking-wrapped");
    let case = &mut run.cases[0];
    (case.watched_side_by_side, case.acknowledge_ns) = (true, None);
    // The horizon is no time of the case.
    let horizon = case.watched_ns.map(measure::units::duration).expect("it was watched");
    for name in ["story.svg", "timelines.svg"] {
        let pictures = pictures::of_run(&run, &inputs::DESK);
        let picture = pictures.iter().find(|picture| picture.file == name).expect("it is drawn");
        checks::assert_has_no_time(&picture.svg(), &horizon);
    }
}

#[test]
fn a_grade_that_forbids_the_times_stands_before_them() {
    console::set_colors_enabled(false);
    let mut run = inputs::run();
    run.judgement.grade = Grade::Unusable;
    run.judgement.reasons = vec!["other processes used 60 % of the cores".to_owned(), "more".to_owned()];
    let pictures = pictures::of_run(&run, &inputs::DESK);
    let links = Links::from_results(true);
    let shown = Shown {
        run: &run,
        sweeps: Vec::new(),
        folder: "a".to_owned(),
        runtime: Some("tokio"),
        links: &links,
        desk: &inputs::DESK,
    };
    let block =
        |name| with_blocks(&format!("<!-- {name} --><!-- /{name} -->"), &shown).expect("a place for it");
    let mut texts = vec![
        report::terminal::matrix(&run, 120),
        markdown::page(&run, "a.json", &pictures, &links),
        block("matrix"),
        block("cases"),
    ];
    for (_, mut sweep) in inputs::sweeps() {
        let Some(point) = sweep.points.last_mut() else { continue };
        point.run.judgement = run.judgement.clone();
        texts.push(report::terminal::sweep(&sweep));
        let pictures = pictures::of_sweep(&sweep);
        texts.push(markdown::sweep_page(&sweep, "b.json", &pictures, &links));
        texts.extend(pictures.iter().map(|picture| picture.title().to_owned()));
    }
    texts.extend(pictures.iter().map(|picture| picture.title().to_owned()));
    for text in texts {
        let grade = text.find("unusable").unwrap_or_else(|| panic!("no grade: {text}"));
        let time = [" ns", "\u{a0}ns", " µs", " ms", " ×"].iter().filter_map(|unit| text.find(unit)).min();
        assert!(time.is_none_or(|time| grade < time), "a time comes first: {text}");
    }
}

#[test]
fn findings_are_sentences() {
    hold_to_the_last_time(&sentences());
}

#[test]
fn two_runs_are_compared() {
    hold_to_the_last_time(&comparisons());
}

#[test]
fn five_hundred_cases_have_their_place() {
    hold_to_the_last_time(&outlines());
}

#[test]
fn every_picture_says_what_it_shows() {
    for (name, svg) in pictures_of_runs().iter().chain(&pictures_of_sweeps()) {
        checks::assert_said(name, svg);
    }
}

#[test]
fn runs_sweeps_and_comparisons_are_shown_in_the_terminal() {
    hold_to_the_last_time(&terminal::texts());
}

/// Accepting does not delete: a file that is not drawn any more would stay for ever.
#[test]
fn every_file_is_still_drawn() {
    let texts = [
        pictures_of_runs(),
        pictures_of_sweeps(),
        pages(),
        readme(),
        sentences(),
        comparisons(),
        outlines(),
        terminal::texts(),
    ];
    let drawn: Vec<String> = texts.into_iter().flatten().map(|(name, _)| name).collect();
    let names: BTreeSet<String> = drawn.iter().cloned().collect();
    assert_eq!(names.len(), drawn.len(), "two texts share a file");
    let files = fs::read_dir(folder()).expect("the folder of the drawn files");
    let files = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    let left: Vec<String> = files.filter(|file| !names.contains(file)).collect();
    assert!(left.is_empty(), "{left:?} are not drawn any more: delete them");
}
