//! The list of intrinsic objects (ECMA-262 6.1.7.4), each with the table or function that makes it.

use super::property_spec::{ClassSpec, ObjectSpec};
use crate::agent::Agent;
use jenny_gc::Gc;

/// How an intrinsic is made.
pub enum IntrinsicSpec {
    Class(&'static ClassSpec),
    Object(&'static ObjectSpec),
    Custom(fn(&mut Agent) -> Gc<crate::Object>),
}

macro_rules! intrinsics {
    ($($name:ident: $how:ident $path:path,)*) => {
        /// A well-known intrinsic object. `X` is a constructor or namespace, `XPrototype` a prototype object.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        pub enum Intrinsic { $($name),* }
        pub(super) const INTRINSIC_COUNT: usize = [$(stringify!($name)),*].len();
        static SPECS: [IntrinsicSpec; INTRINSIC_COUNT] = [$(intrinsics!(@spec $how $path)),*];
    };
    (@spec class $path:path) => { IntrinsicSpec::Class(&$path) };
    (@spec object $path:path) => { IntrinsicSpec::Object(&$path) };
    (@spec custom $path:path) => { IntrinsicSpec::Custom($path) };
}

impl Intrinsic {
    pub(super) fn spec(self) -> &'static IntrinsicSpec {
        &SPECS[self as usize]
    }
}

intrinsics! {
    Object: class crate::builtins::object::OBJECT,
    ObjectPrototype: class crate::builtins::object::OBJECT,
    Function: class crate::builtins::function::FUNCTION,
    FunctionPrototype: class crate::builtins::function::FUNCTION,
    Array: class crate::builtins::array::ARRAY,
    ArrayPrototype: class crate::builtins::array::ARRAY,
    String: class crate::builtins::string::STRING,
    StringPrototype: class crate::builtins::string::STRING,
    Number: class crate::builtins::number::NUMBER,
    NumberPrototype: class crate::builtins::number::NUMBER,
    Boolean: class crate::builtins::boolean::BOOLEAN,
    BooleanPrototype: class crate::builtins::boolean::BOOLEAN,
    Symbol: class crate::builtins::symbol::SYMBOL,
    SymbolPrototype: class crate::builtins::symbol::SYMBOL,
    BigInt: class crate::builtins::bigint::BIGINT,
    BigIntPrototype: class crate::builtins::bigint::BIGINT,
    Map: class crate::builtins::map::MAP,
    MapPrototype: class crate::builtins::map::MAP,
    Set: class crate::builtins::set::SET,
    SetPrototype: class crate::builtins::set::SET,
    WeakMap: class crate::builtins::weak_map::WEAK_MAP,
    WeakMapPrototype: class crate::builtins::weak_map::WEAK_MAP,
    WeakSet: class crate::builtins::weak_set::WEAK_SET,
    WeakSetPrototype: class crate::builtins::weak_set::WEAK_SET,
    WeakRef: class crate::builtins::weak_ref::WEAK_REF,
    WeakRefPrototype: class crate::builtins::weak_ref::WEAK_REF,
    FinalizationRegistry: class crate::builtins::finalization_registry::FINALIZATION_REGISTRY,
    FinalizationRegistryPrototype: class crate::builtins::finalization_registry::FINALIZATION_REGISTRY,
    Promise: class crate::builtins::promise::PROMISE,
    PromisePrototype: class crate::builtins::promise::PROMISE,
    RegExp: class crate::builtins::regexp::REGEXP,
    RegExpPrototype: class crate::builtins::regexp::REGEXP,
    Date: class crate::builtins::date::DATE,
    DatePrototype: class crate::builtins::date::DATE,
    ArrayBuffer: class crate::builtins::array_buffer::ARRAY_BUFFER,
    ArrayBufferPrototype: class crate::builtins::array_buffer::ARRAY_BUFFER,
    DataView: class crate::builtins::data_view::DATA_VIEW,
    DataViewPrototype: class crate::builtins::data_view::DATA_VIEW,
    Iterator: class crate::builtins::iterator::ITERATOR,
    IteratorPrototype: class crate::builtins::iterator::ITERATOR,
    DisposableStack: class crate::builtins::disposable_stack::DISPOSABLE_STACK,
    DisposableStackPrototype: class crate::builtins::disposable_stack::DISPOSABLE_STACK,
    AsyncDisposableStack: class crate::builtins::async_disposable_stack::ASYNC_DISPOSABLE_STACK,
    AsyncDisposableStackPrototype: class crate::builtins::async_disposable_stack::ASYNC_DISPOSABLE_STACK,
    Error: class crate::builtins::error::ERROR,
    ErrorPrototype: class crate::builtins::error::ERROR,
    TypeError: class crate::builtins::error::TYPE_ERROR,
    TypeErrorPrototype: class crate::builtins::error::TYPE_ERROR,
    RangeError: class crate::builtins::error::RANGE_ERROR,
    RangeErrorPrototype: class crate::builtins::error::RANGE_ERROR,
    ReferenceError: class crate::builtins::error::REFERENCE_ERROR,
    ReferenceErrorPrototype: class crate::builtins::error::REFERENCE_ERROR,
    SyntaxError: class crate::builtins::error::SYNTAX_ERROR,
    SyntaxErrorPrototype: class crate::builtins::error::SYNTAX_ERROR,
    EvalError: class crate::builtins::error::EVAL_ERROR,
    EvalErrorPrototype: class crate::builtins::error::EVAL_ERROR,
    URIError: class crate::builtins::error::URI_ERROR,
    URIErrorPrototype: class crate::builtins::error::URI_ERROR,
    AggregateError: class crate::builtins::error::AGGREGATE_ERROR,
    AggregateErrorPrototype: class crate::builtins::error::AGGREGATE_ERROR,
    SuppressedError: class crate::builtins::error::SUPPRESSED_ERROR,
    SuppressedErrorPrototype: class crate::builtins::error::SUPPRESSED_ERROR,
    TypedArray: class crate::builtins::typed_array::TYPED_ARRAY,
    TypedArrayPrototype: class crate::builtins::typed_array::TYPED_ARRAY,
    Int8Array: class crate::builtins::typed_array::INT8_ARRAY,
    Int8ArrayPrototype: class crate::builtins::typed_array::INT8_ARRAY,
    Uint8Array: class crate::builtins::typed_array::UINT8_ARRAY,
    Uint8ArrayPrototype: class crate::builtins::typed_array::UINT8_ARRAY,
    Uint8ClampedArray: class crate::builtins::typed_array::UINT8_CLAMPED_ARRAY,
    Uint8ClampedArrayPrototype: class crate::builtins::typed_array::UINT8_CLAMPED_ARRAY,
    Int16Array: class crate::builtins::typed_array::INT16_ARRAY,
    Int16ArrayPrototype: class crate::builtins::typed_array::INT16_ARRAY,
    Uint16Array: class crate::builtins::typed_array::UINT16_ARRAY,
    Uint16ArrayPrototype: class crate::builtins::typed_array::UINT16_ARRAY,
    Int32Array: class crate::builtins::typed_array::INT32_ARRAY,
    Int32ArrayPrototype: class crate::builtins::typed_array::INT32_ARRAY,
    Uint32Array: class crate::builtins::typed_array::UINT32_ARRAY,
    Uint32ArrayPrototype: class crate::builtins::typed_array::UINT32_ARRAY,
    Float16Array: class crate::builtins::typed_array::FLOAT16_ARRAY,
    Float16ArrayPrototype: class crate::builtins::typed_array::FLOAT16_ARRAY,
    Float32Array: class crate::builtins::typed_array::FLOAT32_ARRAY,
    Float32ArrayPrototype: class crate::builtins::typed_array::FLOAT32_ARRAY,
    Float64Array: class crate::builtins::typed_array::FLOAT64_ARRAY,
    Float64ArrayPrototype: class crate::builtins::typed_array::FLOAT64_ARRAY,
    BigInt64Array: class crate::builtins::typed_array::BIG_INT64_ARRAY,
    BigInt64ArrayPrototype: class crate::builtins::typed_array::BIG_INT64_ARRAY,
    BigUint64Array: class crate::builtins::typed_array::BIG_UINT64_ARRAY,
    BigUint64ArrayPrototype: class crate::builtins::typed_array::BIG_UINT64_ARRAY,
    Math: object crate::builtins::math::MATH,
    Json: object crate::builtins::json::JSON,
    Reflect: object crate::builtins::reflect::REFLECT,
    ArrayIteratorPrototype: object crate::builtins::array::ARRAY_ITERATOR,
    StringIteratorPrototype: object crate::builtins::string::STRING_ITERATOR,
    MapIteratorPrototype: object crate::builtins::map::MAP_ITERATOR,
    SetIteratorPrototype: object crate::builtins::set::SET_ITERATOR,
    RegExpStringIteratorPrototype: object crate::builtins::regexp::REGEXP_STRING_ITERATOR,
    AsyncIteratorPrototype: object crate::builtins::iterator::ASYNC_ITERATOR,
    IteratorHelperPrototype: object crate::builtins::iterator::ITERATOR_HELPER,
    WrapForValidIteratorPrototype: object crate::builtins::iterator::WRAP_FOR_VALID_ITERATOR,
    AsyncFromSyncIteratorPrototype: object crate::builtins::iterator::ASYNC_FROM_SYNC_ITERATOR,
    GeneratorPrototype: object crate::builtins::generator::GENERATOR_PROTOTYPE,
    AsyncGeneratorPrototype: object crate::builtins::generator::ASYNC_GENERATOR_PROTOTYPE,
    ForInIteratorPrototype: object crate::builtins::iterator::FOR_IN_ITERATOR,
    CallSitePrototype: object crate::builtins::error::call_site::CALL_SITE,
    Proxy: custom crate::builtins::proxy::make_proxy_constructor,
    AsyncFunction: custom crate::builtins::function::make_async_function_constructor,
    AsyncFunctionPrototype: custom crate::builtins::function::make_async_function_prototype,
    GeneratorFunction: custom crate::builtins::function::make_generator_function_constructor,
    GeneratorFunctionPrototype: custom crate::builtins::function::make_generator_function_prototype,
    AsyncGeneratorFunction: custom crate::builtins::function::make_async_generator_function_constructor,
    AsyncGeneratorFunctionPrototype: custom crate::builtins::function::make_async_generator_function_prototype,
    ThrowTypeError: custom crate::builtins::function::make_throw_type_error,
    Eval: custom crate::builtins::global::make_eval,
    ParseInt: custom crate::builtins::global::make_parse_int,
    ParseFloat: custom crate::builtins::global::make_parse_float,
}
