//! WeakMap.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static WEAK_MAP: ClassSpec =
    ClassSpec::new("WeakMap", Intrinsic::WeakMap, Intrinsic::WeakMapPrototype, weak_map_constructor, 0);

fn weak_map_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("WeakMap is not there yet"))
}
