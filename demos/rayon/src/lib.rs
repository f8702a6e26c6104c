//! "I'm still standing" under rayon: its table of cases.
//!
//! Read [`drop`](mod@drop) first: rayon waits for its jobs or forgets them, and never ends one.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};
use stage::{Case, Demo, Loss, Variable, case, not_offered, workers};

/// The demo: rayon, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Cleared("RAYON_NUM_THREADS"), Variable::Cleared("RAYON_RS_NUM_CPUS")],
    crowds: CROWDS,
    ..Demo::new("rayon", &["rayon"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::spinning, Stopped, Line),
    case!(flag::spinning_scope, Stopped, Line),
    case!(flag::spinning_par_iter, Stopped, Line),
    case!(channel::parked, Stopped, Wake),
    case!(channel::spinning, Stopped, Line),
    case!(drop::spinning, StillStanding, Inline),
    case!(drop::spinning_queued, StillStanding, Inline),
    case!(drop::spinning_scope, Hung, Wake),
    not_offered!(abort::SPINNING),
    case!(abort::spinning_panic, Hung, Wake).with_workers(2),
    case!(abort::spinning_panic_fuse, Stopped, Inline).with_workers(2),
    case!(abort::spinning_panic_fuse_item, Hung, Wake).with_workers(2),
];

const CROWDS: &[Case] =
    &[case!(flag::crowd::spinning_crowd, Stopped, Line).of_crowd().queued().losing(Loss::None)];

/// The pool of every case that does not make its own.
///
/// It is a static, so that the end of a case does not drop it. It takes the place of rayon's global pool,
/// which has as many threads as the machine has cores.
pub(crate) static POOL: LazyLock<ThreadPool> = LazyLock::new(pool);

/// A pool with as many threads as every other runtime here has workers.
pub(crate) fn pool() -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(workers()).build().expect("rayon could not start its threads")
}
