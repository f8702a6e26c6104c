//! How real servers stop: each of the table is started, loaded, asked and watched.

use std::{cell::OnceCell, process::ExitCode};

use tempfile::TempDir;

fn main() -> ExitCode {
    // Made where the servers are planned: this program starts itself once more to watch each, and that one is killed
    // with whatever is left of the server. Its folders are there until every server was played.
    let folder = OnceCell::new();
    watch::servers_main(|| {
        let folder = folder.get_or_init(|| {
            TempDir::with_prefix("still-standing-servers-").expect("the temporary folder can be written to")
        });
        demo_servers::planned(folder.path())
    })
}
