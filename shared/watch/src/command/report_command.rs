//! `report`: draws a table, a picture and CSV from records.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, ensure};
use report::{
    drawn::{Drawn, with_block, write_or_check},
    results_file::{read, stem},
};

use crate::{
    command::arguments::ReportArguments,
    record::{KIND, Record},
    shown::{csv, markdown, picture::picture},
};

/// The block that a README may have a place for.
const BLOCK: &str = "programs";

const HEAD: &str = "# Programs that were asked to stop\n\n\
What became of them as it was measured, and what is drawn from it by `still-standing-watch report`: nothing here is\n\
written by hand. The JSON files are the record.\n\n";

pub(crate) fn report(arguments: &ReportArguments) -> Result<u8> {
    let mut records = Vec::new();
    for path in &arguments.files {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        records.push((file, read(path, KIND)?));
    }
    let names: BTreeSet<String> = records.iter().map(|(file, _)| stem(file)).collect();
    ensure!(
        names.len() == records.len(),
        "two of the files have one name, and so would their pictures; rename one"
    );
    let mut drawn = folder(&records, &arguments.out);
    for path in &arguments.into {
        drawn.push((path.clone(), text_with_table(path, &records)?));
    }
    write_or_check(&drawn, arguments.check)
}

/// What is drawn into a folder.
fn folder(records: &[(String, Record)], folder: &Path) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    let mut readme = HEAD.to_owned();
    for (file, record) in records {
        let name = stem(file);
        let picture = picture(record, &name);
        readme.push_str(&markdown::page(record, file, picture.as_ref()));
        drawn.extend(picture.map(|picture| (folder.join(&picture.file), picture.svg())));
        drawn.push((folder.join(format!("{name}.csv")), csv::runs(record)));
    }
    drawn.push((folder.join("README.md"), readme));
    drawn
}

/// The text of this file with the table of all records in the place that it has for it.
fn text_with_table(path: &Path, records: &[(String, Record)]) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let table = || records.iter().map(|(_, record)| markdown::block(record)).collect();
    with_block(&text, BLOCK, table).with_context(|| {
        format!(
            "{} has no place for a table; write <!-- {BLOCK} --> and <!-- /{BLOCK} --> into it",
            path.display()
        )
    })
}
