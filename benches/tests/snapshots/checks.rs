//! What is checked of every picture, and kept of a text that is too long to be kept whole: what a picture has to say in words,
//! to those who see it and to those who do not; and outlines.

use std::fmt::Write;

use report::draw::Picture;
use roxmltree::{Document, Node};

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

/// Asserts that a picture says what it is, how it is read, what it shows, and in which units.
pub(crate) fn assert_said(name: &str, svg: &str) {
    let picture = Document::parse(svg).unwrap_or_else(|error| panic!("{name}: {error}"));
    let root = picture.root_element();
    assert_eq!(root.attribute("role"), Some("img"), "{name}");
    let all = |tag: &str| -> Vec<Node> { root.descendants().filter(|node| node.has_tag_name(tag)).collect() };
    for (tag, attribute) in [("title", "aria-labelledby"), ("desc", "aria-describedby")] {
        let [said] = all(tag)[..] else { panic!("{name}: not one {tag}") };
        assert!(said.attribute("id").is_some_and(|id| !id.is_empty()), "{name}: a {tag} without an id");
        assert_eq!(root.attribute(attribute), said.attribute("id"), "{name}: {attribute}");
        assert!(said.text().is_some_and(|text| text.len() > 10), "{name}: {:?}", said.text());
    }
    let texts = all("text");
    let head: Vec<&str> =
        texts.iter().filter(|text| has_class(text, "head")).filter_map(Node::text).collect();
    assert_eq!(Some(head.join(" ").as_str()), all("title")[0].text(), "{name}: its title is not to be seen");
    assert_eq!(axes(name, &texts), axes_of(name, svg), "{name}: its axes");
}

/// Asserts that a picture says no time but the horizon, in what is seen, in its title and in its description. Its note
/// says how the run was made.
pub(crate) fn assert_has_no_time(svg: &str, horizon: &str) {
    let picture = Document::parse(svg).expect("XML");
    let said = picture
        .descendants()
        .filter(|node| ["text", "title", "desc"].iter().any(|tag| node.has_tag_name(*tag)));
    for text in
        said.filter(|node| !(has_class(node, "muted") && has_class(node, "small"))).filter_map(|it| it.text())
    {
        let words: Vec<&str> = text.split([' ', '\u{a0}']).collect();
        let times = words
            .windows(2)
            .filter(|pair| has_unit(&pair.join(" ")) && pair[0].ends_with(|it: char| it.is_ascii_digit()));
        let times: Vec<String> = times.map(|pair| pair.join(" ")).filter(|time| time != horizon).collect();
        assert!(times.is_empty(), "{times:?} in {text}");
    }
}

/// Asserts that each axis says its unit, at its ticks or in its label, and counts the axes.
fn axes(name: &str, texts: &[Node]) -> usize {
    let (mut ticks, mut axes) = (Vec::new(), 0);
    for text in texts {
        let said = text.text().unwrap_or_default();
        if has_class(text, "tick") {
            ticks.push(said);
        }
        if has_class(text, "axis") {
            let in_label = said.ends_with(", ms") || said.starts_with("turns between") || said == "parts";
            for tick in &ticks {
                assert!(in_label || has_unit(tick), "{name}: {tick} at \"{said}\" has no unit");
            }
            assert!(ticks.len() >= 2, "{name}: \"{said}\" has {ticks:?}");
            (ticks, axes) = (Vec::new(), axes + 1);
        }
    }
    assert!(ticks.is_empty(), "{name}: {ticks:?} have no label");
    axes
}

/// How many axes a picture has; one in which nothing is drawn says so instead.
fn axes_of(name: &str, svg: &str) -> usize {
    let is_empty = ["No case", "No case of"].iter().any(|none| svg.contains(&format!(">{none}")));
    match name {
        _ if name.contains("-grid") || is_empty => 0,
        "sweep-beat.svg" => 2,
        // The upper plot shares the lower one's.
        "sweep-look.svg" => 3,
        _ => 1,
    }
}

fn has_unit(tick: &str) -> bool {
    let unit = tick.split_once(' ').map(|(_, unit)| unit.trim_end_matches(['.', ',', ';', ':']));
    unit.is_some_and(|unit| ["ns", "µs", "ms", "s", "×"].contains(&unit))
}

fn has_class(node: &Node, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split(' ').any(|other| other == class))
}
