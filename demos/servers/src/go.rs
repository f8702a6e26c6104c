//! Go's own server.

use std::{path::Path, process::Command};

use watch::Plan;

use crate::{
    server::{find, free_port, version, write},
    web::loaded,
};

/// Go's runtime lets the system end a program by TERM, unless that is notified of it: what was in flight is lost.
/// <https://pkg.go.dev/os/signal#hdr-Default_behavior_of_signals_in_Go_programs>
pub(crate) fn bare(plan: Plan, folder: &Path) -> Result<Plan, String> {
    go(plan, folder, &[])
}

/// `Server.Shutdown` closes the listener and the idle connections, and waits for those that are busy, however long that takes;
/// its context is the deadline.
/// <https://pkg.go.dev/net/http#Server.Shutdown>
pub(crate) fn shutting_down(plan: Plan, folder: &Path) -> Result<Plan, String> {
    go(plan, folder, &["shutdown"])
}

fn go(plan: Plan, folder: &Path, further: &[&str]) -> Result<Plan, String> {
    let go = find("go", "golang-go", &[])?;
    let (source, program, port) = (folder.join("server.go"), folder.join("go-server"), free_port()?);
    write(&source, include_str!("../servers/server.go"))?;
    // Go keeps what it compiled, so only the first time takes long.
    let built = Command::new(&go).args(["build", "-o"]).args([&program, &source]).output();
    let built = built.map_err(|error| format!("go build: {error}"))?;
    if !built.status.success() {
        return Err(format!("go build: {}", String::from_utf8_lossy(&built.stderr).trim()));
    }
    let arguments = [port.to_string()].iter().map(Into::into).chain(further.iter().map(Into::into)).collect();
    let version = version(&go, "version");
    Ok(loaded(Plan { program: program.into(), arguments, version, ..plan }, port))
}
