//! `#[case]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Error, Ident, ItemFn, LitStr, Path, Result, Token, bracketed, parenthesized,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::{companion::companion, item_lines};

/// What stands in the brackets of `#[case(…)]`.
pub(crate) struct Arguments {
    name: LitStr,
    expected: Ident,
    bound: Ident,
    run: Option<Path>,
    starts: Vec<Path>,
    feature: Option<LitStr>,
    calls: Vec<(Ident, TokenStream)>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![,]>()?;
        let expected = input.parse()?;
        input.parse::<Token![,]>()?;
        let bound = input.parse()?;
        let mut arguments =
            Self { name, expected, bound, run: None, starts: Vec::new(), feature: None, calls: Vec::new() };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                arguments.parse_option(input)?;
            }
        }
        Ok(arguments)
    }
}

impl Arguments {
    fn parse_option(&mut self, input: ParseStream<'_>) -> Result<()> {
        let name: Ident = input.parse()?;
        if input.peek(syn::token::Paren) {
            let arguments;
            parenthesized!(arguments in input);
            self.calls.push((name, arguments.parse()?));
            return Ok(());
        }
        input.parse::<Token![=]>()?;
        match name.to_string().as_str() {
            "run" => self.run = Some(input.parse()?),
            "feature" => self.feature = Some(input.parse()?),
            "starts" if input.peek(syn::token::Bracket) => {
                let paths;
                bracketed!(paths in input);
                self.starts = Punctuated::<Path, Token![,]>::parse_terminated(&paths)?.into_iter().collect();
            }
            "starts" => self.starts = vec![input.parse()?],
            _ => return Err(Error::new(name.span(), "what is written with `=` is run, starts or feature")),
        }
        Ok(())
    }
}

/// The function as it is, and its companion with the case.
pub(crate) fn expand(arguments: &Arguments, item: &ItemFn) -> Result<TokenStream> {
    let Arguments { name, expected, bound, run, starts, feature, calls } = arguments;
    let function = &item.sig.ident;
    if item.sig.asyncness.is_some() && run.is_none() {
        let help = "an async case is played by a function of yours, `run = PATH`, which has your executor: \
                    `fn run(case: impl AsyncFnOnce(&Stage), stage: &Stage)`";
        return Err(Error::new(function.span(), help));
    }
    let play = match run {
        Some(run) => quote!(|stage| #run(#function, stage)),
        None => quote!(#function),
    };
    let new = |play| quote!(::still_standing::Case::new(#name, Verdict::#expected, Bound::#bound, #play));
    let with_calls = |case: TokenStream, is_called: &dyn Fn(&Ident) -> bool| {
        let called = calls.iter().filter(|(name, _)| is_called(name));
        called.fold(case, |case, (method, values)| quote!(#case.#method(#values)))
    };
    let (new, compiled) = match feature {
        None => (with_calls(new(play), &|_| true), None),
        Some(feature) => {
            let with = with_calls(new(play), &|_| true);
            // Functions that only the feature compiles cannot be named without it.
            let without = with_calls(new(quote!(|_| ())), &|name| {
                !["needing", "only_where", "slowing"].iter().any(|of_feature| name == of_feature)
            });
            let either = quote! {{
                #[cfg(feature = #feature)]
                const CASE: ::still_standing::Case = #with;
                #[cfg(not(feature = #feature))]
                const CASE: ::still_standing::Case = #without;
                CASE.behind_feature(#feature, cfg!(feature = #feature))
            }};
            (either, Some(quote!(#[cfg(feature = #feature)])))
        }
    };
    let lines = item_lines::of(&item.attrs, item);
    let case = quote! {
        pub const CASE: ::still_standing::Case = {
            #[allow(unused_imports)]
            use ::still_standing::{Bound, Loss, Verdict};
            #new.showing(::still_standing::Text::Lines(#lines)).starting(&[#(<#starts>::WORKER),*])
        };
    };
    let companion = companion(&item.vis, function, &case);
    Ok(quote!(#compiled #item #companion))
}
