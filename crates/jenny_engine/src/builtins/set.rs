//! Set.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static SET: ClassSpec = ClassSpec::new("Set", Intrinsic::Set, Intrinsic::SetPrototype, set_constructor, 0);

fn set_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Set is not there yet"))
}

pub static SET_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };
