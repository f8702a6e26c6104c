//! What else than the cases may make the figures of two runs differ.

use std::collections::BTreeMap;

use measure::{Grade, Judgement, Run, units::count};
use serde::Serialize;
use serde_json::Value;

/// What a run's file says of its figures rather than of how they came to be.
const FIGURES: [&str; 7] =
    ["schema", "partial", "floors", "controls", "self_checks", "judgement", "resolution"];
/// The parts of a file whose names say nothing to a reader.
const PARTS: [&str; 3] = ["machine", "settings", "versions"];
/// Fields that have another name in a sentence. A placement that was asked for is named by what the
/// machine made of it.
const NAMES: [(&str, &str); 5] = [
    ("machine.cpu", "processor"),
    ("machine.os", "system"),
    ("place_in_force", "placement"),
    ("settings.place", "placement asked for"),
    ("profile", "build profile"),
];
/// A value that is longer than this is not shown.
const SHOWN: usize = 60;

/// A file of results, as far as all are alike.
pub trait File: Serialize {
    /// The field that holds what is compared.
    const ITEMS: &'static str;

    /// How far its figures can be trusted.
    fn judgement(&self) -> &Judgement;
    /// Whether it was interrupted.
    fn is_partial(&self) -> bool;
}

impl File for Run {
    const ITEMS: &'static str = "cases";

    fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    fn is_partial(&self) -> bool {
        self.partial
    }
}

/// One line for each thing that differs. The files are compared field by field, so a field that a later
/// version adds is named too.
pub(super) fn differences<F: File>(a: &F, b: &F) -> Vec<String> {
    let (was, is) = (fields(a), fields(b));
    let names = was.keys().chain(is.keys().filter(|name| !was.contains_key(*name)));
    let mut differences: Vec<String> = names
        .filter(|name| was.get(*name) != is.get(*name))
        .map(|name| line(name, was.get(name), is.get(name)))
        .collect();
    let (was, is) = (a.judgement().grade.as_str(), b.judgement().grade.as_str());
    if was != is {
        differences.push(format!("grade: {was} and {is}"));
    }
    for (run, name) in [(a, "A"), (b, "B")] {
        if run.is_partial() {
            differences.push(format!("{name} was interrupted, and is partial"));
        }
    }
    differences
}

/// Whose times can't be used, a line each.
pub(super) fn unusable<F: File>(a: &F, b: &F) -> Vec<String> {
    let unusable =
        [(a, "A"), (b, "B")].into_iter().filter(|(run, _)| run.judgement().grade == Grade::Unusable);
    unusable.map(|(_, name)| format!("Grade of {name} unusable: use none of its times.")).collect()
}

/// Every field by its path, but for those that are null.
fn fields<F: File>(run: &F) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let Ok(Value::Object(run)) = serde_json::to_value(run) else { return fields };
    for (name, value) in
        run.into_iter().filter(|(name, _)| name != F::ITEMS && !FIGURES.contains(&name.as_str()))
    {
        flatten(name, value, &mut fields);
    }
    fields
}

fn flatten(path: String, value: Value, fields: &mut BTreeMap<String, Value>) {
    match value {
        Value::Null => {}
        Value::Object(parts) => {
            for (name, value) in parts {
                flatten(format!("{path}.{name}"), value, fields);
            }
        }
        value => drop(fields.insert(path, value)),
    }
}

fn line(path: &str, was: Option<&Value>, is: Option<&Value>) -> String {
    let is_ns = path.ends_with("_ns");
    let (name, was, is) = (name(path), shown(was, is_ns), shown(is, is_ns));
    if was.len().max(is.len()) > SHOWN {
        format!("{name} differs")
    } else {
        format!("{name}: {was} and {is}")
    }
}

fn name(path: &str) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(field, _)| *field == path) {
        return (*name).to_owned();
    }
    let part = PARTS.iter().find_map(|part| path.strip_prefix(part)?.strip_prefix('.'));
    // A library's name is not ours to change.
    if path.starts_with("versions.") {
        return part.unwrap_or(path).to_owned();
    }
    part.unwrap_or(path).trim_end_matches("_ns").replace(['.', '_'], " ")
}

fn shown(value: Option<&Value>, is_ns: bool) -> String {
    match value {
        None => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => match value.as_u64().filter(|_| is_ns) {
            Some(ns) => format!("{} ns", count(ns)),
            None => value.to_string(),
        },
    }
}
