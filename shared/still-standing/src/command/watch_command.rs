//! `watch`: a program of any kind, asked to stop.

use anyhow::Result;

use crate::command::{
    exit_status::{AS_EXPECTED, NOT_AS_EXPECTED},
    output::say,
    watch_arguments::WatchArguments,
    watching::{Seen, watch_all},
};

pub(crate) fn watch(arguments: &WatchArguments) -> Result<u8> {
    let Seen { watched, status } = watch_all(&[(arguments.plan(), None)], &arguments.out, |watched| {
        if arguments.json {
            watched.to_json()
        } else {
            report::terminal::watched(watched, report::terminal::terminal_width())
        }
    })?;
    if let Some(status) = status {
        return Ok(status);
    }
    let mut is_good = true;
    for program in &watched.programs {
        for seen in arguments.fail_on.iter().filter_map(|what| what.seen_in(program)) {
            say(&format!("! {}: {seen}.", program.name));
            is_good = false;
        }
    }
    Ok(if is_good { AS_EXPECTED } else { NOT_AS_EXPECTED })
}
