//! What it costs a guest that the engine looks for it: the same loops, compiled with that and without.

use std::time::Instant;

use still_standing::Slowdown;
use wasmtime::{Config, Engine, Instance, Module, Result, Store, TypedFunc};

/// Loops that compute, and call nothing of the host's.
const LOOPS: [&str; 4] = [COUNTS, SUMS, CHAINS, CALLS];

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
            (i64.extend_i32_u (call $number (i32.const 27)))))
"#;

/// Turns of a loop in one timing, which takes some milliseconds.
const TURNS: i32 = 2_000_000;
/// The two take turns, so that drift affects both alike.
const TIMINGS: u32 = 9;

/// How many times as long a turn of a computing loop takes if the engine is configured like this: of the loop that bears
/// it best, and of the one that bears it worst.
///
/// # Panics
/// If this machine has no compiler for such an engine.
#[must_use]
pub fn slowdown(configure: impl Fn(&mut Config) -> &mut Config) -> Slowdown {
    let slowdowns = LOOPS.map(|computes| of(computes, &configure));
    let (least, most) =
        (slowdowns.iter().copied().reduce(f64::min), slowdowns.iter().copied().reduce(f64::max));
    Slowdown { least: least.unwrap_or(1.0), most: most.unwrap_or(1.0) }
}

/// The ratio of the least of several timings, because a disturbance only makes one longer.
fn of(computes: &str, configure: &impl Fn(&mut Config) -> &mut Config) -> f64 {
    let mut plain = Loop::new(computes, &Config::new()).expect("this machine has a compiler");
    let mut looking =
        Loop::new(computes, configure(&mut Config::new())).expect("this machine has a compiler");
    let mut least = [f64::INFINITY; 2];
    for _ in 0..TIMINGS {
        for (least, computes) in least.iter_mut().zip([&mut plain, &mut looking]) {
            *least = least.min(computes.seconds());
        }
    }
    least[1] / least[0]
}

struct Loop {
    store: Store<()>,
    run: TypedFunc<i32, i64>,
}

impl Loop {
    fn new(computes: &str, config: &Config) -> Result<Self> {
        let engine = Engine::new(config)?;
        let mut store = Store::new(&engine, ());
        // Neither ends it here.
        store.set_epoch_deadline(u64::MAX / 2);
        let _ = store.set_fuel(u64::MAX);
        let guest = Instance::new(&mut store, &Module::new(&engine, computes)?, &[])?;
        let run = guest.get_typed_func(&mut store, "run")?;
        Ok(Self { store, run })
    }

    fn seconds(&mut self) -> f64 {
        let start = Instant::now();
        self.run.call(&mut self.store, TURNS).expect("nothing traps it");
        start.elapsed().as_secs_f64()
    }
}
