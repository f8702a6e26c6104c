//! A report as a picture: the future as a line, its awaits along it, a mark for each drop, and below it what it lost.

use std::fmt::Write;

use drops::{Dropped, Finding, Report};

const WIDTH: usize = 640;
const LEFT: usize = 40;
const LINE: usize = 130;
const TALLEST: usize = 120;

const STYLE: &str = "<style>
text { font: 13px ui-monospace, monospace; fill: #1f2328 }
.title { font: bold 16px system-ui, sans-serif }
.note { font: 13px system-ui, sans-serif; fill: #59636e }
.future { stroke: #59636e; stroke-width: 3 }
.await { stroke: #8c959f; stroke-width: 2 }
.kept { fill: #1a7f37 }
.lost { fill: #cf222e }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.note { fill: #9198a1 }
.future { stroke: #9198a1 }
.await { stroke: #656c76 }
.kept { fill: #3fb950 }
.lost { fill: #f85149 }
}
</style>
";

/// The picture of a report, with what was found as its title.
pub fn svg(report: &Report) -> String {
    let awaits = report.awaits();
    let height = LINE + TALLEST + 70 + 22 * awaits.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" "
    );
    let _ = writeln!(svg, "height=\"{height}\" role=\"img\">\n<title>{}</title>\n{STYLE}", title(report));
    let _ = writeln!(svg, "{}", text(LEFT, 34, "title", &title(report)));
    let given = report.worst().map_or(0, |drop| lost(drop).1);
    let note =
        &format!("Each mark is a drop in a world of its own; the bar, how many of {given} bytes it lost.");
    let _ = writeln!(svg, "{}", text(LEFT, 58, "note", note));
    let _ = writeln!(svg, "{}", line((LEFT, LINE), (WIDTH - LEFT, LINE), "future"));
    let step = (WIDTH - 2 * LEFT) / (report.drops().len() + 1);
    for (number, (stand, drops)) in (1..).zip(&awaits) {
        let at = |drop: &Dropped| LEFT + step * drop.number;
        let (first, last) = (at(drops[0]), at(drops[drops.len() - 1]));
        let _ = writeln!(svg, "{}", line((first - 8, LINE - 22), (last + 8, LINE - 22), "await"));
        let _ = writeln!(svg, "{}", text((first + last) / 2 - 4, LINE - 30, "", &number.to_string()));
        drops.iter().for_each(|drop| svg += &mark(at(drop), drop));
        let below = LINE + TALLEST + 52 + 22 * (number - 1);
        let _ = writeln!(svg, "{}", text(LEFT, below, "", &format!("{number}  {}", stand.source())));
    }
    svg + "</svg>\n"
}

/// `Dropped at 10 moments, read_frame loses bytes at 9`.
fn title(report: &Report) -> String {
    let drops = report.drops();
    let losing = drops.iter().filter(|drop| lost(drop).0 > 0).count();
    format!("Dropped at {} moments, {} loses bytes at {losing}", drops.len(), report.name())
}

/// A drop on the line, and what it lost below.
fn mark(x: usize, drop: &Dropped) -> String {
    let (lost, given) = lost(drop);
    let class = if lost == 0 { "kept" } else { "lost" };
    let height = TALLEST * lost / given.max(1);
    let mut mark = format!("<circle cx=\"{x}\" cy=\"{LINE}\" r=\"6\" class=\"{class}\"/>\n");
    let _ = writeln!(
        mark,
        "<rect x=\"{}\" y=\"{}\" width=\"16\" height=\"{height}\" class=\"{class}\"/>",
        x - 8,
        LINE + 12
    );
    let _ = writeln!(mark, "{}", text(x - 4, LINE + height + 27, "", &lost.to_string()));
    mark
}

/// How much a drop lost, and of how much.
fn lost(drop: &Dropped) -> (usize, usize) {
    let lost = drop.findings.iter().find_map(|finding| match finding {
        Finding::Lost { lost, given, .. } => Some((*lost, *given)),
        _ => None,
    });
    lost.unwrap_or((0, 0))
}

fn line((x1, y1): (usize, usize), (x2, y2): (usize, usize), class: &str) -> String {
    format!("<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" class=\"{class}\"/>")
}

fn text(x: usize, y: usize, class: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{text}</text>")
}
