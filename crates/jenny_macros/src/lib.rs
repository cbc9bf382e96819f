//! Derive macros of the engine's crates.

use proc_macro::TokenStream;

mod derive_trace;

/// Implements `jenny_gc::Trace` by tracing every field.
///
/// A field marked `#[trace(skip)]` is left out; it must hold no cell pointer.
#[proc_macro_derive(Trace, attributes(trace))]
pub fn derive_trace(input: TokenStream) -> TokenStream {
    derive_trace::expand(syn::parse_macro_input!(input as syn::DeriveInput)).into()
}
