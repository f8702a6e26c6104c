//! Carries out the rungs of a ladder.

use std::{
    process::Child,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use stage::clock::now_ns;

use super::{exchange, guard, program::Program};
use crate::{ask::Ask, manner::Manner, program_run::Asked, verdict::Exit};

/// The rungs that were asked so far, and what came of them.
#[derive(Default)]
pub(crate) struct Asking {
    asked: Arc<Mutex<Vec<Asked>>>,
    is_over: Arc<AtomicBool>,
    /// How it is spoken to over HTTP: by HTTP/1.1, as its clients may not do.
    manner: Manner,
    /// The commands that were run, each with the number of its rung. They are no part of the program.
    commands: Vec<(usize, Child)>,
}

impl Asking {
    /// Nothing was asked so far.
    pub(crate) fn of(manner: &Manner) -> Self {
        Self { manner: Manner { is_http2: false, ..manner.clone() }, ..Self::default() }
    }

    /// Asks once more. The request was at `asked_ns`. It returns at once: an answer, or the end of a command, is noted when
    /// it comes.
    pub(crate) fn ask(&mut self, ask: &Ask, program: &mut Program, asked_ns: u64) {
        let number = self.lock().len();
        self.lock().push(Asked { ask: ask.to_string(), at_ns: now_ns() - asked_ns, note: None });
        let failed = match ask {
            Ask::Signal { signal, to_group } => program.send(*signal, *to_group).err(),
            Ask::StdinClosed => {
                program.close_stdin();
                None
            }
            Ask::Run(command) => match guard::start_command(command, program.id()) {
                Ok(child) => {
                    self.commands.push((number, child));
                    None
                }
                Err(error) => Some(error),
            },
            Ask::Http(method, address) => {
                let (asked, is_over) = (Arc::clone(&self.asked), Arc::clone(&self.is_over));
                let (method, address, manner) = (method.clone(), address.clone(), self.manner.clone());
                thread::spawn(move || {
                    let answer = exchange::ask(&method, &address, &manner, || is_over.load(Relaxed));
                    note(
                        &asked,
                        number,
                        match answer {
                            Ok(status) => format!("answered with status {status}"),
                            Err(error) => format!("not answered: {error}"),
                        },
                    );
                });
                None
            }
        };
        if let Some(error) = failed {
            note(&self.asked, number, format!("could not be asked: {error}"));
        }
    }

    /// When the rungs were asked, in ns after the request.
    pub(crate) fn times(&self) -> Vec<u64> {
        self.lock().iter().map(|asked| asked.at_ns).collect()
    }

    /// The processes of the commands.
    pub(crate) fn commands(&self) -> Vec<i32> {
        self.commands.iter().filter_map(|(_, child)| i32::try_from(child.id()).ok()).collect()
    }

    /// Ends what is still being asked, and returns the rungs with their notes.
    pub(crate) fn end(mut self) -> Vec<Asked> {
        self.is_over.store(true, Relaxed);
        for (number, child) in &mut self.commands {
            let said = match child.try_wait() {
                Ok(Some(status)) if status.success() => continue,
                Ok(Some(status)) => {
                    status.code().map_or_else(|| status.to_string(), |code| Exit::Status(code).to_string())
                }
                _ => "it still ran when the watch ended".to_owned(),
            };
            note(&self.asked, *number, format!("the command: {said}"));
        }
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn note(asked: &Mutex<Vec<Asked>>, number: usize, said: String) {
    if let Some(asked) = asked.lock().unwrap_or_else(PoisonError::into_inner).get_mut(number) {
        asked.note = Some(said);
    }
}
