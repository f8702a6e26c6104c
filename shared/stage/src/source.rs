//! The source lines of a case.

use std::fmt;

/// The source lines of a case, as they are in its demo's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's path in the repository.
    pub path: String,
    /// The line of that file at which it begins, from 1 on: that of its comment. 0 if the file has no such name.
    pub line: u32,
    /// The text of the comment, without its slashes or quotes.
    pub comment: String,
    /// The lines below the comment.
    pub code: String,
}

const SLASHES: &str = "///";
/// What a docstring begins and ends with.
const QUOTES: &str = "\"\"\"";

impl Source {
    /// A function, or no lines if the file has none of that name. The workers that it starts follow below
    /// it, because what they do is half of the story.
    pub(crate) fn of_function(path: &str, file: &str, name: &str) -> Self {
        let function = |name: &str| Self::cut_out(path, file, &format!("fn {name}("), |line| line == "}");
        let mut source = function(name);
        let starts = source.code.split(".worker(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let workers: Vec<String> = starts.map(|(worker, _)| format!("\n\n{}", function(worker))).collect();
        source.code.push_str(&workers.concat());
        source
    }

    /// A constant, or no lines if the file has none of that name.
    pub(crate) fn of_constant(path: &str, file: &str, name: &str) -> Self {
        Self::cut_out(path, file, &format!("const {name}:"), |line| line.ends_with(';'))
    }

    /// Whether a file is a script: the Python files here begin with a docstring, and Rust files never do.
    pub(crate) fn is_script(file: &str) -> bool {
        file.starts_with(QUOTES)
    }

    /// A whole Python file: its docstring, whose closing quotes are on a line of their own, a blank line,
    /// and the code.
    pub(crate) fn of_script(path: &str, file: &str) -> Self {
        let below = file.strip_prefix(QUOTES).unwrap_or(file);
        let (comment, code) = below.split_once(&format!("\n{QUOTES}\n\n")).unwrap_or(("", below));
        Self { path: path.to_owned(), line: 1, comment: comment.to_owned(), code: code.trim_end().to_owned() }
    }

    fn cut_out(path: &str, file: &str, head: &str, closes: impl Fn(&str) -> bool) -> Self {
        let lines: Vec<&str> = file.lines().collect();
        let Some(start) = lines.iter().position(|line| line.contains(head)) else {
            return Self { path: path.to_owned(), line: 0, comment: String::new(), code: String::new() };
        };
        let above = lines[..start].iter().rev();
        let above = above.take_while(|line| line.starts_with(SLASHES) || line.starts_with('#')).count();
        let below = lines[start..].iter().position(|line| closes(line));
        let last = below.map_or(lines.len() - 1, |below| start + below);
        let (comment, code): (Vec<&str>, Vec<&str>) =
            lines[start - above..=last].iter().partition(|line| line.starts_with(SLASHES));
        let comment: Vec<&str> =
            comment.iter().map(|line| line.trim_start_matches(SLASHES).trim_start()).collect();
        let line = u32::try_from(start - above + 1).unwrap_or_default();
        Self { path: path.to_owned(), line, comment: comment.join("\n"), code: code.join("\n") }
    }
}

impl fmt::Display for Source {
    /// Writes the lines as they are in the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.ends_with(".py") {
            return write!(f, "{QUOTES}{}\n{QUOTES}\n\n{}", self.comment, self.code);
        }
        for line in self.comment.lines() {
            writeln!(f, "{}", format!("{SLASHES} {line}").trim_end())?;
        }
        f.write_str(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "//! A file.\n\n/// It `stops`.\n///\n/// See elsewhere.\n#[inline]\n\
        pub async fn awaiting(a: u8) {\n    a;\n}\n\n/// No.\npub const SPINNING: &str =\n    \"none\";\n";

    fn function(name: &str) -> Source {
        Source::of_function("a.rs", FILE, name)
    }

    #[test]
    fn a_source_is_one_function_and_its_comment() {
        let source = function("awaiting");
        assert_eq!(source.comment, "It `stops`.\n\nSee elsewhere.");
        assert_eq!(FILE.lines().nth(source.line as usize - 1), Some("/// It `stops`."));
        assert_eq!(source.code, "#[inline]\npub async fn awaiting(a: u8) {\n    a;\n}");
        assert!(FILE.contains(&source.to_string()), "{source}");
    }

    #[test]
    fn a_worker_stands_below_the_function_that_starts_it() {
        let file = "/// A.\nfn asks() {\n    stage.worker(\"works\");\n}\n\n/// B.\nfn works() {\n}\n";
        let source = Source::of_function("a.rs", file, "asks");
        assert_eq!(source.to_string(), file.trim_end());
    }

    #[test]
    fn a_script_is_its_docstring_and_the_code_below_it() {
        let file = "\"\"\"It `stands`.\n\nSee elsewhere.\n\"\"\"\n\nimport time\n\nstand()\n";
        assert!(Source::is_script(file) && !Source::is_script(FILE));
        let source = Source::of_script("a.py", file);
        assert_eq!(source.comment, "It `stands`.\n\nSee elsewhere.");
        assert_eq!(source.code, "import time\n\nstand()");
        assert_eq!(source.to_string(), file.trim_end());
    }

    #[test]
    fn a_constant_ends_with_its_value() {
        let source = Source::of_constant("a.rs", FILE, "SPINNING");
        assert_eq!(source.to_string(), "/// No.\npub const SPINNING: &str =\n    \"none\";");
    }

    #[test]
    fn a_name_that_is_not_there_has_no_lines() {
        assert_eq!(function("await").to_string(), "");
    }
}
