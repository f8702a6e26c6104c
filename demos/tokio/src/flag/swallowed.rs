//! A task that hears its token and goes on: nothing forces it to heed what it hears.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story flag/awaiting-token-swallowed`

use still_standing::{Pulse, Stage, case};
use tokio::{
    task::spawn,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// A task whose work is cut short by its token, and which begins anew, goes on, and the wait for its end has none.
///
/// Python's story of the swallowed `CancelledError`. A future that is dropped cannot refuse: `tokio/abort/awaiting`. One
/// that is asked can. `run_until_cancelled` returns `None` when the token is cancelled, and the task does not look at it.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html#method.run_until_cancelled>
#[case("flag/awaiting-token-swallowed", Hung, run = crate::run, instead = crate::flag::shutdown::awaiting_token)]
pub async fn awaiting_token_swallowed(stage: &Stage) {
    let stop = CancellationToken::new();
    let infinite = spawn(swallows(stop.clone(), stage.pulse()));

    stage.quick_task().await;

    stage.request();
    stop.cancel();
    stage.acknowledge(infinite.await);
}

/// A caller that limits its wait for such a task reads `Elapsed`, and the task goes on.
///
/// `timeout` drops the handle, which detaches the task. Its `AbortHandle` would end it.
/// <https://docs.rs/tokio/latest/tokio/time/fn.timeout.html#cancellation>
#[case("flag/awaiting-token-swallowed-timeout", StillStanding, run = crate::run, instead = crate::flag::shutdown::awaiting_token)]
pub async fn awaiting_token_swallowed_timeout(stage: &Stage) {
    let stop = CancellationToken::new();
    let infinite = spawn(swallows(stop.clone(), stage.pulse()));

    stage.quick_task().await;

    stage.request();
    stop.cancel();
    let ended = timeout(stage.interval(), infinite).await;
    stage.acknowledge(ended);
}

/// Works on, whatever it hears. A token that is cancelled stays so, and its waiters are ready at once; so it is asked
/// for no more than once.
async fn swallows(stop: CancellationToken, pulse: Pulse) {
    let _ = stop.run_until_cancelled(beats(&pulse)).await;
    beats(&pulse).await;
}

async fn beats(pulse: &Pulse) {
    loop {
        pulse.beat();
        sleep(pulse.interval()).await;
    }
}
