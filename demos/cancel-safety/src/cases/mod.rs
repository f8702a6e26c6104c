//! The cases of cancel safety of this workspace: at which of its awaits does the infinite task lose something?
//!
//! A case drops its task once, at a random moment. Here the loop of that task stands with the same awaits, and is dropped
//! at each of them. A file here has the name of the one that its cases are in. A test looks whether each await is in the
//! case's text.

mod cancel_safety;
mod half_done;
mod half_sent;
mod lines;

use std::cell::RefCell;

use drops::{Report, World, check};
use tokio::runtime::Builder;

/// A case of demos/tokio.
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// The file that it is in.
    pub file: &'static str,
    /// The text of that file.
    pub source: &'static str,
    /// Its function.
    pub function: &'static str,
    /// The awaits at which it loses something.
    pub loses_at: &'static [&'static str],
    play: fn() -> Report,
}

impl Case {
    /// Drops the case's task at each of its awaits.
    pub fn play(&self) -> Report {
        (self.play)()
    }

    /// The text of its function.
    pub fn text(&self) -> &'static str {
        let begin = self.source.find(&format!("fn {}(", self.function)).expect("the function is there");
        let text = &self.source[begin..];
        &text[..text.find("\n}\n").map_or(text.len(), |end| end)]
    }
}

macro_rules! case {
    ($name:literal, $file:ident, $function:ident, $loses_at:expr) => {
        Case {
            name: concat!("tokio/drop/", $name),
            file: concat!("tokio/src/drop/", stringify!($file), ".rs"),
            source: include_str!(concat!("../../../tokio/src/drop/", stringify!($file), ".rs")),
            function: stringify!($function),
            loses_at: $loses_at,
            play: || played(concat!("tokio/drop/", $name), async |world| $file::$function(world).await),
        }
    };
}

/// Every case whose infinite task holds something.
pub fn cases() -> Vec<Case> {
    vec![
        case!(
            "awaiting-read-exact",
            cancel_safety,
            awaiting_read_exact,
            &["reader.read_exact(&mut record).await"]
        ),
        case!("awaiting-recv", cancel_safety, awaiting_recv, &[]),
        case!("awaiting-framed", cancel_safety, awaiting_framed, &[]),
        case!("awaiting-read-line", lines, awaiting_read_line, &["reader.read_line(&mut line).await"]),
        case!("awaiting-next-line", lines, awaiting_next_line, &[]),
        case!(
            "awaiting-send-timeout",
            half_sent,
            awaiting_send_timeout,
            &["sender.send(records.give()).await"]
        ),
        case!("awaiting-reserve", half_sent, awaiting_reserve, &[]),
        case!("awaiting-write-all", half_sent, awaiting_write_all, &["writer.write_all(&frame).await"]),
        case!("awaiting-owned-task", half_sent, awaiting_owned_task, &[]),
        case!("awaiting-lock-held", half_done, awaiting_lock_held, &["sleep(pulse.interval()).await"]),
        case!("awaiting-lock-brief", half_done, awaiting_lock_brief, &[]),
    ]
}

fn played(name: &str, world: impl AsyncFn(&World) + Send + Sync + 'static) -> Report {
    check(name, move |handle| {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build()?;
        runtime.block_on(world(handle));
        std::io::Result::Ok(())
    })
}

/// How many records each world has.
const RECORDS: u64 = 3;

/// Gives one record after another, and then waits for ever: the task of a case does not end.
struct Records(RefCell<u64>);

impl Records {
    fn new() -> Self {
        Self(RefCell::new(0))
    }

    fn give(&self) -> u64 {
        *self.0.borrow_mut() += 1;
        *self.0.borrow()
    }
}
