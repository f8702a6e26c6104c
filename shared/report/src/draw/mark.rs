//! Marks: each has a shape and a colour, so that no reader needs the colour.

use stage::Verdict;

use super::style::Colour;

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle.
    Dot,
    /// A circle.
    Ring,
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle.
    Triangle,
    /// A diagonal cross.
    Cross,
    /// A short line across.
    Dash,
    /// A thin line across.
    Line,
    /// A short line upright.
    Tick,
    /// An upright line with a short one across: a dagger.
    Dagger,
    /// A lying eight.
    Endless,
}

/// A shape in a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub Shape, pub Colour);

/// Marks for the lines and columns of one picture, in turn.
pub const SERIES: [Mark; 5] = [
    Mark(Shape::Dot, Colour::Blue),
    Mark(Shape::Square, Colour::Orange),
    Mark(Shape::Triangle, Colour::Green),
    Mark(Shape::Diamond, Colour::Red),
    Mark(Shape::Ring, Colour::Pink),
];

/// As many marks as a plot of many lines needs.
pub const MANY: [Mark; 8] = [
    SERIES[0],
    SERIES[1],
    SERIES[2],
    SERIES[3],
    SERIES[4],
    Mark(Shape::Cross, Colour::Ink),
    Mark(Shape::Tick, Colour::Muted),
    Mark(Shape::Dash, Colour::Blue),
];

impl Mark {
    /// The mark of a verdict.
    pub fn of(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::Stopped) => Self(Shape::Dot, Colour::Blue),
            Some(Verdict::Killed) => Self(Shape::Dagger, Colour::Pink),
            Some(Verdict::StillStanding) => Self(Shape::Cross, Colour::Red),
            Some(Verdict::Hung) => Self(Shape::Endless, Colour::Orange),
            Some(Verdict::NeverStarted) => Self(Shape::Ring, Colour::Blue),
            Some(Verdict::NotOffered) => Self(Shape::Dash, Colour::Muted),
            None => Self(Shape::Triangle, Colour::Ink),
        }
    }

    /// The mark around a place, as SVG. The radius is half its width.
    pub fn svg(self, x: f64, y: f64, radius: f64) -> String {
        let (class, r) = (self.1.class(), radius);
        let path = |kind: &str, d: String| format!(r#"<path class="{class} {kind}" d="{d}"/>"#);
        let line = |x1: f64, y1: f64, x2: f64, y2: f64| format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
        match self.0 {
            Shape::Dot => {
                format!(r#"<circle class="{class} fill" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#)
            }
            Shape::Ring => {
                format!(r#"<circle class="{class} line bold" cx="{x:.1}" cy="{y:.1}" r="{:.1}"/>"#, r - 0.8)
            }
            Shape::Square => {
                path("fill", format!("M{:.1} {:.1}h{s:.1}v{s:.1}h-{s:.1}z", x - r, y - r, s = 2.0 * r))
            }
            Shape::Diamond => path(
                "fill",
                format!(
                    "M{x:.1} {:.1}l{d:.1} {d:.1}l-{d:.1} {d:.1}l-{d:.1} -{d:.1}z",
                    y - r * 1.2,
                    d = r * 1.2
                ),
            ),
            Shape::Triangle => {
                path("fill", format!("M{x:.1} {:.1}l{r:.1} {h:.1}h-{:.1}z", y - r, 2.0 * r, h = 1.9 * r))
            }
            Shape::Cross => {
                let r = r * 0.9;
                path("line bold", line(x - r, y - r, x + r, y + r) + &line(x - r, y + r, x + r, y - r))
            }
            Shape::Dash => path("line bold", line(x - r, y, x + r, y)),
            Shape::Line => path("line", line(x - r, y, x + r, y)),
            Shape::Tick => path("line bold", line(x, y - r, x, y + r)),
            Shape::Dagger => {
                let arms = line(x - 0.6 * r, y - 0.35 * r, x + 0.6 * r, y - 0.35 * r);
                path("line bold", line(x, y - r, x, y + r) + &arms)
            }
            Shape::Endless => {
                let (w, h) = (r * 1.25, r * 1.3);
                let right = format!(
                    "M{x:.1} {y:.1}c{:.1} {:.1} {w:.1} {:.1} {w:.1} 0",
                    w * 0.5,
                    -h * 0.75,
                    -h * 0.75
                );
                let back = format!("s{:.1} {:.1} {:.1} 0", -w * 0.5, h * 0.75, -w);
                let left = format!("s{:.1} {:.1} {:.1} 0", -w, -h * 0.75, -w);
                let end = format!("s{:.1} {:.1} {w:.1} 0z", w * 0.5, h * 0.75);
                path("line bold", right + &back + &left + &end)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In one picture no two marks share a shape, so that it is read without any colour.
    fn assert_apart(marks: &[Mark]) {
        for (index, mark) in marks.iter().enumerate() {
            assert!(marks[index + 1..].iter().all(|other| other.0 != mark.0), "{mark:?} has a double");
        }
    }

    #[test]
    fn no_reader_needs_the_colour() {
        assert_apart(&SERIES);
        assert_apart(&MANY);
        let verdicts = Verdict::ALL.iter().copied().map(Some).chain([None]);
        assert_apart(&verdicts.map(Mark::of).collect::<Vec<_>>());
    }
}
