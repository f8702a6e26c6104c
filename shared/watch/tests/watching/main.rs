//! Each way in which a program can end, or not get to be asked, is a clear verdict or error; and nothing is left,
//! however the watch itself ends.
#![cfg(target_os = "linux")]

mod call;
mod elsewhere;
mod endings;
mod files;
mod hints;
#[cfg(feature = "http2")]
mod http2;
mod ledger;
mod ledger_server;
mod options;
mod processes;
mod refusals;
mod server;
mod trees;
mod undisturbed;
mod verdicts;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().collect();
    if let [_, serve, port] = &given[..]
        && serve == ledger_server::SERVE
    {
        ledger_server::serve(port);
    }
    let trials = [
        verdicts::trials(),
        refusals::trials(),
        options::trials(),
        processes::trials(),
        undisturbed::trials(),
        hints::trials(),
        files::trials(),
        server::trials(),
        ledger::trials(),
        elsewhere::trials(),
        #[cfg(feature = "http2")]
        http2::trials(),
        endings::trials(),
        trees::trials(),
    ];
    let mut arguments = Arguments::from_args();
    // They wait for processes most of the time; those that are played when they are asked for keep the machine busy.
    arguments.test_threads.get_or_insert(if arguments.ignored { 4 } else { 8 });
    libtest_mimic::run(&arguments, trials.into_iter().flatten().collect()).exit_code()
}
