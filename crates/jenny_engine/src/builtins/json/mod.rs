//! JSON (ECMA-262 25.5): the table, rawJSON and isRawJSON.

mod errors;
mod internalize;
mod parse;
mod stringify;

use crate::object::{Attributes, flags};
use crate::realm::property_spec::*;
use crate::string::JsString;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use jenny_gc::Gc;

pub use stringify::json_stringify;

pub static JSON: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        method("isRawJSON", json_is_raw_json, 1),
        method("parse", json_parse, 2),
        method("rawJSON", json_raw_json, 1),
        method("stringify", stringify::json_stringify_builtin, 3),
        symbol_value(crate::WellKnownSymbol::ToStringTag, SpecValue::Text("JSON"), Attributes::CONFIGURABLE),
    ],
};

/// The value of a JSON text. Errors: SyntaxError.
pub fn parse_json(agent: &mut Agent, text: Gc<JsString>) -> JsResult<Value> {
    Ok(parse::parse(agent, text, false)?.0)
}

/// 25.5.1
fn json_parse(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_js_string(agent)?;
    let reviver = args.get(1);
    let (value, record) = parse::parse(agent, text, reviver.is_callable())?;
    match record {
        None => Ok(value),
        Some(record) => internalize::internalize(agent, text, value, reviver, &record),
    }
}

/// 25.5.2
fn json_is_raw_json(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(Value::bool(args.get(0).as_object().is_some_and(|o| o.has_flag(flags::IS_RAW_JSON))))
}

/// 25.5.3
fn json_raw_json(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_js_string(agent)?;
    let is_edge_space = |unit: u16| matches!(unit, 9 | 10 | 13 | 32);
    let view = text.view();
    if view.is_empty() || is_edge_space(view.at(0)) || is_edge_space(view.at(view.len() - 1)) {
        return Err(agent.throw_syntax_error("Invalid value for JSON.rawJSON"));
    }
    if matches!(view.at(0), 0x5b | 0x7b) {
        return Err(agent.throw_syntax_error("Invalid value for JSON.rawJSON"));
    }
    parse::parse(agent, text, false)?;
    let object = agent.new_object_with_prototype(Value::NULL);
    object.create_str(agent, "rawJSON", text)?;
    object.set_integrity_level(agent, crate::object::IntegrityLevel::Frozen)?;
    object.set_flag(flags::IS_RAW_JSON);
    Ok(object.into())
}

/// The primitive of a wrapper object as JSON.stringify's arguments take it: strings and numbers converted, others as they are.
fn unwrap_string_or_number(agent: &mut Agent, value: Value) -> JsResult<Value> {
    let Some(wrapper) = value.as_kind::<crate::object::wrapper::PrimitiveWrapper>() else { return Ok(value) };
    if wrapper.primitive().is_string() {
        return Ok(value.to_js_string(agent)?.into());
    }
    if wrapper.primitive().is_number() {
        return Ok(Value::number(value.to_number(agent)?));
    }
    Ok(value)
}
