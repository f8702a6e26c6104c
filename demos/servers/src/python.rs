//! Python's servers.

use std::{ffi::OsString, path::Path};

use stage::guest::seen_from_here;
use watch::{Plan, Ready};

use crate::{
    server::{find, free_port, version, write},
    web::loaded,
};

/// The standard library's server handles no signal; the interpreter turns INT into a `KeyboardInterrupt`, which the server
/// catches, and leaves TERM to the system. It answers by HTTP/1.0, so it keeps no connection.
/// <https://docs.python.org/3/library/http.server.html>, <https://docs.python.org/3/library/signal.html>
pub(crate) fn http_server(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let program = find("python3", "python3", &[])?;
    let port = free_port()?;
    write(&folder.join("index.html"), "hello\n")?;
    let arguments =
        ["-m", "http.server", &port.to_string(), "--bind", "127.0.0.1", "--directory"].map(OsString::from);
    let arguments = arguments.into_iter().chain([folder.into()]).collect();
    let address: watch::HttpAddress = format!("http://127.0.0.1:{port}/").parse()?;
    let (ready, load) = (Ready::Http(address.clone()), vec![address]);
    let version = version(&program, "--version");
    Ok(Plan { program: program.into(), arguments, ready, load, version, ..plan })
}

/// uvicorn takes no new connections, closes the idle ones, and waits for what is under way, without a deadline of its own
/// unless `--timeout-graceful-shutdown` sets one. Then it raises the signal that it was asked by once more.
/// <https://uvicorn.dev/server-behavior/#graceful-process-shutdown>
pub(crate) fn uvicorn(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let port = free_port()?;
    let arguments = ["--port", &port.to_string(), "--no-access-log", "asgi:app"];
    installed(plan, folder, "uvicorn", ("asgi.py", include_str!("../servers/asgi.py")), &arguments, port)
}

/// A stream of events has no end of its own, and uvicorn waits for it without a deadline.
/// <https://uvicorn.dev/server-behavior/#graceful-process-shutdown>
pub(crate) fn uvicorn_events(plan: Plan, folder: &Path) -> Result<Plan, String> {
    uvicorn(plan, folder).and_then(of_events)
}

/// With `--timeout-graceful-shutdown` it cancels what is open after that time. The stream has no end then: its connection is closed
/// when the process ends.
/// <https://uvicorn.dev/settings/#timeouts>
pub(crate) fn uvicorn_events_timeout(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let mut plan = uvicorn(plan, folder).and_then(of_events)?;
    plan.arguments.extend(["--timeout-graceful-shutdown", "2"].map(OsString::from));
    Ok(plan)
}

/// hypercorn waits for what is under way, for at most `--graceful-timeout`, 3 s. Its listener stays open meanwhile.
/// <https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html>
pub(crate) fn hypercorn(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let port = free_port()?;
    let bind = format!("127.0.0.1:{port}");
    let arguments = ["--bind", &bind, "asgi:app"];
    installed(plan, folder, "hypercorn", ("asgi.py", include_str!("../servers/asgi.py")), &arguments, port)
}

/// The same with streams of events, which it ends when that time is over.
/// <https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html>
pub(crate) fn hypercorn_events(plan: Plan, folder: &Path) -> Result<Plan, String> {
    hypercorn(plan, folder).and_then(of_events)
}

/// The same plan, with clients of which each has a stream of events open.
fn of_events(plan: Plan) -> Result<Plan, String> {
    let Ready::Http(address) = &plan.ready else { return Ok(plan) };
    let load = vec![format!("{address}events").parse()?];
    Ok(Plan { load, ..plan })
}

/// gunicorn's arbiter passes the signal on: with TERM its workers answer what they have, for at most
/// `--graceful-timeout`, 30 s. They accept nothing new meanwhile, and the listener stays open: what connects then is lost.
/// QUIT should end them at once. With threads, a worker stays in some runs until that timeout, and a KILL of the arbiter
/// before it leaves the worker and the listener. In 4 of 60 runs the stack of a worker that stayed (by `faulthandler`)
/// showed why: Python runs the handler of a signal between two lines of the main thread, here within
/// `ThreadPoolExecutor.submit`, and gunicorn's handler calls `shutdown` of the same pool, which waits for the lock that
/// `submit` holds.
/// <https://gunicorn.org/signals/> <https://docs.python.org/3/library/signal.html#signals-and-threads>
pub(crate) fn gunicorn(plan: Plan, folder: &Path) -> Result<Plan, String> {
    let port = free_port()?;
    let bind = format!("127.0.0.1:{port}");
    let arguments = ["--bind", &bind, "--workers", "2", "--threads", "8", "--no-control-socket", "wsgi:app"];
    installed(plan, folder, "gunicorn", ("wsgi.py", include_str!("../servers/wsgi.py")), &arguments, port)
}

/// A program of Python's package index, with its application.
fn installed(
    plan: Plan,
    folder: &Path,
    name: &str,
    (file, application): (&str, &str),
    arguments: &[&str],
    port: u16,
) -> Result<Plan, String> {
    let environment = seen_from_here("demos/servers/.venv");
    let program = Some(environment.join("bin").join(name)).filter(|path| path.is_file()).ok_or_else(|| {
        format!(
            "no {name} in {}: `python3 -m venv demos/servers/.venv && demos/servers/.venv/bin/pip install -r \
             demos/servers/requirements.txt` installs it",
            environment.display()
        )
    })?;
    write(&folder.join(file), application)?;
    let version = version(&program, "--version");
    let arguments = arguments.iter().map(OsString::from).collect();
    let plan = Plan { program: program.into(), arguments, folder: Some(folder.to_owned()), version, ..plan };
    Ok(loaded(plan, port))
}
