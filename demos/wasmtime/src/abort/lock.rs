//! Ending a guest by force that holds a lock: what becomes of the lock decides whether the others can go on.
//!
//! A case starts an infinite task, a guest in WebAssembly that takes a lock, waits for a quick task, and then has the
//! infinite task ended. The guest calls the host's `beat`, "I'm still standing", once a turn; the host's part of the task
//! owns the pulse, whose drop is the halt. `stage.request()` stamps the instant before the call that asks for the stop;
//! `stage.acknowledge(x)` stamps the instant after the API has returned `x`. `stage.invariant(x)` says whether the next
//! one gets the lock.
//!
//! To play one case as a story: `cargo run -p demo-wasmtime --features wasmtime -- story abort/spinning-epoch-lock`

#[cfg(feature = "wasmtime")]
use std::{
    sync::{Arc, Mutex, MutexGuard, Weak},
    thread,
};

use still_standing::case;
#[cfg(feature = "wasmtime")]
use still_standing::{Pulse, Stage, workers};
#[cfg(feature = "wasmtime")]
use tokio::{runtime::Builder, sync};
#[cfg(feature = "wasmtime")]
use wasmtime::{Caller, Config, Engine, Error, Linker, Memory, MemoryType, Module, Store, Trap};

/// The infinite task that takes a lock in memory which guests share: a word that says "taken".
#[cfg(feature = "wasmtime")]
const TAKES_A_SHARED_LOCK: &str = r#"
    (module
        (import "host" "beat" (func $beat))
        (import "host" "memory" (memory 1))
        (func (export "run")
            (i32.store (i32.const 0) (i32.const 1))
            (loop $again
                (call $beat)
                (br $again))))
"#;

/// A guest that is trapped while it holds a lock of the host's leaves it locked, until the host drops what is its.
///
/// The guest took the lock by a call, and never came to the call that gives it back: no destructor of the guest's runs.
/// But the guard is the host's, in the store, and the store is dropped. The next one gets the lock.
/// <https://docs.rs/wasmtime/36/wasmtime/struct.Store.html>
#[case(
    "abort/spinning-epoch-lock",
    Stopped,
    Turn,
    feature = "wasmtime",
    losing(Loss::All),
    keeping_its_invariant(),
    instead("threads/flag/spinning")
)]
pub fn spinning_epoch_lock(stage: &Stage) {
    static LOCK: Mutex<()> = Mutex::new(());
    struct Host {
        held: Option<MutexGuard<'static, ()>>,
        pulse: Pulse,
    }
    const LOCKS: &str = r#"
        (module
            (import "host" "beat" (func $beat))
            (import "host" "lock" (func $lock))
            (func (export "run")
                (call $lock)
                (loop $again
                    (call $beat)
                    (br $again))))
    "#;
    let engine = Engine::new(Config::new().epoch_interruption(true)).expect("this machine has a compiler");
    let module = Module::new(&engine, LOCKS).expect("the guest is valid");
    let mut host = Linker::new(&engine);
    host.func_wrap("host", "beat", |guest: Caller<'_, Host>| guest.data().pulse.beat())
        .expect("it has one beat");
    host.func_wrap("host", "lock", |mut guest: Caller<'_, Host>| {
        guest.data().pulse.take_record();
        guest.data_mut().held = LOCK.lock().ok();
    })
    .expect("it has one lock");
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let engine = engine.clone();
        move || {
            // A guard belongs to the thread that took it, and so does a store that holds one.
            let mut store = Store::new(&engine, Host { held: None, pulse });
            store.set_epoch_deadline(1);
            let guest = host.instantiate(&mut store, &module)?;
            guest.get_typed_func::<(), ()>(&mut store, "run")?.call(&mut store, ())
        }
    });

    stage.quick_task().wait();

    stage.request();
    engine.increment_epoch();
    let ended = infinite.join().expect("the host does not panic");
    stage.acknowledge(ended.map_err(Error::downcast::<Trap>));
    stage.invariant(LOCK.try_lock().is_ok());
}

