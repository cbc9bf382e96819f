//! ArrayBuffer.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static ARRAY_BUFFER: ClassSpec =
    ClassSpec::new("ArrayBuffer", Intrinsic::ArrayBuffer, Intrinsic::ArrayBufferPrototype, array_buffer_constructor, 0);

fn array_buffer_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("ArrayBuffer is not there yet"))
}
