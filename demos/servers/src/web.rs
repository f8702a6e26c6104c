//! Servers of the web: nginx, and a service of ours.

use std::{env, path::Path};

use watch::{Plan, Ready};

use crate::server::{find, free_port, version, write};

/// Requests of both kinds: an answer at once, and one that takes 400 ms.
pub(crate) fn loaded(plan: Plan, port: u16) -> Plan {
    let address = |path: &str| format!("http://127.0.0.1:{port}{path}").parse().expect("an address");
    Plan { ready: Ready::Http(address("/")), load: vec![address("/"), address("/slow")], ..plan }
}

/// nginx calls TERM the fast shutdown and QUIT the graceful one: TERM closes every connection at once, QUIT answers what is
/// under way. Process managers send TERM, so Debian's service file asks for QUIT by name.
/// <https://nginx.org/en/docs/control.html>
pub(crate) fn nginx(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let program = find("nginx", "nginx-light", &["/usr/sbin".into()])?;
    let port = free_port()?;
    // Started by root, its workers would be another user, who can't read the folder.
    let user = if rustix::process::geteuid().is_root() { "user root;" } else { "" };
    let config =
        include_str!("../servers/nginx.conf").replace("PORT", &port.to_string()).replace("USER", user);
    write(&folder.join("nginx.conf"), &config)?;
    write(&folder.join("html/index.html"), "hello\n")?;
    write(&folder.join("html/slow"), &"slow ".repeat(6_000))?;
    let version = version(&program, "-v");
    let arguments = [
        "-p".into(),
        folder.into(),
        "-c".into(),
        folder.join("nginx.conf").into(),
        "-e".into(),
        "stderr".into(),
    ];
    Ok(loaded(Plan { program: program.into(), arguments: arguments.to_vec(), version, ..plan }, port))
}

/// A service in axum that answers what it has taken and gives that a deadline, to be copied: `src/bin/axum_service.rs`.
/// <https://docs.rs/axum/latest/axum/serve/struct.Serve.html#method.with_graceful_shutdown>
pub(crate) fn axum_service(plan: Plan, _folder: &Path) -> Result<Plan, String> {
    let beside = env::current_exe().map(|path| path.with_file_name("axum-service")).ok();
    // A test's program is one folder further down.
    let above = beside.as_ref().and_then(|path| Some(path.parent()?.parent()?.join("axum-service")));
    let program = beside.into_iter().chain(above).find(|path| path.is_file());
    let program = program
        .ok_or("it was not built: `cargo build --release -p demo-servers --features axum` builds it")?;
    let port = free_port()?;
    let arguments = vec![port.to_string().into()];
    Ok(loaded(Plan { program: program.into(), arguments, ..plan }, port))
}
