//! Files that are drawn: what stands in a place that a text has for it, and whether files are as they would be drawn.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use measure::save_file;

use crate::terminal::program::{AS_EXPECTED, NOT_AS_EXPECTED, print, say};

/// A file that is drawn, and its text.
pub type Drawn = (PathBuf, String);

/// A text with this block between `<!-- NAME -->` and `<!-- /NAME -->`; `None` if it has no place for one.
pub fn with_block(text: &str, name: &str, block: impl FnOnce() -> String) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let (head, rest) = text.split_once(&begin)?;
    let (_, tail) = rest.split_once(&end)?;
    Some(format!("{head}{begin}\n{}{end}{tail}", block()))
}

/// Writes what was drawn and prints where it is or, for `check`, writes nothing and says which files differ from it.
/// Returns the exit status.
///
/// # Errors
/// If a file can't be written.
pub fn write_or_check(drawn: &[Drawn], check: bool) -> Result<u8> {
    if check {
        let differs =
            drawn.iter().filter(|(path, text)| fs::read(path).ok().as_deref() != Some(text.as_bytes()));
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
    for (path, text) in drawn {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        save_file(path, text.as_bytes())?;
    }
    print(&drawn.iter().map(|(path, _)| format!("{}\n", path.display())).collect::<String>())?;
    Ok(AS_EXPECTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_takes_the_place_of_the_one_before() {
        let drawn = with_block("a\n<!-- x -->\nold\n<!-- /x -->\nb", "x", || "new\n".to_owned());
        assert_eq!(drawn.as_deref(), Some("a\n<!-- x -->\nnew\n<!-- /x -->\nb"));
        assert_eq!(with_block("<!-- x --> and no end", "x", String::new), None);
    }
}
