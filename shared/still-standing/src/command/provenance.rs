//! Where a run of a program with cases comes from.

use measure::{Catalog, Provenance, commit_in, package_of_cargo};

use crate::command::Program;

/// The provenance of a run that this process makes with a program's cases.
pub(crate) fn provenance(program: &Program) -> Provenance {
    // It is built from what is there only if cargo has just looked.
    let folder = program.catalog.folder().filter(|_| package_of_cargo().is_some());
    let commit = program.commit.map(str::to_owned).or_else(|| folder.and_then(commit_in));
    Provenance::of_this_process(&features(program.catalog), commit)
}

/// How this program is called, up to the arguments: `cargo run --release --`.
pub(crate) fn call_without_arguments(catalog: &Catalog) -> String {
    measure::call_without_arguments(&features(catalog))
}

fn features(catalog: &Catalog) -> Vec<&'static str> {
    catalog.features().into_iter().collect()
}
