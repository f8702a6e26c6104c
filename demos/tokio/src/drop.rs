//! Stopping by dropping: the task's handle, or what owns it, is dropped.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-join-handle`

use std::{
    io::pipe,
    mem::forget,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    os::fd::OwnedFd,
    sync::Arc,
    thread,
    time::Duration,
};

use rustix::stdio::dup2_stdin;
use stage::Stage;
use tokio::{
    fs::File,
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin},
    net::lookup_host,
    runtime::Builder,
    select,
    task::{JoinSet, spawn, spawn_blocking, yield_now},
    time::{sleep, timeout},
};
use tokio_util::task::AbortOnDropHandle;

use crate::{multi_thread, resolver};

/// Dropping a `JoinHandle` detaches the task, which goes on.
///
/// "A JoinHandle *detaches* the associated task when it is dropped"
/// (<https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html>). smol's `Task` does the
/// opposite.
pub async fn awaiting_join_handle(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    drop(infinite);
    stage.acknowledge(());
}

/// Dropping a `JoinSet` aborts every task in it, without waiting for their ends.
///
/// The drop returns before the task has halted, because a worker has yet to drop the task.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html>
pub async fn awaiting_join_set(stage: &Stage) {
    let pulse = stage.pulse();
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    drop(tasks);
    stage.acknowledge(());
}

/// Dropping an `AbortOnDropHandle` aborts its task, without waiting for its end.
///
/// <https://docs.rs/tokio-util/latest/tokio_util/task/struct.AbortOnDropHandle.html>; why a plain
/// `JoinHandle` does not do this: <https://github.com/tokio-rs/tokio/issues/1830>.
pub async fn awaiting_abort_on_drop(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = AbortOnDropHandle::new(spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    }));

    stage.quick_task().await;

    stage.request();
    drop(infinite);
    stage.acknowledge(());
}

/// The losing branch of a `select!` is dropped where it stands, by the caller itself.
///
/// No task was spawned, so none has to be notified: the future stops because it is gone.
/// <https://docs.rs/tokio/latest/tokio/macro.select.html>
pub async fn awaiting_select(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());
}

/// `timeout` drops the future once its time is up.
///
/// The time is up at the request, yet the halt waits for tokio's timer, which moves in steps of
/// a millisecond. <https://docs.rs/tokio/latest/tokio/time/fn.timeout.html>
pub async fn awaiting_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let mut infinite = Box::pin(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    select! {
        () = &mut infinite => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, infinite).await;
    stage.acknowledge(ended);
}

/// Dropping the `Runtime` drops each task when it next yields, and waits for that.
///
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
pub fn awaiting_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping a current-thread `Runtime` drops its tasks where they stand, on the caller's thread.
///
/// No other thread could poll them, so there is none to wait for.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
pub fn awaiting_runtime_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    runtime.block_on(stage.quick_task());

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping a `JoinSet` on a current-thread runtime ends its task only when the caller next awaits.
///
/// The thread that has to drop the task is the caller's own. The halt comes when the caller gives the
/// thread away, however late that is; here it does so at once.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html>
pub fn awaiting_join_set_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let pulse = stage.pulse();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });

        stage.quick_task().await;

        stage.request();
        drop(tasks);
        stage.acknowledge(());
        yield_now().await;
    });
}

/// Dropping the `JoinHandle` of a blocking closure detaches it, and it goes on.
///
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
pub async fn blocking_join_handle(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    drop::<tokio::task::JoinHandle<()>>(infinite);
    stage.acknowledge(());
}

/// `timeout` around a blocking closure ends the waiting, not the closure.
///
/// The caller reads `Elapsed` and may think that the work is over; only its handle was dropped
/// (<https://docs.rs/tokio/latest/tokio/time/fn.timeout.html#cancellation>). A program that ran into it:
/// <https://github.com/lambdaclass/ethrex/issues/6577>
pub async fn blocking_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    let ended = timeout::<tokio::task::JoinHandle<()>>(Duration::ZERO, infinite).await;
    stage.acknowledge(ended.map(|_| ()));
}

/// Dropping the `Runtime` waits for the blocking closure for as long as it runs.
///
/// Every `#[tokio::main]` ends with the same wait, and so does Python's `asyncio.run`.
/// <https://github.com/tokio-rs/tokio/issues/1923>
pub fn blocking_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// `shutdown_timeout` gives up waiting for the blocking closure, and returns as if it had ended.
///
/// It returns `()` either way.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_timeout>
pub fn blocking_runtime_timeout(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    let grace = pulse.interval();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    runtime.shutdown_timeout(grace);
    stage.acknowledge(());
}

/// `shutdown_background` does not wait for the blocking closure at all.
///
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_background>
pub fn blocking_runtime_background(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    runtime.shutdown_background();
    stage.acknowledge(());
}

/// A task that never awaits holds up the drop of the `Runtime` for as long as it runs.
///
/// A task ends at an await, and this one has none: its `thread::sleep` blocks a worker.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
pub fn hogging_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// `select!` loses interest in a line of standard input, and the thread that reads it stays in its `read`.
///
/// The read is on a thread of the blocking pool, and "it is impossible to cancel that read"
/// (<https://docs.rs/tokio/latest/tokio/io/fn.stdin.html>). It also takes the next line, which no caller
/// awaits. Dropping the runtime waits for it: `tokio/drop/stuck-stdin-runtime`.
pub fn stuck_stdin(stage: &Stage) {
    let (silent, keyboard) = pipe().expect("no pipe");
    dup2_stdin(silent).expect("standard input can't be replaced");
    // The other end is never closed, so the input doesn't end.
    forget(keyboard);
    let pulse = stage.pulse();
    // The only thread that this runtime starts is the one that reads.
    let runtime =
        Builder::new_current_thread().on_thread_start(move || pulse.last_beat()).build().expect("a runtime");
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
pub fn stuck_stdin_runtime(stage: &Stage) {
    let (silent, keyboard) = pipe().expect("no pipe");
    dup2_stdin(silent).expect("standard input can't be replaced");
    // The other end is never closed, so the input doesn't end.
    forget(keyboard);
    let pulse = stage.pulse();
    // The only thread that this runtime starts is the one that reads.
    let runtime =
        Builder::new_current_thread().on_thread_start(move || pulse.last_beat()).build().expect("a runtime");
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
pub fn stuck_dns(stage: &Stage) {
    let silent = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("no socket on the loopback");
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
        .expect("a runtime");
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
pub fn stuck_file(stage: &Stage) {
    let (disk, file) = pipe().expect("no pipe");
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
        .expect("a runtime");
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
pub fn stuck_file_flush(stage: &Stage) {
    let (disk, file) = pipe().expect("no pipe");
    // The other end is never closed, so the write doesn't fail.
    forget(disk);
    let pulse = stage.pulse();
    // The only thread that this runtime starts is the one that writes.
    let runtime =
        Builder::new_current_thread().on_thread_start(move || pulse.last_beat()).build().expect("a runtime");
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
