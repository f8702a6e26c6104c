//! Outlines: what can be read of a text that is too long to be kept.

use std::fmt::Write;

use report::pictures::Picture;

/// How many texts of a picture are kept from its beginning and from its end.
const KEPT: usize = 12;
/// How much of a line is kept.
const LINE: usize = 140;

/// Of each picture its size, how many marks of each kind it has, and its first and last texts.
pub(crate) fn of_pictures(pictures: &[Picture]) -> String {
    let mut outline = String::new();
    for picture in pictures {
        let (name, svg) = (&picture.file, picture.svg());
        let picture = roxmltree::Document::parse(&svg).expect("XML");
        let root = picture.root_element();
        let size = |side: &str| root.attribute(side).unwrap_or_default().to_owned();
        let count = |tag: &str| picture.descendants().filter(|node| node.has_tag_name(tag)).count();
        let _ = writeln!(
            outline,
            "{name}: {} × {} px, {} texts, {} paths, {} circles, {} bands and papers",
            size("width"),
            size("height"),
            count("text"),
            count("path"),
            count("circle"),
            count("rect")
        );
        let texts = picture.descendants().filter(|node| node.has_tag_name("text"));
        let texts: Vec<String> = texts
            .map(|node| {
                let at = |axis: &str| node.attribute(axis).unwrap_or_default().to_owned();
                format!("  {} {}: {}\n", at("x"), at("y"), node.text().unwrap_or_default())
            })
            .collect();
        let last = texts.len().saturating_sub(KEPT).max(KEPT.min(texts.len()));
        outline.extend(texts.iter().take(KEPT).cloned());
        outline.push_str("  …\n");
        outline.extend(texts[last..].iter().cloned());
        outline.push('\n');
    }
    outline
}

/// Of each section of a page how many lines it has, and the first of them.
pub(crate) fn of_page(page: &str) -> String {
    let mut outline = String::new();
    for section in page.split("\n#") {
        let lines: Vec<&str> = section.lines().collect();
        let _ = writeln!(outline, "{} lines:", lines.len());
        for line in lines.iter().filter(|line| !line.is_empty()).take(KEPT) {
            let kept: String = line.chars().take(LINE).collect();
            let cut = if kept.len() < line.len() { " …" } else { "" };
            let _ = writeln!(outline, "  {kept}{cut}");
        }
        outline.push('\n');
    }
    outline
}
