//! AsyncDisposableStack.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static ASYNC_DISPOSABLE_STACK: ClassSpec = ClassSpec::new(
    "AsyncDisposableStack",
    Intrinsic::AsyncDisposableStack,
    Intrinsic::AsyncDisposableStackPrototype,
    async_disposable_stack_constructor,
    0,
);

fn async_disposable_stack_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("AsyncDisposableStack is not there yet"))
}
