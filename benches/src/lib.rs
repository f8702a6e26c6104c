//! All demos, side by side.

pub mod bare;
pub mod control;
pub mod look;

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
fn demos() -> [Demo; 16] {
    [
        demo_threads::demo(),
        demo_tokio::demo(),
        demo_axum::demo(),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CATALOG;

    fn assert_there_are(mut ids: impl Iterator<Item = &'static str>) {
        let cases: BTreeSet<String> = CATALOG.cases().map(stage::Case::id).collect();
        assert_eq!(ids.find(|id| !cases.contains(*id)), None, "no demo has this case");
    }

    #[test]
    fn every_line_of_the_decision_guide_has_its_case() {
        assert_there_are(report::guide::cases());
    }

    #[test]
    fn every_way_to_end_by_force_has_its_cases() {
        assert_there_are(report::force::cases());
    }

    #[test]
    fn every_step_of_the_way_through_the_demos_has_its_case() {
        assert_there_are(report::way::cases());
    }

    #[test]
    fn every_surprise_has_its_case() {
        assert_there_are(report::surprises::SURPRISES.iter().map(|surprise| surprise.case));
    }
}