/// A lock in memory that guests share stays locked when the guest that holds it is trapped.
///
/// The trap writes nothing there, and the host does not know that it is a lock: the next
/// guest waits for ever. <https://github.com/WebAssembly/threads/blob/main/proposals/threads/Overview.md>
#[case(
    "abort/spinning-epoch-shared-lock",
    Stopped,
    Turn,
    feature = "wasmtime",
    breaking_its_invariant(),
    instead("threads/flag/spinning")
)]
pub fn spinning_epoch_shared_lock(stage: &Stage) {
    let engine = Engine::new(Config::new().epoch_interruption(true)).expect("this machine has a compiler");
    let module = Module::new(&engine, TAKES_A_SHARED_LOCK).expect("the guest is valid");
    let mut store = Store::new(&engine, Some(stage.pulse()));
    store.set_epoch_deadline(1);
    let memory = Memory::new(&mut store, MemoryType::new(1, None)).expect("there is memory for a page");
    let mut host = Linker::new(&engine);
    host.func_wrap("host", "beat", |guest: Caller<'_, Option<Pulse>>| {
        guest.data().iter().for_each(Pulse::beat);
    })
    .expect("it has one beat");
    host.define(&store, "host", "memory", memory).expect("it has one memory");
    let infinite = thread::spawn(move || {
        let guest = host.instantiate(&mut store, &module).expect("the host has what it imports");
        let run = guest.get_typed_func::<(), ()>(&mut store, "run").expect("it has that function");
        let ended = run.call(&mut store, ());
        drop(store.data_mut().take());
        (ended, store)
    });

    stage.quick_task().wait();

    stage.request();
    engine.increment_epoch();
    let (ended, store) = infinite.join().expect("the host does not panic");
    stage.acknowledge(ended.map_err(Error::downcast::<Trap>));
    stage.invariant(memory.data(&store)[0] == 0);
}

/// A task that is aborted while its guest holds a lock in the guests' memory leaves it locked, as a trap does.
///
/// Wherever the guest pauses, `abort()` drops its stack. The store outlives the task here, so that its memory can be
/// looked at, as the next guest would.
/// <https://docs.rs/wasmtime/36/wasmtime/struct.Store.html#method.fuel_async_yield_interval>,
/// <https://docs.rs/wasmtime/36/wasmtime/struct.TypedFunc.html#method.call_async>
#[case(
    "abort/spinning-fuel-shared-lock",
    Stopped,
    Turn,
    feature = "wasmtime",
    breaking_its_invariant(),
    instead("threads/flag/spinning")
)]
pub fn spinning_fuel_shared_lock(stage: &Stage) {
    let engine = Engine::new(Config::new().async_support(true).consume_fuel(true))
        .expect("this machine has a compiler");
    let module = Module::new(&engine, TAKES_A_SHARED_LOCK).expect("the guest is valid");
    // The pulse is the task's, and the store only borrows it.
    let pulse = Arc::new(stage.pulse());
    let mut store = Store::new(&engine, Arc::downgrade(&pulse));
    store.set_fuel(u64::MAX).expect("its engine counts fuel");
    store.fuel_async_yield_interval(Some(10_000)).expect("its engine counts fuel");
    let memory = Memory::new(&mut store, MemoryType::new(1, None)).expect("there is memory for a page");
    let mut host = Linker::new(&engine);
    host.func_wrap("host", "beat", |guest: Caller<'_, Weak<Pulse>>| {
        guest.data().upgrade().iter().for_each(|pulse| pulse.beat());
    })
    .expect("it has one beat");
    host.define(&store, "host", "memory", memory).expect("it has one memory");
    let runtime =
        Builder::new_multi_thread().worker_threads(workers()).build().expect("tokio starts its threads");
    let store = Arc::new(sync::Mutex::new(store));
    let infinite = runtime.spawn({
        let store = Arc::clone(&store);
        async move {
            let _pulse = pulse;
            let mut store = store.lock().await;
            let guest = host.instantiate_async(&mut *store, &module).await?;
            guest.get_typed_func::<(), ()>(&mut *store, "run")?.call_async(&mut *store, ()).await
        }
    });

    stage.quick_task().wait();

    stage.request();
    infinite.abort();
    let ended = runtime.block_on(infinite);
    stage.acknowledge(ended.map_err(|error| error.is_cancelled()));
    let store = runtime.block_on(store.lock());
    stage.invariant(memory.data(&*store)[0] == 0);
}
