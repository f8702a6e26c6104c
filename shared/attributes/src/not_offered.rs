//! `#[not_offered]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ItemConst, LitStr};

use crate::{companion::companion, item_lines};

/// The constant as it is, and its companion with the row.
pub(crate) fn expand(name: &LitStr, item: &ItemConst) -> TokenStream {
    let reason = &item.ident;
    let lines = item_lines::of(&item.attrs, item);
    let case = quote! {
        pub const CASE: ::still_standing::Case = ::still_standing::Case::not_offered(#name, #reason)
            .showing(::still_standing::Text::Lines(#lines));
    };
    let companion = companion(&item.vis, reason, &case);
    quote!(#item #companion)
}
