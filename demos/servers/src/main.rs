//! How real servers stop: each of the table is started, loaded, asked and watched.

use std::process::ExitCode;

use tempfile::TempDir;

fn main() -> ExitCode {
    // Its folders are there until every server was played.
    let folder = TempDir::with_prefix("still-standing-servers-");
    watch::servers_main(|| match &folder {
        Ok(folder) => demo_servers::planned(folder.path()),
        Err(error) => panic!("there is no folder for the servers' files: {error}"),
    })
}
