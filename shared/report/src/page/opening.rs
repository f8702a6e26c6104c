//! What the page opens on, of one run: the stories to choose from, with the lines of their sources that light up, and the
//! decision guide.

use measure::{CaseResult, Run};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    desk::{
        Desk,
        guide::{self, Advice},
        surprises::Surprise,
    },
    facts,
    prose::inline,
    verdict::{self, lost, symbol},
};

/// The surprises of a run that have a story: what somebody does and what comes of it, as HTML.
pub(super) fn stories(run: &Run, surprises: &[Surprise]) -> Vec<Value> {
    let story = |surprise: &Surprise| {
        let case = surprise.of(run).filter(|case| case.timeline.is_some())?;
        Some(json!({
            "id": case.id,
            "does": inline(surprise.does),
            "comes": inline(&surprise.in_words(run, case)),
            "lights": Lights::of(&case.code),
        }))
    };
    surprises.iter().filter_map(story).collect()
}

/// The lines of the guide that a run has cases for, in HTML where they may have code in them.
fn guide(run: &Run, guide: &[Advice]) -> Vec<Value> {
    let line = |(advice, case): (Advice, &CaseResult)| {
        json!({
            "have": inline(advice.have),
            "with": inline(advice.with),
            "id": case.id,
            "verdict": format!("{} {}", symbol(case.verdict), verdict::name(case.verdict)),
            "takes": guide::takes(advice, run, case),
            "loses": if case.records_lost.is_some() { lost(case) } else { String::new() },
        })
    };
    guide::lines(guide, run).map(line).collect()
}

/// The numbers of the lines, from 0 on, at which each thing happens.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Lights {
    /// "I'm still standing".
    beat: Vec<usize>,
    /// The request and the call below it.
    request: Vec<usize>,
    acknowledge: Vec<usize>,
    /// Where the block ends that owns the pulse: there it is dropped.
    halt: Vec<usize>,
}

impl Lights {
    /// Of a source in Rust or in Python.
    fn of(code: &str) -> Self {
        let lines: Vec<&str> = code.lines().collect();
        let with = |what: &[&str]| -> Vec<usize> {
            let has = |line: &&str| what.iter().any(|what| line.contains(what));
            lines.iter().enumerate().filter(|(_, line)| has(line)).map(|(at, _)| at).collect()
        };
        let beat = with(&[".beat()", ".last_beat("]);
        let request = with(&["stage.request()"]);
        let request =
            request.into_iter().flat_map(|at| [at, at + 1]).filter(|at| *at < lines.len()).collect();
        let halt = beat.first().and_then(|at| owner(&lines, *at)).into_iter().collect();
        Self { beat, request, acknowledge: with(&["stage.acknowledge("]), halt }
    }
}

/// The last line of the block around the loop around a line; around the line itself, if there is no loop. By
/// their indentation, which both languages' formatters keep.
fn owner(lines: &[&str], beat: usize) -> Option<usize> {
    let indent = |at: usize| lines[at].len() - lines[at].trim_start().len();
    let outer = |at: usize| {
        (0..at).rev().find(|before| !lines[*before].trim().is_empty() && indent(*before) < indent(at))
    };
    let is_loop = |at: usize| ["loop", "while", "for "].iter().any(|word| lines[at].trim().starts_with(word));
    let around = outer(beat)?;
    let block = if is_loop(around) { outer(around)? } else { around };
    let end =
        (block + 1..lines.len()).find(|at| !lines[*at].trim().is_empty() && indent(*at) <= indent(block));
    match end {
        Some(end) if lines[end].trim().starts_with('}') => Some(end),
        // Python's blocks end with their last line.
        Some(end) => (block..end).rev().find(|at| !lines[*at].trim().is_empty()),
        None => Some(lines.len() - 1),
    }
}

/// What the page's template shows of its first run.
pub(super) fn first_run(run: &Run, desk: &Desk) -> Value {
    json!({"unusable": facts::unusable(run), "guide": guide(run, desk.guide)})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closure_drops_its_pulse_where_it_ends() {
        let code = "pub async fn a(stage: &Stage) {\n    let pulse = stage.pulse();\n    let task = spawn(async move {\n        loop {\n            pulse.beat();\n            sleep(pulse.interval()).await;\n        }\n    });\n\n    stage.request();\n    task.abort();\n    stage.acknowledge(task.await);\n}";
        let lights = Lights { beat: vec![4], request: vec![9, 10], acknowledge: vec![11], halt: vec![7] };
        assert_eq!(Lights::of(code), lights);
    }

    #[test]
    fn a_block_of_python_ends_with_its_last_line() {
        let code = "def task(stage):\n    with stage.pulse() as pulse:\n        while True:\n            pulse.beat()\n            time.sleep(pulse.interval)\n\n\ndef main(stage):\n    stage.request()\n    task.cancel()\n";
        let lights = Lights { beat: vec![3], request: vec![8, 9], acknowledge: vec![], halt: vec![4] };
        assert_eq!(Lights::of(code), lights);
    }

    #[test]
    fn a_source_without_any_of_it_has_no_lit_line() {
        assert_eq!(Lights::of("const A: &str = \"no\";"), Lights::default());
        assert_eq!(Lights::of(""), Lights::default());
    }
}
