//! The last screen of a run, which fits 80 columns and 24 lines: what stops what and how fast, what surprises, how far
//! the figures can be trusted, and what to type next. The rows of all cases are [`details`](crate::terminal::details()).

use console::{Alignment, measure_text_width, pad_str};
use measure::{CaseResult, Grade, Run};
use stage::{Bound, Mechanism, Verdict, Work};

use crate::{
    desk::Desk,
    facts::because,
    grid,
    precision::{Precision, resolution},
    terminal::style::{bold, colour, dim, symbol, wrapped},
    verdict::{not_played, played},
};

/// What the terminal has to say that is not in the run.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// How this program is called, up to its arguments: `cargo run --release --`.
    pub call: &'a str,
    /// What else there is to play, as a sentence; `None` if the run has all of it.
    pub more: Option<&'a str>,
    /// The file that holds the figures, if it is not the one that `show` reads by itself.
    pub file: Option<&'a str>,
}

/// What work does, as far as one needs to know to stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Awaits,
    Blocks,
    Computes,
}

impl Does {
    const ALL: [Self; 3] = [Self::Awaits, Self::Blocks, Self::Computes];

    fn of(work: Work) -> Self {
        match work {
            Work::Awaiting | Work::Yielding => Self::Awaits,
            Work::Blocking | Work::Parked | Work::Stuck => Self::Blocks,
            Work::Hogging | Work::Spinning => Self::Computes,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Awaits => "awaits",
            Self::Blocks => "blocks",
            Self::Computes => "computes",
        }
    }
}

/// How many lines the screen may take: those of a terminal, without those of the call and of the next prompt.
const LINES: usize = 22;
/// The blanks between two columns.
const GAP: usize = 1;
/// The width of what the work does.
const DOES: usize = 9;

/// The screen.
pub fn screen(run: &Run, desk: &Desk, around: Around<'_>, width: usize) -> String {
    let trusted = wrapped(&trust(run), "", width);
    let next = next(run, desk, around, width);
    let grid = fields(run, width);
    let legend = wrapped(&legend(run), "", width);
    let surprises_first = unexpected(run, width);
    let not_played = not_played(run).map(|said| wrapped(&said, "", width)).unwrap_or_default();
    let fixed = [&trusted, &next, &grid, &legend, &surprises_first, &not_played];
    let taken: usize = fixed.iter().map(|text| text.lines().count()).sum();
    let surprises = surprises(run, desk, width, LINES.saturating_sub(taken));
    // Who must not use the times reads that before he reads them.
    let (before, after) = match run.judgement.grade {
        Grade::Unusable => (trusted, String::new()),
        Grade::Quiet | Grade::Noisy => (String::new(), trusted),
    };
    [before, grid, legend, surprises, surprises_first, not_played, after, next].concat()
}

/// A row for each runtime and what its work does, a column for each mechanism.
fn fields(run: &Run, width: usize) -> String {
    let runtimes = grid::runtimes(run);
    let first = runtimes.iter().map(|name| name.len()).max().unwrap_or(0) + GAP;
    let column = (width.saturating_sub(first + DOES) / Mechanism::ALL.len()).min(30);
    let padded = |text: &str, width: usize| pad_str(text, width, Alignment::Left, None).into_owned();
    let heads = Mechanism::ALL.iter().map(|mechanism| padded(&bold(mechanism.as_str()), column));
    let mut lines = vec![padded("", first + DOES) + &heads.collect::<String>()];
    for runtime in runtimes {
        let mut name = runtime;
        for does in Does::ALL {
            let of = |mechanism: Mechanism| {
                let all = played(run).filter(|case| case.runtime == runtime);
                all.filter(|case| case.mechanism == mechanism && Does::of(case.work) == does).collect()
            };
            let fields: Vec<Vec<&CaseResult>> =
                Mechanism::ALL.iter().map(|mechanism| of(*mechanism)).collect();
            if fields.iter().all(Vec::is_empty) {
                continue;
            }
            let cells = fields.iter().map(|cases| padded(&cell(run, cases, column - GAP), column));
            let row = padded(&bold(name), first) + &padded(does.as_str(), DOES) + &cells.collect::<String>();
            lines.push(row.trim_end().to_owned());
            name = "";
        }
    }
    lines.join("\n") + "\n"
}

