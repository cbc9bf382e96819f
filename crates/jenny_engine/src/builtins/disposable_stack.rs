//! DisposableStack.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static DISPOSABLE_STACK: ClassSpec = ClassSpec::new(
    "DisposableStack",
    Intrinsic::DisposableStack,
    Intrinsic::DisposableStackPrototype,
    disposable_stack_constructor,
    0,
);

fn disposable_stack_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("DisposableStack is not there yet"))
}
