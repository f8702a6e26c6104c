//! `report`: draws tables, pictures and the page from the files of runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use report::{
    desk::Desk,
    drawn::{Drawn, write_or_check},
    folder::{draw, files_alone, shown, with_blocks},
    links::Links,
    results_file::{ResultsFile, results_file},
};

use crate::command::arguments::ReportArguments;

pub(crate) fn report(arguments: &ReportArguments, desk: &Desk) -> Result<u8> {
    let mut records = Vec::new();
    for path in &arguments.files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let result = results_file(path)?;
        let is_partial = result.run().is_some_and(|run| run.partial);
        ensure!(
            !(arguments.texts && is_partial),
            "{}: this run was interrupted, and --texts takes complete runs only; play it again",
            path.display()
        );
        records.push((name, result));
    }
    let drawn = match arguments.format.as_slice() {
        [] => folder_of(&records, arguments, desk)?,
        formats => files_alone(&records, formats, &arguments.out, desk),
    };

    write_or_check(&drawn, arguments.check)
}

/// The folder that is drawn from the results and, if the call asks for them, the READMEs above it with their blocks.
fn folder_of(
    records: &[(String, ResultsFile)],
    arguments: &ReportArguments,
    desk: &Desk,
) -> Result<Vec<Drawn>> {
    let out = &arguments.out;
    let above = out.parent().unwrap_or(Path::new(""));
    let mut cases = records.iter().filter_map(|(_, result)| result.run()).flat_map(|run| &run.cases);
    let has_sources = cases.any(|case| above.join(&case.path).is_file());
    let mut drawn = draw(records, out, &Links::from_results(has_sources), desk)?;
    let results = out.file_name().unwrap_or_default().to_string_lossy();
    let texts = if arguments.texts { texts(above, desk) } else { Vec::new() };
    drawn.extend(texts.into_iter().filter_map(|(folders, path)| {
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let links = Links::from_below(folders, &results);
        let shown = shown(records, folder.as_deref(), &links, desk)?;
        let text = with_blocks(&fs::read_to_string(&path).ok()?, &shown)?;
        Some((path, text))
    }));
    Ok(drawn)
}

/// The texts that may have a place for what is drawn, each with how many folders it is below `above`.
fn texts(above: &Path, desk: &Desk) -> Vec<(usize, PathBuf)> {
    let of = |text: &str| match text.split_once("*/") {
        Some((folder, file)) => {
            let folders = fs::read_dir(above.join(folder)).into_iter().flatten().flatten();
            folders.map(|folder| folder.path().join(file)).collect()
        }
        None => vec![above.join(text)],
    };
    let depth = |text: &str| text.matches('/').count();
    let all = ["README.md"].iter().chain(desk.texts);
    let mut texts: Vec<(usize, PathBuf)> =
        all.flat_map(|text| of(text).into_iter().map(|path| (depth(text), path))).collect();
    texts.sort();
    texts
}
