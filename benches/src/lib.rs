//! All demos, side by side.

pub mod bare;
pub mod control;
pub mod look;

use measure::Catalog;
use stage::Demo;

/// Everything that the comparison can play.
pub const CATALOG: Catalog = Catalog {
    bare: bare::BARE,
    bare_crowds: bare::BARE_CROWDS,
    looks: look::LOOKS,
    controls: control::CONTROLS,
    ..Catalog::of(DEMOS)
};

/// Every demo, in the order of the tables. A new runtime needs one more line here.
pub const DEMOS: &[Demo] = &[
    demo_threads::DEMO,
    demo_tokio::DEMO,
    demo_axum::DEMO,
    demo_async_std::DEMO,
    demo_smol::DEMO,
    demo_rayon::DEMO,
    demo_may::DEMO,
    demo_processes::DEMO,
    demo_python::DEMO,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::DEMOS;

    fn assert_there_are(mut ids: impl Iterator<Item = &'static str>) {
        let cases: BTreeSet<String> = DEMOS.iter().flat_map(|demo| demo.cases).map(stage::Case::id).collect();
        assert_eq!(ids.find(|id| !cases.contains(*id)), None, "no demo has this case");
    }

    #[test]
    fn every_line_of_the_decision_guide_has_its_case() {
        assert_there_are(report::guide::cases());
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
