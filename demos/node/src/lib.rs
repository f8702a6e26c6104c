//! "I'm still standing" in JavaScript, under Node: promises that know nothing of their work, and workers that can be
//! terminated. Its table of cases.
//!
//! A case is a script of its own. Read `drop/awaiting_race.js` first, then `abort/spinning_terminate.js`.

use std::{path::Path, process::Command, time::Duration};

use still_standing::{Case, Comment, Demo, Guest, Loss, Tool, Variable, conformance, script};

/// Node, as the harness knows it.
pub const NODE: Guest = Guest {
    name: "node",
    folder: concat!(env!("CARGO_MANIFEST_DIR"), "/src"),
    path: "demos/node/src",
    comment: Comment::Slashes,
    warm_up: 3,
    is_here: || NODE_JS.said().map(drop),
    command,
    versions: || NODE_JS.versions(),
};

static NODE_JS: Tool = Tool::new("node", "Node.js 18 or newer, for example with `apt-get install nodejs`");

/// The demo: Node, and its cases.
#[must_use]
pub fn demo() -> Demo {
    // Node's timers count in milliseconds, and a message that arrives, such as the word to ask, makes one wait up to
    // one longer: at a beat of a millisecond most halts came a whole one after the request.
    let known = conformance!(NODE, "js").map(|known| known.at_a_beat_of(Duration::from_millis(20)));
    let environment = &[Variable::Cleared("NODE_OPTIONS")];
    Demo::new("node").versions(NODE.versions).environment(environment).cases(cases()).checked_by(known)
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        script!(NODE, "flag/spinning.js", Stopped, Turn).answered_by("threads/flag/spinning"),
        script!(NODE, "channel/spinning_message.js", Hung).answered_by("tokio/abort/hogging").instead("flag/spinning"),
        script!(NODE, "channel/awaiting_server_close.js", Hung).answered_by("axum/channel/awaiting-stalled-client").instead("channel/awaiting-server-close-all"),
        script!(NODE, "channel/awaiting_server_close_all.js", Stopped, Polled).answered_by("axum/channel/awaiting-deadline"),
        script!(NODE, "drop/awaiting_race.js", StillStanding).answered_by("tokio/drop/awaiting-join-handle").instead("abort/awaiting-abort-controller"),
        script!(NODE, "abort/awaiting_abort_controller.js", Stopped, Inline).answered_by("tokio/flag/awaiting-token"),
        script!(NODE, "abort/spinning_terminate.js", Killed, Wake).answered_by("wasmtime/abort/spinning-epoch"),
        script!(NODE, "abort/spinning_terminate_lock.js", Killed, Wake).answered_by("wasmtime/abort/spinning-epoch-shared-lock").losing(Loss::All).breaking_its_invariant().instead("flag/spinning"),
        script!(NODE, "abort/blocking_worker_child.js", StillStanding).answered_by("processes/abort/blocking-grandchild").instead("processes/channel/parked-stdin-closed"),
    ]
}

/// A script is given to node as it is.
fn command(script: &Path) -> Result<Command, String> {
    let mut command = NODE_JS.command();
    command.arg(script);
    Ok(command)
}
