//! All demos, side by side.

pub mod bare;
pub mod control;
pub mod look;

use measure::Catalog;
use stage::Demo;

/// Everything that the comparison can play.
pub const CATALOG: Catalog =
    Catalog { bare: bare::BARE, looks: look::LOOKS, controls: control::CONTROLS, ..Catalog::of(DEMOS) };

/// Every demo, in the order of the tables. A new runtime needs one more line here.
pub const DEMOS: &[Demo] = &[
    demo_threads::DEMO,
    demo_tokio::DEMO,
    demo_async_std::DEMO,
    demo_smol::DEMO,
    demo_rayon::DEMO,
    demo_may::DEMO,
    demo_processes::DEMO,
    demo_python::DEMO,
];
