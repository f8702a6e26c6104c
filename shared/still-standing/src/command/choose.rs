//! Finds the cases that the arguments name.

use anyhow::{Result, bail};
use measure::Catalog;
use stage::Case;

/// How many similar ids an error message names.
const NEAREST: usize = 3;

/// The cases whose id contains one of the filters; all of them without a filter. Crowds are among them only if a
/// filter says "crowd": they are played by their sweep, and take longer.
pub(crate) fn by_filters(catalog: &Catalog, filters: &[String]) -> Result<Vec<&'static Case>> {
    let named = filters.iter().any(|filter| filter.contains("crowd"));
    let cases = || catalog.cases().chain(catalog.crowds().filter(|_| named));
    for filter in filters {
        if !cases().any(|case| case.id().contains(filter.as_str())) {
            bail!("no case's id contains \"{filter}\"; {}", nearest(catalog, filter));
        }
    }
    let chosen =
        |case: &&Case| filters.is_empty() || filters.iter().any(|filter| case.id().contains(filter.as_str()));
    Ok(cases().filter(chosen).collect())
}

/// Finds one case: by its id, by its id without the runtime, or by a part that no other id contains.
pub(crate) fn one(catalog: &Catalog, name: &str) -> Result<&'static Case> {
    let cases = || catalog.all_cases();
    let exactly: Vec<_> = cases().filter(|case| case.id() == name).collect();
    let at_the_end: Vec<_> = cases().filter(|case| case.id().ends_with(&format!("/{name}"))).collect();
    let somewhere: Vec<_> = cases().filter(|case| case.id().contains(name)).collect();
    for found in [exactly, at_the_end, somewhere] {
        match found[..] {
            [] => {}
            [case] => return Ok(case),
            _ => {
                let ids: Vec<String> = found.iter().map(|case| case.id()).collect();
                bail!("several cases are called \"{name}\"; choose one of {}", ids.join(", "));
            }
        }
    }
    bail!("there is no case \"{name}\"; {}", nearest(catalog, name))
}

/// The ids that are most similar to the name: those that it, or a part of them, becomes with the fewest
/// changed letters.
fn nearest(catalog: &Catalog, name: &str) -> String {
    let distance = |id: &str| {
        let parts = id.match_indices('/').map(|(at, _)| &id[at + 1..]).chain(id.split('/')).chain([id]);
        parts.map(|part| strsim::damerau_levenshtein(part, name)).min().unwrap_or(usize::MAX)
    };
    let mut ids: Vec<String> = catalog.all_cases().map(Case::id).collect();
    ids.sort_by_key(|id| distance(id));
    ids.truncate(NEAREST);
    format!("the nearest are {}", ids.join(", "))
}
