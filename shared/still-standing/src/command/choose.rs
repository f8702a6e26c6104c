//! Finds the cases that a person means. A filter with a slash names cases by whole segments of their ids; of several,
//! any may match. Words must all be found, in the id, in the sentence, in the source, or in what the verdict is called. A
//! word that is the name of a runtime, a mechanism or a work means that, unless no case has all these names. The small
//! words of a question are left out.

use std::{cmp::Reverse, collections::BTreeSet};

use anyhow::{Result, bail};
use measure::Catalog;
use report::search::{SMALL, called};
use stage::Case;

use crate::command::Program;

/// How many similar ids an error message names.
const NEAREST: usize = 3;

/// How many cases are shown if none has all of the words.
const SOME: usize = 8;

/// The cases of a run: those that the filters choose; without a filter those of the comparison, or all.
pub(crate) fn of_a_run(program: &Program, filters: &[String], all: bool) -> Result<Vec<&'static Case>> {
    let mut cases = by_filters(program.catalog, filters)?;
    if filters.is_empty() && !all {
        cases.retain(|case| is_compared(case, program.desk.comparison));
    }
    Ok(cases)
}

/// Whether a case is played by who asked for none: its runtime is one of those that the desk compares, which are all if
/// it names none, and it does not wait for a demand.
fn is_compared(case: &Case, runtimes: &[&str]) -> bool {
    !case.is_on_demand && (runtimes.is_empty() || runtimes.contains(&case.runtime))
}

/// The cases that the filters choose; all of them without a filter. Crowds are among them only if a filter says "crowd":
/// they are played by their sweep, and take longer.
pub(crate) fn by_filters(catalog: &Catalog, filters: &[String]) -> Result<Vec<&'static Case>> {
    let (cases, texts) = searched(catalog, filters);
    if filters.is_empty() {
        return Ok(cases);
    }
    let search = Search::new(filters, &texts);
    let finds_nothing = |filter: &&String| {
        let search = Search::new([*filter], &texts);
        !texts.iter().any(|text| search.finds(text))
    };
    if let Some(filter) = filters.iter().find(finds_nothing) {
        bail!("no case has \"{filter}\" in its id, its sentence or its source; {}", nearest(catalog, filter));
    }
    let search = search.that_finds_any(&texts);
    let chosen = cases.iter().zip(&texts).filter(|(_, text)| search.finds(text)).map(|(case, _)| *case);
    let chosen: Vec<_> = chosen.collect();
    if chosen.is_empty() {
        bail!("no case has all of \"{}\"; leave a word out", filters.join(" "));
    }
    Ok(chosen)
}

/// The cases that a person looks for, the best first. If none has all of the words, those that have most of them, and a
/// line that says so.
pub(crate) fn best_first(
    catalog: &Catalog,
    filters: &[String],
) -> Result<(Vec<&'static Case>, Option<String>)> {
    let (cases, texts) = searched(catalog, filters);
    let search = Search::new(filters, &texts).that_finds_any(&texts);
    let (found, note) = match by_filters(catalog, filters) {
        Ok(_) => (search.best_first(&texts), None),
        Err(error) => {
            let found = search.has_most(&texts);
            if found.is_empty() {
                return Err(error);
            }
            (found, Some(format!("no case has all of \"{}\"; these have most of it", filters.join(" "))))
        }
    };
    Ok((found.into_iter().map(|at| cases[at]).collect(), note))
}

/// The cases among which the filters choose, and what is looked at of each.
fn searched(catalog: &Catalog, filters: &[String]) -> (Vec<&'static Case>, Vec<Searched>) {
    let named = filters.iter().any(|filter| filter.contains("crowd"));
    let cases: Vec<_> = catalog.cases().chain(catalog.crowds().filter(|_| named)).collect();
    let texts = cases.iter().map(|case| Searched::of(case)).collect();
    (cases, texts)
}

/// The case that a person means, and how many others the same words find: the case with this id, with this id after its
/// runtime, or the first one that the words find.
pub(crate) fn one(catalog: &Catalog, words: &[String]) -> Result<(&'static Case, usize)> {
    let name = words.join(" ");
    let at_the_end = format!("/{name}");
    let exactly = catalog.all_cases().find(|case| case.id() == name);
    let is_at_the_end = |case: &&Case| case.id().ends_with(&at_the_end);
    if let Some(case) = exactly {
        return Ok((case, 0));
    }
    let at_the_end: Vec<_> = catalog.all_cases().filter(is_at_the_end).collect();
    let found = if at_the_end.is_empty() {
        by_filters(catalog, words)?;
        best_first(catalog, words)?.0
    } else {
        at_the_end
    };
    Ok((found[0], found.len() - 1))
}

/// What a search looks at of a case.
struct Searched {
    id: String,
    /// In small letters.
    sentence: String,
    /// Its id, its sentence, its source and the words for its verdict, in small letters.
    text: String,
}

