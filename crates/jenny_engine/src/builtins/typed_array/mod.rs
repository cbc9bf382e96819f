//! %TypedArray% and the typed array constructors (ECMA-262 23.2): tables, creation, validation.

mod base64;
mod constructor;
pub mod element;
mod iteration;
mod mutation;
pub mod object;
mod search;
mod sort;

pub use element::ElementType;
pub use object::{
    TYPED_ARRAY_METHODS, TypedArrayObject, is_canonical_numeric_string, set_typed_array_element, typed_array_element,
};

use crate::builtins::array_buffer::{new_array_buffer, racy, throw_immutable};
use crate::object::Attributes;
use crate::realm::property_spec::*;
use crate::{Agent, Args, AsObject, Intrinsic, JsResult, Object, Value, WellKnownSymbol};
use constructor::*;
use iteration::*;
use jenny_gc::Gc;
use mutation::*;
use search::*;
use sort::*;

pub static TYPED_ARRAY: ClassSpec =
    ClassSpec::new("TypedArray", Intrinsic::TypedArray, Intrinsic::TypedArrayPrototype, typed_array_constructor, 0)
        .statics(&[method("from", typed_array_from, 1), method("of", typed_array_of, 0), species()])
        .methods(METHODS);

static METHODS: &[PropertySpec] = &[
    getter("buffer", typed_array_buffer),
    getter("byteLength", typed_array_byte_length),
    getter("byteOffset", typed_array_byte_offset),
    getter("length", typed_array_length),
    method("entries", typed_array_entries, 0),
    method("keys", typed_array_keys, 0),
    method("values", typed_array_values, 0),
    symbol_alias(WellKnownSymbol::Iterator, "values"),
    method("at", typed_array_at, 1),
    method("copyWithin", typed_array_copy_within, 2),
    method("every", typed_array_every, 1),
    method("fill", typed_array_fill, 1),
    method("filter", typed_array_filter, 1),
    method("find", typed_array_find, 1),
    method("findIndex", typed_array_find_index, 1),
    method("findLast", typed_array_find_last, 1),
    method("findLastIndex", typed_array_find_last_index, 1),
    method("forEach", typed_array_for_each, 1),
    method("includes", typed_array_includes, 1),
    method("indexOf", typed_array_index_of, 1),
    method("join", typed_array_join, 1),
    method("lastIndexOf", typed_array_last_index_of, 1),
    method("map", typed_array_map, 1),
    method("reverse", typed_array_reverse, 0),
    method("reduce", typed_array_reduce, 1),
    method("reduceRight", typed_array_reduce_right, 1),
    method("set", typed_array_set_from, 1),
    method("some", typed_array_some, 1),
    method("sort", typed_array_sort, 1),
    method("slice", typed_array_slice, 2),
    method("subarray", typed_array_subarray, 2),
    method("toReversed", typed_array_to_reversed, 0),
    method("toSorted", typed_array_to_sorted, 1),
    method("with", typed_array_with, 2),
    method("toLocaleString", typed_array_to_locale_string, 0),
    value("toString", SpecValue::Make(array_to_string), Attributes::BUILTIN),
    symbol_getter(WellKnownSymbol::ToStringTag, typed_array_to_string_tag),
];

/// The very function that Array.prototype.toString is (23.2.3.32).
fn array_to_string(agent: &mut Agent) -> JsResult<Value> {
    let prototype = agent.intrinsic(Intrinsic::ArrayPrototype);
    prototype.get(agent, agent.names.to_string)
}

macro_rules! classes {
    ($($spec:ident $function:ident $element:ident $prototype:ident, statics $statics:expr, methods $methods:expr;)*) => {
        $(
            #[doc = concat!(stringify!($element), "Array (23.2.5)")]
            pub static $spec: ClassSpec = ClassSpec::new(
                ElementType::$element.name(),
                ElementType::$element.constructor(),
                ElementType::$element.prototype(),
                $function,
                3,
            )
            .parents(Intrinsic::TypedArray, Intrinsic::TypedArrayPrototype)
            .statics($statics)
            .methods($methods);

            fn $function(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
                construct(agent, args, ElementType::$element)
            }
        )*
    };
}

const fn size(element_type: ElementType) -> PropertySpec {
    constant("BYTES_PER_ELEMENT", element_type.size() as f64)
}

