//! A file of the harness imports a name from the file that owns it, not through `lib.rs`, and no files import each
//! other in a circle. The text of a file is enough to see both: every path that begins with `crate::`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::Trial;

use crate::trial;

const CRATES: [&str; 6] = ["attributes", "stage", "measure", "report", "watch", "drops"];

/// Each file, by its path as a module (`guest::tool`), with the paths that it names.
type Named = BTreeMap<String, Vec<String>>;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("no file imports another in a circle", || CRATES.into_iter().for_each(has_no_circle)),
        trial("every name is imported from the file that owns it", || {
            CRATES.into_iter().for_each(names_owners);
        }),
        trial("a circle is found", a_circle_is_found),
    ]
}

fn has_no_circle(name: &str) {
    let circle = circle(&arrows(&named(name)));
    assert!(circle.is_empty(), "{name}: these files import one another: {circle:?}");
}

fn names_owners(name: &str) {
    let named = named(name);
    for (file, paths) in named.iter().filter(|(file, _)| !file.is_empty()) {
        let through_root = paths.iter().find(|path| !path.contains("::") && !named.contains_key(*path));
        assert_eq!(through_root, None, "{name}: {file} imports it from lib.rs");
    }
}

fn a_circle_is_found() {
    let arrows = |pairs: &[(&str, &str)]| {
        let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in pairs {
            arrows.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            arrows.entry((*to).to_owned()).or_default();
        }
        arrows
    };
    assert!(circle(&arrows(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    let found = circle(&arrows(&[("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")]));
    assert_eq!(found, BTreeSet::from(["a", "b", "c"].map(str::to_owned)));
    assert_eq!(paths("crate::{a::{B, C}, d::E}; x"), ["a::B", "a::C", "d::E"]);
}

/// Which file imports which.
fn arrows(named: &Named) -> BTreeMap<String, BTreeSet<String>> {
    let owner = |path: &String| {
        let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
        ends.filter_map(|end| named.get_key_value(&path[..end])).last().map(|(file, _)| file.clone())
    };
    let arrow = |(file, paths): (&String, &Vec<String>)| {
        let to = paths.iter().filter_map(owner).filter(|to| to != file).collect();
        (file.clone(), to)
    };
    named.iter().map(arrow).collect()
}

/// The files that remain when those that import nothing further, or that nobody imports, are taken away again and again.
fn circle(arrows: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut left: BTreeSet<String> = arrows.keys().cloned().collect();
    loop {
        let imports = |file: &String| arrows[file].iter().any(|to| left.contains(to));
        let is_imported = |file: &String| left.iter().any(|from| arrows[from].contains(file));
        let kept: BTreeSet<_> =
            left.iter().filter(|file| imports(file) && is_imported(file)).cloned().collect();
        if kept.len() == left.len() {
            return kept;
        }
        left = kept;
    }
}

/// The files of a crate, without their tests.
fn named(name: &str) -> Named {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name).join("src");
    let file = |path: PathBuf| {
        let module = path.strip_prefix(&root).expect("it is in it").with_extension("");
        let module = module.to_str().expect("a name").replace('/', "::");
        let module = module.strip_suffix("::mod").unwrap_or(&module);
        let module = if module == "lib" { "" } else { module };
        let text = fs::read_to_string(&path).expect("a file");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        (module.to_owned(), paths(&lines.collect::<Vec<_>>().join("\n")))
    };
    let is_source = |path: &PathBuf| !path.ends_with("tests.rs") && !path.iter().any(|part| part == "tests");
    files(&root).into_iter().filter(is_source).map(file).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let here = files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    here.chain(folders.iter().flat_map(|folder| self::files(folder))).collect()
}

/// The paths behind each `crate::` of a text, but for those in a macro that is exported.
fn paths(code: &str) -> Vec<String> {
    code.replace("$crate::", "")
        .split("crate::")
        .skip(1)
        .filter(|rest| !rest.is_empty())
        .flat_map(|rest| tree(rest).0)
        .collect()
}

/// The paths at the beginning of a text (`a::{B, c::D}`), and the text behind them.
fn tree(text: &str) -> (Vec<String>, &str) {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    if let Some(inner) = rest.strip_prefix("::").filter(|inner| !inner.starts_with('<')) {
        let (paths, after) = tree(inner);
        return (paths.into_iter().map(|path| format!("{name}::{path}")).collect(), after);
    }
    if !name.is_empty() || !rest.starts_with('{') {
        return (vec![name.to_owned()], rest);
    }
    let mut paths = Vec::new();
    while !rest.starts_with('}') && !rest.is_empty() {
        let (found, after) = tree(rest[1..].trim_start());
        paths.extend(found.into_iter().filter(|path| !path.is_empty() && !path.ends_with("::")));
        rest = after.trim_start().trim_start_matches(|letter: char| letter != ',' && letter != '}');
    }
    (paths, rest.get(1..).unwrap_or_default())
}
