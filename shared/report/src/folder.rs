//! What is drawn from results: a folder with all of it, the blocks of READMEs, and single pictures and tables for a post.

use std::path::Path;

use crate::{
    crowd, csv,
    desk::{Block, Desk, Shown, surprises},
    draw::Picture,
    drawn::{Drawn, with_block},
    facts,
    links::Links,
    markdown,
    page::{self, PageError},
    pairs, pictures,
    precision::resolution,
    results_file::{ResultsFile, stem},
};

/// The blocks that a README may have a place for, between `<!-- NAME -->` and `<!-- /NAME -->`.
const BLOCKS: [Block; 8] = [
    ("matrix", |shown| markdown::block(shown.run)),
    ("measured on", |shown| markdown::measured_on(shown.run) + "\n"),
    ("pairs", |shown| pairs::markdown(shown.run)),
    ("story", |shown| picture(shown, "story.svg")),
    ("surprises", |shown| surprises::markdown(shown.desk.surprises, shown.run, shown.links)),
    ("cases", cases),
    ("resolution", |shown| resolution(shown.run) + "\n"),
    ("crowd", |shown| crowd::markdown(&shown.sweeps, shown.links)),
];

/// The cases of the README's runtime.
fn cases(shown: &Shown) -> String {
    let runtime = shown.runtime.unwrap_or_default();
    markdown::cases_of(shown.run, runtime, shown.links)
}

/// One of the run's pictures as Markdown, if it has that one.
pub fn picture(shown: &Shown, file: &str) -> String {
    let pictures = pictures::of_run(shown.run, shown.desk);
    let picture = pictures.iter().find(|picture| picture.file == file);
    picture.map_or_else(String::new, |picture| {
        let file = shown.links.results(&format!("{}/{}", shown.folder, picture.file));
        format!("![{}]({file})\n", picture.title())
    })
}

/// Everything that is drawn from these files, each with the name of its file, into `folder`, from which the
/// links lead.
///
/// # Errors
/// See [`PageError`].
pub fn draw(
    results: &[(String, ResultsFile)],
    folder: &Path,
    links: &Links,
    desk: &Desk,
) -> Result<Vec<Drawn>, PageError> {
    let mut drawn = Vec::new();
    let mut readme = String::from(HEAD);
    for (file, result) in results {
        let name = stem(file);
        let pictures: Vec<Picture> =
            pictures::of(result, desk).into_iter().map(|picture| picture.within(&name)).collect();
        readme.push_str(&match result {
            ResultsFile::Run(run) => markdown::page(run, file, &pictures, links),
            ResultsFile::Sweep(sweep) => markdown::sweep_page(sweep, file, &pictures, links),
        });
        drawn.extend(pictures.into_iter().map(|picture| (folder.join(&picture.file), picture.svg())));
    }
    drawn.push((folder.join("README.md"), readme));
    drawn.push((folder.join("index.html"), page::draw(results, desk)?));
    Ok(drawn)
}

/// The first of the results that is a run: the one that a README of this runtime shows, from which these links lead.
pub fn shown<'a>(
    results: &'a [(String, ResultsFile)],
    runtime: Option<&'a str>,
    links: &'a Links,
    desk: &'a Desk,
) -> Option<Shown<'a>> {
    let sweeps = results.iter().filter_map(|(_, result)| result.sweep()).collect();
    let (file, run) = results.iter().find_map(|(file, result)| Some((file, result.run()?)))?;
    Some(Shown { run, sweeps, folder: stem(file), runtime, links, desk })
}

/// A README with this run's blocks in it; `None` if it has no place for one.
pub fn with_blocks(readme: &str, shown: &Shown) -> Option<String> {
    let unusable = markdown::paragraph(facts::unusable(shown.run));
    BLOCKS.iter().chain(shown.desk.blocks).fold(None, |drawn, (name, block)| {
        let readme = drawn.as_deref().unwrap_or(readme);
        with_block(readme, name, || unusable.clone() + &block(shown)).or(drawn)
    })
}

const HEAD: &str = "# Results\n\n\
Runs as they were measured, and what is drawn from them by `still-standing report`: nothing here is\n\
written by hand. The JSON files are the record. [`index.html`](index.html) holds all of it as one page to\n\
filter, sort and set side by side: download it, and open it in a browser. It asks no network for anything.\n\n";

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
pub fn files_alone(
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
