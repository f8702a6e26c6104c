//! The empty type beside an item, which has its name and says what it is: its lines, or a worker.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Ident, Item, ItemFn, Result, Visibility};

use crate::item_lines;

/// A type with these constants, as visible as the item. Nothing can make a value of it.
pub(crate) fn companion(visibility: &Visibility, name: &Ident, constants: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #visibility enum #name {}

        #[doc(hidden)]
        impl #name {
            #constants
        }
    }
}

/// The item as it is, and its companion with the lines.
pub(crate) fn with_lines(item: &Item) -> Result<TokenStream> {
    let (attributes, visibility, name) = match item {
        Item::Fn(function) => (&function.attrs, &function.vis, &function.sig.ident),
        Item::Const(constant) => (&constant.attrs, &constant.vis, &constant.ident),
        other => return Err(Error::new_spanned(other, "a function or a constant has lines")),
    };
    let lines = item_lines::of(attributes, item);
    let companion = companion(visibility, name, &quote!(pub const LINES: ::still_standing::Lines = #lines;));
    Ok(quote!(#item #companion))
}

/// The function as it is, and its companion with the worker.
pub(crate) fn worker(item: &ItemFn) -> TokenStream {
    let function = &item.sig.ident;
    let name = function.to_string();
    let lines = item_lines::of(&item.attrs, item);
    let worker = quote! {
        pub const WORKER: ::still_standing::Worker = ::still_standing::Worker {
            name: #name,
            lines: #lines,
            main: || ::still_standing::Lent::lent().map(#function),
        };
    };
    let companion = companion(&item.vis, function, &worker);
    quote!(#item #companion)
}
