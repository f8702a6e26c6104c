//! What is drawn from results: a folder with all of it, the blocks of READMEs, and single pictures and tables for a post.

use std::path::Path;

use measure::Run;

use crate::{
    cases, csv,
    desk::{Block, Desk, Shown, surprises},
    draw::Picture,
    drawn::{Drawn, with_block},
    facts, grid,
    links::{CASES, Links},
    markdown,
    page::{self, PageError},
    pairs, pictures,
    precision::resolution,
    results_file::{ResultsFile, stem},
};

/// The blocks that a README may have a place for, between `<!-- NAME -->` and `<!-- /NAME -->`.
const BLOCKS: [Block; 9] = [
    ("matrix", |shown| markdown::block(shown.run, shown.links)),
    ("grid", grid),
    ("picture of the grid", |shown| picture(shown, &format!("grid-{}.svg", runtime(shown)))),
    ("measured on", |shown| markdown::measured_on(shown.run) + "\n"),
    ("pairs", |shown| pairs::markdown(shown.run)),
    ("story", |shown| picture(shown, "story.svg")),
    ("surprises", |shown| surprises::markdown(shown.desk.surprises, shown.run, shown.links)),
    ("cases", cases),
    ("resolution", |shown| resolution(shown.run) + "\n"),
];

/// The runtime that a README is about; of one that is about none, the first that stands alone, or the first of the run.
fn runtime<'a>(shown: &Shown<'a>) -> &'a str {
    let is_played = |runtime: &&str| shown.run.cases.iter().any(|case| case.runtime == *runtime);
    let alone = shown.desk.alone.first().copied();
    let first = shown.run.cases.first().map(|case| case.runtime.as_str());
    shown.runtime.filter(is_played).or(alone.filter(is_played)).or(first).unwrap_or_default()
}

/// The grid of the README's runtime.
fn grid(shown: &Shown) -> String {
    grid::markdown(shown.run, runtime(shown), shown.links)
}

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
    let first = results.iter().find_map(|(file, result)| Some((file, result.run()?)));
    let mut drawn = Vec::new();
    let mut draw = |pictures: Vec<Picture>, name: &str| -> Vec<Picture> {
        let pictures: Vec<Picture> = pictures.into_iter().map(|picture| picture.within(name)).collect();
        drawn.extend(pictures.iter().map(|picture| (folder.join(&picture.file), picture.svg())));
        pictures
    };
    let mut readme = first.map_or_else(String::new, |(_, run)| head(run, desk));
    for (file, result) in results {
        readme.push_str(&match (result, first) {
            // A run that is there to be compared with has no pictures of its own.
            (ResultsFile::Run(run), Some((other, first))) if other != file => {
                markdown::further(run, file, first)
            }
            (ResultsFile::Run(run), _) => {
                markdown::page(run, file, &draw(pictures::of_run(run, desk), &stem(file)), links)
            }
            (ResultsFile::Sweep(sweep), _) => {
                markdown::sweep_page(sweep, file, &draw(pictures::of_sweep(sweep), &stem(file)), links)
            }
        });
    }
    if let Some((file, run)) = first {
        for (runtime, run) in desk.alone.iter().filter_map(|runtime| Some((*runtime, alone(run, runtime)?))) {
            draw(pictures::of_run(&run, desk), runtime);
        }
        drawn.push((folder.join(CASES), cases::markdown(run, file, links)));
    }
    drawn.push((folder.join("README.md"), format!("# Results\n\n{}\n", readme.trim_end())));
    drawn.push((folder.join("index.html"), page::draw(results, links, desk)?));
    Ok(drawn)
}

/// A run with the cases of one runtime; `None` if it has none.
pub fn alone(run: &Run, runtime: &str) -> Option<Run> {
    let cases: Vec<_> = run.cases.iter().filter(|case| case.runtime == runtime).cloned().collect();
    (!cases.is_empty()).then(|| Run { cases, ..run.clone() })
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

/// What the folder holds, and how to make pictures of one's own.
fn head(run: &Run, desk: &Desk) -> String {
    let runtime = desk.alone.first().copied().or(grid::runtimes(run).first().copied()).unwrap_or_default();
    format!(
        "Runs as they were measured: the JSON files are the record. All else here is drawn from them by `still-standing \
         report`, and nothing is written by hand.\n\n\
         - [`{CASES}`]({CASES}) has every case: its sentence, its verdict, its figures, its command, its source.\n\
         - `index.html` is all of it as one page, to play, to filter and to set side by side. Open it in a browser; it asks no \
         network for anything.\n\
         - For pictures of your own, run `{}`, and then\n  `{}`. Where a picture has to be in pixels,\n  `rsvg-convert --zoom 2 pictures/NAME.svg --output NAME.png` makes it so.\n\n",
        facts::call_with(run, None, &format!("{runtime}/ --out mine.json")),
        facts::call_with(run, None, "report mine.json --format svg --out pictures"),
    )
}

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
                    let links = Links::NOWHERE;
                    let text = match result {
                        ResultsFile::Run(run) => {
                            markdown::page(run, file, &pictures, &links)
                                + "\n"
                                + &cases::markdown(run, file, &links)
                        }
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
