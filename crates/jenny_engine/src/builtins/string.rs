//! String.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static STRING: ClassSpec =
    ClassSpec::new("String", Intrinsic::String, Intrinsic::StringPrototype, string_constructor, 0);

fn string_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("String is not there yet"))
}

pub static STRING_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };
