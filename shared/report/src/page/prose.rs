//! The comment above a demo as HTML: paragraphs, code, emphasis and links, which is all that they use.

/// The HTML. Nothing of the comment gets through as a tag.
pub(super) fn html(comment: &str) -> String {
    let paragraphs = comment.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>", inline(paragraph))).collect()
}

fn inline(mut rest: &str) -> String {
    let mut html = String::new();
    while let Some(at) = rest.find(['`', '<', '*']) {
        html.push_str(&escape(&rest[..at]));
        let (mark, tail) = rest[at..].split_at(1);
        let end = if mark == "<" { ">" } else { mark };
        let (text, left) = tail.split_once(end).unwrap_or(("", ""));
        let shown = escape(text);
        match mark {
            "`" if !text.is_empty() => html.push_str(&format!("<code>{shown}</code>")),
            "*" if is_word(text) => html.push_str(&format!("<em>{shown}</em>")),
            "<" if text.starts_with("https://") && !text.contains(char::is_whitespace) => {
                let link = format!(r#"<a href="{shown}" rel="noreferrer">{shown}</a>"#);
                html.push_str(&link);
            }
            _ => {
                html.push_str(&escape(mark));
                rest = tail;
                continue;
            }
        }
        rest = left;
    }
    html + &escape(rest)
}

/// Whether a text between two stars is meant to be stressed.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn code_links_and_paragraphs_are_what_they_mean() {
        assert_eq!(
            html("Drop `a<T>`:\nit *detaches*.\n\nSee <https://a.b/c?d&e>."),
            "<p>Drop <code>a&lt;T&gt;</code>:\nit <em>detaches</em>.</p><p>See \
             <a href=\"https://a.b/c?d&amp;e\" rel=\"noreferrer\">https://a.b/c?d&amp;e</a>.</p>"
        );
    }

    #[test]
    fn nothing_else_is_a_tag() {
        for text in
            ["<script>alert(1)</script>", "<javascript:alert(1)>", "<https://a b>", "a `b", "2 * 3 * 4", "<"]
        {
            let html = html(text);
            let tags =
                html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).expect("a paragraph");
            assert!(!tags.contains('<'), "{html}");
        }
    }
}
