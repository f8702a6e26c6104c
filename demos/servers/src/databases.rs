//! Databases.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use watch::{Plan, Ready};

use crate::server::{find, free_port, version};

/// redis ends on TERM when the command that it runs is done; if it is to keep snapshots, it writes one first.
/// <https://redis.io/docs/latest/operate/oss_and_stack/reference/signals/>
pub(crate) fn redis(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let program = find("redis-server", "redis-server", &[])?;
    let port = free_port()?.to_string();
    let arguments = ["--bind", "127.0.0.1", "--port", &port, "--dir"].map(OsString::from);
    let arguments = arguments.into_iter().chain([folder.into()]).collect();
    let version = version(&program, "--version");
    let ready = Ready::Line("Ready to accept connections".to_owned());
    Ok(Plan { program: program.into(), arguments, ready, version, ..plan })
}

/// PostgreSQL has three shutdowns. TERM is the smart one, which waits until every client has gone, however long that takes;
/// INT is the fast one, which ends the clients' sessions; QUIT is the immediate one, which aborts, and leaves the recovery
/// to the next start. Here a client is in the middle of a long query.
/// <https://www.postgresql.org/docs/current/server-shutdown.html>
pub(crate) fn postgres(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let further = installed();
    let [postgres, initdb, psql] =
        ["postgres", "initdb", "psql"].map(|program| find(program, "postgresql", &further));
    let (postgres, initdb, psql) = (postgres?, initdb?, psql?);
    let (data, port) = (folder.join("data"), free_port()?);
    if !data.exists() {
        make_ready(folder)?;
        let made = as_no_root(&initdb)
            .args(["--no-sync", "--auth=trust", "--username=postgres", "-D"])
            .arg(&data)
            .output()
            .map_err(|error| format!("initdb: {error}"))?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr).trim()));
        }
    }
    let command = as_no_root(&postgres);
    let arguments = command.get_args().map(OsString::from);
    let own =
        ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-p", &port.to_string(), "-D"];
    let own = own.map(OsString::from).into_iter().chain([data.into()]);
    Ok(Plan {
        program: command.get_program().to_owned(),
        arguments: arguments.chain(own).collect(),
        ready: Ready::Line("database system is ready to accept connections".to_owned()),
        client: Some(format!(
            "{} -h 127.0.0.1 -p {port} -U postgres -c 'select pg_sleep(3600)'",
            psql.display()
        )),
        version: version(&postgres, "--version"),
        ..plan
    })
}

/// Where Debian puts PostgreSQL: a folder for each version, of which the newest is taken.
fn installed() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders
}

/// A command that is not run by root, as PostgreSQL wants it. `setpriv` becomes the program, so it is no process between.
fn as_no_root(program: &Path) -> Command {
    if !rustix::process::geteuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

/// Lets PostgreSQL's own user into the folder.
fn make_ready(folder: &Path) -> Result<(), String> {
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let run = |command: &mut Command| match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(error.to_string()),
    };
    run(Command::new("chown").arg("postgres").arg(folder))?;
    folder.parent().map_or(Ok(()), |above| run(Command::new("chmod").arg("755").arg(above)))
}
