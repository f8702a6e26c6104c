//! What people have asked in public, most of it as bugs of a runtime, and the case that answers it. `list` must find that
//! case by the words of those who asked, among a few.

use std::process::Command;

use libtest_mimic::Trial;
use serde_json::Value;

use crate::{commands::COMPARISON, trial};

/// A list that is longer is read by nobody.
const FEW: usize = 20;

/// What was asked.
struct Question {
    /// In a few words.
    asked: &'static str,
    /// Where: an issue of a repository, `tokio-rs/tokio#4853`.
    threads: &'static [&'static str],
    /// What somebody types who has the same question.
    typed: &'static str,
    /// The id of the case that answers it.
    case: &'static str,
}

const fn question(
    asked: &'static str,
    threads: &'static [&'static str],
    typed: &'static str,
    case: &'static str,
) -> Question {
    Question { asked, threads, typed, case }
}

pub(crate) fn trials() -> Vec<Trial> {
    let one = |question: &'static Question| {
        trial(&format!("list answers: {}", question.asked), || is_answered(question))
    };
    QUESTIONS.iter().map(one).collect()
}

fn is_answered(Question { threads, typed, case, .. }: &Question) {
    let out = Command::new(COMPARISON).args(["list", "--json"]).args(typed.split(' ')).output();
    let out = out.expect("the comparison starts");
    let found: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
    let found: Vec<&str> =
        found.as_array().into_iter().flatten().filter_map(|it| it["id"].as_str()).collect();
    assert!(found.contains(case), "{threads:?}: `list {typed}` finds {found:?}, and not {case}");
    assert!(found.len() <= FEW, "{threads:?}: `list {typed}` finds {}", found.len());
}

