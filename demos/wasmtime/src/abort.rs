//! Stopping by force, in the same process: the engine traps a guest that does not look.
//!
//! A case starts an infinite task, a guest in WebAssembly, waits for a quick task, and then has the infinite task
//! trapped. The guest calls the host's `beat`, "I'm still standing", once a turn; the host's part of the task owns the
//! pulse. Dropping the pulse is the end that is measured: the halt. `stage.request()` stamps the instant before the
//! call that asks for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! A guest looks for nothing. The engine does it for the guest: what it compiles looks at every turn of a loop and at
//! every call of a function. `benches/benches/guests.rs` measures what that costs.
//!
//! To play one case as a story: `cargo run -p demo-wasmtime --features wasmtime -- story abort/spinning-epoch`

pub mod lock;

#[cfg(feature = "wasmtime")]
use std::{
    io::Read,
    net::{TcpListener, TcpStream},
    thread,
};

use still_standing::case;
#[cfg(feature = "wasmtime")]
use still_standing::{Pulse, Stage, workers};
#[cfg(feature = "wasmtime")]
use tokio::runtime::Builder;
#[cfg(feature = "wasmtime")]
use wasmtime::{Caller, Config, Engine, Error, Linker, Module, Store, Trap};

/// The infinite task: it calls the host's `beat` for ever.
#[cfg(feature = "wasmtime")]
const BEATS: &str = r#"
    (module
        (import "host" "beat" (func $beat))
        (func (export "run")
            (loop $again
                (call $beat)
                (br $again))))
"#;

/// A deadline in epochs traps a guest that computes: it is over when the host counts one epoch on.
///
/// What wasmtime compiles compares a counter with the deadline at every turn of a loop, so that the guest itself need
/// not look. The trap unwinds the guest's stack, on which nothing has a destructor, and `call` returns an error in the
/// host, which cleans up as usual. <https://docs.wasmtime.dev/examples-interrupting-wasm.html>,
/// <https://docs.rs/wasmtime/36/wasmtime/struct.Config.html#method.epoch_interruption>
#[case("abort/spinning-epoch", Stopped, Turn, feature = "wasmtime")]
pub fn spinning_epoch(stage: &Stage) {
    let engine = Engine::new(Config::new().epoch_interruption(true)).expect("this machine has a compiler");
    let module = Module::new(&engine, BEATS).expect("the guest is valid");
    let mut host = Linker::new(&engine);
    host.func_wrap("host", "beat", |guest: Caller<'_, Pulse>| guest.data().beat()).expect("it has one beat");
    let mut store = Store::new(&engine, stage.pulse());
    store.set_epoch_deadline(1);
    let infinite = thread::spawn(move || {
        let guest = host.instantiate(&mut store, &module)?;
        let ended = guest.get_typed_func::<(), ()>(&mut store, "run")?.call(&mut store, ());
        drop(store);
        ended
    });

    stage.quick_task().wait();

    stage.request();
    engine.increment_epoch();
    let ended = infinite.join().expect("the host does not panic");
    stage.acknowledge(ended.map_err(Error::downcast::<Trap>));
}

/// Fuel makes a guest pause after so many instructions, and a task that pauses can be aborted.
///
/// Fuel cannot be taken away from a guest that runs: how much it has is written in its store. Here the guest yields to
/// tokio after every ten thousand units, about as many instructions, and there `abort()` ends it as it ends any task
/// that awaits. The instruction at which it ends depends on nothing but the guest, which is what fuel is for.
/// <https://docs.wasmtime.dev/examples-interrupting-wasm.html#deterministic-fuel>,
/// <https://docs.rs/wasmtime/36/wasmtime/struct.Store.html#method.fuel_async_yield_interval>
#[case("abort/spinning-fuel", Stopped, Turn, feature = "wasmtime")]
pub fn spinning_fuel(stage: &Stage) {
    let engine = Engine::new(Config::new().async_support(true).consume_fuel(true))
        .expect("this machine has a compiler");
    let module = Module::new(&engine, BEATS).expect("the guest is valid");
    let mut host = Linker::new(&engine);
    host.func_wrap("host", "beat", |guest: Caller<'_, Pulse>| guest.data().beat()).expect("it has one beat");
    let mut store = Store::new(&engine, stage.pulse());
    store.set_fuel(u64::MAX).expect("its engine counts fuel");
    store.fuel_async_yield_interval(Some(10_000)).expect("its engine counts fuel");
    let runtime =
        Builder::new_multi_thread().worker_threads(workers()).build().expect("tokio starts its threads");
    let infinite = runtime.spawn(async move {
        let guest = host.instantiate_async(&mut store, &module).await?;
        guest.get_typed_func::<(), ()>(&mut store, "run")?.call_async(&mut store, ()).await
    });

    stage.quick_task().wait();

    stage.request();
    infinite.abort();
    let ended = runtime.block_on(infinite);
    stage.acknowledge(ended.map_err(|error| error.is_cancelled()));
}

/// A guest that is inside a call of the host's is not trapped: the deadline is looked at by what wasmtime compiled.
///
/// The host reads from a connection on which nothing comes, on the guest's thread. The engine has no say there, and
/// would not know what to undo. A host call that waits needs a deadline of its own.
/// <https://docs.rs/wasmtime/36/wasmtime/struct.Config.html#method.epoch_interruption>
#[case("abort/stuck-host-call", Hung, feature = "wasmtime", instead("threads/channel/parked"))]
pub fn stuck_host_call(stage: &Stage) {
    struct Host {
        connection: TcpStream,
        pulse: Pulse,
    }
    const READS: &str = r#"
        (module
            (import "host" "read" (func $read))
            (func (export "run")
                (loop $again
                    (call $read)
                    (br $again))))
    "#;
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let connection = TcpStream::connect(address).expect("the loopback takes a connection");
    let _silent_peer = listener.accept().expect("the connection arrives");
    let engine = Engine::new(Config::new().epoch_interruption(true)).expect("this machine has a compiler");
    let module = Module::new(&engine, READS).expect("the guest is valid");
    let mut host = Linker::new(&engine);
    host.func_wrap("host", "read", |mut guest: Caller<'_, Host>| {
        let Host { connection, pulse } = guest.data_mut();
        pulse.last_beat();
        let _ = connection.read(&mut [0; 64]);
    })
    .expect("it has one read");
    let mut store = Store::new(&engine, Host { connection, pulse: stage.pulse() });
    store.set_epoch_deadline(1);
    let infinite = thread::spawn(move || {
        let guest = host.instantiate(&mut store, &module)?;
        guest.get_typed_func::<(), ()>(&mut store, "run")?.call(&mut store, ())
    });

    stage.quick_task().wait();

    stage.request();
    engine.increment_epoch();
    let ended = infinite.join().expect("the host does not panic");
    stage.acknowledge(ended.map_err(Error::downcast::<Trap>));
}
