//! `locked!`: versions from the lock file of the package that calls it.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{
    Error, LitStr, Result, Token,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// The names of libraries.
pub(crate) struct Names(Punctuated<LitStr, Token![,]>);

impl Parse for Names {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        Punctuated::parse_terminated(input).map(Self)
    }
}

/// The names and the versions. The file is included besides, so that the compiler looks again when it changes.
pub(crate) fn expand(Names(names): &Names) -> Result<TokenStream> {
    let package = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let here = |error: String| Error::new(Span::call_site(), error);
    let path =
        lock_above(Path::new(&package)).ok_or_else(|| here(format!("no Cargo.lock above {package}")))?;
    let lock = fs::read_to_string(&path).map_err(|error| here(format!("{}: {error}", path.display())))?;
    let path = path.to_string_lossy();
    let mut pairs = Vec::new();
    for name in names {
        let versions = versions(&lock, &name.value());
        if versions.is_empty() {
            return Err(Error::new(name.span(), format!("no package of this name in {path}")));
        }
        let versions = versions.join(", ");
        pairs.push(quote!((#name, #versions)));
    }
    Ok(quote!({
        const _: &str = include_str!(#path);
        &[#(#pairs),*]
    }))
}

/// The lock file of the package in this folder: its own, or that of the workspace above it.
fn lock_above(package: &Path) -> Option<PathBuf> {
    package.ancestors().map(|folder| folder.join("Cargo.lock")).find(|file| file.exists())
}

/// The versions of a package in a lock file, in its order: the oldest first.
fn versions<'lock>(lock: &'lock str, name: &str) -> Vec<&'lock str> {
    let name = format!("name = \"{name}\"");
    let packages = lock.split("[[package]]").filter(|package| package.lines().any(|line| line == name));
    let versions = packages.filter_map(|it| it.lines().find_map(|line| line.strip_prefix("version = ")));
    versions.map(|version| version.trim_matches('"')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n\
        [[package]]\nname = \"a\"\nversion = \"1.2.0\"\n\n[[package]]\nname = \"ab\"\nversion = \"3.0.0\"\n";

    #[test]
    fn all_versions_of_a_library_are_read() {
        assert_eq!(versions(LOCK, "a"), ["0.1.0", "1.2.0"]);
        assert_eq!(versions(LOCK, "ab"), ["3.0.0"]);
        assert_eq!(versions(LOCK, "b"), [""; 0]);
    }

    #[test]
    fn the_lock_file_of_the_workspace_is_found() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(
            lock_above(package),
            Some(package.join("../../Cargo.lock").canonicalize().expect("it is there"))
        );
    }
}
