//! Files, processes, signals. A thread of the pool does the work, and it goes on when nobody waits for it any more.

use std::{ffi::OsString, path::PathBuf, process::Stdio, time::Duration};

use signal_hook::low_level::raise;
use tokio::{
    fs,
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
    process::Command,
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
    task::{spawn, spawn_blocking, yield_now},
    time::timeout,
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{alone, busy_pool, input, others},
};

/// A path that no other world uses.
fn path(name: &str) -> PathBuf {
    let thread = format!("{:?}", std::thread::current().id()).replace(['(', ')'], "");
    std::env::temp_dir().join(format!("cancel-safety-{name}-{}-{thread}", std::process::id()))
}

async fn next_name(entries: &mut fs::ReadDir) -> Option<OsString> {
    entries.next_entry().await.expect("the folder is there").map(|entry| entry.file_name())
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = vec![
        Row::new("tokio::fs::ReadDir::next_entry", (Safe, "no reason is given"), Keeps, async |world| {
            let folder = path("folder");
            // It reads 32 ahead, and then has to wait.
            let names: Vec<String> = (100..140).map(|number| number.to_string()).collect();
            std::fs::create_dir_all(&folder).expect("it is made");
            names.iter().for_each(|name| std::fs::write(folder.join(name), "").expect("it is written"));
            let mut entries = fs::read_dir(&folder).await.expect("it is there");
            let mut arrived = Vec::new();
            for _ in 0..32 {
                arrived.extend(next_name(&mut entries).await);
            }
            busy_pool();
            loop {
                match world.drops(next_name(&mut entries)).await {
                    Some(None) => break,
                    Some(name) => arrived.extend(name),
                    None => {}
                }
            }
            let _ = std::fs::remove_dir_all(&folder);
            arrived.sort();
            world.records("entry", names.into_iter().map(OsString::from), arrived);
        }),
        Row::new(
            "tokio::fs::write",
            (NotSafe, "the call goes on and has its effect; only its result is lost"),
            Loses,
            async |world| {
                let path = path("write");
                let _ = std::fs::remove_file(&path);
                busy_pool();
                let result = world.drops(fs::write(&path, "written")).await;
                // Whether it was written is not known to whoever dropped it: the file comes later, or is there already.
                world.holds("it is known whether it was written", result.is_some());
                // The pool has one thread: what was begun before has ended.
                spawn_blocking(|| ()).await.expect("it runs");
                let _ = std::fs::remove_file(&path);
            },
        ),
        Row::new(
            "tokio::io::AsyncSeekExt::seek",
            (Silent, "a step that is made again is made twice"),
            Loses,
            async |world| {
                let path = path("seek");
                std::fs::write(&path, "abcdefgh").expect("it is written");
                let mut file = fs::File::open(&path).await.expect("it is there");
                busy_pool();
                world.repeats(async || file.seek(std::io::SeekFrom::Current(2)).await.ok()).await;
                let _ = std::fs::remove_file(&path);
            },
        ),
    ];
    rows.extend(processes());
    rows
}

/// A shell that reads its input to the end first.
fn shell(commands: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", commands]).stdin(input());
    shell
}

