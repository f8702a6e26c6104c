//! tokio's hidden pool: files, standard input and lookups are blocking calls on threads of its own.
//!
//! A case starts an infinite task, waits for a quick one, and then drops the future, or the runtime. The work is a
//! thread of the pool that is in a wait without end. `last_beat()`, "I'm still standing" for the last time, notes that
//! thread; from then on the system says whether it is still in its wait. `stage.request()` stamps the instant before
//! the drop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/stuck-stdin`

use std::{
    io::pipe,
    mem::forget,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    os::fd::OwnedFd,
    sync::Arc,
    time::Duration,
};

use rustix::stdio::dup2_stdin;
use still_standing::{Stage, case};
use tokio::{
    fs::File,
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin},
    net::lookup_host,
    runtime::Builder,
    select,
    time::timeout,
};

use crate::resolver;

/// What helps where a thread reads a terminal.
const TERMINAL: &str =
    "tokio ends no `read` of a terminal; let a thread of its own read it, and end the program with `exit`";

/// `select!` loses interest in a line of standard input, and the thread that reads it stays in its `read`.
///
/// The read is on a thread of the blocking pool, and "it is impossible to cancel that read"
/// (<https://docs.rs/tokio/latest/tokio/io/fn.stdin.html>). It also takes the next line, which no caller
/// awaits. Dropping the runtime waits for it: `tokio/drop/stuck-stdin-runtime`.
#[case("drop/stuck-stdin", StillStanding, nothing_instead(TERMINAL))]
pub fn stuck_stdin(stage: &Stage) {
    let (silent, keyboard) = pipe().expect("the system has a pipe left");
    dup2_stdin(silent).expect("standard input can be replaced");
    // The other end is never closed, so the input doesn't end.
    forget(keyboard);
    let pulse = stage.pulse();
    // The only thread that this runtime starts is the one that reads.
    let runtime = Builder::new_current_thread()
        .on_thread_start(move || pulse.last_beat())
        .build()
        .expect("the runtime starts");
    runtime.block_on(async {
        let mut lines = BufReader::new(stdin()).lines();
        let quick = async {
            stage.quick_task().await;
            stage.request();
        };

        select! {
            _ = lines.next_line() => {}
            () = quick => {}
        }
        stage.acknowledge(());
    });
    runtime.shutdown_background();
}

/// Dropping the `Runtime` waits for a read of standard input, although no future awaits the line any more.
///
/// `#[tokio::main]` ends with the same wait, so the program ends only when the user presses enter.
/// `shutdown_background` does not wait, and the docs recommend a thread of one's own that reads.
/// <https://github.com/tokio-rs/tokio/issues/589>, <https://docs.rs/tokio/latest/tokio/io/fn.stdin.html>
#[case("drop/stuck-stdin-runtime", Hung, nothing_instead(TERMINAL))]
pub fn stuck_stdin_runtime(stage: &Stage) {
    let (silent, keyboard) = pipe().expect("the system has a pipe left");
    dup2_stdin(silent).expect("standard input can be replaced");
    // The other end is never closed, so the input doesn't end.
    forget(keyboard);
    let pulse = stage.pulse();
    // The only thread that this runtime starts is the one that reads.
    let runtime = Builder::new_current_thread()
        .on_thread_start(move || pulse.last_beat())
        .build()
        .expect("the runtime starts");
    runtime.block_on(async {
        let mut lines = BufReader::new(stdin()).lines();
        select! {
            _ = lines.next_line() => {}
            () = stage.quick_task() => {}
        }
    });

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// `timeout` around a lookup ends the waiting, and the resolver's thread goes on asking.
///
/// `lookup_host` calls `getaddrinfo` on a thread of the blocking pool, and that call can't be cancelled. By
/// default glibc asks each name server twice, for 5 s at a time; the silent one here is given an hour.
/// <https://docs.rs/tokio/latest/tokio/net/fn.lookup_host.html>,
/// <https://man7.org/linux/man-pages/man5/resolv.conf.5.html>
#[case(
    "drop/stuck-dns",
    StillStanding,
    needing(crate::resolver::asks_dns),
    nothing_instead(
        "no call of Rust's ends `getaddrinfo`; a resolver that is async itself, such as hickory's, ends at an await"
    )
)]
pub fn stuck_dns(stage: &Stage) {
    let silent = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("the loopback has a free port");
    let Ok(SocketAddr::V4(server)) = silent.local_addr() else { panic!("the socket has an address") };
    // The socket is never closed, so the system doesn't refuse the question.
    forget(silent);
    let pulse = stage.pulse();
    // The only thread that this runtime starts is the one that looks up.
    let runtime = Builder::new_current_thread()
        .enable_time()
        .on_thread_start(move || {
            resolver::ask_only(server);
            pulse.last_beat();
        })
        .build()
        .expect("the runtime starts");
    runtime.block_on(async {
        let mut lookup = Box::pin(lookup_host("still-standing.example:80"));
        select! {
            _ = &mut lookup => {}
            () = stage.quick_task() => {}
        }

        stage.request();
        let found = timeout(Duration::ZERO, lookup).await;
        stage.acknowledge(found.map(drop));
    });
    runtime.shutdown_background();
}

