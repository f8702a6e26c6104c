//! `list`: prints the cases.

use anyhow::Result;
use measure::Catalog;
use report::terminal::program::{AS_EXPECTED, print, say};
use serde_json::json;

use crate::command::{arguments::ListArguments, choose};

pub(crate) fn list(arguments: &ListArguments, catalog: &Catalog) -> Result<u8> {
    let (mut cases, note) = choose::best_first(catalog, &arguments.filters)?;
    if let Some(note) = note {
        say(&note);
    }
    if arguments.filters.is_empty() {
        cases.extend(catalog.crowds());
    }
    if !arguments.json {
        print(&report::terminal::list(&cases, report::terminal::terminal_width()))?;
        return Ok(AS_EXPECTED);
    }
    let rows = cases.iter().map(|case| {
        json!({
            "id": case.id(),
            "runtime": case.runtime,
            "mechanism": case.mechanism().as_str(),
            "work": case.work().as_str(),
            "variant": case.variant(),
            "summary": case.summary(),
            "expected": case.expected.as_str(),
            "expected_loss": case.loss.map(stage::Loss::as_str),
            "expected_invariant": case.invariant,
            "reason": case.play.err(),
            "bound": case.bound,
            "instead": case.instead_id(),
            "nothing_instead": case.instead.and_then(Result::err),
            "path": case.source().path,
        })
    });
    print(&format!("{:#}\n", rows.collect::<serde_json::Value>()))?;
    Ok(AS_EXPECTED)
}
