//! `report`: draws tables, pictures and the page from the files of runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use measure::save_file;
use report::{
    folder::{draw, shown, with_blocks},
    links::Links,
    post,
    results_file::{ResultsFile, results_file},
};

use crate::command::{
    arguments::ReportArguments,
    exit_status::{AS_EXPECTED, NOT_AS_EXPECTED},
    output::{print, say},
};

pub(crate) fn report(arguments: &ReportArguments) -> Result<u8> {
    let mut records = Vec::new();
    for path in &arguments.files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        records.push((name, results_file(path)?));
    }
    let drawn = match arguments.format.as_slice() {
        [] => folder_of(&records, &arguments.out)?,
        formats => post::files(&records, formats, &arguments.out)?,
    };

    if arguments.check {
        let differs = drawn.iter().filter(|(path, contents)| fs::read(path).ok().as_ref() != Some(contents));
        let differing: Vec<String> = differs.map(|(path, _)| path.display().to_string()).collect();
        if differing.is_empty() {
            return Ok(AS_EXPECTED);
        }
        say(&format!(
            "These files differ from what would be drawn; run report without --check: {}.",
            differing.join(", ")
        ));
        return Ok(NOT_AS_EXPECTED);
    }
    for (path, contents) in &drawn {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        save_file(path, contents)?;
    }
    print(&drawn.iter().map(|(path, _)| format!("{}\n", path.display())).collect::<String>())?;
    Ok(AS_EXPECTED)
}

/// The folder that is drawn from the results, and the READMEs above it with their blocks.
fn folder_of(records: &[(String, ResultsFile)], out: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let above = out.parent().unwrap_or(Path::new(""));
    let has_sources = above.join("demos").is_dir();
    let mut drawn = draw(records, out, &Links::from_results(has_sources))?;
    let results = out.file_name().unwrap_or_default().to_string_lossy();
    drawn.extend(readmes(above).into_iter().filter_map(|(folders, path)| {
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let links = Links::from_below(folders, &results);
        let shown = shown(records, folder.as_deref(), &links)?;
        let text = with_blocks(&fs::read_to_string(&path).ok()?, &shown)?;
        Some((path, text))
    }));
    Ok(drawn.into_iter().map(|(path, text)| (path, text.into_bytes())).collect())
}

/// The READMEs, and the page on force, that may contain blocks drawn from a run, each with how many folders it is
/// below `above`.
fn readmes(above: &Path) -> Vec<(usize, PathBuf)> {
    let demos = fs::read_dir(above.join("demos")).into_iter().flatten().flatten();
    let mut readmes: Vec<(usize, PathBuf)> = demos.map(|demo| (2, demo.path().join("README.md"))).collect();
    let folders = ["demos", "benches", "shared"].map(|folder| (1, above.join(folder).join("README.md")));
    readmes.extend(folders);
    readmes.push((1, above.join("demos").join("ending-what-does-not-look.md")));
    readmes.push((0, above.join("README.md")));
    readmes.sort();
    readmes
}
