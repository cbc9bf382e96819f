//! The options objects of ECMA-402 (9.2).

use crate::{Agent, JsResult, Object, Value};
use jenny_gc::Gc;

/// An options argument; None stands for the empty object that undefined means.
pub type Options = Option<Gc<Object>>;

/// GetOptionsObject. Errors: TypeError.
pub fn get_options_object(agent: &mut Agent, value: Value) -> JsResult<Options> {
    if value.is_undefined() {
        return Ok(None);
    }
    match value.as_object() {
        Some(object) => Ok(Some(object)),
        None => Err(agent.throw_type_error("Incorrect options information provided")),
    }
}

/// CoerceOptionsToObject. Errors: TypeError for null.
pub fn coerce_options_to_object(agent: &mut Agent, value: Value) -> JsResult<Options> {
    if value.is_undefined() { Ok(None) } else { value.to_object(agent).map(Some) }
}

/// The value of an option; undefined when it is missing.
pub fn get(agent: &mut Agent, options: Options, name: &str) -> JsResult<Value> {
    match options {
        Some(object) => object.get_str(agent, name),
        None => Ok(Value::UNDEFINED),
    }
}

/// GetOption with type string and any value. Errors: whatever the getter or ToString throws.
pub fn get_text(agent: &mut Agent, options: Options, name: &str) -> JsResult<Option<String>> {
    let value = get(agent, options, name)?;
    if value.is_undefined() { Ok(None) } else { value.to_rust_string(agent).map(Some) }
}

/// GetOption with type string and a list of values. Errors: RangeError for another value.
pub fn get_choice(
    agent: &mut Agent,
    options: Options,
    name: &str,
    choices: &[&'static str],
) -> JsResult<Option<&'static str>> {
    let Some(text) = get_text(agent, options, name)? else { return Ok(None) };
    match choices.iter().find(|choice| **choice == text) {
        Some(choice) => Ok(Some(choice)),
        None => Err(agent.throw_range_error(format!("Value {text} out of range for Intl options property {name}"))),
    }
}

/// The option localeMatcher, which is read and validated; both ways of matching are the same here.
pub fn locale_matcher(agent: &mut Agent, options: Options) -> JsResult<()> {
    get_choice(agent, options, "localeMatcher", &["lookup", "best fit"]).map(|_| ())
}
