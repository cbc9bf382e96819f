//! FinalizationRegistry.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static FINALIZATION_REGISTRY: ClassSpec = ClassSpec::new(
    "FinalizationRegistry",
    Intrinsic::FinalizationRegistry,
    Intrinsic::FinalizationRegistryPrototype,
    finalization_registry_constructor,
    0,
);

fn finalization_registry_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("FinalizationRegistry is not there yet"))
}