/// Dropping a `tokio::fs::File` does not wait for the record that `write_all` called written.
///
/// `write_all` has only handed a copy to a thread of the blocking pool: "The write will happen even if you
/// don't flush; it will just happen later" (<https://docs.rs/tokio/latest/tokio/fs/index.html>). This disk is
/// a pipe that takes a part of the record and no more. Dropping the runtime waits for the write;
/// `shutdown_background` does not, and the end of the process cuts it off. `flush` waits:
/// `tokio/drop/stuck-file-flush`. <https://github.com/tokio-rs/tokio/issues/4296>
#[case(
    "drop/stuck-file",
    StillStanding,
    nothing_instead("tokio ends no write that does not come back; `flush`, awaited, waits for it at least")
)]
pub fn stuck_file(stage: &Stage) {
    let (disk, file) = pipe().expect("the system has a pipe left");
    // The other end is never closed, so the write doesn't fail.
    forget(disk);
    let pulse = Arc::new(stage.pulse());
    // The only thread that this runtime starts is the one that writes, and it stops only after it has written.
    let runtime = Builder::new_current_thread()
        .on_thread_start({
            let pulse = Arc::clone(&pulse);
            move || {
                pulse.take_record();
                pulse.last_beat();
            }
        })
        .on_thread_stop(move || pulse.finish_record())
        .build()
        .expect("the runtime starts");
    runtime.block_on(async {
        let mut file = File::from_std(OwnedFd::from(file).into());
        file.write_all(&[b'.'; 1 << 20]).await.expect("it says that all is written");

        stage.quick_task().await;

        stage.request();
        drop(file);
        stage.acknowledge(());
    });
    runtime.shutdown_background();
}

/// `flush` waits for the thread that writes, so it does not call a record written that is not in the file.
///
/// The disk is the one of `tokio/drop/stuck-file`: it never takes the whole record, so `flush` never returns. A
/// `timeout` around it would end the waiting, and not the write.
/// <https://docs.rs/tokio/latest/tokio/io/trait.AsyncWriteExt.html#method.flush>
#[case(
    "drop/stuck-file-flush",
    Hung,
    nothing_instead("tokio ends no write that does not come back; it is right that `flush` waits for it")
)]
pub fn stuck_file_flush(stage: &Stage) {
    let (disk, file) = pipe().expect("the system has a pipe left");
    // The other end is never closed, so the write doesn't fail.
    forget(disk);
    let pulse = stage.pulse();
    // The only thread that this runtime starts is the one that writes.
    let runtime = Builder::new_current_thread()
        .on_thread_start(move || pulse.last_beat())
        .build()
        .expect("the runtime starts");
    runtime.block_on(async {
        let mut file = File::from_std(OwnedFd::from(file).into());
        file.write_all(&[b'.'; 1 << 20]).await.expect("it says that all is written");

        stage.quick_task().await;

        stage.request();
        let flushed = file.flush().await;
        drop(file);
        stage.acknowledge(flushed);
    });
    runtime.shutdown_background();
}
