//! RegExp.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static REGEXP: ClassSpec =
    ClassSpec::new("RegExp", Intrinsic::RegExp, Intrinsic::RegExpPrototype, regexp_constructor, 0);

fn regexp_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("RegExp is not there yet"))
}

pub static REGEXP_STRING_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };
