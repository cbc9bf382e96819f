//! Map.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static MAP: ClassSpec = ClassSpec::new("Map", Intrinsic::Map, Intrinsic::MapPrototype, map_constructor, 0);

fn map_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Map is not there yet"))
}

pub static MAP_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };
