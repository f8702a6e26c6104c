//! The lines of an item, where the compiler says that they stand.

use std::fs;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// An expression that makes the `Lines` of an item with these attributes. The attribute that asks for them is not
/// among the lines. They are empty where a compiler's stand-in, such as an editor's, knows no file.
pub(crate) fn of(attributes: &[Attribute], item: &impl ToTokens) -> TokenStream {
    let docs: Vec<(Span, String)> =
        attributes.iter().filter_map(|it| Some((it.pound_token.span, doc(it)?))).collect();
    // The documentation stands above everything else of the item.
    let tokens: Vec<TokenTree> = item.to_token_stream().into_iter().skip(2 * docs.len()).collect();
    let (first, last) = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => (first.span(), last.span()),
        _ => (Span::call_site(), Span::call_site()),
    };
    let begins = docs.first().map_or(first, |(span, _)| *span).unwrap().line();
    let comment = comment(&docs.into_iter().map(|(_, text)| text).collect::<Vec<_>>());
    // The compiler's own spans know their places; proc-macro2's need one of its features for that.
    let (first, last) = (first.unwrap(), last.unwrap());
    let file = first.local_file().and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    let code = cut(&file, first.line(), first.column() - 1, last.end().line());
    let (path, line) = if code.is_empty() { (String::new(), 0) } else { (first.file(), begins) };
    let line = u32::try_from(line).unwrap_or_default();
    quote! {
        ::still_standing::Lines {
            path: #path,
            line: #line,
            comment: #comment,
            code: #code,
            folder: env!("CARGO_MANIFEST_DIR"),
        }
    }
}

/// The text of `/// …`, which the compiler hands over as `#[doc = " …"]`.
fn doc(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// The lines of a comment, each without the space behind its slashes.
fn comment(docs: &[String]) -> String {
    let lines: Vec<&str> = docs.iter().flat_map(|text| text.split('\n')).collect();
    lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The lines from `first` to `last`, both counted from 1, without the columns that indent the first of them.
fn cut(file: &str, first: usize, indent: usize, last: usize) -> String {
    let lines = file.lines().take(last).skip(first.saturating_sub(1));
    let dedented = lines.map(|line| {
        let (margin, text) = line.split_at_checked(indent).unwrap_or(("", line.trim_start()));
        if margin.trim().is_empty() { text } else { line }
    });
    dedented.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_where_they_stand() {
        let file = "mod a {\n    /// It.\n    fn one() {\n        two();\n\n    }\n}\n";
        assert_eq!(cut(file, 3, 4, 6), "fn one() {\n    two();\n\n}");
        assert_eq!(cut(file, 1, 0, 1), "mod a {");
        assert_eq!(cut("", 3, 4, 6), "");
    }

    #[test]
    fn a_comment_is_written_as_its_author_wrote_it() {
        let docs = [" It `stops`.", "", "  - so", "/**\n a block"].map(str::to_owned);
        assert_eq!(comment(&docs), "It `stops`.\n\n - so\n/**\na block");
    }
}
