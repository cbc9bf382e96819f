//! Error and its kin.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static ERROR: ClassSpec =
    ClassSpec::new("Error", Intrinsic::Error, Intrinsic::ErrorPrototype, error_constructor, 0);

fn error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Error is not there yet"))
}

pub static TYPE_ERROR: ClassSpec =
    ClassSpec::new("TypeError", Intrinsic::TypeError, Intrinsic::TypeErrorPrototype, type_error_constructor, 0);

fn type_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("TypeError is not there yet"))
}

pub static RANGE_ERROR: ClassSpec =
    ClassSpec::new("RangeError", Intrinsic::RangeError, Intrinsic::RangeErrorPrototype, range_error_constructor, 0);

fn range_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("RangeError is not there yet"))
}

pub static REFERENCE_ERROR: ClassSpec = ClassSpec::new(
    "ReferenceError",
    Intrinsic::ReferenceError,
    Intrinsic::ReferenceErrorPrototype,
    reference_error_constructor,
    0,
);

fn reference_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("ReferenceError is not there yet"))
}

pub static SYNTAX_ERROR: ClassSpec =
    ClassSpec::new("SyntaxError", Intrinsic::SyntaxError, Intrinsic::SyntaxErrorPrototype, syntax_error_constructor, 0);

fn syntax_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("SyntaxError is not there yet"))
}

pub static EVAL_ERROR: ClassSpec =
    ClassSpec::new("EvalError", Intrinsic::EvalError, Intrinsic::EvalErrorPrototype, eval_error_constructor, 0);

fn eval_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("EvalError is not there yet"))
}

pub static URI_ERROR: ClassSpec =
    ClassSpec::new("URIError", Intrinsic::URIError, Intrinsic::URIErrorPrototype, uri_error_constructor, 0);

fn uri_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("URIError is not there yet"))
}

pub static AGGREGATE_ERROR: ClassSpec = ClassSpec::new(
    "AggregateError",
    Intrinsic::AggregateError,
    Intrinsic::AggregateErrorPrototype,
    aggregate_error_constructor,
    0,
);

fn aggregate_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("AggregateError is not there yet"))
}

pub static SUPPRESSED_ERROR: ClassSpec = ClassSpec::new(
    "SuppressedError",
    Intrinsic::SuppressedError,
    Intrinsic::SuppressedErrorPrototype,
    suppressed_error_constructor,
    0,
);

fn suppressed_error_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("SuppressedError is not there yet"))
}
