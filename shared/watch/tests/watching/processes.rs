//! Processes as they are: orphans that have ended are gone, a process goes on with its last thread, and what is left is seen.

use libtest_mimic::{Failed, Trial};
use serde_json::json;
use still_standing::testing::{ensure, optional_trial};

use crate::call::{Call, missing_python, trial};

/// Its first thread ends, and another goes on, and holds what listens.
const FIRST_THREAD_ENDS: &str = r#"
import ctypes, signal, socket, threading, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
listener = socket.create_server(("127.0.0.1", 0))
def work():
    time.sleep(0.2)
    print("up", flush=True)
    time.sleep(1000)
threading.Thread(target=work).start()
ctypes.CDLL(None).pthread_exit(None)
"#;

pub(crate) fn trials() -> Vec<Trial> {
    let python = |name: &'static str, test: fn(&str) -> Result<(), Failed>| {
        optional_trial(name, missing_python(), move || test(name))
    };
    vec![
        trial("an orphan that has ended is gone", |name| {
            // As an init script does: it ends a process that is not its child, and waits until it is gone.
            let script = "(sleep 1000 & echo $! > $TMPDIR/pid); rm_pid() { rm $TMPDIR/pid; exit 0; }; \
                          trap 'kill $(cat $TMPDIR/pid); while kill -0 $(cat $TMPDIR/pid); do sleep 0.01; done; rm_pid' TERM; \
                          echo up; while :; do sleep 0.01; done";
            let call = Call::script(name, &["--ask", "TERM,10s,KILL", "--ready", "line:up"], script);
            call.has("/exit", &json!({ "status": 0 }))?;
            call.has("/left", &json!({ "processes": [], "listeners": [], "files": [] }))
        }),
        python("a process whose first thread has ended goes on", |name| {
            let options = ["--ready", "line:up", "--ask", "TERM", "--horizon", "300ms", "--runs", "1"];
            let program = ["--", "python3", "-c", FIRST_THREAD_ENDS];
            let call = Call::made(name, &[&options[..], &program].concat());
            call.has("/verdict", &json!("hung"))?;
            call.has("/state", &json!("its first thread has ended, and others go on"))
        }),
        python("a process that is left with one thread of two is named", |name| {
            let script =
                format!("python3 -c '{}' & trap 'exit 0' TERM; wait", FIRST_THREAD_ENDS.replace('\'', "\""));
            let arguments = ["--ready", "line:up", "--ask", "TERM", "--horizon", "300ms"];
            let call = Call::script(name, &arguments, &script);
            call.has("/verdict", &json!("still-standing"))?;
            let run = call.run()?;
            let is_named = run["left"]["processes"][0].as_str().is_some_and(|it| it.contains("python3 -c"));
            let has_listener = run["left"]["listeners"].as_array().is_some_and(|it| it.len() == 1);
            ensure(is_named && has_listener, || run.to_string())
        }),
        python("a socket by a path of its own folder is a file that is left", |name| {
            let server = "import os, signal, socket, sys\n\
                          os.chdir(os.environ['TMPDIR'] + '/..')\n\
                          socket_file = 'watching-socket-%d' % os.getpid()\n\
                          s = socket.socket(socket.AF_UNIX); s.bind(socket_file); s.listen()\n\
                          signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n\
                          print('up', flush=True)\n\
                          s.accept()";
            let options = ["--ready", "line:up", "--ask", "TERM,10s,KILL", "--runs", "1"];
            let call = Call::made(name, &[&options[..], &["--", "python3", "-c", server]].concat());
            let run = call.run()?;
            let left = run["left"]["files"][0].as_str().unwrap_or_default().to_owned();
            let _ = std::fs::remove_file(&left);
            ensure(left.contains("/watching-socket-") && run["verdict"] == "stopped", || run.to_string())
        }),
    ]
}
