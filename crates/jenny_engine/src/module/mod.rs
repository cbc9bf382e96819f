//! Modules (ECMA-262 16.2).

use crate::agent::Agent;
use crate::{JsResult, Object, Value};
use jenny_gc::Gc;

/// The import.meta object of a module.
pub fn import_meta(agent: &mut Agent, _module: Value) -> JsResult<Gc<Object>> {
    Ok(agent.new_object_with_prototype(Value::NULL))
}

/// import(specifier, options)
pub fn dynamic_import(
    agent: &mut Agent,
    _referrer: Value,
    _specifier: Value,
    _options: Value,
    _phase: u8,
) -> JsResult<Value> {
    Err(agent.throw_type_error("Modules are not there yet"))
}
