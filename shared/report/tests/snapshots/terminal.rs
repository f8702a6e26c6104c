//! What the terminal shows of the same inputs, without colours.

use measure::{Grade, Run};
use report::{
    compare::Comparison,
    desk::Desk,
    terminal::{self, Around},
};
use stage::Verdict;

use crate::{Text, inputs};

/// The widths of terminals: a narrow one, a usual one, and one that has room for every column.
const WIDTHS: [usize; 3] = [80, 120, 160];

/// The widths of the last screen.
const SCREENS: [usize; 4] = [80, 100, 120, 200];

fn screen(run: &Run, width: usize) -> String {
    let more = Some("113 more cases, of may and processes: by name, or cargo run --release -- --all");
    let around = Around { call: "cargo run --release --", more, file: "target/still-standing/latest.json" };
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

/// All that it shows.
pub(crate) fn texts() -> Vec<Text> {
    console::set_colors_enabled(false);
    let (run, later) = (inputs::run(), inputs::later_run());
    let empty = Run { cases: Vec::new(), ..run.clone() };
    let of_empty =
        [terminal::matrix(&empty, 80), terminal::details(&empty, 80), terminal::closing(&empty)].join("\n");
    let mut texts = vec![
        ("comparison-other.txt".to_owned(), Comparison::new(&run, &later).to_terminal()),
        ("comparison-same.txt".to_owned(), Comparison::new(&run, &run).to_terminal()),
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
fn the_last_lines_say_what_was_not_played_and_why() {
    let mut run = inputs::run();
    for (place, reason) in [(0, "no compiler"), (1, "no compiler"), (2, "no browser")] {
        let case = &mut run.cases[place];
        (case.runtime, case.verdict) = ("one".to_owned(), Some(Verdict::NotOffered));
        case.reason = Some(reason.to_owned());
    }
    let said = terminal::closing(&run);
    let id = &run.cases[2].id;
    for line in
        ["– 2 cases of one were not played (no compiler).", &format!("– {id} was not played (no browser).")]
    {
        assert!(said.lines().any(|it| it == line), "{line} is not in {said}");
    }
    // What no case claims is not missing.
    assert_eq!(said.matches("played (").count(), 2, "{said}");
    let played = run.cases.len() - 3;
    assert!(said.contains(&format!(" of {played} cases behaved as their demos say.")), "{said}");
}
