//! The cases in the order in which they are best read.

use std::fmt::Write;

use measure::Run;

use super::find;
use crate::{links::Links, verdict::ending};

/// Some cases that belong together. What a case teaches is the first sentence of its own comment.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// What they are about.
    pub title: &'static str,
    /// Their ids, in the order in which they are best read.
    pub cases: &'static [&'static str],
}

/// The chapters as lists of Markdown, with what came of each case. A case that the run has not is left out.
pub fn markdown(chapters: &[Chapter], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    let mut number = 0;
    for chapter in chapters {
        let _ = writeln!(text, "**{}**\n", chapter.title);
        for case in chapter.cases.iter().filter_map(|id| find(run, id)) {
            number += 1;
            let _ = writeln!(
                text,
                "{number}. {}: {}. *{}* ({})",
                links.source(&format!("`{}`", case.id), case),
                case.summary.trim_end_matches('.'),
                ending(run, case),
                links.page("figures", case),
            );
        }
        text.push('\n');
    }
    text
}
