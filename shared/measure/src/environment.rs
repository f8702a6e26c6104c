//! What the environment of a child says to the runtimes: so many workers for each, and nothing else that
//! would change what is measured without a trace in the code.

use std::{
    collections::BTreeMap,
    env, io,
    process::{self, Command},
};

use stage::{Demo, Variable, WORKERS};

/// Variables by name: set to a value, or cleared.
pub type Environment = BTreeMap<String, Option<String>>;

/// The environment in which each runtime starts this many workers.
#[must_use]
pub fn environment(demos: &[Demo], workers: u32) -> Environment {
    let of_runtimes = demos.iter().flat_map(|demo| demo.environment).map(|variable| match variable {
        Variable::Workers(name) => ((*name).to_owned(), Some(workers.to_string())),
        Variable::Cleared(name) => ((*name).to_owned(), None),
    });
    of_runtimes.chain([(WORKERS.to_owned(), Some(workers.to_string()))]).collect()
}

/// Starts this program again in that environment, with the same arguments, and ends with it; returns at
/// once where this is that program. It is for a program that plays cases without a child of its own.
///
/// # Errors
/// When the system does not start it.
pub fn restart_in(environment: &Environment) -> io::Result<()> {
    if env::var_os(WORKERS).is_some() {
        return Ok(());
    }
    let mut again = Command::new(env::current_exe()?);
    again.args(env::args_os().skip(1));
    apply(environment, &mut again);
    process::exit(again.status()?.code().unwrap_or(1));
}

/// Gives a process that is about to be started this environment.
pub(crate) fn apply(environment: &Environment, command: &mut Command) {
    for (name, value) in environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runtime_is_told_of_its_workers_in_its_own_variable() {
        let demo = |environment| Demo { environment, ..Demo::new("a", &[], &[]) };
        let demos =
            [demo(&[Variable::Workers("A_THREADS"), Variable::Cleared("A_DEBUG")]), Demo::new("b", &[], &[])];
        let said: Vec<(String, Option<String>)> = environment(&demos, 3).into_iter().collect();
        let three = Some("3".to_owned());
        assert_eq!(
            said,
            [
                ("A_DEBUG".to_owned(), None),
                ("A_THREADS".to_owned(), three.clone()),
                (WORKERS.to_owned(), three)
            ]
        );
    }
}
