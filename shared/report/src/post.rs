//! What a post takes from results: the pictures and the tables, each in a file of its own.

use std::path::Path;

use crate::{
    csv,
    desk::Desk,
    drawn::Drawn,
    links::Links,
    markdown, pictures,
    results_file::{ResultsFile, stem},
};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The pictures, as they are.
    Svg,
    /// The tables and the findings as Markdown.
    Md,
    /// Every case as a row.
    Csv,
}

/// The files of these forms, each with its contents, in `folder`. Each of the results has a folder of its own there.
pub fn files(
    results: &[(String, ResultsFile)],
    formats: &[Format],
    folder: &Path,
    desk: &Desk,
) -> Vec<Drawn> {
    let mut files = Vec::new();
    for (file, result) in results {
        let name = stem(file);
        let pictures = pictures::of(result, desk);
        for format in formats {
            let path = |file: &str| folder.join(&name).join(file);
            match format {
                Format::Svg => {
                    files.extend(pictures.iter().map(|it| (path(&it.file), it.svg())));
                }
                Format::Md => {
                    let links = Links::from_results(false);
                    let text = match result {
                        ResultsFile::Run(run) => markdown::page(run, file, &pictures, &links),
                        ResultsFile::Sweep(sweep) => markdown::sweep_page(sweep, file, &pictures, &links),
                    };
                    files.push((path(&format!("{name}.md")), text));
                }
                Format::Csv => {
                    let text = match result {
                        ResultsFile::Run(run) => csv::of_run(run),
                        ResultsFile::Sweep(sweep) => csv::of_sweep(sweep),
                    };
                    files.push((path(&format!("{name}.csv")), text));
                }
            }
        }
    }
    files
}
