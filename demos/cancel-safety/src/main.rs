//! Writes what was seen into the README, and the picture beside it.

use std::{env, fs};

use cancel_safety::{picture, readme, story};

fn main() -> std::io::Result<()> {
    // So that the places of the report are those that the test sees.
    env::set_current_dir(env!("CARGO_MANIFEST_DIR"))?;
    fs::write(readme::PATH, readme::made())?;
    let drawn = picture::svg(&story::report());
    fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/read-frame.svg"), drawn)
}
