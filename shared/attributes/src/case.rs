//! `#[case]` and `#[not_offered]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{
    Error, Ident, ItemConst, ItemFn, LitStr, Path, Result, Token, bracketed, parenthesized,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    spanned::Spanned,
};

use crate::{companion::companion, item_lines};

/// The words of `Mechanism` and of `Work` in the crate `stage`, which no macro can see.
const MECHANISMS: [&str; 4] = ["flag", "channel", "drop", "abort"];
const WORKS: [&str; 7] = ["awaiting", "yielding", "hogging", "blocking", "parked", "stuck", "spinning"];

/// What stands in the brackets of `#[case(…)]`.
pub(crate) struct Arguments {
    name: LitStr,
    expected: Ident,
    bound: Option<Ident>,
    run: Option<Path>,
    starts: Vec<Path>,
    checks: TokenStream,
    feature: Option<LitStr>,
    calls: Vec<(Ident, TokenStream)>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![,]>()?;
        let expected = input.parse()?;
        // What comes next is the bound, if it is a single word.
        let fork = input.fork();
        let is_bound = fork.parse::<Token![,]>().is_ok()
            && fork.parse::<Ident>().is_ok()
            && (fork.is_empty() || fork.peek(Token![,]));
        let bound = if is_bound {
            input.parse::<Token![,]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        let mut arguments = Self {
            name,
            expected,
            bound,
            run: None,
            starts: Vec::new(),
            checks: TokenStream::new(),
            feature: None,
            calls: Vec::new(),
        };
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
            "instead" => {
                let path: Path = input.parse()?;
                let why = "what is named with `instead` has to stop, and to lose nothing";
                // Beside the case: what is only in it is not looked at before it is used.
                let check = quote_spanned!(path.span()=> assert!(<#path>::CASE.does_it_right(), #why));
                self.checks.extend(quote!(const _: () = #check;));
                self.calls.push((name, quote!(<#path>::CASE.name)));
            }
            "feature" => self.feature = Some(input.parse()?),
            "starts" if input.peek(syn::token::Bracket) => {
                let paths;
                bracketed!(paths in input);
                self.starts = Punctuated::<Path, Token![,]>::parse_terminated(&paths)?.into_iter().collect();
            }
            "starts" => self.starts = vec![input.parse()?],
            _ => {
                return Err(Error::new(
                    name.span(),
                    "what is written with `=` is run, starts, instead or feature",
                ));
            }
        }
        Ok(())
    }
}

/// Refuses a name that is not made of a mechanism, a work and, if there are several ways, a variant.
///
/// # Errors
/// On the name, with what it is made of.
fn check_name(name: &LitStr) -> Result<()> {
    let value = name.value();
    let wrong =
        |why: &str| Error::new(name.span(), format!("a case is named `mechanism/work[-variant]`: {why}"));
    let (mechanism, way) = value.split_once('/').unwrap_or((&value, ""));
    let (work, variant) = way.split_once('-').map_or((way, None), |(work, variant)| (work, Some(variant)));
    let is_plain = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !MECHANISMS.contains(&mechanism) {
        return Err(wrong(&format!("it begins with one of {}", MECHANISMS.join(", "))));
    }
    if !WORKS.contains(&work) {
        return Err(wrong(&format!("its work is one of {}", WORKS.join(", "))));
    }
    if !variant.is_none_or(|variant| variant.split('-').all(is_plain)) {
        return Err(wrong("a variant is in lower-case letters, digits and single hyphens"));
    }
    Ok(())
}

/// The function as it is, and its companion with the case.
pub(crate) fn expand(arguments: &Arguments, item: &ItemFn) -> Result<TokenStream> {
    let Arguments { name, expected, bound, run, starts, checks, feature, calls } = arguments;
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
    check_name(name)?;
    let goes_on = expected == "StillStanding" || expected == "Hung";
    let bound = match bound {
        Some(bound) if goes_on => {
            return Err(Error::new(
                bound.span(),
                "its work goes on, so there is no halt that is bound by anything",
            ));
        }
        Some(bound) => quote!(.bound_by(Bound::#bound)),
        None if !goes_on => {
            let help = "its work halts, so say behind the verdict what that is bound by: Line, Turn, Wake, Timer, Reap, Polled, Deadline or Inline";
            return Err(Error::new(expected.span(), help));
        }
        None => TokenStream::new(),
    };
    let new = |play| quote!(::still_standing::Case::new(#name, Verdict::#expected, #play)#bound);
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
                !["needing", "only_where"].iter().any(|of_feature| name == of_feature)
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
    Ok(quote!(#compiled #item #companion #checks))
}

/// The constant as it is, and its companion with the row.
pub(crate) fn not_offered(name: &LitStr, item: &ItemConst) -> Result<TokenStream> {
    check_name(name)?;
    let reason = &item.ident;
    let lines = item_lines::of(&item.attrs, item);
    let case = quote! {
        pub const CASE: ::still_standing::Case = ::still_standing::Case::not_offered(#name, #reason)
            .showing(::still_standing::Text::Lines(#lines));
    };
    let companion = companion(&item.vis, reason, &case);
    Ok(quote!(#item #companion))
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    #[test]
    fn the_words_are_those_of_the_vocabulary() {
        let words = |all: &[&'static str]| all.to_vec();
        assert_eq!(
            words(&MECHANISMS),
            stage::Mechanism::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>()
        );
        assert_eq!(words(&WORKS), stage::Work::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>());
    }

    #[test]
    fn a_name_is_checked_as_the_catalog_checks_it() {
        for (name, is_right) in [
            ("drop/parked", true),
            ("abort/stuck-read", true),
            ("flag/spinning-every-10", true),
            ("", false),
            ("drop", false),
            ("drop/", false),
            ("drop-parked", false),
            ("parked/drop", false),
            ("stop/parked", false),
            ("drop/sleeping", false),
            ("drop/parkedly", false),
            ("drop/parked-", false),
            ("drop/parked--a", false),
            ("drop/parked_a", false),
            ("drop/parked-A", false),
            ("drop/parked/a", false),
            (" drop/parked", false),
        ] {
            let here = check_name(&LitStr::new(name, Span::call_site())).is_ok();
            let case = stage::Case::new(name, stage::Verdict::Hung, |_| ());
            assert_eq!((here, case.check().is_ok()), (is_right, is_right), "{name:?}");
        }
    }
}
