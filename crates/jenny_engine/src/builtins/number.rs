//! Number.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static NUMBER: ClassSpec =
    ClassSpec::new("Number", Intrinsic::Number, Intrinsic::NumberPrototype, number_constructor, 0);

fn number_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Number is not there yet"))
}
