//! The programs in `plain`, which know nothing of the harness: each is started with nothing but its name, by every Python
//! from 3.10 on that is found, and prints and ends as it says. Those by other Pythons than the youngest are played only when
//! they are asked for.

mod pythons;

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, ExitCode, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Arguments, Failed, Trial};
use pythons::pythons;
use still_standing::testing::{ensure, heavy, optional_trial};

/// How long a program may take until it has printed what is expected, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is expected of a program.
struct Plain {
    call: &'static [&'static str],
    /// Lines that it prints in this order, among others.
    prints: &'static [&'static str],
    /// The most lines that it prints, if it comes to an end.
    most: usize,
    /// Lines that it never prints.
    never: &'static [&'static str],
    /// What it says on standard error.
    warns: &'static str,
    end: End,
}

/// How it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// With status 0.
    Zero,
    /// Never: it still runs when it has printed all that, and is then killed.
    Never,
    /// Never, because its signal stops the whole process.
    Stopped,
}

const STANDING: &str = "I'm still standing";

const PROGRAMS: &[Plain] = &[
    Plain {
        call: &["cancelled_to_thread.py"],
        prints: &["  finished: 1", "unfinished: 1", " cancelled: True", STANDING, STANDING],
        most: usize::MAX,
        never: &[],
        warns: "",
        end: End::Never,
    },
    Plain {
        call: &["executor_cancel_test.py"],
        prints: &[
            "cancelled: True",
            "before the shutdown returned: the thread came to its end",
            "the closed loop was called: False",
        ],
        most: 3,
        never: &[],
        warns: "",
        end: End::Zero,
    },
    Plain {
        call: &["event_work_around.py"],
        prints: &[STANDING; 5],
        most: 6,
        never: &[],
        warns: "",
        end: End::Zero,
    },
    Plain {
        call: &["daemon_main_stays.py"],
        prints: &["begin", "circle", "stopped after", "end circle", "circle", "end circle", "circle"],
        most: usize::MAX,
        never: &["end"],
        warns: "DeprecationWarning: setDaemon() is deprecated",
        end: End::Never,
    },
    Plain {
        call: &["nested_daemon.py"],
        prints: &["begin", "outer thread alive: False", "circle", "main", "circle"],
        most: usize::MAX,
        never: &["end of the outer thread"],
        warns: "NameError: name 'running' is not defined",
        end: End::Never,
    },
    Plain {
        call: &["set_async_exc.py"],
        prints: &["begin", "circle", "stopped; alive: True", "end", "joined; alive: False", "end circle"],
        most: usize::MAX,
        never: &["error: "],
        warns: "",
        end: End::Never,
    },
    Plain {
        call: &["pthread_kill_tstp.py"],
        prints: &["0", "1", "2", "3", "4", "5"],
        most: usize::MAX,
        never: &[],
        warns: "NameError: name 'signal' is not defined",
        end: End::Never,
    },
    Plain {
        call: &["pthread_kill_tstp.py", "mended"],
        prints: &["0"],
        most: usize::MAX,
        never: &[],
        warns: "",
        end: End::Stopped,
    },
    Plain {
        call: &["terminate.py"],
        prints: &["begin", "circle", "stopped before", "exit code -15", "end circle", "end circle"],
        most: usize::MAX,
        never: &["end"],
        warns: "",
        end: End::Never,
    },
    Plain {
        call: &["cancelled_coroutine.py"],
        prints: &[
            "i=0 hello",
            "  complete: 0",
            "   pending: 1",
            "cancel() returned True",
            "number 10 was cancelled",
            " cancelled: True",
        ],
        most: 6,
        never: &[],
        warns: "",
        end: End::Zero,
    },
    Plain {
        call: &["idle_threads.py"],
        prints: &["without the wake-up, alive: 3", "with it, alive: 0", "wake-ups: 4"],
        most: 3,
        never: &[],
        warns: "",
        end: End::Zero,
    },
    Plain {
        call: &["thread_beside_coroutine.py"],
        prints: &["the thread takes more memory: True", "the thread takes longer to start: True"],
        most: 4,
        never: &[],
        warns: "",
        end: End::Zero,
    },
    Plain {
        call: &["mended.py"],
        prints: &[STANDING, "finished 1, unfinished 1"],
        most: usize::MAX,
        never: &[],
        warns: "",
        end: End::Zero,
    },
];

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // They sleep most of the time.
    arguments.test_threads.get_or_insert(8);
    let pythons = pythons();
    let missing = pythons.is_empty().then(|| "there is no Python from 3.10 on".to_owned());
    let mut trials = vec![optional_trial("a Python is there", missing, || Ok(()))];
    trials.push(Trial::test("every program is held to", every_program_is_held_to));
    trials.push(Trial::test(
        "the README shows the mended programs as they are",
        the_readme_shows_them_as_they_are,
    ));
    let youngest = pythons.keys().max().copied();
    for ((major, minor), python) in pythons {
        let is_youngest = youngest == Some((major, minor));
        trials.extend(PROGRAMS.iter().map(|program| {
            let python = python.clone();
            let name = format!("{} by Python {major}.{minor}", program.call.join(" "));
            let trial = Trial::test(name, move || does_as_it_says(&python, program));
            if is_youngest { trial } else { heavy(trial, "one Python tells most of it") }
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("plain")
}

fn every_program_is_held_to() -> Result<(), Failed> {
    for entry in fs::read_dir(folder())? {
        let name = entry?.file_name();
        let is_held = PROGRAMS.iter().any(|program| *program.call[0] == *name);
        ensure(is_held, || format!("nothing is expected of {}", name.display()))?;
    }
    Ok(())
}

/// The README has eight lines of each of the two mended programs, in Python and in Rust.
fn the_readme_shows_them_as_they_are() -> Result<(), Failed> {
    let readme = fs::read_to_string(folder().join("../README.md"))?;
    for (language, program) in
        [("python", "mended.py"), ("rust", "../../recipes/src/bin/mended_to_thread.rs")]
    {
        let blocks: Vec<_> = readme.split("```").filter_map(|block| block.strip_prefix(language)).collect();
        let text = fs::read_to_string(folder().join(program))?;
        let unindented: String = text.lines().map(|line| format!("{}\n", line.trim_start())).collect();
        let [block] = blocks[..] else { return Err(format!("{} blocks of {language}", blocks.len()).into()) };
        ensure(block.trim().lines().count() == 8 && unindented.contains(block.trim()), || block.to_owned())?;
    }
    Ok(())
}

/// A program that is killed when the test is over.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn does_as_it_says(python: &Path, program: &Plain) -> Result<(), Failed> {
    let mut command = Command::new(python);
    command.args(program.call).current_dir(folder()).env_remove("PYTHONPATH");
    command.env_remove("PYTHONUNBUFFERED").env("PYTHONDONTWRITEBYTECODE", "1");
    // In a group of its own, whose leader's parent is in another: the system lets SIGTSTP stop no orphaned group, and that of
    // these tests is one where no shell has started them.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut running = Running(child);
    let errors = running.0.stderr.take().expect("it is piped");
    let lines = lines_of(&mut running.0);
    let deadline = Instant::now() + PATIENCE;
    let (mut printed, mut found) = (Vec::new(), 0);
    while found < program.prints.len() || program.end == End::Zero {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok(line) = lines.recv_timeout(left) else { break };
        found += usize::from(program.prints.get(found).is_some_and(|next| line == *next));
        printed.push(line);
    }
    let told = || format!("it printed {printed:#?}");
    ensure(found == program.prints.len() && printed.len() <= program.most, told)?;
    ensure(!program.never.iter().any(|never| printed.iter().any(|line| line == never)), told)?;
    match program.end {
        End::Zero => ensure(running.0.wait()?.success(), || "its status is not 0".to_owned())?,
        End::Never => ensure(running.0.try_wait()?.is_none(), || "it came to an end".to_owned())?,
        End::Stopped => waits_until_stopped(&running.0)?,
    }
    drop(running);
    says(errors, program.warns)
}

/// The lines that it prints, as they come.
fn lines_of(child: &mut Child) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    lines
}

/// Checks what it has said on standard error, which is nothing if nothing is expected.
fn says(mut errors: ChildStderr, expected: &str) -> Result<(), Failed> {
    let mut said = String::new();
    errors.read_to_string(&mut said)?;
    ensure(said.contains(expected) && said.is_empty() == expected.is_empty(), || said.clone())
}

/// Waits until the process is stopped: Linux says so.
fn waits_until_stopped(child: &Child) -> Result<(), Failed> {
    let stat = format!("/proc/{}/stat", child.id());
    let is_stopped = || fs::read_to_string(&stat).is_ok_and(|stat| stat.contains(") T "));
    for _ in 0..PATIENCE.as_millis() / 20 {
        if !cfg!(target_os = "linux") || is_stopped() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err("it was never stopped".into())
}
