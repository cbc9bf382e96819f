//! BigInt.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static BIGINT: ClassSpec =
    ClassSpec::new("BigInt", Intrinsic::BigInt, Intrinsic::BigIntPrototype, bigint_constructor, 0);

fn bigint_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("BigInt is not there yet"))
}