impl Searched {
    fn of(case: &Case) -> Self {
        let (id, called) = (case.id(), called(case.expected));
        Self::new(&id, &format!("{}\n{called}\n{}", case.summary(), case.source()))
    }

    /// The first line of the text is its sentence.
    fn new(id: &str, text: &str) -> Self {
        let sentence = text.lines().next().unwrap_or_default().to_lowercase();
        Self { id: id.to_owned(), sentence, text: format!("{id}\n{text}").to_lowercase() }
    }

    /// How much a word has to do with it: most if it stands in its id, and less in its sentence and in its source.
    fn weight(&self, word: &str) -> usize {
        let places = [&self.id, &self.sentence, &self.text];
        places.iter().position(|place| place.contains(word)).map_or(0, |at| places.len() - at)
    }

    /// The runtime, the mechanism and the work: a word that is one of these means it.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.id.split(['/']).map(|segment| match segment.split_once('-') {
            Some((work, _)) if self.id.ends_with(segment) => work,
            _ => segment,
        })
    }
}

/// What a person has typed.
struct Search<'a> {
    paths: Vec<Vec<&'a str>>,
    /// Words that name a runtime, a mechanism or a work, of any case.
    names: Vec<String>,
    words: Vec<String>,
}

impl<'a> Search<'a> {
    fn new(filters: impl IntoIterator<Item = &'a String>, cases: &[Searched]) -> Self {
        let known: BTreeSet<&str> = cases.iter().flat_map(Searched::names).collect();
        let filters: Vec<&String> = filters.into_iter().collect();
        let is_small = |word: &str| SMALL.contains(&&word.to_lowercase()[..]);
        let all_are_small = filters.iter().flat_map(|filter| filter.split_whitespace()).all(is_small);
        let mut search = Self { paths: Vec::new(), names: Vec::new(), words: Vec::new() };
        for filter in filters {
            if filter.contains('/') {
                search.paths.push(filter.split('/').filter(|segment| !segment.is_empty()).collect());
                continue;
            }
            let words = filter.split_whitespace().filter(|word| all_are_small || !is_small(word));
            for word in words.map(str::to_lowercase) {
                if known.contains(&word[..]) { search.names.push(word) } else { search.words.push(word) }
            }
        }
        search
    }

    /// The same search or, if it finds nothing, one for which names are words like others.
    fn that_finds_any(mut self, cases: &[Searched]) -> Self {
        if !cases.iter().any(|case| self.finds(case)) {
            self.words.append(&mut self.names);
        }
        self
    }

    fn finds(&self, case: &Searched) -> bool {
        self.is_in_a_path(case)
            && self.names.iter().all(|name| case.names().any(|it| it == name))
            && self.words.iter().all(|word| case.text.contains(word))
    }

    fn is_in_a_path(&self, case: &Searched) -> bool {
        let segments: Vec<&str> = case.id.split('/').collect();
        let has_path = |path: &Vec<&str>| segments.windows(path.len().max(1)).any(|window| window == path);
        self.paths.is_empty() || self.paths.iter().any(has_path)
    }

    /// Where those stand among the cases that it finds, the best first.
    fn best_first(&self, cases: &[Searched]) -> Vec<usize> {
        let mut found: Vec<usize> = (0..cases.len()).filter(|&at| self.finds(&cases[at])).collect();
        found.sort_by_key(|&at| Reverse(self.fit(&cases[at])));
        found
    }

    /// Where those stand that have most of its words, and more than one, the best first.
    fn has_most(&self, cases: &[Searched]) -> Vec<usize> {
        let in_path = (0..cases.len()).filter(|&at| self.is_in_a_path(&cases[at]));
        let mut fits: Vec<_> = in_path.map(|at| (self.fit(&cases[at]), at)).collect();
        fits.sort_by_key(|(fit, _)| Reverse(*fit));
        let most = fits.first().map_or(0, |((words, _), _)| *words);
        fits.retain(|((words, _), _)| *words == most && most > 1);
        fits.into_iter().take(SOME).map(|(_, at)| at).collect()
    }

