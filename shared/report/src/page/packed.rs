//! The page's data, packed so that many runs with their pictures fit: gzip, which browsers unpack by themselves,
//! in base64, which can stand in a page.

use std::io::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, GzBuilder};

/// The text, packed. The same text gives the same bytes: no time and no name is in it.
pub(super) fn packed(text: &str) -> String {
    let mut packer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let bytes = packer.write_all(text.as_bytes()).and_then(|()| packer.finish());
    STANDARD.encode(bytes.expect("a vector takes all that is written to it"))
}

#[cfg(test)]
pub(super) fn unpacked(packed: &str) -> String {
    let bytes = STANDARD.decode(packed).expect("base64");
    std::io::read_to_string(flate2::read::GzDecoder::new(bytes.as_slice())).expect("gzip of a text")
}

#[cfg(test)]
mod tests {
    use super::{packed, unpacked};

    #[test]
    fn what_is_packed_can_be_unpacked_and_ends_no_script() {
        let text = "</script>ü".repeat(999);
        assert_eq!(unpacked(&packed(&text)), text);
        assert!(packed(&text).len() < text.len() / 10 && !packed(&text).contains('<'));
        assert_eq!(packed(&text), packed(&text));
    }
}
