//! The source lines of a case.

use std::fmt;

/// The lines of an item, where the compiler says that they stand. The attributes of the crate `still-standing` make
/// them, so that what is shown is the item that is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// The file's path, from the root of its workspace.
    pub path: &'static str,
    /// The line of that file at which the item begins, from 1 on: that of its doc comment, if it has one.
    pub line: u32,
    /// The text of its doc comment.
    pub comment: &'static str,
    /// The lines below the comment.
    pub code: &'static str,
    /// The folder of the package that holds it, on the machine that compiled it.
    pub folder: &'static str,
}

impl Lines {
    /// No lines.
    pub const NONE: Self = Self { path: "", line: 0, comment: "", code: "", folder: "" };
}

/// The source lines of a case, as they are in its demo's file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The file's path in the repository.
    pub path: String,
    /// The line of that file at which it begins, from 1 on: that of its comment. 0 if nothing is shown.
    pub line: u32,
    /// The text of the comment, without its slashes or quotes.
    pub comment: String,
    /// The lines below the comment.
    pub code: String,
    /// How the comment is written.
    pub style: Comment,
}

/// How a comment is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Comment {
    /// Rust's documentation: `///` before each line.
    #[default]
    Documentation,
    /// `//` before each line, as C, C++, Go, Java and JavaScript have it.
    Slashes,
    /// Python's docstring, whose closing quotes are on a line of their own.
    Docstring,
}

const QUOTES: &str = "\"\"\"";

impl Comment {
    /// What it begins with.
    #[must_use]
    pub const fn marker(self) -> &'static str {
        match self {
            Self::Documentation => "///",
            Self::Slashes => "//",
            Self::Docstring => QUOTES,
        }
    }

    /// The comment at the beginning of a file, and what follows the blank line below it.
    fn split(self, file: &str) -> (String, &str) {
        let end = match self {
            Self::Docstring => format!("\n{QUOTES}\n\n"),
            Self::Documentation | Self::Slashes => "\n\n".to_owned(),
        };
        let Some((comment, code)) = file.split_once(&end).filter(|_| file.starts_with(self.marker())) else {
            return (String::new(), file);
        };
        let lines = comment.lines().map(|line| match self {
            Self::Docstring => line.strip_prefix(QUOTES).unwrap_or(line),
            Self::Documentation | Self::Slashes => line.trim_start_matches(self.marker()).trim_start(),
        });
        (lines.collect::<Vec<_>>().join("\n"), code)
    }

    /// The comment as it is in its file, with what stands between it and the code.
    fn written(self, text: &str) -> String {
        let line = |line: &str| format!("{}\n", format!("{} {line}", self.marker()).trim_end());
        let lines: String = text.lines().map(line).collect();
        match self {
            Self::Documentation => lines,
            Self::Slashes => lines + "\n",
            Self::Docstring => format!("{QUOTES}{text}\n{QUOTES}\n\n"),
        }
    }
}

impl Source {
    /// An item, and below it the workers that it starts, because what they do is half of the story.
    pub(crate) fn of_lines(lines: Lines, workers: impl Iterator<Item = Lines>) -> Self {
        let one = |Lines { path, line, comment, code, .. }: Lines| Self {
            path: path.to_owned(),
            line,
            comment: comment.to_owned(),
            code: code.to_owned(),
            style: Comment::Documentation,
        };
        let mut source = one(lines);
        source.code.extend(workers.map(|worker| format!("\n\n{}", one(worker))));
        source
    }

    /// A whole file: the comment at its beginning, a blank line, and the code.
    pub(crate) fn of_script(path: &str, file: &str, style: Comment) -> Self {
        let (comment, code) = style.split(file);
        Self { path: path.to_owned(), line: 1, comment, code: code.trim_end().to_owned(), style }
    }
}

impl fmt::Display for Source {
    /// Writes the lines as they are in the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.style.written(&self.comment))?;
        f.write_str(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKS: Lines =
        Lines { path: "a.rs", line: 7, comment: "A.\n\nSee elsewhere.", code: "fn asks() {\n}", folder: "" };

    #[test]
    fn a_source_is_written_as_it_is_in_the_file() {
        let source = Source::of_lines(ASKS, std::iter::empty());
        assert_eq!(source.to_string(), "/// A.\n///\n/// See elsewhere.\nfn asks() {\n}");
    }

    #[test]
    fn a_worker_stands_below_the_function_that_starts_it() {
        let works = Lines { comment: "B.", code: "fn works() {\n}", ..ASKS };
        let source = Source::of_lines(ASKS, [works].into_iter());
        assert_eq!(source.code, "fn asks() {\n}\n\n/// B.\nfn works() {\n}");
    }

    #[test]
    fn a_script_is_its_comment_and_the_code_below_it() {
        let file = "\"\"\"It `stands`.\n\nSee elsewhere.\n\"\"\"\n\nimport time\n\nstand()\n";
        let source = Source::of_script("a.py", file, Comment::Docstring);
        assert_eq!(source.comment, "It `stands`.\n\nSee elsewhere.");
        assert_eq!(source.code, "import time\n\nstand()");
        assert_eq!(source.to_string(), file.trim_end());
        let file = "// It `stands`.\n//\n// See elsewhere.\n\n#include <time.h>\n\nint main(void) {}\n";
        let source = Source::of_script("a.c", file, Comment::Slashes);
        assert_eq!(source.comment, "It `stands`.\n\nSee elsewhere.");
        assert_eq!(source.to_string(), file.trim_end());
    }

    #[test]
    fn a_script_without_a_comment_is_all_code() {
        for style in [Comment::Slashes, Comment::Docstring] {
            let source = Source::of_script("a", "run()\n\nwalk()\n", style);
            assert_eq!((source.comment.as_str(), source.code.as_str()), ("", "run()\n\nwalk()"));
        }
    }
}
