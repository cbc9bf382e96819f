//! Array: the table of the constructor and %Array.prototype%, and %ArrayIteratorPrototype% (ECMA-262 23.1).

pub mod access;
mod combination;
mod constructor;
mod difference;
mod from_async;
mod iteration;
mod iterator;
mod join;
mod mutation;
mod search;
mod sort;

pub use access::holes_are_absent;
pub use iterator::{
    ArrayIterator, ArrayIteratorKind, array_iterator_next, array_with_default_iteration, create_array_iterator,
};
pub use sort::sort_list;

use crate::object::property::Attributes;
use crate::object::{AsObject, Object};
use crate::realm::property_spec::*;
use crate::{Agent, Intrinsic, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

pub static ARRAY: ClassSpec =
    ClassSpec::new("Array", Intrinsic::Array, Intrinsic::ArrayPrototype, constructor::array_constructor, 1)
        .statics(&[
            method("isArray", constructor::array_is_array, 1),
            method("from", constructor::array_from, 1),
            method("fromAsync", from_async::array_from_async, 1),
            method("of", constructor::array_of, 0),
            symbol_getter(WellKnownSymbol::Species, access::array_species),
        ])
        .methods(&[
            method("at", search::array_at, 1),
            method("concat", combination::array_concat, 1),
            method("copyWithin", mutation::array_copy_within, 2),
            method("fill", mutation::array_fill, 1),
            method("find", search::array_find, 1),
            method("findIndex", search::array_find_index, 1),
            method("findLast", search::array_find_last, 1),
            method("findLastIndex", search::array_find_last_index, 1),
            method("lastIndexOf", search::array_last_index_of, 1),
            method("pop", mutation::array_pop, 0),
            method("push", mutation::array_push, 1),
            method("reverse", mutation::array_reverse, 0),
            method("shift", mutation::array_shift, 0),
            method("unshift", mutation::array_unshift, 1),
            method("slice", combination::array_slice, 2),
            method("sort", sort::array_sort, 1),
            method("splice", mutation::array_splice, 2),
            method("includes", search::array_includes, 1),
            method("indexOf", search::array_index_of, 1),
            method("join", join::array_join, 1),
            method("keys", iterator::array_keys, 0),
            method("entries", iterator::array_entries, 0),
            method("values", iterator::array_values, 0),
            method("forEach", iteration::array_for_each, 1),
            method("filter", iteration::array_filter, 1),
            method("flat", combination::array_flat, 0),
            method("flatMap", combination::array_flat_map, 1),
            method("map", iteration::array_map, 1),
            method("every", iteration::array_every, 1),
            method("some", iteration::array_some, 1),
            method("reduce", iteration::array_reduce, 1),
            method("reduceRight", iteration::array_reduce_right, 1),
            method("toReversed", combination::array_to_reversed, 0),
            method("toSorted", sort::array_to_sorted, 1),
            method("toSpliced", combination::array_to_spliced, 2),
            method("with", combination::array_with, 2),
            method("toLocaleString", join::array_to_locale_string, 0),
            method("toString", join::array_to_string, 0),
            symbol_alias(WellKnownSymbol::Iterator, "values"),
            symbol_value(WellKnownSymbol::Unscopables, SpecValue::Make(make_unscopables), Attributes::CONFIGURABLE),
        ])
        .make_prototype(make_array_prototype);

pub static ARRAY_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[method("next", iterator::array_iterator_next, 0), to_string_tag("Array Iterator")],
};

/// %Array.prototype% is itself an array (23.1.3).
fn make_array_prototype(agent: &mut Agent, parent: Value) -> Gc<Object> {
    agent.alloc_array(parent).as_object()
}

/// Array.prototype [ %Symbol.unscopables% ] (23.1.3.41)
fn make_unscopables(agent: &mut Agent) -> JsResult<Value> {
    let list = agent.new_object_with_prototype(Value::NULL);
    for name in [
        "at",
        "copyWithin",
        "entries",
        "fill",
        "find",
        "findIndex",
        "findLast",
        "findLastIndex",
        "flat",
        "flatMap",
        "includes",
        "keys",
        "toReversed",
        "toSorted",
        "toSpliced",
        "values",
    ] {
        list.create_str(agent, name, true)?;
    }
    Ok(list.into())
}
