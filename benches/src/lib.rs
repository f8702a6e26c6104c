//! All demos, side by side.

use stage::Demo;

/// Every demo, in the order of the tables. A new runtime is one more line here.
pub const DEMOS: &[Demo] =
    &[demo_threads::DEMO, demo_tokio::DEMO, demo_async_std::DEMO, demo_smol::DEMO, demo_rayon::DEMO];
