//! No file of the harness imports another in a circle, and each imports a name from the file that owns it,
//! not through `lib.rs`.
//!
//! `cargo test -p comparison --test imports -- --nocapture` prints how many files and arrows each crate
//! has.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, File, Item, ItemMod, ItemUse, UseTree,
    visit::{self, Visit},
};

const CRATES: [&str; 5] = ["attributes", "stage", "measure", "report", "watch"];

/// A module, as the names from the root of its crate.
type Module = Vec<String>;
type Arrows = BTreeMap<Module, BTreeSet<Module>>;

#[test]
fn no_file_imports_another_in_a_circle() {
    for name in CRATES {
        let source = Source::of(name);
        let arrows = source.arrows();
        let count: usize = arrows.values().map(BTreeSet::len).sum();
        println!("{name}: {} files, {count} arrows", source.files.len());
        let circle = circle(&arrows);
        assert!(circle.is_none(), "{name}: these files import one another: {circle:?}");
    }
}

#[test]
fn every_name_is_imported_from_the_file_that_owns_it() {
    for name in CRATES {
        let source = Source::of(name);
        let through_root = |path: &Module| path.len() == 1 && !source.files.contains_key(path);
        for (module, paths) in &source.paths {
            let wrong: Vec<_> = paths.iter().filter(|path| through_root(path)).collect();
            assert!(
                module.is_empty() || wrong.is_empty(),
                "{name}: {module:?} imports {wrong:?} from lib.rs"
            );
        }
    }
}

#[test]
fn a_circle_is_found() {
    let arrows = |pairs: &[(&str, &str)]| {
        let mut arrows = Arrows::new();
        for (from, to) in pairs {
            arrows.entry(vec![(*from).to_owned()]).or_default().insert(vec![(*to).to_owned()]);
        }
        arrows
    };
    assert!(circle(&arrows(&[("a", "b"), ("b", "c"), ("a", "c")])).is_none());
    let found = circle(&arrows(&[("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")]));
    assert_eq!(found.map(|modules| modules.len()), Some(3));
}

/// A crate: its files, what each imports from the crate, and what each makes known under another path.
struct Source {
    files: BTreeMap<Module, File>,
    /// What each module names of its own crate, as paths from the root.
    paths: BTreeMap<Module, BTreeSet<Module>>,
    /// By a module and a name: the path that the module imports under that name.
    aliases: BTreeMap<(Module, String), Module>,
}

impl Source {
    fn of(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name).join("src");
        let files: BTreeMap<Module, File> = rust_files(&root)
            .into_iter()
            .filter(|path| !path.ends_with("tests.rs") && !is_tests(path))
            .map(|path| {
                let text = fs::read_to_string(&path).expect("a file of Rust is text");
                (module_of(&root, &path), syn::parse_file(&text).expect("it compiles"))
            })
            .collect();
        let mut source = Self { files, paths: BTreeMap::new(), aliases: BTreeMap::new() };
        for (module, file) in &source.files {
            let (paths, aliases) = (BTreeSet::new(), Vec::new());
            let mut names = Names { module, files: &source.files, paths, aliases, inline: 0 };
            names.visit_file(file);
            source
                .aliases
                .extend(names.aliases.into_iter().map(|(name, path)| ((module.clone(), name), path)));
            source.paths.insert(module.clone(), names.paths);
        }
        source
    }

    /// Which files each file imports from; the root, which only lists the others, is left out.
    fn arrows(&self) -> Arrows {
        let arrows = self.paths.iter().filter(|(module, _)| !module.is_empty()).map(|(module, paths)| {
            let owners = paths.iter().map(|path| self.owner(path, 0));
            (module.clone(), owners.filter(|owner| owner != module && !owner.is_empty()).collect())
        });
        arrows.collect()
    }

    /// The file that owns what a path names, behind all re-exports.
    fn owner(&self, path: &Module, depth: usize) -> Module {
        let length = (0..=path.len()).rev().find(|&length| self.files.contains_key(&path[..length]));
        let (module, rest) = path.split_at(length.expect("the root is a file"));
        let alias = rest.first().and_then(|name| self.aliases.get(&(module.to_vec(), name.clone())));
        match alias {
            Some(path) if depth < 8 => self.owner(path, depth + 1),
            _ => module.to_vec(),
        }
    }
}