/// The verdicts of a field, with a `!` if one is not as its demo says, and the times of what halted: the least and the
/// most p50 or, where there is no room for both, the most.
fn cell(run: &Run, cases: &[&CaseResult], width: usize) -> String {
    let seen = |verdict: &&Verdict| cases.iter().any(|case| case.verdict == Some(**verdict));
    let signs = Verdict::ALL.iter().filter(seen).map(|verdict| Some(*verdict));
    let failed = cases.iter().any(|case| !case.is_as_expected()).then_some(None);
    let signs: String =
        signs.chain(failed).map(|verdict| colour(verdict).apply_to(symbol(verdict)).to_string()).collect();
    let room = width.saturating_sub(measure_text_width(&signs) + 1);
    format!("{signs} {}", times(run, cases, room))
}

fn times(run: &Run, cases: &[&CaseResult], room: usize) -> String {
    if run.judgement.grade == Grade::Unusable {
        return String::new();
    }
    let halted = || cases.iter().filter(|case| case.verdict.is_some_and(Verdict::has_halted));
    let timed = || {
        halted().filter(|case| case.bound != Some(Bound::Polled)).filter_map(|case| Some(case.halt_ns?.p50))
    };
    match (timed().min(), timed().max()) {
        (Some(least), Some(most)) => {
            let precision = Precision::of(run);
            let range = precision.range(least, most);
            if measure_text_width(&range) <= room { range } else { format!("≤ {}", precision.time(most)) }
        }
        // Half a beat is a figure of ours, not of the runtime's.
        _ if halted().any(|case| case.halt_ns.is_some()) => dim("next look"),
        _ => String::new(),
    }
}

/// What the signs and the times of this run mean.
fn legend(run: &Run) -> String {
    let seen = |verdict: &&Verdict| played(run).any(|case| case.verdict == Some(**verdict));
    let meaning = |verdict: &Verdict| match verdict {
        Verdict::Stopped => "stopped",
        Verdict::Killed => "killed",
        Verdict::StillStanding => "said to have ended, goes on",
        Verdict::Hung => "the call hangs",
        Verdict::NeverStarted => "never started",
        Verdict::NotOffered => "not offered",
    };
    let signs: Vec<String> = Verdict::ALL
        .iter()
        .filter(seen)
        .map(|verdict| {
            format!("{} {}", colour(Some(*verdict)).apply_to(symbol(Some(*verdict))), meaning(verdict))
        })
        .collect();
    let times = match run.judgement.grade {
        Grade::Unusable => "",
        Grade::Quiet | Grade::Noisy => " Times: p50, from the request to the end.",
    };
    format!("{}. A field has all that its cases came to.{times}", signs.join("  "))
}

/// The cases that did not behave as their demos say.
fn unexpected(run: &Run, width: usize) -> String {
    let said = run.unexpected().map(|case| {
        let all = case.surprises().into_iter().chain(case.errors.iter().map(ToString::to_string));
        let line = format!("! {}: {}", case.id, all.collect::<Vec<_>>().join("; "));
        wrapped(&colour(None::<Verdict>).apply_to(line).to_string(), "", width)
    });
    said.collect()
}

/// What surprises most, as far as there is room.
fn surprises(run: &Run, desk: &Desk, width: usize, lines: usize) -> String {
    let mut text = String::new();
    for surprise in desk.surprises {
        let Some(case) = surprise.of(run) else { continue };
        let sign = colour(case.verdict).apply_to(symbol(case.verdict)).to_string();
        let said = format!("{sign} You {}: {}", surprise.does, surprise.in_words(run, case));
        let more = wrapped(&said.replace('`', ""), "", width);
        if text.lines().count() + more.lines().count() > lines {
            break;
        }
        text += &more;
    }
    text
}

/// How far the figures can be trusted.
fn trust(run: &Run) -> String {
    let played = played(run).count();
    let good = played - run.unexpected().count();
    let because = because(run);
    let grade = bold(run.judgement.grade.as_str());
    format!(
        "{good} of {played} cases behaved as their demos say. Grade {grade}{because}. {}",
        resolution(run)
    )
}

/// What to type next.
fn next(run: &Run, desk: &Desk, around: Around<'_>, width: usize) -> String {
    let surprising = desk.surprises.iter().find_map(|surprise| surprise.of(run));
    let goes_on = || run.cases.iter().find(|case| case.verdict == Some(Verdict::StillStanding));
    let told = surprising.or_else(goes_on).or(run.cases.first());
    let call = around.call;
    let file = around.file.map_or_else(String::new, |file| format!(" {file}"));
    let mut lines = vec![format!("A row for every case: {call} show{file}")];
    lines.extend(told.map(|case| format!("One case as a story: {call} story {}", case.id)));
    lines.extend(around.more.map(str::to_owned));
    lines.iter().map(|line| wrapped(line, "", width)).collect()
}