const QUESTIONS: &[Question] = &[
    question(
        "aborting a task leaves its spawn_blocking closure running",
        &["tokio-rs/tokio#4853"],
        "abort spawn_blocking",
        "tokio/abort/blocking",
    ),
    question(
        "aborting a task leaves the tasks that it has spawned",
        &["tokio-rs/tokio#4400", "tokio-rs/tokio#5609"],
        "abort spawned",
        "tokio/abort/awaiting-parent",
    ),
    question(
        "a dropped JoinHandle does not cancel its task",
        &["tokio-rs/tokio#1830", "tokio-rs/tokio#6160"],
        "drop JoinHandle task",
        "tokio/drop/awaiting-join-handle",
    ),
    question(
        "the program hangs at its end, in the shutdown of its runtime",
        &["tokio-rs/tokio#5338", "tokio-rs/tokio#1923"],
        "runtime shutdown hangs",
        "tokio/drop/blocking-runtime",
    ),
    question(
        "a panic in main, and the program never exits",
        &["tokio-rs/tokio#5433", "tokio-rs/tokio#4780"],
        "panic block_on",
        "tokio/drop/blocking-panic-block-on",
    ),
    question(
        "a timeout that never fires",
        &["tokio-rs/tokio#1035", "tokio-rs/tokio#4291"],
        "timeout never fires",
        "tokio/drop/hogging-timeout",
    ),
    question(
        "a shutdown by notify_waiters that is lost",
        &["tokio-rs/tokio#3825", "tokio-rs/tokio#5896"],
        "notify_waiters lost",
        "tokio/flag/awaiting-notify-waiters",
    ),
    question(
        "a second Ctrl-C that is swallowed",
        &["tokio-rs/tokio#7905", "denoland/deno#7164", "Detegr/rust-ctrlc#46"],
        "second Ctrl-C",
        "tokio/flag/blocking-ctrl-c",
    ),
    question(
        "kill_on_drop leaves a zombie",
        &["tokio-rs/tokio#2685"],
        "kill_on_drop zombie",
        "tokio/drop/blocking-zombie",
    ),
    question(
        "kill does not reach grandchildren",
        &["rust-lang/rust#115241"],
        "kill grandchildren",
        "processes/abort/blocking-grandchild",
    ),
    question(
        "a child that is asked politely, by SIGTERM",
        &["rust-lang/rust#41822"],
        "child SIGTERM",
        "processes/abort/parked-sigterm",
    ),
    question(
        "a sidecar that outlives its app",
        &["tauri-apps/tauri#1896", "tauri-apps/tauri#5576", "tauri-apps/tauri#14360"],
        "sidecar outlives",
        "processes/drop/blocking-parent-killed",
    ),
    question(
        "PDEATHSIG comes when a thread of the parent ends",
        &["nekename/OpenDeck#329"],
        "PDEATHSIG thread",
        "processes/drop/blocking-pdeathsig",
    ),
    question(
        "a container that ignores SIGTERM",
        &["rustdesk/rustdesk-server#36", "zhaofengli/attic#277"],
        "Docker SIGTERM",
        "processes/abort/blocking-pid1",
    ),
    question(
        "an idle connection holds up a graceful shutdown",
        &["hyperium/hyper#3576", "tokio-rs/axum#991"],
        "graceful shutdown idle",
        "axum/channel/awaiting-keep-alive",
    ),
    question(
        "how to kill a task of rayon's",
        &["rayon-rs/rayon#1014"],
        "rayon cancel",
        "rayon/flag/spinning",
    ),
    question(
        "waiting until the threads of a pool are gone",
        &["rayon-rs/rayon#688", "rayon-rs/rayon#1242"],
        "rayon pool threads gone",
        "rayon/flag/spinning-build-scoped",
    ),
    question(
        "panic_fuse does not stop the item that runs",
        &["rayon-rs/rayon#1270", "rayon-rs/rayon#1016"],
        "panic_fuse item",
        "rayon/abort/spinning-panic-fuse-item",
    ),
    question(
        "joining a thread with a timeout",
        &["rust-lang/rust#126972"],
        "JoinHandle timeout",
        "threads/channel/blocking-join-deadline",
    ),
    question(
        "stopping a thread that is in accept",
        &["rust-lang/rust#31615", "rust-lang/rust#67978"],
        "thread accept",
        "threads/channel/stuck-accept-eventfd",
    ),
    question(
        "a program that ends only after Enter",
        &["boxlite-ai/boxlite#626", "tokio-rs/tokio#589"],
        "stdin Enter",
        "tokio/drop/stuck-stdin-runtime",
    ),
    question(
        "a file is not written when it is dropped",
        &["tokio-rs/tokio#5531", "apache/opendal#789"],
        "File not written",
        "tokio/drop/stuck-file",
    ),
    question(
        "a send that is cancelled loses its message",
        &["tokio-rs/tokio#5947", "smol-rs/async-channel#87"],
        "send cancelled loses",
        "tokio/drop/awaiting-send-timeout",
    ),
    question(
        "read_line in select! loses half a line",
        &["google/comprehensive-rust#713"],
        "read_line select!",
        "tokio/drop/awaiting-read-line",
    ),
    question(
        "an epoch does not stop a call of the host's",
        &["bytecodealliance/wasmtime#9188"],
        "epoch host call",
        "wasmtime/abort/stuck-host-call",
    ),
    question(
        "does dropping a TaskTracker abort its tasks?",
        &["tokio-rs/tokio#7222"],
        "TaskTracker drop",
        "tokio/drop/awaiting-tracker-dropped",
    ),
    question(
        "cannot drop a runtime in a context where blocking is not allowed",
        &["tokio-rs/tokio#1950", "Jake-Shadle/xwin#14"],
        "Cannot drop a runtime",
        "tokio/drop/blocking-runtime-in-async",
    ),
    question(
        "static task pools are never joined",
        &["bevyengine/bevy#18665", "bevyengine/bevy#9477"],
        "static pool joined",
        "rayon/drop/spinning-pool",
    ),
    question("dropping the task of unblock", &["smol-rs/blocking#76"], "unblock drop", "smol/drop/blocking"),
    question(
        "cancel().await and a blocking task",
        &["async-rs/async-std#1038"],
        "async-std cancel blocking",
        "async-std/abort/blocking",
    ),
    question(
        "tasks are cut off when main returns",
        &["tokio-rs/tokio#2053", "tokio-rs/tokio#1703"],
        "main returns tasks",
        "tokio/drop/awaiting-main-ends",
    ),
    question(
        "a read of io_uring's that is dropped",
        &["compio-rs/compio#746", "bytedance/monoio#318"],
        "io_uring drop read",
        "compio/drop/awaiting-read",
    ),
    question(
        "run_in_executor is not stopped",
        &["python/cpython#107505"],
        "run_in_executor",
        "python/abort/blocking-run-in-executor",
    ),
    question(
        "asyncio hangs after Ctrl-C",
        &["python/cpython#111358"],
        "asyncio.run hangs",
        "python/drop/blocking-executor",
    ),
    question(
        "ending the workers of a process pool",
        &["python/cpython#128041"],
        "ProcessPoolExecutor",
        "python/drop/blocking-process-pool",
    ),
    question(
        "a subprocess's timeout hangs on its pipe",
        &["python/cpython#81605", "python/cpython#75628"],
        "subprocess timeout",
        "python/abort/stuck-subprocess-timeout",
    ),
    question(
        "Cmd.Wait hangs",
        &["golang/go#23019", "golang/go#21922"],
        "Cmd.Wait",
        "go/abort/blocking-cmd-wait",
    ),
    question(
        "ending a std::jthread by its stop_token",
        &["llvm/llvm-project#77099", "yhirose/cpp-httplib#857"],
        "jthread stop_token",
        "cpp/flag/parked-jthread",
    ),
    question(
        "an event stream blocks a graceful shutdown",
        &["tokio-rs/axum#2673"],
        "axum SSE",
        "axum/channel/awaiting-sse",
    ),
    question(
        "a graceful shutdown forgets websockets",
        &["tokio-rs/axum#3003"],
        "websocket shutdown",
        "axum/channel/awaiting-websocket",
    ),
    question(
        "tonic's shutdown hangs on a silent connection of h2",
        &["hyperium/hyper#4170"],
        "tonic shutdown",
        "tonic/channel/awaiting-silent",
    ),
    question(
        "actix's shutdown_timeout, and connections that are kept alive",
        &["actix/actix-net#606", "actix/actix-web#3169"],
        "actix shutdown_timeout",
        "actix/channel/awaiting-keep-alive",
    ),
    question(
        "a BEGIN that was cancelled poisons the pool",
        &["transact-rs/sqlx#4393", "transact-rs/sqlx#4385"],
        "transaction pool",
        "sqlx/drop/awaiting-transaction",
    ),
    question(
        "a client that disconnects ends the handler half way",
        &["divviup/janus#4857", "neondatabase/neon#4314"],
        "client disconnects",
        "axum/channel/awaiting-disconnect",
    ),
    question(
        "CompletableFuture.cancel interrupts nothing",
        &["soabase/soabase-stages#1", "smallrye/smallrye-fault-tolerance#309"],
        "CompletableFuture cancel",
        "java/abort/blocking-completable-future",
    ),
    question(
        "server.close, and connections that are kept alive",
        &["nodejs/node#2642", "expressjs/express#4789"],
        "server.close keep-alive",
        "node/channel/awaiting-server-close",
    ),
    question(
        "ending a worker leaves the processes that it has started",
        &["nodejs/help#3332", "nodejs/node#64406"],
        "worker.terminate process",
        "node/abort/blocking-worker-child",
    ),
];
