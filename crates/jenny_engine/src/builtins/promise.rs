//! Promise.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static PROMISE: ClassSpec =
    ClassSpec::new("Promise", Intrinsic::Promise, Intrinsic::PromisePrototype, promise_constructor, 0);

fn promise_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Promise is not there yet"))
}
