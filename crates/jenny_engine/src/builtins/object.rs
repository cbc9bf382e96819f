//! Object.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static OBJECT: ClassSpec =
    ClassSpec::new("Object", Intrinsic::Object, Intrinsic::ObjectPrototype, object_constructor, 0);

fn object_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Object is not there yet"))
}
