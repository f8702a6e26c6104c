//! What the terminal shows of the same inputs, without colours.

use measure::{Grade, Run};
use report::{
    compare::Comparison,
    csv,
    desk::Desk,
    links::Links,
    markdown, pictures,
    terminal::{self, Around},
};
use stage::{Loss, Verdict};

use crate::{Text, inputs};

/// The widths of terminals: a narrow one, a usual one, and one that has room for every column.
const WIDTHS: [usize; 3] = [80, 120, 160];

/// The widths of the last screen.
const SCREENS: [usize; 4] = [80, 100, 120, 200];

fn screen(run: &Run, width: usize) -> String {
    let more = Some("113 more cases, of may and processes: by name, or cargo run --release -- --all");
    let around = Around { call: "cargo run --release --", more, file: None };
    terminal::screen(run, &Desk::EMPTY, around, width)
}

#[test]
fn the_last_screen_fits_the_terminal_and_says_first_that_times_are_no_use() {
    console::set_colors_enabled(false);
    let mut run = inputs::run();
    for width in SCREENS {
        let shown = screen(&run, width);
        assert!(shown.lines().all(|line| console::measure_text_width(line) <= width), "{width}:\n{shown}");
    }
    run.judgement.grade = Grade::Unusable;
    let shown = screen(&run, 80);
    assert!(shown.lines().next().is_some_and(|line| line.contains("unusable")), "{shown}");
    assert!(!shown.contains(" µs") && !shown.contains(" ms"), "a time that can't be used: {shown}");
}

#[test]
fn what_falls_short_is_shown_with_what_does_it_right() {
    console::set_colors_enabled(false);
    let mut run = inputs::run();
    let (short, right) = ("tokio/abort/blocking-wrapped", "tokio/abort/awaiting");
    let case = run.cases.iter_mut().find(|case| case.id == short).expect("it is recorded");
    case.instead = Some(right.to_owned());
    let details = terminal::details(&run, 80);
    assert!(details.ends_with(&format!("What does it right instead:\n  {short}: {right}\n")), "{details}");
    let table = markdown::cases_of(&run, "tokio", &Links::from_below(0, "r"));
    assert!(table.contains(&format!("<br>instead: [`{right}`](r/cases.md#tokioabortawaiting) |")), "{table}");
    let mut before = run.clone();
    before.cases.iter_mut().for_each(|case| case.verdict = Some(Verdict::Stopped));
    let said = Comparison::new(&before, &run).to_terminal(120);
    assert!(said.contains(&format!("is still-standing; instead: {right}\n")), "{said}");
}

/// Counts come first, then what differs and nothing else, within the width.
#[test]
fn a_comparison_begins_with_how_much_differs() {
    console::set_colors_enabled(false);
    let (run, later) = (inputs::run(), inputs::later_run());
    for (b, counts) in [
        (&run, "0 verdicts changed, 0 of 12 times differ (1: not enough rounds)."),
        (&later, "3 verdicts changed, 3 of 9 times differ (1: not enough rounds)."),
    ] {
        let comparison = Comparison::new(&run, b);
        assert!(comparison.to_markdown().starts_with(counts), "{}", comparison.to_markdown());
        let differ: Vec<&str> = comparison
            .times
            .iter()
            .filter(|time| time.shows.is_difference())
            .map(|time| &time.id[..])
            .collect();
        for width in SCREENS {
            let said = comparison.to_terminal(width);
            assert!(said.starts_with(counts), "{said}");
            assert!(said.lines().all(|line| console::measure_text_width(line) <= width), "{width}:\n{said}");
            for time in &comparison.times {
                let is_row = |line: &str| line.starts_with(&format!("{} ", time.id));
                assert_eq!(
                    said.lines().any(is_row),
                    differ.contains(&time.id.as_str()),
                    "{}: {said}",
                    time.id
                );
            }
        }
    }
    let with_loss = |loss| {
        let mut run = run.clone();
        run.cases[0].loss = Some(loss);
        run
    };
    let said = Comparison::new(&with_loss(Loss::None), &with_loss(Loss::All)).to_terminal(80);
    assert!(said.starts_with("0 verdicts changed, 1 loss or other outcome changed, 0 of 12"), "{said}");
    assert!(said.contains(&format!("{}: lost was none, is all", run.cases[0].id)), "{said}");
}

