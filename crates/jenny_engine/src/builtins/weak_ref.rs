//! WeakRef.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static WEAK_REF: ClassSpec =
    ClassSpec::new("WeakRef", Intrinsic::WeakRef, Intrinsic::WeakRefPrototype, weak_ref_constructor, 0);

fn weak_ref_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("WeakRef is not there yet"))
}
