//! The environment variables of a child: they give each runtime the same number of workers, and clear what
//! would change the measurement without a trace in the code.

use std::{collections::BTreeMap, process::Command};

use stage::{Demo, Variable, WORKERS};

/// Environment variables by name: `Some` sets the value, `None` clears it.
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

/// Sets and clears these variables for a process that is about to be started.
pub fn apply(environment: &Environment, command: &mut Command) {
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
    fn each_runtime_gets_its_workers_from_its_own_variable() {
        let a = Demo::new("a").environment(&[Variable::Workers("A_THREADS"), Variable::Cleared("A_DEBUG")]);
        let demos = [a, Demo::new("b")];
        let variables: Vec<(String, Option<String>)> = environment(&demos, 3).into_iter().collect();
        let three = Some("3".to_owned());
        assert_eq!(
            variables,
            [
                ("A_DEBUG".to_owned(), None),
                ("A_THREADS".to_owned(), three.clone()),
                (WORKERS.to_owned(), three)
            ]
        );
    }
}