fn processes() -> Vec<Row> {
    vec![
        Row::new("tokio::process::Child::wait", (Safe, "no reason is given"), Keeps, async |world| {
            let mut child = shell("read line; exit 7").spawn().expect("a shell");
            world.repeats(async || child.wait().await.ok().and_then(|status| status.code())).await;
        }),
        Row::new(
            "tokio::process::Child::kill",
            (Silent, "asks, then waits; may be called again"),
            Keeps,
            async |world| {
                let mut child = Command::new("sleep").arg("1000").spawn().expect("it starts");
                world.repeats(async || child.kill().await.is_ok()).await;
                world.holds("it has ended", child.try_wait().is_ok_and(|status| status.is_some()));
            },
        )
        .varying(),
        Row::new(
            "tokio::process::Child::wait_with_output",
            (Silent, "takes the child: what it has printed so far is lost"),
            Loses,
            async |world| {
                let mut child = shell("read line; echo out");
                let child = child.stdout(Stdio::piped()).kill_on_drop(true).spawn();
                let output = world.drops(child.expect("a shell").wait_with_output()).await;
                let printed = output.and_then(Result::ok).map_or(Vec::new(), |output| output.stdout);
                world.records("byte", *b"out\n", printed);
            },
        )
        .varying(),
        Row::new(
            "tokio::process::Command::output",
            (Depends, "the child goes on, or is killed with `kill_on_drop`"),
            Loses,
            async |world| {
                let mut command = shell("read line; echo out");
                let output = world.drops(command.kill_on_drop(true).output()).await;
                let printed = output.and_then(Result::ok).map_or(Vec::new(), |output| output.stdout);
                world.records("byte", *b"out\n", printed);
            },
        )
        .varying(),
        Row::new(
            "tokio::process::Command::status",
            (Depends, "the child goes on, or is killed with `kill_on_drop`"),
            Loses,
            async |world| {
                let mut command = shell("read line; exit 7");
                let status = world.drops(command.status()).await;
                world.records("status", [Some(7)], status.and_then(Result::ok).map(|status| status.code()));
            },
        ),
        Row::new("tokio::signal::unix::Signal::recv", (Safe, "no signal is lost"), Keeps, async |world| {
            let _alone = alone().await;
            let mut signals = signal(SignalKind::window_change()).expect("it is registered");
            spawn(async {
                others().await;
                raise(SignalKind::window_change().as_raw_value()).expect("it is a signal");
            });
            let signal = world.repeats(async || signals.recv().await).await;
            world.count("signal", 1, signal.iter().count());
        }),
        Row::new(
            "tokio::signal::ctrl_c",
            (Silent, "listens from its call on: a signal between two calls is missed"),
            Loses,
            async |world| {
                let _alone = alone().await;
                // So that the signal does not end the process, whatever is dropped.
                let mut handled = signal(SignalKind::interrupt()).expect("it is registered");
                let raises = async {
                    yield_now().await;
                    raise(SignalKind::interrupt().as_raw_value()).expect("it is a signal");
                };
                let waits = async {
                    if world.drops(ctrl_c()).await.is_some() {
                        return 1;
                    }
                    handled.recv().await;
                    usize::from(timeout(Duration::from_millis(20), ctrl_c()).await.is_ok())
                };
                let (arrived, ()) = tokio::join!(biased; waits, raises);
                world.count("signal", 1, arrived);
            },
        ),
        Row::new(
            "tokio::fs::File::read",
            (Silent, "what was begun is kept in the file; `tokio::io::AsyncReadExt::read` says safe"),
            Keeps,
            async |world| {
                let path = path("read");
                std::fs::write(&path, "abcdefgh").expect("it is written");
                let (mut file, mut buffer) = (fs::File::open(&path).await.expect("it is there"), [0; 4]);
                busy_pool();
                let count = world.repeats(async || file.read(&mut buffer).await.expect("it is read")).await;
                let mut all = buffer[..count].to_vec();
                file.read_to_end(&mut all).await.expect("it is read");
                let _ = std::fs::remove_file(&path);
                world.records("byte", *b"abcdefgh", all);
            },
        ),
        Row::new(
            "tokio::fs::File::flush",
            (Silent, "waits for the write that goes on; may be called again"),
            Keeps,
            async |world| {
                let path = path("flush");
                let mut file = fs::File::create(&path).await.expect("it is made");
                busy_pool();
                file.write_all(&vec![7; 1 << 20]).await.expect("it is in the buffer");
                world.repeats(async || file.flush().await.is_ok()).await;
                let written = std::fs::read(&path).expect("it is there");
                let _ = std::fs::remove_file(&path);
                world.count("byte", 1 << 20, written.len());
            },
        ),
    ]
}
