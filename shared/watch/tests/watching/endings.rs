//! A watch that is ended at a random moment leaves nothing: no program, nothing that it had started, no folder.

use std::{fs, path::PathBuf, process::Command, thread, time::Duration};

use libtest_mimic::{Failed, Trial};
use rustix::process::Signal;
use still_standing::testing::{
    ensure, heavy,
    marked::{Marked, send},
};

/// How many watches are ended by the quick tests, in each of the four ways alike.
const FEW: u64 = 8;
/// How many more are ended by the heavy ones.
const ENDINGS: u64 = 100;
/// How many tests they are divided into, which run side by side.
const PARTS: u64 = 4;
/// A watch is at its third run by then, or still starts its first.
const LATEST: Duration = Duration::from_millis(500);

/// It ignores signals, leaves its process group and its session, and starts others all the time.
const NASTY: &str = "trap '' TERM INT HUP; setsid sh -c 'trap \"\" TERM; sleep 1000 & wait' & (sleep 1000 &) ; \
                     touch $TMPDIR/file; echo up; while :; do sleep 0.02; done";

pub(crate) fn trials() -> Vec<Trial> {
    let few = Trial::test(format!("nothing is left of a watch that is ended, {FEW} times"), || {
        (0..FEW).try_for_each(leaves_nothing)
    });
    let part = |part: u64| {
        let name = format!("nothing is left of a watch that is ended, {} of {PARTS}", part + 1);
        let mut numbers = FEW + part * ENDINGS / PARTS..FEW + (part + 1) * ENDINGS / PARTS;
        heavy(Trial::test(name, move || numbers.try_for_each(leaves_nothing)), "ends a hundred watches")
    };
    [few].into_iter().chain((0..PARTS).map(part)).collect()
}

/// Ends the watch with this number, in one of four ways.
fn leaves_nothing(number: u64) -> Result<(), Failed> {
    let mut random = fastrand::Rng::with_seed(number);
    let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("ended-{number}"));
    let _ = fs::remove_dir_all(&temporary);
    fs::create_dir_all(&temporary).map_err(|error| error.to_string())?;
    let out = temporary.with_extension("json").display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_still-standing-watch"));
    let ask = ["--ready", "line:up", "--ask", "TERM,50ms,KILL", "--horizon", "50ms", "--runs", "1000"];
    command.args(["--out", &out]).args(ask).args(["--", "sh", "-c", NASTY]).env("TMPDIR", &temporary);
    let mut watch = Marked::start(&format!("ended-{number}"), &mut command);
    thread::sleep(LATEST.mul_f64(random.f64()));
    match number % 4 {
        0 => watch.send(Signal::INT),
        1 => watch.send(Signal::TERM),
        2 => watch.send(Signal::KILL),
        _ => {
            let keeper = watch.wait_for("--keep-program");
            send(Signal::KILL, keeper);
        }
    }
    let status = watch.ends_with_everybody();
    // Ended by a signal before it had its handler, by KILL, interrupted, or without its keeper.
    let is_known = matches!(status.code(), None | Some(130 | 2));
    ensure(is_known, || format!("ending {number}: {status}"))?;
    let left: Vec<_> = fs::read_dir(&temporary).into_iter().flatten().flatten().map(|it| it.path()).collect();
    ensure(left.is_empty(), || format!("ending {number}, {status}: it left {left:?}"))?;
    fs::remove_dir_all(&temporary).map_err(|error| error.to_string().into())
}
