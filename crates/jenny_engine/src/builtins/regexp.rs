//! RegExp.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static REGEXP: ClassSpec =
    ClassSpec::new("RegExp", Intrinsic::RegExp, Intrinsic::RegExpPrototype, regexp_constructor, 0);

fn regexp_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("RegExp is not there yet"))
}

pub static REGEXP_STRING_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };

/// IsRegExp (7.2.6)
pub fn is_regexp(agent: &mut Agent, value: Value) -> JsResult<bool> {
    let Some(object) = value.as_object() else { return Ok(false) };
    let matcher = object.get(agent, agent.symbol_key(crate::WellKnownSymbol::Match))?;
    Ok(!matcher.is_undefined() && matcher.to_boolean())
}

/// RegExpCreate (22.2.3.1)
pub fn regexp_create(agent: &mut Agent, _pattern: Value, _flags: Value) -> JsResult<jenny_gc::Gc<crate::Object>> {
    Err(agent.throw_type_error("RegExp is not there yet"))
}

/// The object of a regular expression literal.
pub fn new_regexp(
    agent: &mut Agent,
    _pattern: jenny_gc::Gc<crate::JsString>,
    _flags: jenny_gc::Gc<crate::JsString>,
) -> JsResult<jenny_gc::Gc<crate::Object>> {
    Err(agent.throw_type_error("RegExp is not there yet"))
}
