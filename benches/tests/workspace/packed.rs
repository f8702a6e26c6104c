//! What a page of results holds: its text, and its data, which are packed.

use std::io;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;

/// The page without its scripts, and its data, which are packed.
pub(crate) fn page_and_data(html: &str) -> (String, String) {
    let (mut page, mut data) = (String::new(), String::new());
    let mut rest = html;
    while let Some((before, tail)) = rest.split_once("<script") {
        page.push_str(before);
        let (script, after) = tail.split_once("</script>").expect("its end");
        if let Some((_, packed)) = script.split_once(r#"id="data">"#) {
            let bytes = STANDARD.decode(packed).expect("base64");
            data = io::read_to_string(GzDecoder::new(bytes.as_slice())).expect("gzip of a text");
        }
        rest = after;
    }
    page.push_str(rest);
    (page, data)
}