    /// How many of its words a case has, and how much they have to do with it.
    fn fit(&self, case: &Searched) -> (usize, usize) {
        let weights = self.names.iter().chain(&self.words).map(|word| case.weight(word));
        weights.fold((0, 0), |(words, sum), weight| (words + usize::from(weight > 0), sum + weight))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_nothing_gets_the_comparison() {
        let case = |runtime| Case::new("drop/parked", stage::Verdict::Hung, |_| ()).under(runtime);
        for (case, runtimes, is_in) in [
            (case("tokio"), &["smol", "tokio"][..], true),
            (case("may"), &["smol", "tokio"], false),
            (case("may"), &[], true),
            (case("tokio").on_demand(), &["smol", "tokio"], false),
            (case("tokio").on_demand(), &[], false),
        ] {
            assert_eq!(is_compared(&case, runtimes), is_in, "{case:?} of {runtimes:?}");
        }
    }

    #[test]
    fn a_search_finds_what_a_person_means() {
        let cases = [
            Searched::new(
                "tokio/abort/blocking",
                "`abort()` does not reach `spawn_blocking`.\nlet x = tokio::spawn",
            ),
            Searched::new(
                "tokio/abort/blocking-wrapped",
                "A task that awaits `spawn_blocking`.\nstill running, zombie",
            ),
            Searched::new("tokio/drop/awaiting-join-handle", "Dropping a `JoinHandle` detaches."),
            Searched::new("smol/abort/blocking", "Unlike tokio's `abort()`.\nlet task = unblock"),
            Searched::new("python/abort/blocking-threadsafe", "From other threads."),
            Searched::new("threads/flag/spinning", "A thread looks at its flag."),
            Searched::new("async-std/drop/awaiting", "A task."),
        ];
        let found = |filters: &[&str]| {
            let filters: Vec<String> = filters.iter().map(|filter| (*filter).to_owned()).collect();
            let search = Search::new(&filters, &cases).that_finds_any(&cases);
            let found = cases.iter().filter(|case| search.finds(case)).map(|case| case.id.as_str());
            found.collect::<Vec<_>>().join(" ")
        };
        for (filters, ids) in [
            // Words that are names mean these, although other texts say them too.
            (&["tokio", "abort"][..], "tokio/abort/blocking tokio/abort/blocking-wrapped"),
            (&["tokio abort"], "tokio/abort/blocking tokio/abort/blocking-wrapped"),
            (&["threads"], "threads/flag/spinning"),
            (&["async-std"], "async-std/drop/awaiting"),
            (&["blocking", "smol"], "smol/abort/blocking"),
            // Others are looked for in everything that is said of a case, whatever their letters.
            (&["spawn_blocking"], "tokio/abort/blocking tokio/abort/blocking-wrapped"),
            (&["joinhandle"], "tokio/drop/awaiting-join-handle"),
            (&["zombie"], "tokio/abort/blocking-wrapped"),
            (&["join-h"], "tokio/drop/awaiting-join-handle"),
            // Names that no case has together are words like others.
            (&["python", "threads"], "python/abort/blocking-threadsafe"),
            (&["spawn_blocking", "zombie"], "tokio/abort/blocking-wrapped"),
            // With a slash: whole segments, wherever they stand; several are any of them.
            (&["tokio/abort/blocking"], "tokio/abort/blocking"),
            (&["abort/blocking"], "tokio/abort/blocking smol/abort/blocking"),
            (
                &["tokio/"],
                "tokio/abort/blocking tokio/abort/blocking-wrapped tokio/drop/awaiting-join-handle",
            ),
            (&["threads/", "smol/"], "smol/abort/blocking threads/flag/spinning"),
            (&["tokio/abort", "wrapped"], "tokio/abort/blocking-wrapped"),
            // The small words of a question are no filter, unless it has no others.
            (&["how to", "abort", "a", "unblock"], "smol/abort/blocking"),
            (&["from"], "python/abort/blocking-threadsafe"),
            (&["tokio/abo"], ""),
            (&["smol", "spawn_blocking"], ""),
        ] {
            assert_eq!(found(filters), ids, "{filters:?}");
        }
    }

    #[test]
    fn the_best_comes_first_and_most_of_the_words_will_do() {
        let cases = [
            Searched::new("threads/drop/blocking", "A thread goes on.\nwhen main returns, it is killed"),
            Searched::new("threads/abort/parked", "A signal kills no thread.\nkill"),
            Searched::new("processes/abort/blocking-kill", "SIGKILL ends a process.\nof one thread"),
        ];
        let shown =
            |found: Vec<usize>| found.iter().map(|at| cases[*at].id.as_str()).collect::<Vec<_>>().join(" ");
        for (words, best, most) in [
            ("kill", "processes/abort/blocking-kill threads/abort/parked threads/drop/blocking", ""),
            (
                "kill thread",
                "threads/abort/parked threads/drop/blocking processes/abort/blocking-kill",
                "threads/abort/parked threads/drop/blocking processes/abort/blocking-kill",
            ),
            ("kill main whatever", "", "threads/drop/blocking"),
            ("signal threads/ kill now", "", "threads/abort/parked"),
            ("whatever", "", ""),
            // One word that is found says too little.
            ("signal whatever", "", ""),
        ] {
            let filters: Vec<String> = words.split(' ').map(str::to_owned).collect();
            let search = Search::new(&filters, &cases).that_finds_any(&cases);
            assert_eq!(shown(search.best_first(&cases)), best, "{words}");
            assert_eq!(shown(search.has_most(&cases)), most, "{words}");
        }
    }
}
