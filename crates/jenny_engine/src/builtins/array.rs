//! Array.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static ARRAY: ClassSpec =
    ClassSpec::new("Array", Intrinsic::Array, Intrinsic::ArrayPrototype, array_constructor, 0);

fn array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Array is not there yet"))
}

pub static ARRAY_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };
