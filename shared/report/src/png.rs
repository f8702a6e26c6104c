//! A picture in pixels: what its SVG shows in light, twice as wide, on an opaque background.
//!
//! What draws it takes long to build, so it is behind the feature `png`.

use crate::draw::picture::Picture;

/// Why a picture can't be drawn in pixels.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// This program was built without what it takes.
    #[error("this program was built without PNG; build it with `--features png`")]
    NotBuilt,
    /// The system has no font.
    #[error("{picture}: no font is installed; install one, for example the package fonts-dejavu-core")]
    NoFont {
        /// The picture's file.
        picture: String,
    },
    /// The picture could not be read or drawn.
    #[error("{picture}: {reason}")]
    NotDrawn {
        /// The picture's file.
        picture: String,
        /// What was wrong.
        reason: String,
    },
}

/// The picture as a PNG file.
///
/// # Errors
/// [`PngError::NotBuilt`] without the feature `png`.
#[cfg(not(feature = "png"))]
pub fn of(_: &Picture) -> Result<Vec<u8>, PngError> {
    Err(PngError::NotBuilt)
}

/// The picture as a PNG file.
///
/// # Errors
/// See [`PngError`].
#[cfg(feature = "png")]
pub fn of(picture: &Picture) -> Result<Vec<u8>, PngError> {
    use resvg::{
        render,
        tiny_skia::{Pixmap, Transform},
        usvg::{Options, Tree},
    };

    const SCALE: f32 = 2.0;
    let name = || picture.file.clone();
    let wrong = |reason: String| PngError::NotDrawn { picture: name(), reason };
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    let first = fonts.faces().next().and_then(|face| Some(face.families.first()?.0.clone()));
    let sans = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica"];
    let has = |name: &&str| fonts.faces().any(|face| face.families.iter().any(|(family, _)| family == name));
    let family = sans.into_iter().find(has).map(str::to_owned).or(first);
    let family = family.ok_or_else(|| PngError::NoFont { picture: name() })?;
    fonts.set_sans_serif_family(family);
    let tree = Tree::from_str(&picture.light_svg(), &options).map_err(|error| wrong(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| wrong("it has no size".to_owned()))?;
    let mut pixels =
        Pixmap::new(size.width(), size.height()).ok_or_else(|| wrong("it is too large".to_owned()))?;
    render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| wrong(error.to_string()))
}

#[cfg(all(test, feature = "png"))]
mod tests {
    use std::path::Path;

    use resvg::tiny_skia::Pixmap;

    use super::of;
    use crate::{pictures, results_file::run};

    #[test]
    fn a_picture_is_opaque_twice_as_wide_and_in_its_colours() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/snapshots/run.json");
        let run = run(&file).expect("a run");
        for picture in pictures::of_run(&run, &crate::desk::Desk::EMPTY) {
            let pixels = Pixmap::decode_png(&of(&picture).expect("a PNG")).expect("a PNG");
            assert_eq!(pixels.width(), 1280, "{}", picture.file);
            let colours = || pixels.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
            assert!(pixels.pixels().iter().all(|pixel| pixel.alpha() == 255), "{}", picture.file);
            assert_eq!(colours().next(), Some([255, 255, 255]), "{}", picture.file);
            for (name, colour) in [("ink", [0x1b, 0x1b, 0x1f]), ("muted", [0x5a, 0x5a, 0x64])] {
                assert!(
                    colours().any(|it| it == colour),
                    "{}: no {name}: is its text missing?",
                    picture.file
                );
            }
        }
    }
}
