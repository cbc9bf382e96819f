//! Boolean.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static BOOLEAN: ClassSpec =
    ClassSpec::new("Boolean", Intrinsic::Boolean, Intrinsic::BooleanPrototype, boolean_constructor, 0);

fn boolean_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Boolean is not there yet"))
}
