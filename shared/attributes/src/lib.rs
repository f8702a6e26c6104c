//! The attributes with which a function becomes a case. Use them by the crate `still-standing`, whose documentation
//! has examples that are compiled.
//!
//! Each leaves its item as it is, and adds an empty type of the same name, which carries what the item is: a
//! constant `CASE`, `WORKER` or `LINES`. Functions and types have names of their own, so `drop::parked` is both. The
//! lines that are shown are those at which the compiler says that the item stands.

mod case;
mod companion;
mod item_lines;
mod lock;

use proc_macro::TokenStream;
use syn::{Item, ItemConst, ItemFn, parse_macro_input};

/// Makes a function a case: `#[case("mechanism/work-variant", Verdict, Bound, …)]`.
///
/// - `"drop/parked"`: the name, of a mechanism, a work and, where there are several ways, a variant. With the name of
///   the demo it is the case's id.
/// - `Stopped`: the verdict that it claims, one of `Verdict`.
/// - `Wake`: what the time from request to halt is bound by, one of `Bound`, unless its work goes on: unless that is
///   `StillStanding` or `Hung`.
/// - `run = PATH`: a function that plays the case, which an async case needs: `fn(impl AsyncFnOnce(&Stage), &Stage)`.
/// - `starts = PATH` or `starts = [PATH, …]`: the workers that it starts as processes of their own.
/// - `instead = PATH`: for a case whose work goes on or loses something, the case of the same demo that does it right. Of
///   another demo it is a call, `instead("ID")`; where there is none, `nothing_instead("why")`.
/// - `feature = "NAME"`: the feature without which the function is not compiled. The case is listed all the same.
/// - Anything else is a call of the method of `Case` with that name: `losing(Loss::Some)`, `out_of_process()`. The
///   functions that `needing` and `only_where` are given may be compiled with the case's feature only.
#[proc_macro_attribute]
pub fn case(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as case::Arguments);
    let item = parse_macro_input!(item as ItemFn);
    case::expand(&arguments, &item).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Makes a function the `main` of a process that a case starts: `Stage::worker` finds it by its name. It takes the
/// `Pulse`, or the `Part`, that the case lends to that process.
#[proc_macro_attribute]
pub fn worker(arguments: TokenStream, item: TokenStream) -> TokenStream {
    parse_macro_input!(arguments as syn::parse::Nothing);
    companion::worker(&parse_macro_input!(item as ItemFn)).into()
}

/// Makes a constant that says why a runtime does not offer something a row: `#[not_offered("mechanism/work")]` above
/// a `const REASON: &str`.
#[proc_macro_attribute]
pub fn not_offered(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let name = parse_macro_input!(arguments as syn::LitStr);
    let item = parse_macro_input!(item as ItemConst);
    case::not_offered(&name, &item).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Gives a function or a constant its `LINES`, for a case that is made by hand.
#[proc_macro_attribute]
pub fn lines(arguments: TokenStream, item: TokenStream) -> TokenStream {
    parse_macro_input!(arguments as syn::parse::Nothing);
    let item = parse_macro_input!(item as Item);
    companion::with_lines(&item).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The names and the versions of libraries, `&[("tokio", "1.54.0")]`, from the `Cargo.lock` of the package that calls
/// it, when that is compiled. A name that the file doesn't have is a compile error; a library that is there in
/// several versions has all of them.
#[proc_macro]
pub fn locked(names: TokenStream) -> TokenStream {
    let names = parse_macro_input!(names as lock::Names);
    lock::expand(&names).unwrap_or_else(syn::Error::into_compile_error).into()
}
