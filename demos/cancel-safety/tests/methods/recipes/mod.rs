//! The recipes lose nothing at any await: what they drop, or may be dropped of them, is dropped here at each, and what
//! their `select!` drops are methods whose rows lose nothing.

mod nested_tasks;
mod polite_child;
mod request_survives_disconnect;
mod token_and_tracker;

use std::io;

use cancel_safety::{Seen, all};
use drops::{World, check};
use libtest_mimic::Trial;
use tokio::runtime::Builder;

macro_rules! recipe {
    ($name:literal) => {
        include_str!(concat!("../../../../recipes/src/bin/", $name, ".rs"))
    };
}

const POLITE_CHILD: &str = recipe!("polite_child");
const SURVIVES: &str = recipe!("request_survives_disconnect");
const TOKEN: &str = recipe!("token_and_tracker");
const NESTED: &str = recipe!("nested_tasks");

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("polite_child: end_of", async |world| polite_child::end_of_is_dropped(world).await),
        trial("polite_child: run", async |world| polite_child::run_is_dropped(world).await),
        trial("request_survives_disconnect: finished", async |world| {
            request_survives_disconnect::finished_is_dropped(world).await;
        }),
        trial("nested_tasks: node", async |world| nested_tasks::node_is_dropped(world).await),
        trial("token_and_tracker: wait", async |world| token_and_tracker::wait_is_dropped(world).await),
        Trial::test("recipes: their functions are copied word for word", || {
            are_copied();
            Ok(())
        }),
        Trial::test("recipes: what their select! drops loses nothing", || {
            what_is_dropped_loses_nothing();
            Ok(())
        }),
    ]
}

/// Processes, sockets and clocks are in the worlds, so the number of awaits is another one each time.
fn trial(name: &'static str, world: impl AsyncFn(&World) + Clone + Send + Sync + 'static) -> Trial {
    Trial::test(format!("recipe {name}"), move || {
        let report = check(name, move |handle| {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(world(handle));
            io::Result::Ok(())
        });
        let keeps = report.undropped().is_empty() && report.drops().iter().all(|it| it.findings.is_empty());
        assert!(keeps && !report.drops().is_empty(), "{report:#}");
        Ok(())
    })
}

/// The functions that are marked are those of the recipes, word for word.
fn are_copied() {
    for (copies, recipe, count) in [
        (include_str!("polite_child.rs"), POLITE_CHILD, 4),
        (include_str!("request_survives_disconnect.rs"), SURVIVES, 1),
        (include_str!("nested_tasks.rs"), NESTED, 2),
        (include_str!("token_and_tracker.rs"), TOKEN, 1),
    ] {
        let copies = copies.split("// From the recipe.\n").skip(1);
        let functions: Vec<&str> =
            copies.filter_map(|copy| copy.split_once("\n}\n")).map(|(it, _)| it).collect();
        assert_eq!(functions.len(), count);
        for function in functions {
            assert!(recipe.contains(function), "{function}");
        }
    }
}

fn what_is_dropped_loses_nothing() {
    let rows = all();
    for (recipe, call, method) in [
        (TOKEN, "listener.accept()", "tokio::net::TcpListener::accept"),
        (TOKEN, "lines.next_line()", "tokio::io::Lines::next_line"),
        (TOKEN, "token.cancelled()", "tokio_util::sync::CancellationToken::cancelled"),
        (TOKEN, "connections.wait()", "tokio_util::task::TaskTracker::wait"),
        (TOKEN, "terminates.recv()", "tokio::signal::unix::Signal::recv"),
        (POLITE_CHILD, "child.wait()", "tokio::process::Child::wait"),
        (POLITE_CHILD, "pipe.read_buf(output)", "tokio::io::AsyncReadExt::read_buf"),
        (NESTED, "children.join_next()", "tokio::task::JoinSet::join_next"),
        (SURVIVES, "interrupts.recv()", "tokio::signal::unix::Signal::recv"),
    ] {
        assert!(recipe.contains(call), "no recipe calls {call}");
        let row = rows.iter().find(|row| row.method == method).expect("a row");
        assert_eq!(row.seen, Seen::Keeps, "{method}");
    }
}
