//! The text of a source file at a place: the call that is awaited, and the function that it is in.

use std::{
    collections::HashMap,
    fs,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

type Files = Mutex<HashMap<String, Option<Arc<str>>>>;

/// A file's text, which is read once.
pub(crate) fn text(file: &str) -> Option<Arc<str>> {
    static FILES: OnceLock<Files> = OnceLock::new();
    let mut files = FILES.get_or_init(Files::default).lock().unwrap_or_else(PoisonError::into_inner);
    let read = || fs::read_to_string(file).ok().map(Arc::from);
    files.entry(file.to_owned()).or_insert_with(read).clone()
}

/// Whether an `await` stands there, or a macro that awaits: `select!`, `join!`.
pub(crate) fn is_await(text: &str, line: u32, column: u32) -> bool {
    let here = (line as usize).checked_sub(1).and_then(|at| text.lines().nth(at));
    let Some(rest) = here.and_then(|here| here.get((column as usize).saturating_sub(1)..)) else {
        return false;
    };
    let is_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    rest.starts_with("await") || rest.trim_start_matches(is_path).starts_with('!')
}

/// What is awaited at this line and column, up to the `.await`.
///
/// A chain of calls that is broken into lines is put together.
pub(crate) fn awaited(text: &str, line: u32, column: u32) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = (line as usize).checked_sub(1)?;
    let here = lines.get(at)?;
    let column = (column as usize).saturating_sub(1);
    let ends_here = here.get(column..).is_some_and(|rest| rest.starts_with("await"));
    let last = if ends_here { &here[..column + "await".len()] } else { here };
    let continues = |line: &&&str| line.trim_start().starts_with(['.', ')', '}', '?']);
    let first = at - lines[..=at].iter().rev().take_while(continues).count().min(at);
    let before = lines[first..at].iter().map(|line| line.trim());
    Some(before.chain([last.trim()]).collect::<Vec<_>>().concat())
}

/// The name of what is called last in what is awaited: `read_exact` of `socket.read_exact(&mut head).await`.
pub(crate) fn called(awaited: &str) -> Option<&str> {
    let mut text = awaited.strip_suffix(".await").unwrap_or(awaited).trim_end_matches(['{', ' ']);
    if text.ends_with(')') {
        let mut depth = 0;
        let opening = text.char_indices().rev().find(|(_, letter)| {
            depth += i32::from(*letter == ')') - i32::from(*letter == '(');
            depth == 0
        });
        text = &text[..opening?.0];
    }
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '!';
    let begin = text.rfind(|letter| !is_name(letter)).map_or(0, |at| at + 1);
    Some(&text[begin..]).filter(|name| !name.is_empty())
}

/// The name of the function that a line is in: the nearest above that is indented less.
pub(crate) fn function(text: &str, line: u32) -> Option<&str> {
    let lines: Vec<&str> = text.lines().take(line as usize).collect();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let here = lines.last()?;
    let named =
        |line: &&str| -> Option<usize> { line.find("fn ").filter(|_| !line.trim_start().starts_with("//")) };
    let found = lines
        .iter()
        .rev()
        .find(|line| named(line).is_some() && (*line == here || depth(line) < depth(here)))?;
    let name = &found[named(found)? + "fn ".len()..];
    name.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
}

#[cfg(test)]
mod tests {
    use super::{awaited, called, function, is_await};

    const TEXT: &str = "async fn read_frame(from: &mut Stream) -> Frame {
    let head = from.read_exact(&mut head).await?;
    // fn of a comment
    from.body(
        of(head),
    )
    .await
}
fn one() { two().await }
";

    #[test]
    fn what_is_awaited_is_named() {
        for (line, column, said, name) in [
            (2, 43, "let head = from.read_exact(&mut head).await", "read_exact"),
            (9, 18, "fn one() { two().await", "two"),
        ] {
            let awaited = awaited(TEXT, line, column).expect("it is there");
            assert_eq!(awaited, said);
            assert_eq!(called(&awaited), Some(name));
        }
        assert_eq!(called("select! {"), Some("select!"));
        assert_eq!(called("tokio::join!(a, b)"), Some("join!"));
        assert_eq!(called("(&mut handle).await"), None);
        assert_eq!(called("handle.await"), Some("handle"));
        assert_eq!(awaited(TEXT, 99, 1), None);
        assert_eq!(awaited(TEXT, 0, 0), None);
    }

    #[test]
    fn an_await_is_told_from_the_body_of_a_future() {
        let text = "x.await;\n  tokio::select! {\n  waker.wake();\n";
        for (line, column, is) in [(1, 3, true), (1, 1, false), (2, 3, true), (3, 3, false), (9, 1, false)] {
            assert_eq!(is_await(text, line, column), is, "{line}:{column}");
        }
    }

    #[test]
    fn a_function_is_found_above_its_line() {
        for (line, name) in [(2, "read_frame"), (7, "read_frame"), (9, "one"), (1, "read_frame")] {
            assert_eq!(function(TEXT, line), Some(name), "line {line}");
        }
    }
}
