//! `#[derive(Trace)]`: one `trace` call for every field of a struct, enum or tuple struct.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Field, Fields, Index, parse_quote};

pub fn expand(mut input: DeriveInput) -> TokenStream {
    let body = match body(&input.data) {
        Ok(body) => body,
        Err(error) => return error.to_compile_error(),
    };
    for parameter in input.generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::jenny_gc::Trace));
    }
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        // SAFETY: every field that is not skipped by hand is traced.
        #[automatically_derived]
        #[allow(unused_variables)]
        unsafe impl #generics ::jenny_gc::Trace for #name #arguments #bounds {
            #[inline]
            fn trace(&self, tracer: &mut ::jenny_gc::Tracer<'_>) {
                #body
            }
        }
    }
}

fn body(data: &Data) -> syn::Result<TokenStream> {
    match data {
        Data::Struct(data) => {
            let mut calls = TokenStream::new();
            for (position, field) in data.fields.iter().enumerate() {
                if is_skipped(field)? {
                    continue;
                }
                match &field.ident {
                    Some(name) => calls.extend(quote!(::jenny_gc::Trace::trace(&self.#name, tracer);)),
                    None => {
                        let index = Index::from(position);
                        calls.extend(quote!(::jenny_gc::Trace::trace(&self.#index, tracer);));
                    }
                }
            }
            Ok(calls)
        }
        Data::Enum(data) => {
            if data.variants.is_empty() {
                return Ok(quote!(match *self {}));
            }
            let mut arms = TokenStream::new();
            for variant in &data.variants {
                let name = &variant.ident;
                let mut bindings = TokenStream::new();
                let mut calls = TokenStream::new();
                for (position, field) in variant.fields.iter().enumerate() {
                    if is_skipped(field)? {
                        if matches!(variant.fields, Fields::Unnamed(_)) {
                            bindings.extend(quote!(_,));
                        }
                        continue;
                    }
                    let binding = format_ident!("field_{}", position);
                    match &field.ident {
                        Some(name) => bindings.extend(quote!(#name: #binding,)),
                        None => bindings.extend(quote!(#binding,)),
                    }
                    calls.extend(quote!(::jenny_gc::Trace::trace(#binding, tracer);));
                }
                let pattern = match &variant.fields {
                    Fields::Named(_) => quote!(Self::#name { #bindings .. }),
                    Fields::Unnamed(_) => quote!(Self::#name(#bindings)),
                    Fields::Unit => quote!(Self::#name),
                };
                arms.extend(quote!(#pattern => { #calls }));
            }
            Ok(quote!(match self { #arms }))
        }
        Data::Union(data) => Err(syn::Error::new_spanned(data.union_token, "Trace cannot be derived for a union")),
    }
}

fn is_skipped(field: &Field) -> syn::Result<bool> {
    let mut skip = false;
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("trace")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("skip") {
                skip = true;
                Ok(())
            } else {
                Err(meta.error("expected `skip`"))
            }
        })?;
    }
    Ok(skip)
}
