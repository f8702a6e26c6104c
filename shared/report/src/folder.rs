//! The folder that is drawn from runs: its files and their texts.

use std::path::{Path, PathBuf};

use measure::Run;

use crate::{
    guide, markdown,
    page::{self, PageError},
    pairs,
    pictures::{self, Picture},
    results_file::{ResultsFile, stem},
};

/// The blocks that a README may have a place for, between `<!-- NAME -->` and `<!-- /NAME -->`.
const BLOCKS: [Block; 4] = [
    ("matrix", markdown::block),
    ("pairs", pairs::markdown),
    ("guide", guide::long),
    ("guide in short", guide::short),
];

/// A block's name, and what draws it.
type Block = (&'static str, fn(&Run) -> String);

/// A file that is drawn, and its text.
pub type Drawn = (PathBuf, String);

/// Everything that is drawn from these files, each with the name of its file, into `folder`.
///
/// # Errors
/// See [`PageError`].
pub fn draw(results: &[(String, ResultsFile)], folder: &Path) -> Result<Vec<Drawn>, PageError> {
    let mut drawn = Vec::new();
    let mut readme = String::from(HEAD);
    for (file, result) in results {
        let name = stem(file);
        let pictures = match result {
            ResultsFile::Run(run) => pictures::of_run(run),
            ResultsFile::Sweep(sweep) => vec![pictures::of_sweep(sweep)],
        };
        let pictures: Vec<Picture> = pictures.into_iter().map(|picture| picture.within(&name)).collect();
        readme.push_str(&match result {
            ResultsFile::Run(run) => markdown::page(run, file, &pictures),
            ResultsFile::Sweep(sweep) => markdown::sweep_page(sweep.sweep, file, &pictures),
        });
        drawn.extend(pictures.into_iter().map(|picture| (folder.join(&picture.file), picture.svg())));
    }
    drawn.push((folder.join("README.md"), readme));
    drawn.push((folder.join("index.html"), page::draw(results)?));
    Ok(drawn)
}

/// The first of the results that is a run: the one that the READMEs show.
#[must_use]
pub fn shown(results: &[(String, ResultsFile)]) -> Option<&Run> {
    results.iter().find_map(|(_, result)| match result {
        ResultsFile::Run(run) => Some(&**run),
        ResultsFile::Sweep(_) => None,
    })
}

/// A README with this run's blocks in it; `None` if it has no place for one.
#[must_use]
pub fn with_blocks(readme: &str, run: &Run) -> Option<String> {
    BLOCKS.iter().fold(None, |drawn, (name, block)| {
        let readme = drawn.as_deref().unwrap_or(readme);
        with_block(readme, name, &block(run)).or_else(|| drawn.clone())
    })
}

fn with_block(readme: &str, name: &str, text: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let (head, rest) = readme.split_once(&begin)?;
    let (_, tail) = rest.split_once(&end)?;
    Some(format!("{head}{begin}\n{text}{end}{tail}"))
}

const HEAD: &str = "# Results\n\n\
Runs as they were measured, and what is drawn from them by `still-standing report`: nothing here is\n\
written by hand. The JSON files are the record. [`index.html`](index.html) holds all of it as one page to\n\
filter, sort and set side by side: download it, and open it in a browser. It asks no network for anything.\n\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_takes_the_place_of_the_one_before() {
        let drawn = with_block("a\n<!-- x -->\nold\n<!-- /x -->\nb", "x", "new\n");
        assert_eq!(drawn.as_deref(), Some("a\n<!-- x -->\nnew\n<!-- /x -->\nb"));
        assert_eq!(with_block("<!-- x --> and no end", "x", "new"), None);
    }
}