classes! {
    INT8_ARRAY int8_array_constructor Int8 Int8ArrayPrototype,
        statics &[size(ElementType::Int8)], methods &[size(ElementType::Int8)];
    UINT8_ARRAY uint8_array_constructor Uint8 Uint8ArrayPrototype,
        statics &[
            size(ElementType::Uint8),
            method("fromBase64", base64::uint8_array_from_base64, 1),
            method("fromHex", base64::uint8_array_from_hex, 1),
        ],
        methods &[
            size(ElementType::Uint8),
            method("setFromBase64", base64::uint8_array_set_from_base64, 1),
            method("setFromHex", base64::uint8_array_set_from_hex, 1),
            method("toBase64", base64::uint8_array_to_base64, 0),
            method("toHex", base64::uint8_array_to_hex, 0),
        ];
    UINT8_CLAMPED_ARRAY uint8_clamped_array_constructor Uint8Clamped Uint8ClampedArrayPrototype,
        statics &[size(ElementType::Uint8Clamped)], methods &[size(ElementType::Uint8Clamped)];
    INT16_ARRAY int16_array_constructor Int16 Int16ArrayPrototype,
        statics &[size(ElementType::Int16)], methods &[size(ElementType::Int16)];
    UINT16_ARRAY uint16_array_constructor Uint16 Uint16ArrayPrototype,
        statics &[size(ElementType::Uint16)], methods &[size(ElementType::Uint16)];
    INT32_ARRAY int32_array_constructor Int32 Int32ArrayPrototype,
        statics &[size(ElementType::Int32)], methods &[size(ElementType::Int32)];
    UINT32_ARRAY uint32_array_constructor Uint32 Uint32ArrayPrototype,
        statics &[size(ElementType::Uint32)], methods &[size(ElementType::Uint32)];
    FLOAT16_ARRAY float16_array_constructor Float16 Float16ArrayPrototype,
        statics &[size(ElementType::Float16)], methods &[size(ElementType::Float16)];
    FLOAT32_ARRAY float32_array_constructor Float32 Float32ArrayPrototype,
        statics &[size(ElementType::Float32)], methods &[size(ElementType::Float32)];
    FLOAT64_ARRAY float64_array_constructor Float64 Float64ArrayPrototype,
        statics &[size(ElementType::Float64)], methods &[size(ElementType::Float64)];
    BIG_INT64_ARRAY big_int64_array_constructor BigInt64 BigInt64ArrayPrototype,
        statics &[size(ElementType::BigInt64)], methods &[size(ElementType::BigInt64)];
    BIG_UINT64_ARRAY big_uint64_array_constructor BigUint64 BigUint64ArrayPrototype,
        statics &[size(ElementType::BigUint64)], methods &[size(ElementType::BigUint64)];
}

/// A typed array as a method's receiver or argument, whatever its buffer is.
fn this_array(agent: &mut Agent, this: Value) -> JsResult<Gc<TypedArrayObject>> {
    match this.as_kind::<TypedArrayObject>() {
        Some(array) => Ok(array),
        None => Err(agent.throw_type_error("this is not a typed array.")),
    }
}

/// The length of now. Errors: TypeError when detached or out of bounds.
pub(crate) fn length_in_bounds(agent: &mut Agent, array: Gc<TypedArrayObject>, method: &str) -> JsResult<usize> {
    match array.length() {
        Some(length) => Ok(length),
        None => Err(agent.throw_type_error(format!("Cannot perform {method} on a detached ArrayBuffer"))),
    }
}

/// ValidateTypedArray (23.2.4.4), with the name of the method for the message.
fn validate(agent: &mut Agent, this: Value, method: &str) -> JsResult<(Gc<TypedArrayObject>, usize)> {
    let array = this_array(agent, this)?;
    match array.length() {
        Some(length) => Ok((array, length)),
        None => {
            let method = format!("%TypedArray%.prototype.{method}");
            Err(agent.throw_type_error(format!("Cannot perform {method} on a detached ArrayBuffer")))
        }
    }
}

/// As `validate`, with the access mode WRITE: the buffer must not be immutable.
fn validate_writable(agent: &mut Agent, this: Value, method: &str) -> JsResult<(Gc<TypedArrayObject>, usize)> {
    let (array, length) = validate(agent, this, method)?;
    check_writable(agent, array, method)?;
    Ok((array, length))
}

fn check_writable(agent: &mut Agent, array: Gc<TypedArrayObject>, method: &str) -> JsResult<()> {
    if array.buffer().is_immutable() {
        return Err(throw_immutable(agent, &format!("%TypedArray%.prototype.{method}")));
    }
    Ok(())
}

/// "Invalid typed array length: n"
fn throw_length(agent: &mut Agent, length: impl std::fmt::Display) -> crate::Throw {
    agent.throw_range_error(format!("Invalid typed array length: {length}"))
}

/// A new typed array of zeros. Errors: RangeError.
fn allocate(
    agent: &mut Agent,
    element_type: ElementType,
    prototype: Gc<Object>,
    length: u64,
) -> JsResult<Gc<TypedArrayObject>> {
    let Some(bytes) = length.checked_mul(element_type.size() as u64).filter(|&b| b <= 1 << 40) else {
        return Err(throw_length(agent, length));
    };
    let buffer = new_array_buffer(agent, bytes)?;
    Ok(agent.new_typed_array(element_type, prototype, buffer, 0, Some(length as usize)))
}

