//! WeakSet.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static WEAK_SET: ClassSpec =
    ClassSpec::new("WeakSet", Intrinsic::WeakSet, Intrinsic::WeakSetPrototype, weak_set_constructor, 0);

fn weak_set_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("WeakSet is not there yet"))
}
