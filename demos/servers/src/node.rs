//! Node's own server.

use std::path::Path;

use watch::Plan;

use crate::{
    server::{find, free_port, version, write},
    web::loaded,
};

/// Without a listener of the script's, a handler of node's own sets the terminal back and raises TERM again. No JavaScript
/// runs, and what was in flight is lost: the process ended itself, the service did nothing.
/// <https://nodejs.org/api/process.html#signal-events>
pub(crate) fn bare(plan: Plan, folder: &Path) -> Result<Plan, String> {
    node(plan, folder, &[])
}

/// `server.close` takes no new connections and, from node 19 on, closes those that are idle. A connection that is busy at that
/// instant stays open after its answer, and serves what its client sends next: with clients that go on, it never ends. If all
/// of them happen to be idle just then, it ends in good order.
/// <https://nodejs.org/api/http.html#serverclosecallback>, <https://github.com/nodejs/node/issues/2642>
pub(crate) fn closing(plan: Plan, folder: &Path) -> Result<Plan, String> {
    node(plan, folder, &["close"])
}

/// `server.closeIdleConnections` after `server.close` ends those that were busy then, as soon as they have been answered, however
/// often their clients would send again.
/// <https://nodejs.org/api/http.html#servercloseidleconnections>
pub(crate) fn closing_idle(plan: Plan, folder: &Path) -> Result<Plan, String> {
    node(plan, folder, &["close-idle"])
}

fn node(plan: Plan, folder: &Path, further: &[&str]) -> Result<Plan, String> {
    let program = find("node", "nodejs", &[])?;
    let (script, port) = (folder.join("server.js"), free_port()?);
    write(&script, include_str!("../servers/node.js"))?;
    let arguments = [script.into(), port.to_string().into()].into_iter();
    let arguments = arguments.chain(further.iter().map(Into::into)).collect();
    let version = version(&program, "--version");
    Ok(loaded(Plan { program: program.into(), arguments, version, ..plan }, port))
}