/// TypedArrayCreateSameType (23.2.4.3)
fn create_same_type(
    agent: &mut Agent,
    exemplar: Gc<TypedArrayObject>,
    length: usize,
) -> JsResult<Gc<TypedArrayObject>> {
    let prototype = agent.intrinsic(exemplar.element_type().prototype());
    allocate(agent, exemplar.element_type(), prototype, length as u64)
}

/// TypedArrayCreateFromConstructor (23.2.4.2); `length` is checked where the only argument is one.
fn create_from_constructor(
    agent: &mut Agent,
    constructor: Gc<Object>,
    args: &[Value],
    method: &str,
) -> JsResult<Gc<TypedArrayObject>> {
    let made = agent.construct(constructor, args, constructor)?;
    let (array, length) = validate(agent, made.into(), method)?;
    // A subarray is a view of the buffer that was given; all others are written to.
    if method != "subarray" {
        check_writable(agent, array, method)?;
    }
    if let [only] = args
        && only.as_number().is_some_and(|n| (length as f64) < n)
    {
        return Err(agent.throw_type_error("Derived TypedArray constructor created an array which was too small"));
    }
    Ok(array)
}

/// TypedArraySpeciesCreate (23.2.4.1)
fn species_create(
    agent: &mut Agent,
    exemplar: Gc<TypedArrayObject>,
    args: &[Value],
    method: &str,
) -> JsResult<Gc<TypedArrayObject>> {
    let default = agent.intrinsic(exemplar.element_type().constructor());
    let constructor = exemplar.as_object().species_constructor(agent, default)?;
    let array = create_from_constructor(agent, constructor, args, method)?;
    if array.element_type().is_bigint() != exemplar.element_type().is_bigint() {
        return Err(agent.throw_type_error("Content type of the species typed array differs"));
    }
    Ok(array)
}

/// Copies `count` elements between typed arrays of the same content type, converting where the element types differ.
/// Both ranges lie within their arrays; they may overlap.
fn copy_elements(from: Gc<TypedArrayObject>, start: usize, to: Gc<TypedArrayObject>, at: usize, count: usize) {
    let (source, target) = (from.element_type(), to.element_type());
    if count == 0 || start + count > from.length_or_zero() || at + count > to.length_or_zero() {
        return;
    }
    let input = from.data().wrapping_add(start * source.size());
    let output = to.data().wrapping_add(at * target.size());
    let same_bytes = source.is_bigint()
        || (source == target)
        || (source.size() == 1 && target.size() == 1 && target != ElementType::Uint8Clamped);
    let shared = from.buffer().is_shared() || to.buffer().is_shared();
    // SAFETY: both ranges were checked against the lengths of now.
    unsafe {
        if same_bytes && shared {
            return racy::copy(input, output, count * target.size());
        }
        if same_bytes {
            std::ptr::copy(input, output, count * target.size());
            return;
        }
        // Overlapping elements of different sizes are read before any is written.
        let bits: Vec<u64> = (0..count).filter_map(|i| from.bits(start + i)).collect();
        for (i, bits) in bits.into_iter().enumerate() {
            to.set_bits(at + i, target.bits_of_number(source.number_of_bits(bits)));
        }
    }
}

/// The receiver of a getter.
fn getter_receiver(agent: &mut Agent, this: Value, name: &str) -> JsResult<Gc<TypedArrayObject>> {
    match this.as_kind::<TypedArrayObject>() {
        Some(array) => Ok(array),
        None => Err(agent.throw_incompatible_receiver(&format!("get TypedArray.prototype.{name}"), this)),
    }
}

/// get %TypedArray%.prototype.buffer (23.2.3.2)
fn typed_array_buffer(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(getter_receiver(agent, this, "buffer")?.buffer().into())
}
/// get %TypedArray%.prototype.byteLength (23.2.3.3)
fn typed_array_byte_length(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let array = getter_receiver(agent, this, "byteLength")?;
    Ok(Value::from(array.length_or_zero() * array.element_type().size()))
}
/// get %TypedArray%.prototype.byteOffset (23.2.3.4)
fn typed_array_byte_offset(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let array = getter_receiver(agent, this, "byteOffset")?;
    Ok(Value::from(array.length().map_or(0, |_| array.raw_byte_offset())))
}
/// get %TypedArray%.prototype.length (23.2.3.21)
fn typed_array_length(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::from(getter_receiver(agent, this, "length")?.length_or_zero()))
}
/// get %TypedArray%.prototype [ %Symbol.toStringTag% ] (23.2.3.38)
fn typed_array_to_string_tag(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(match this.as_kind::<TypedArrayObject>() {
        Some(array) => agent.string_value(array.element_type().name()),
        None => Value::UNDEFINED,
    })
}
