//! How the pictures look: their colours, in light and in dark.

use std::fmt::Write;

/// A colour by what it is used for; `PALETTE` says how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Texts, and what has no verdict.
    Ink,
    /// Axes, notes and what is less important.
    Muted,
    /// What stopped.
    Blue,
    /// What hangs.
    Orange,
    /// A third line among others.
    Green,
    /// What is still standing.
    Red,
    /// What was killed.
    Pink,
}

/// Each colour's class, and how it looks in light and in dark. The hues are near Okabe and Ito's, whose
/// orange is too pale on white; the tests below hold them to a contrast, and to a distance that
/// colour-blind readers see.
const PALETTE: [(&str, &str, &str); 7] = [
    ("ink", "#1b1b1f", "#ececf0"),
    ("muted", "#5a5a64", "#a8a8b4"),
    ("blue", "#005fa8", "#56b4e9"),
    ("orange", "#bd7200", "#f0b33c"),
    ("green", "#3f9680", "#4a9876"),
    ("red", "#b41803", "#f74920"),
    ("pink", "#7c2258", "#bf3db8"),
];

impl Colour {
    /// The class for it.
    pub fn class(self) -> &'static str {
        PALETTE[self as usize].0
    }
}

/// The background, the bands and the lines of the grid: in light and in dark.
const SURFACES: [(&str, &str, &str); 3] =
    [("paper", "#ffffff", "#17181c"), ("band", "#f3f3f6", "#212228"), ("grid", "#d9d9e0", "#3a3b44")];

/// The style of both themes. Each colour is a variable, and is written before it too, for viewers
/// that know no variables.
pub fn style() -> String {
    let colours = || PALETTE.iter().chain(&SURFACES);
    let variables = |dark: bool| -> String {
        colours()
            .map(|(name, light, night)| format!("--{name}:{};", if dark { night } else { light }))
            .collect()
    };
    let mut style = format!(
        "svg{{{}}}\n@media (prefers-color-scheme:dark){{svg{{{}}}}}\n",
        variables(false),
        variables(true)
    );
    style.push_str("text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:12px}\n");
    style.push_str("path,circle{fill:none}\n");
    for (name, light, _) in colours() {
        let _ = match *name {
            "grid" => writeln!(style, ".grid{{stroke:{light};stroke:var(--grid);stroke-width:1}}"),
            "paper" | "band" => writeln!(style, ".{name}{{fill:{light};fill:var(--{name})}}"),
            _ => writeln!(
                style,
                "text.{name},.{name}.fill{{fill:{light};fill:var(--{name})}}.{name}.line{{stroke:{light};stroke:var(--{name})}}"
            ),
        };
    }
    style.push_str(
        ".line{stroke-width:1.2}.bold{stroke-width:2.4}.thick{stroke-width:4}.dashed{stroke-dasharray:6 3}.tint{opacity:.13}\n",
    );
    style.push_str(".head{font-size:17px;font-weight:600}.strong{font-weight:600}.small{font-size:11px}\n");
    style.push_str(".halo{paint-order:stroke;stroke:#ffffff;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}\n");
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of one theme, red, green and blue from 0 to 1 in linear light, by class.
    type Theme = Vec<(&'static str, [f64; 3])>;

    fn themes() -> [Theme; 2] {
        let linear = |hex: &str| {
            [1, 3, 5].map(|at| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour")) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            })
        };
        let all = || PALETTE.iter().chain(&SURFACES);
        [
            all().map(|(name, light, _)| (*name, linear(light))).collect(),
            all().map(|(name, _, dark)| (*name, linear(dark))).collect(),
        ]
    }

    fn colour(theme: &Theme, name: &str) -> [f64; 3] {
        theme.iter().find(|(other, _)| *other == name).expect("a colour").1
    }

    /// The contrast of two colours, as WCAG has it.
    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let [a, b] = [a, b].map(|[red, green, blue]| 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn texts_and_marks_stand_out_from_what_is_behind_them_in_both_themes() {
        for theme in themes() {
            for (name, ..) in PALETTE {
                let least = if ["ink", "muted"].contains(&name) { 4.5 } else { 3.0 };
                for behind in ["paper", "band"] {
                    let contrast = contrast(colour(&theme, name), colour(&theme, behind));
                    assert!(contrast >= least, "{name} on {behind}: {contrast:.2}");
                }
            }
        }
    }

    /// What a colour-blind reader sees, as Machado, Oliveira and Fernandes (2009) have it.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        ("all", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("no red", [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
        ("no green", [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
        ("no blue", [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
    ];

    fn through(matrix: [[f64; 3]; 3], colour: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row.iter().zip(colour).map(|(a, b)| a * b).sum())
    }

    /// How different two colours look: their distance in OKLab, times 100. 2 is just to be seen.
    fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
        const CONES: [[f64; 3]; 3] =
            [[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]];
        const LAB: [[f64; 3]; 3] =
            [[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]];
        let [a, b] = [a, b].map(|colour| {
            let inside = colour.map(|value| value.clamp(0.0, 1.0));
            through(LAB, through(CONES, inside).map(f64::cbrt))
        });
        100.0 * a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn every_reader_tells_the_colours_apart_in_both_themes() {
        let colours = ["blue", "orange", "green", "red", "pink"];
        for theme in themes() {
            for (eyes, matrix) in EYES {
                let seen = colours.map(|name| (name, through(matrix, colour(&theme, name))));
                for (index, (name, a)) in seen.iter().enumerate() {
                    for (other, b) in &seen[index + 1..] {
                        let distance = distance(*a, *b);
                        assert!(distance >= 10.0, "{name} and {other}, eyes for {eyes}: {distance:.1}");
                    }
                }
            }
        }
    }
}
