//! Builtins: one file or folder a global; tables beside the code, nothing made before it is touched.

pub mod abstract_module_source;
pub mod array;
pub mod array_buffer;
pub mod async_disposable_stack;
pub mod async_generator;
pub mod atomics;
pub mod bigint;
pub mod boolean;
pub mod data_view;
pub mod date;
pub mod disposable_stack;
pub mod error;
pub mod finalization_registry;
pub mod float16;
pub mod function;
pub mod generator;
pub mod global;
pub mod intl;
pub mod iterator;
pub mod json;
pub mod map;
pub mod math;
pub mod number;
pub mod object;
pub mod promise;
pub mod proxy;
pub mod reflect;
pub mod regexp;
pub mod set;
pub mod shadow_realm;
pub mod shared_array_buffer;
pub mod string;
pub mod symbol;
pub mod temporal;
pub mod typed_array;
pub mod weak_map;
pub mod weak_ref;
pub mod weak_set;

pub use regexp::RegExpState;

use crate::Intrinsic;
use crate::object::property::Attributes;
use crate::realm::property_spec::*;

/// Properties of the global object.
pub static GLOBALS: &[PropertySpec] = &[
    value("globalThis", SpecValue::Make(|agent| Ok(agent.realm().global_this())), Attributes::BUILTIN),
    value("undefined", SpecValue::Undefined, Attributes::NONE),
    value("NaN", SpecValue::Number(f64::NAN), Attributes::NONE),
    value("Infinity", SpecValue::Number(f64::INFINITY), Attributes::NONE),
    intrinsic("JSON", Intrinsic::Json),
    intrinsic("eval", Intrinsic::Eval),
    intrinsic("parseInt", Intrinsic::ParseInt),
    intrinsic("parseFloat", Intrinsic::ParseFloat),
    method("isNaN", global::is_nan, 1),
    method("isFinite", global::is_finite, 1),
    method("decodeURI", global::decode_uri, 1),
    method("decodeURIComponent", global::decode_uri_component, 1),
    method("encodeURI", global::encode_uri, 1),
    method("encodeURIComponent", global::encode_uri_component, 1),
    method("escape", global::escape, 1),
    method("unescape", global::unescape, 1),
    intrinsic("Object", Intrinsic::Object),
    intrinsic("Function", Intrinsic::Function),
    intrinsic("Array", Intrinsic::Array),
    intrinsic("String", Intrinsic::String),
    intrinsic("Number", Intrinsic::Number),
    intrinsic("Boolean", Intrinsic::Boolean),
    intrinsic("Symbol", Intrinsic::Symbol),
    intrinsic("BigInt", Intrinsic::BigInt),
    intrinsic("Map", Intrinsic::Map),
    intrinsic("Set", Intrinsic::Set),
    intrinsic("WeakMap", Intrinsic::WeakMap),
    intrinsic("WeakSet", Intrinsic::WeakSet),
    intrinsic("WeakRef", Intrinsic::WeakRef),
    intrinsic("FinalizationRegistry", Intrinsic::FinalizationRegistry),
    intrinsic("Promise", Intrinsic::Promise),
    intrinsic("RegExp", Intrinsic::RegExp),
    intrinsic("Date", Intrinsic::Date),
    intrinsic("ArrayBuffer", Intrinsic::ArrayBuffer),
    intrinsic("SharedArrayBuffer", Intrinsic::SharedArrayBuffer),
    intrinsic("DataView", Intrinsic::DataView),
    intrinsic("Atomics", Intrinsic::Atomics),
    intrinsic("Iterator", Intrinsic::Iterator),
    intrinsic("DisposableStack", Intrinsic::DisposableStack),
    intrinsic("AsyncDisposableStack", Intrinsic::AsyncDisposableStack),
    intrinsic("Error", Intrinsic::Error),
    intrinsic("TypeError", Intrinsic::TypeError),
    intrinsic("RangeError", Intrinsic::RangeError),
    intrinsic("ReferenceError", Intrinsic::ReferenceError),
    intrinsic("SyntaxError", Intrinsic::SyntaxError),
    intrinsic("EvalError", Intrinsic::EvalError),
    intrinsic("URIError", Intrinsic::URIError),
    intrinsic("AggregateError", Intrinsic::AggregateError),
    intrinsic("SuppressedError", Intrinsic::SuppressedError),
    intrinsic("Int8Array", Intrinsic::Int8Array),
    intrinsic("Uint8Array", Intrinsic::Uint8Array),
    intrinsic("Uint8ClampedArray", Intrinsic::Uint8ClampedArray),
    intrinsic("Int16Array", Intrinsic::Int16Array),
    intrinsic("Uint16Array", Intrinsic::Uint16Array),
    intrinsic("Int32Array", Intrinsic::Int32Array),
    intrinsic("Uint32Array", Intrinsic::Uint32Array),
    intrinsic("Float16Array", Intrinsic::Float16Array),
    intrinsic("Float32Array", Intrinsic::Float32Array),
    intrinsic("Float64Array", Intrinsic::Float64Array),
    intrinsic("BigInt64Array", Intrinsic::BigInt64Array),
    intrinsic("BigUint64Array", Intrinsic::BigUint64Array),
    intrinsic("Math", Intrinsic::Math),
    intrinsic("Reflect", Intrinsic::Reflect),
    intrinsic("Temporal", Intrinsic::Temporal),
    intrinsic("Intl", Intrinsic::Intl),
    intrinsic("Proxy", Intrinsic::Proxy),
    intrinsic("ShadowRealm", Intrinsic::ShadowRealm),
];

pub use proxy::{proxy_call as callable_call, proxy_construct as callable_construct, proxy_is_array, proxy_target};
