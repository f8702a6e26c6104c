//! The books of requests agree with those of a server that keeps its own, however it stops: with requests that it has cut,
//! delayed, refused, let wait, and half answered.

use std::collections::HashMap;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use still_standing::testing::{ensure, heavy};

use crate::{call::Call, ledger_server::SERVE};

/// How many lives of the server are watched.
const LIVES: u32 = 200;
/// How many tests they are divided into, which run side by side.
const PARTS: u32 = 4;

pub(crate) fn trials() -> Vec<Trial> {
    let part = |part: u32, lives: u32| {
        move || {
            let this = std::env::current_exe().map_err(|error| error.to_string())?.display().to_string();
            let (load, runs) = ("http://127.0.0.1:{port}/", lives.to_string());
            let ask =
                ["--ready", "line:listening", "--ask", "stdin-closed,1500ms,KILL", "--horizon", "500ms"];
            let options = ["--load", load, "--connections", "12", "--runs", &runs, "--", &this, SERVE, "0"];
            let call = Call::made(&format!("ledger {part}"), &[&ask[..], &options].concat());
            call.says(0, "")?;
            let runs = call.runs()?;
            ensure(runs.len() == lives as usize, || format!("{} runs", runs.len()))?;
            runs.iter().try_for_each(agree)
        }
    };
    let one = Trial::test("the books agree with those of a server, in 3 lives", part(PARTS, 3));
    let all = (0..PARTS).map(|number| {
        let name = format!("the books agree with those of a server, {} of {PARTS}", number + 1);
        heavy(Trial::test(name, part(number, LIVES / PARTS)), "watches two hundred lives of a server")
    });
    [one].into_iter().chain(all).collect()
}

/// Fails unless the requests of a run are those of the server's ledger.
fn agree(run: &Value) -> Result<(), Failed> {
    let of = |field: &str| run["requests"][field].as_u64().unwrap_or_default();
    let said = run["printed_last"].as_array().and_then(|lines| lines.last()?.as_str()).unwrap_or_default();
    let ledger: HashMap<&str, u64> = said
        .split(' ')
        .filter_map(|entry| entry.split_once('='))
        .map(|(what, n)| (what, n.parse().unwrap_or(0)))
        .collect();
    let server = |what: &str| ledger.get(what).copied().unwrap_or_default();
    let told = |what: &str| format!("{what}: {said}, and {run}");
    ensure(server("seed") > 0, || told("it said nothing"))?;

    let fates = [
        "answered",
        "declined",
        "turned_away",
        "cut_off",
        "unanswered",
        "closed",
        "refused",
        "timed_out",
        "going_on",
    ];
    let sum = of("before") + fates.iter().map(|fate| of(fate)).sum::<u64>();
    ensure(sum == of("all"), || told("it does not add up"))?;
    ensure(of("in_flight_answered") <= of("in_flight").min(of("answered")), || told("in flight"))?;

    ensure(of("before_answered") + of("answered") == server("answered"), || told("answered"))?;
    ensure(of("declined") == server("declined"), || told("declined"))?;
    ensure(of("turned_away") == server("turned_away"), || told("turned away"))?;
    ensure(of("cut_off") == server("half_answered"), || told("cut off"))?;
    // What it has begun and not answered is lost, or still waited for; more may be that it had not read.
    let ended = ["answered", "declined", "turned_away", "half_answered"].map(server).iter().sum::<u64>();
    let open = server("begun") - ended;
    ensure(open <= of("unanswered") + of("going_on"), || told("begun, and not in the books"))?;
    // Once it was killed or has ended, nothing is still waited for.
    ensure(of("going_on") == 0, || told("still in flight"))?;
    ensure((of("refused") > 0) <= !run["refused_ns"].is_null(), || told("refused, and not said when"))
}
