//! The frame of a picture: its head, its legend, its axes, its note, and what all drawings share.

use std::fmt::Write;

use super::{
    axis::Axis,
    mark::Mark,
    style::style,
    text::{escape, fit, width, wrap},
};

/// The width of every picture, in px.
pub const WIDTH: f64 = 640.0;
/// The margin at each side, in px.
pub const MARGIN: f64 = 16.0;
/// Which end of a text is at its place.
#[derive(Debug, Clone, Copy)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What is drawn, and the texts for readers who don't see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// What it shows, in a few words.
    pub title: String,
    /// How to read it, and what it shows.
    pub about: String,
    /// The size as attributes of the `svg` element.
    size: String,
    /// All that is inside the `svg` element, without its title and description.
    inner: String,
}

impl Drawing {
    /// A file of its own, with its title and description inside.
    pub fn svg(&self) -> String {
        let (title, about, id) = (escape(&self.title), escape(&self.about), id(&self.title));
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" {} role="img" aria-labelledby="{id}" aria-describedby="{id}-said">
<title id="{id}">{title}</title>
<desc id="{id}-said">{about}</desc>
{}</svg>
"#,
            self.size, self.inner
        )
    }

    /// The same picture for a page that has the title and the description in its own text.
    pub fn untitled_svg(&self) -> String {
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>"#, self.size, self.inner)
    }
}

/// A picture that is being drawn, from the top down.
pub struct Frame {
    title: String,
    /// The text for readers who don't see it.
    about: String,
    /// What is drawn so far.
    pub body: String,
    /// What its style has besides that of all pictures.
    pub style: String,
    /// How far down it is drawn, in px.
    pub y: f64,
}

impl Frame {
    /// A picture with its title, which states what it shows, and a line that says how to read it.
    pub fn new(title: &str, about: &str) -> Self {
        let mut frame = Self {
            title: title.to_owned(),
            about: about.to_owned(),
            body: String::new(),
            style: String::new(),
            y: 8.0,
        };
        for line in wrap(title, WIDTH - 2.0 * MARGIN, 18.0) {
            frame.y += 22.0;
            frame.text(MARGIN, frame.y, "ink head", Anchor::Start, &line);
        }
        for line in wrap(about, WIDTH - 2.0 * MARGIN, 12.0) {
            frame.y += 18.0;
            frame.text(MARGIN, frame.y, "muted", Anchor::Start, &line);
        }
        frame.y += 12.0;
        frame
    }

    /// Adds a part of what is drawn to the text for readers who don't see it.
    pub fn say(&mut self, what: &str, value: &str) {
        let _ = write!(self.about, " {what}: {value}.");
    }

    /// A text. Its baseline is at `y`.
    pub fn text(&mut self, x: f64, y: f64, class: &str, anchor: Anchor, text: &str) {
        if text.is_empty() {
            return;
        }
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let text = escape(text);
        let _ = writeln!(self.body, r#"<text class="{class}" x="{x:.1}" y="{y:.1}"{anchor}>{text}</text>"#);
    }

    /// A line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str) {
        let _ = writeln!(self.body, r#"<path class="{class}" d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"/>"#);
    }

    /// What `draw` draws leads to a case on the page, whose folder is the one above that of the picture.
    pub fn leads_to(&mut self, id: &str, draw: impl FnOnce(&mut Self)) {
        let _ = write!(self.body, r#"<a href="../index.html#{}">"#, escape(id).replace('"', "&quot;"));
        draw(self);
        self.body.push_str("</a>\n");
    }

    /// A rectangle in the colour of a band.
    pub fn band(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let _ = writeln!(
            self.body,
            r#"<rect class="band" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#
        );
    }

    /// A mark.
    pub fn mark(&mut self, mark: Mark, x: f64, y: f64, radius: f64) {
        let _ = writeln!(self.body, "{}", mark.svg(x, y, radius));
    }

    /// What the marks mean, in as many lines as needed.
    pub fn legend(&mut self, meanings: &[(Mark, &str)]) {
        let mut x = MARGIN;
        self.y += 10.0;
        for (mark, meaning) in meanings {
            let width = 18.0 + width(meaning, 12.0) + 16.0;
            if x > MARGIN && x + width > WIDTH - MARGIN {
                (x, self.y) = (MARGIN, self.y + 18.0);
            }
            self.mark(*mark, x + 6.0, self.y - 4.0, 5.0);
            self.text(x + 17.0, self.y, "ink", Anchor::Start, &fit(meaning, WIDTH - 60.0, 12.0));
            x += width;
        }
        self.y += 10.0;
    }

    /// The grid and the ticks of a horizontal axis between two heights, and its label below.
    pub fn x_axis(&mut self, axis: &Axis, (top, bottom): (f64, f64), label: &str, tick: Words) {
        for value in axis.ticks() {
            let x = axis.at(value);
            self.line((x, top), (x, bottom), "grid");
            self.text(x, bottom + 15.0, "muted small tick", Anchor::Middle, &tick(value));
        }
        let (from, to) = axis.ends();
        self.line((from, bottom), (to, bottom), "muted line");
        self.text((from + to) / 2.0, bottom + 32.0, "muted axis", Anchor::Middle, label);
        self.y = bottom + 36.0;
    }

    /// The grid and the ticks of a vertical axis between two places, and its label above.
    pub fn y_axis(&mut self, axis: &Axis, (left, right): (f64, f64), label: &str, tick: Words) {
        for value in axis.ticks() {
            let y = axis.at(value);
            self.line((left, y), (right, y), "grid");
            self.text(left - 6.0, y + 4.0, "muted small tick", Anchor::End, &tick(value));
        }
        let (from, to) = axis.ends();
        self.line((left, from), (left, to), "muted line");
        self.text(MARGIN, from.min(to) - 14.0, "muted axis", Anchor::Start, label);
    }

    /// The whole picture, with its note below.
    pub fn finish(mut self, note: &str) -> Drawing {
        self.y += 8.0;
        for line in wrap(note, WIDTH - 2.0 * MARGIN, 11.0) {
            self.y += 16.0;
            self.text(MARGIN, self.y, "muted small", Anchor::Start, &line);
        }
        let height = self.y + 14.0;
        let size = format!(r#"width="{WIDTH}" height="{height:.0}""#);
        Drawing {
            inner: format!(
                "<style>\n{}</style>\n<rect class=\"paper\" {size}/>\n{}",
                style() + &self.style,
                self.body
            ),
            size: format!(r#"viewBox="0 0 {WIDTH} {height:.0}" {size}"#),
            title: self.title,
            about: self.about,
        }
    }
}

/// How the value of a tick is said.
pub type Words = fn(f64) -> String;

/// A tick in words: a time in ns, as short as it is exact.
pub fn time(ns: f64) -> String {
    match ns {
        ns if ns < 0.95 => number(ns) + " ns",
        ns => measure::units::duration(ns.round() as u64).replace(".0 ", " "),
    }
}

/// A tick in words: a number, as short as it is exact.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 && (1e3..1e15).contains(&value) {
        return measure::units::count(value as u64);
    }
    let text = format!("{value:.3}").replace('-', "−");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A title as an id: its words, joined by dashes.
fn id(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}
