//! How the pictures look: their colours, in light and in dark.

use std::fmt::Write;

/// A colour by what it is used for; [`PALETTE`] says how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    Ink,
    Muted,
    Blue,
    Orange,
    Green,
    Red,
    Pink,
}

/// Each colour's class, and how it looks in light and in dark: Okabe and Ito's, which
/// colour-blind readers tell apart.
const PALETTE: [(&str, &str, &str); 7] = [
    ("ink", "#1b1b1f", "#ececf0"),
    ("muted", "#5a5a64", "#a8a8b4"),
    ("blue", "#0072b2", "#56b4e9"),
    ("orange", "#e69f00", "#e69f00"),
    ("green", "#009e73", "#009e73"),
    ("red", "#d55e00", "#e8702a"),
    ("pink", "#cc79a7", "#cc79a7"),
];

impl Colour {
    /// The class for it.
    pub(super) fn class(self) -> &'static str {
        PALETTE[self as usize].0
    }
}

/// The background, the bands and the lines of the grid: in light and in dark.
const SURFACES: [(&str, &str, &str); 3] =
    [("paper", "#ffffff", "#17181c"), ("band", "#f3f3f6", "#212228"), ("grid", "#d9d9e0", "#3a3b44")];

/// The style of both themes. Each colour is a variable, and is written before it too, for viewers
/// that know no variables.
pub(super) fn style() -> String {
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
        ".line{stroke-width:1.2}.bold{stroke-width:2.4}.thick{stroke-width:7;stroke-opacity:.45}\n",
    );
    style.push_str(".head{font-size:17px;font-weight:600}.strong{font-weight:600}.small{font-size:11px}\n");
    style.push_str(".halo{paint-order:stroke;stroke:#ffffff;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}\n");
    style
}
