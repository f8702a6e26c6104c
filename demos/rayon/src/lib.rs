//! "I'm still standing" under rayon: its table of cases.
//!
//! Read [`drop`](mod@drop) first: rayon waits for its jobs or forgets them, and never ends one.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};
use still_standing::{Demo, Variable, cases, locked, workers};

/// The demo: rayon, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("rayon")
        .libraries(locked!("rayon"))
        .with_worker_threads()
        .environment(&[Variable::Cleared("RAYON_NUM_THREADS"), Variable::Cleared("RAYON_RS_NUM_CPUS")])
        .cases(cases![
            flag::spinning,
            flag::spinning_scope,
            flag::spinning_par_iter,
            flag::spinning_build_scoped,
            channel::parked,
            channel::spinning,
            drop::spinning,
            drop::spinning_scope,
            drop::spinning_queued,
            drop::threads::spinning_pool,
            drop::threads::spinning_build_scoped,
            abort::SPINNING,
            abort::spinning_panic,
            abort::spinning_panic_fuse,
            abort::spinning_panic_fuse_item,
        ])
        .cases(cases![flag::crowd::spinning_crowd,])
}

/// The pool of every case that does not make its own.
///
/// It is a static, so that the end of a case does not drop it. It takes the place of rayon's global pool,
/// which has as many threads as the machine has cores.
pub(crate) static POOL: LazyLock<ThreadPool> = LazyLock::new(pool);

/// A pool with as many threads as every other runtime here has workers.
pub(crate) fn pool() -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers()).build().expect("rayon starts its threads")
}
