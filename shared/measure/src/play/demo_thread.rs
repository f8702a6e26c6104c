//! The thread that runs a demo's function, and what is remembered of a panic in this process.

use std::{
    any::Any,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

use stage::{Stage, guest};

use crate::machine::place::Thread;

/// How long the thread sleeps after a call that returned before the halt.
const SLEEP_BEFORE_THE_HALT: Duration = Duration::from_micros(100);

/// A thread that runs a demo's function on each stage that it is given.
pub(crate) struct DemoThread {
    pub(crate) thread: Thread,
    stages: Sender<Arc<Stage>>,
    /// One message for each stage, when the function has returned: `Err` with the message if it panicked.
    pub(crate) returns: Receiver<Result<(), String>>,
}

impl DemoThread {
    /// Starts the thread, which waits for its first stage.
    ///
    /// # Panics
    /// If the system can't start a thread.
    pub(crate) fn start(play: fn(&Stage)) -> Self {
        let (stages, stages_to_play) = mpsc::channel::<Arc<Stage>>();
        let (returned, returns) = mpsc::channel();
        let (started, thread) = mpsc::channel();
        let run = move || {
            let _ = started.send(Thread::current());
            for stage in stages_to_play {
                let end = caught(|| play(&stage));
                // After an acknowledgement that comes before the halt, the thread goes on to something
                // else; it must not be something that slows the halt.
                if stage.stamps().halt().is_none() {
                    thread::sleep(SLEEP_BEFORE_THE_HALT);
                }
                let _ = returned.send(end);
            }
            let _ = returned.send(caught(guest::dismiss));
        };
        thread::Builder::new().name("demo".to_owned()).spawn(run).expect("can't start the demo's thread");
        let thread = thread.recv().expect("the demo's thread first sends its id");
        Self { thread, stages, returns }
    }

    /// Lets the thread run the demo's function on this stage.
    pub(crate) fn play(&self, stage: &Arc<Stage>) {
        let _ = self.stages.send(Arc::clone(stage));
    }

    /// Ends the thread, whose last call must have returned, and the program in another language that it plays.
    ///
    /// # Errors
    /// The message if that program failed.
    pub(crate) fn end(self) -> Result<(), String> {
        drop(self.stages);
        self.returns.recv().unwrap_or(Ok(()))
    }
}

/// Calls it; `Err` with the message if it panics.
fn caught(call: impl FnOnce()) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| panic_message(panic.as_ref()))
}

fn panic_message(panic: &dyn Any) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}

static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Remembers each panic from now on, and then calls the panic hook that was set before.
pub(crate) fn remember_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let message = panic_message(panic.payload());
        let thread = thread::current().name().unwrap_or("without a name").to_owned();
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(format!("the thread {thread} panicked: {message}"));
        before(panic);
    }));
}

/// The message of the last panic, and its thread; `None` if there was no panic. A panic that was raised without
/// the panic hook (`resume_unwind`) is not remembered.
pub(crate) fn last_panic() -> Option<String> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
