//! Prose as HTML: paragraphs, code, emphasis and links, which is all that the comments above the demos use.

/// The HTML. No text of the comment becomes a tag.
pub(crate) fn html(comment: &str) -> String {
    let paragraphs = comment.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>", inline(paragraph))).collect()
}

/// The HTML of a text without paragraphs.
pub(crate) fn inline(mut rest: &str) -> String {
    let mut html = String::new();
    while let Some(at) = rest.find(['`', '<', '*']) {
        html.push_str(&plain(&rest[..at]));
        let (mark, tail) = rest[at..].split_at(1);
        let end = if mark == "<" { ">" } else { mark };
        let (text, left) = tail.split_once(end).unwrap_or(("", ""));
        let shown = escape(text);
        match mark {
            "`" if !text.is_empty() => html.push_str(&format!("<code>{shown}</code>")),
            "*" if is_word(text) => html.push_str(&format!("<em>{shown}</em>")),
            "<" if text.starts_with("https://") && !text.contains(char::is_whitespace) => {
                html.push_str(&link(text));
            }
            _ => {
                html.push_str(&escape(mark));
                rest = tail;
                continue;
            }
        }
        rest = left;
    }
    html + &plain(rest)
}

/// Text without marks, in which an address may stand bare, as in a docstring.
fn plain(text: &str) -> String {
    let Some(at) = text.find("https://") else { return escape(text) };
    let (before, rest) = text.split_at(at);
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', ')']);
    format!("{}{}{}", escape(before), link(address), plain(&rest[address.len()..]))
}

fn link(address: &str) -> String {
    let shown = escape(address);
    format!(r#"<a href="{shown}" rel="noreferrer">{shown}</a>"#)
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
    fn a_bare_address_is_a_link_without_the_full_stop_behind_it() {
        let link = |address: &str| format!("<a href=\"{address}\" rel=\"noreferrer\">{address}</a>");
        let (one, two) = (link("https://a.b/c#d"), link("https://e.f"));
        assert_eq!(html("See https://a.b/c#d.\nhttps://e.f"), format!("<p>See {one}.\n{two}</p>"));
    }

    #[test]
    fn nothing_else_is_a_tag() {
        for text in
            ["<script>alert(1)</script>", "<javascript:alert(1)>", "<http://a.b>", "a `b", "2 * 3 * 4", "<"]
        {
            let html = html(text);
            let tags =
                html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).expect("a paragraph");
            assert!(!tags.contains('<'), "{html}");
        }
    }
}
