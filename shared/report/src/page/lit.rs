//! Which lines of a case's source light up as its story plays.

use serde::Serialize;

/// The numbers of the lines, from 0 on, at which each thing happens.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Lit {
    /// "I'm still standing".
    pub(super) beat: Vec<usize>,
    /// The request and the call below it.
    pub(super) request: Vec<usize>,
    pub(super) acknowledge: Vec<usize>,
    /// Where the block ends that owns the pulse: there it is dropped.
    pub(super) halt: Vec<usize>,
}

impl Lit {
    /// Of a source in Rust or in Python.
    pub(super) fn of(code: &str) -> Self {
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

#[cfg(test)]
mod tests {
    use super::Lit;

    #[test]
    fn a_closure_drops_its_pulse_where_it_ends() {
        let code = "pub async fn a(stage: &Stage) {\n    let pulse = stage.pulse();\n    let task = spawn(async move {\n        loop {\n            pulse.beat();\n            sleep(pulse.interval()).await;\n        }\n    });\n\n    stage.request();\n    task.abort();\n    stage.acknowledge(task.await);\n}";
        let lit = Lit { beat: vec![4], request: vec![9, 10], acknowledge: vec![11], halt: vec![7] };
        assert_eq!(Lit::of(code), lit);
    }

    #[test]
    fn a_block_of_python_ends_with_its_last_line() {
        let code = "def task(stage):\n    with stage.pulse() as pulse:\n        while True:\n            pulse.beat()\n            time.sleep(pulse.interval)\n\n\ndef main(stage):\n    stage.request()\n    task.cancel()\n";
        let lit = Lit { beat: vec![3], request: vec![8, 9], acknowledge: vec![], halt: vec![4] };
        assert_eq!(Lit::of(code), lit);
    }

    #[test]
    fn a_source_without_any_of_it_has_no_lit_line() {
        assert_eq!(Lit::of("const A: &str = \"no\";"), Lit::default());
        assert_eq!(Lit::of(""), Lit::default());
    }
}
