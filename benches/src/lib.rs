//! All demos, side by side, and what their editor says of them.

pub mod bare;
pub mod control;
pub mod desk;
pub mod fields;
pub mod look;
pub mod restart;

use std::sync::LazyLock;

use measure::Catalog;
use stage::Demo;

/// Everything that the comparison can play.
pub static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog {
    bare: bare::BARE,
    bare_crowds: bare::BARE_CROWDS,
    looks: look::LOOKS,
    controls: control::CONTROLS,
    ..Catalog::of(demos())
});

/// Every demo, in the order of the tables. A new runtime needs one more line here.
fn demos() -> [Demo; 19] {
    [
        demo_threads::demo(),
        demo_tokio::demo(),
        demo_axum::demo(),
        demo_actix::demo(),
        demo_tonic::demo(),
        demo_sqlx::demo(),
        demo_async_std::demo(),
        demo_smol::demo(),
        demo_compio::demo(),
        demo_rayon::demo(),
        demo_may::demo(),
        demo_processes::demo(),
        demo_wasmtime::demo(),
        demo_python::demo(),
        demo_c::demo(),
        demo_cpp::demo(),
        demo_go::demo(),
        demo_java::demo(),
        demo_node::demo(),
    ]
}
