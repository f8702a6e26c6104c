//! `#[worker]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemFn;

use crate::{companion::companion, item_lines};

/// The function as it is, and its companion with the worker.
pub(crate) fn expand(item: &ItemFn) -> TokenStream {
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