/// All that it shows.
pub(crate) fn texts() -> Vec<Text> {
    console::set_colors_enabled(false);
    let (run, later) = (inputs::run(), inputs::later_run());
    let empty = Run { cases: Vec::new(), ..run.clone() };
    let of_empty =
        [terminal::matrix(&empty, 80), terminal::details(&empty, 80), terminal::closing(&empty)].join("\n");
    let mut texts = vec![
        ("comparison-other.txt".to_owned(), Comparison::new(&run, &later).to_terminal(100)),
        ("comparison-same.txt".to_owned(), Comparison::new(&run, &run).to_terminal(100)),
        ("empty-run.txt".to_owned(), of_empty),
        ("closing.txt".to_owned(), terminal::closing(&run)),
        ("closing-later.txt".to_owned(), terminal::closing(&later)),
        ("pairs.txt".to_owned(), terminal::pairs_table(&run)),
    ];
    for width in WIDTHS {
        texts.push((format!("matrix-{width}.txt"), terminal::matrix(&run, width)));
        texts.push((format!("details-{width}.txt"), terminal::details(&run, width)));
    }
    texts.extend(SCREENS.map(|width| (format!("screen-{width}.txt"), screen(&run, width))));
    let sweeps = inputs::sweeps().into_iter().filter(|(name, _)| *name != "sweep-empty");
    texts.extend(sweeps.map(|(name, sweep)| (format!("{name}.txt"), terminal::sweep(&sweep))));
    texts
}

#[test]
fn what_was_not_played_is_one_line_everywhere_and_no_verdict() {
    console::set_colors_enabled(false);
    let mut run = inputs::run();
    // Three that this machine lacks something for. What no case claims is a verdict, and stays.
    run.cases.retain(|case| case.verdict != Some(Verdict::NotOffered));
    for (place, reason) in [(0, "no compiler"), (1, "no compiler"), (2, "no browser: install one")] {
        let case = &mut run.cases[place];
        (case.runtime, case.verdict) = ("absent".to_owned(), Some(Verdict::NotOffered));
        (case.id, case.reason) = (format!("absent/flag/{place}"), Some(reason.to_owned()));
        (case.halt_ns, case.over_floor, case.timeline) = (None, None, None);
        (case.records_lost, case.samples) = (None, 0);
    }
    let line = "Not played: absent/flag/2 (no browser: install one); 2 cases of absent (no compiler).";
    let pictures = pictures::of_run(&run, &Desk::EMPTY);
    let page = markdown::page(&run, "a.json", &pictures, &Links::from_results(true));
    let of_terminal =
        [terminal::matrix(&run, 120), terminal::details(&run, 120), terminal::closing(&run)].concat();
    for said in [of_terminal, screen(&run, 200), page] {
        assert_eq!(said.matches(line).count(), 1, "{said}");
        let rest = said.replace(line, "");
        assert!(!rest.contains("absent") && !rest.contains("not-offered"), "{rest}");
    }
    let played = run.cases.len() - 3;
    let counted = format!(" of {played} cases behaved as their demos say.");
    assert!(terminal::closing(&run).contains(&counted) && screen(&run, 200).contains(&counted));
    for picture in pictures {
        assert!(!picture.svg().contains("absent") && !picture.svg().contains("such mechanism"));
    }
    let table = csv::of_run(&run);
    let row = table.lines().find(|line| line.starts_with("absent/flag/0,")).expect("a row");
    assert!(!row.contains("not-offered") && row.contains(",0,,"), "{row}");
    let mut lacking = inputs::run();
    lacking.cases[0].verdict = Some(Verdict::NotOffered);
    let comparison = Comparison::new(&inputs::run(), &lacking);
    assert!(comparison.verdicts.is_empty(), "{:?}", comparison.verdicts);
    assert_eq!(comparison.only_in_one, [format!("{} is only in A", lacking.cases[0].id)]);
}
