//! Function.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static FUNCTION: ClassSpec =
    ClassSpec::new("Function", Intrinsic::Function, Intrinsic::FunctionPrototype, function_constructor, 0);

fn function_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Function is not there yet"))
}
use crate::Object;
use jenny_gc::Gc;

pub fn make_async_function_constructor(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_async_function_prototype(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_generator_function_constructor(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_generator_function_prototype(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_async_generator_function_constructor(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_async_generator_function_prototype(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}

pub fn make_throw_type_error(agent: &mut Agent) -> Gc<Object> {
    agent.new_object()
}
