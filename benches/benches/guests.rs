//! What it costs a guest that the engine looks for it: the same loops, compiled with that and without.
//!
//! An iteration is 100,000 turns of a loop, or one of Fibonacci's numbers by calls. Divide `epoch` or `fuel` by `plain`:
//! so many times as long the loop takes for what lets it be ended. It depends on the loop, because a processor does
//! the look beside what it waits for anyway.
//!
//! ```sh
//! cargo bench --features wasmtime --bench guests
//! ```

use criterion::{Criterion, criterion_group, criterion_main};
use wasmtime::{Config, Engine, Instance, Module, Store, TypedFunc};

/// Loops that compute, and call nothing of the host's.
const LOOPS: [(&str, &str); 4] = [("counts", COUNTS), ("sums", SUMS), ("chains", CHAINS), ("calls", CALLS)];

/// It only counts: the look is as much work as all the rest.
const COUNTS: &str = r#"
    (module
        (func (export "run") (param $turns i32) (result i64)
            (loop $again
                (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
                (br_if $again (local.get $turns)))
            (i64.const 0)))
"#;

/// It sums what is in memory, as fast as that can be read.
const SUMS: &str = r#"
    (module
        (memory 1)
        (func (export "run") (param $turns i32) (result i64)
            (local $sum i64)
            (loop $again
                (local.set $sum (i64.add (local.get $sum)
                    (i64.load (i32.and (i32.shl (local.get $turns) (i32.const 3)) (i32.const 0x7ff8)))))
                (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
                (br_if $again (local.get $turns)))
            (local.get $sum)))
"#;

/// Marsaglia's xorshift: each step waits for the one before, and a processor does the look meanwhile.
const CHAINS: &str = r#"
    (module
        (func (export "run") (param $turns i32) (result i64)
            (local $value i64)
            (local.set $value (i64.const 88172645463325252))
            (loop $again
                (local.set $value (i64.xor (local.get $value) (i64.shl (local.get $value) (i64.const 13))))
                (local.set $value (i64.xor (local.get $value) (i64.shr_u (local.get $value) (i64.const 7))))
                (local.set $value (i64.xor (local.get $value) (i64.shl (local.get $value) (i64.const 17))))
                (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
                (br_if $again (local.get $turns)))
            (local.get $value)))
"#;

/// Fibonacci's numbers by calls: the engine looks at each.
const CALLS: &str = r#"
    (module
        (func $number (param $of i32) (result i32)
            (if (result i32) (i32.lt_u (local.get $of) (i32.const 2))
                (then (local.get $of))
                (else (i32.add
                    (call $number (i32.sub (local.get $of) (i32.const 1)))
                    (call $number (i32.sub (local.get $of) (i32.const 2)))))))
        (func (export "run") (param $turns i32) (result i64)
            (i64.extend_i32_u (call $number (i32.const 20)))))
"#;

/// The turns of one iteration.
const TURNS: i32 = 100_000;

/// How an engine is configured so that it can end a guest.
type Configure = fn(&mut Config) -> &mut Config;

const ENGINES: [(&str, Configure); 3] = [
    ("plain", |config| config),
    ("epoch", |config| config.epoch_interruption(true)),
    ("fuel", |config| config.consume_fuel(true)),
];

fn guests(criterion: &mut Criterion) {
    for (name, computes) in LOOPS {
        let mut group = criterion.benchmark_group(name);
        for (engine, configure) in ENGINES {
            let (mut store, run) = guest(computes, configure);
            group.bench_function(engine, |bencher| {
                bencher.iter(|| run.call(&mut store, TURNS).expect("nothing traps it"));
            });
        }
        group.finish();
    }
}

fn guest(computes: &str, configure: Configure) -> (Store<()>, TypedFunc<i32, i64>) {
    let engine = Engine::new(configure(&mut Config::new())).expect("this machine has a compiler");
    let mut store = Store::new(&engine, ());
    // Neither ends it here.
    store.set_epoch_deadline(u64::MAX / 2);
    let _ = store.set_fuel(u64::MAX);
    let module = Module::new(&engine, computes).expect("the guest is valid");
    let guest = Instance::new(&mut store, &module, &[]).expect("it needs nothing of the host's");
    let run = guest.get_typed_func(&mut store, "run").expect("it has one function");
    (store, run)
}

criterion_group!(benches, guests);
criterion_main!(benches);
