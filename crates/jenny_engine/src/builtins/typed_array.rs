//! %TypedArray% and the typed array constructors.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static TYPED_ARRAY: ClassSpec =
    ClassSpec::new("TypedArray", Intrinsic::TypedArray, Intrinsic::TypedArrayPrototype, typed_array_constructor, 0);

fn typed_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("TypedArray is not there yet"))
}

pub static INT8_ARRAY: ClassSpec =
    ClassSpec::new("Int8Array", Intrinsic::Int8Array, Intrinsic::Int8ArrayPrototype, int8_array_constructor, 0);

fn int8_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Int8Array is not there yet"))
}

pub static UINT8_ARRAY: ClassSpec =
    ClassSpec::new("Uint8Array", Intrinsic::Uint8Array, Intrinsic::Uint8ArrayPrototype, uint8_array_constructor, 0);

fn uint8_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Uint8Array is not there yet"))
}

pub static UINT8_CLAMPED_ARRAY: ClassSpec = ClassSpec::new(
    "Uint8ClampedArray",
    Intrinsic::Uint8ClampedArray,
    Intrinsic::Uint8ClampedArrayPrototype,
    uint8_clamped_array_constructor,
    0,
);

fn uint8_clamped_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Uint8ClampedArray is not there yet"))
}

pub static INT16_ARRAY: ClassSpec =
    ClassSpec::new("Int16Array", Intrinsic::Int16Array, Intrinsic::Int16ArrayPrototype, int16_array_constructor, 0);

fn int16_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Int16Array is not there yet"))
}

pub static UINT16_ARRAY: ClassSpec =
    ClassSpec::new("Uint16Array", Intrinsic::Uint16Array, Intrinsic::Uint16ArrayPrototype, uint16_array_constructor, 0);

fn uint16_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Uint16Array is not there yet"))
}

pub static INT32_ARRAY: ClassSpec =
    ClassSpec::new("Int32Array", Intrinsic::Int32Array, Intrinsic::Int32ArrayPrototype, int32_array_constructor, 0);

fn int32_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Int32Array is not there yet"))
}

pub static UINT32_ARRAY: ClassSpec =
    ClassSpec::new("Uint32Array", Intrinsic::Uint32Array, Intrinsic::Uint32ArrayPrototype, uint32_array_constructor, 0);

fn uint32_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Uint32Array is not there yet"))
}

pub static FLOAT16_ARRAY: ClassSpec = ClassSpec::new(
    "Float16Array",
    Intrinsic::Float16Array,
    Intrinsic::Float16ArrayPrototype,
    float16_array_constructor,
    0,
);

fn float16_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Float16Array is not there yet"))
}

pub static FLOAT32_ARRAY: ClassSpec = ClassSpec::new(
    "Float32Array",
    Intrinsic::Float32Array,
    Intrinsic::Float32ArrayPrototype,
    float32_array_constructor,
    0,
);

fn float32_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Float32Array is not there yet"))
}

pub static FLOAT64_ARRAY: ClassSpec = ClassSpec::new(
    "Float64Array",
    Intrinsic::Float64Array,
    Intrinsic::Float64ArrayPrototype,
    float64_array_constructor,
    0,
);

fn float64_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Float64Array is not there yet"))
}

pub static BIG_INT64_ARRAY: ClassSpec = ClassSpec::new(
    "BigInt64Array",
    Intrinsic::BigInt64Array,
    Intrinsic::BigInt64ArrayPrototype,
    big_int64_array_constructor,
    0,
);

fn big_int64_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("BigInt64Array is not there yet"))
}

pub static BIG_UINT64_ARRAY: ClassSpec = ClassSpec::new(
    "BigUint64Array",
    Intrinsic::BigUint64Array,
    Intrinsic::BigUint64ArrayPrototype,
    big_uint64_array_constructor,
    0,
);

fn big_uint64_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("BigUint64Array is not there yet"))
}