/// Gathers what one module names of its own crate.
struct Names<'a> {
    module: &'a Module,
    files: &'a BTreeMap<Module, File>,
    paths: BTreeSet<Module>,
    aliases: Vec<(String, Module)>,
    /// How many modules within the file the visit is in.
    inline: usize,
}

impl Names<'_> {
    /// A path as written, from the root of the crate; `None` for one that leads out of it.
    fn rooted(&self, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => (self.inline == 0).then(|| [self.module, rest].concat()),
            "super" => {
                let supers = path.iter().take_while(|name| *name == "super").count();
                // Within the file, it leads to the file itself.
                let above = supers.checked_sub(self.inline).filter(|above| *above > 0)?;
                let module = &self.module[..self.module.len().checked_sub(above)?];
                Some([module, &path[supers..]].concat())
            }
            child => {
                let path = [self.module, path].concat();
                let module = [self.module, &[child.to_owned()][..]].concat();
                self.files.contains_key(&module).then_some(path)
            }
        }
    }

    fn import(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(tree) => self.import(&with(tree.ident.to_string()), &tree.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(before, tree)),
            UseTree::Glob(_) => self.add(before, None),
            UseTree::Name(name) if name.ident == "self" => self.add(before, before.last().cloned()),
            UseTree::Name(name) => self.add(&with(name.ident.to_string()), Some(name.ident.to_string())),
            UseTree::Rename(name) => self.add(&with(name.ident.to_string()), Some(name.rename.to_string())),
        }
    }

    fn add(&mut self, path: &[String], alias: Option<String>) {
        if let Some(path) = self.rooted(path) {
            self.aliases.extend(alias.map(|alias| (alias, path.clone())));
            self.paths.insert(path);
        }
    }
}

impl<'a> Visit<'a> for Names<'_> {
    fn visit_item(&mut self, item: &'a Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    /// A module within a file is a part of that file.
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        self.inline += 1;
        visit::visit_item_mod(self, item);
        self.inline -= 1;
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        self.import(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            self.add(&names, None);
        }
        visit::visit_path(self, path);
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let text = attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
    attribute.path().is_ident("cfg") && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
}

/// A file in a folder `tests`, or beside one: compiled for tests alone.
fn is_tests(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of sources").flatten().map(|entry| entry.path());
    let files = entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn module_of(root: &Path, path: &Path) -> Module {
    let path = path.strip_prefix(root).expect("it is below the root").with_extension("");
    let mut names: Module = path.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib")) {
        names.pop();
    }
    names
}

/// Some modules that import one another in a circle.
fn circle(arrows: &Arrows) -> Option<Vec<Module>> {
    // A module that imports nothing that is left is in no circle, and neither is what is then left alone.
    let mut left: BTreeMap<&Module, BTreeSet<&Module>> =
        arrows.iter().map(|(module, owners)| (module, owners.iter().collect())).collect();
    loop {
        let known: BTreeSet<&Module> = left.keys().copied().collect();
        left.values_mut().for_each(|owners| owners.retain(|owner| known.contains(owner)));
        let before = left.len();
        left.retain(|_, owners| !owners.is_empty());
        if left.is_empty() {
            return None;
        }
        if left.len() == before {
            break;
        }
    }
    // From any module that is left, imports lead round and round: follow them until one comes again.
    let mut walk = vec![*left.keys().next()?];
    loop {
        let next = *left[walk.last()?].iter().next()?;
        if let Some(start) = walk.iter().position(|module| *module == next) {
            return Some(walk[start..].iter().map(|module| (*module).clone()).collect());
        }
        walk.push(next);
    }
}
