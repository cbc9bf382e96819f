//! Closures, their names, and arguments objects.

use super::Insn;
use crate::agent::Agent;
use crate::function::arguments::{new_mapped_arguments, new_unmapped_arguments};
use crate::object::internal_methods::ordinary_own_property;
use crate::object::{Attributes, Elements, PropertyDescriptor};
use crate::{JsResult, Value};
use jenny_gc::Gc;

pub fn new_closure(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let code = agent.child_code(insn.code(), insn.word(1));
    let closure = agent.new_closure(code, insn.get(2), Value::UNDEFINED);
    insn.set(1, closure);
    Ok(())
}

pub fn new_method(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let code = agent.child_code(insn.code(), insn.word(1));
    let closure = agent.new_closure(code, insn.get(2), insn.get(3));
    insn.set(1, closure);
    Ok(())
}

/// SetFunctionName (10.2.9) for names known at run time only. A class with a static `name` keeps it.
pub fn set_function_name(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let Some(function) = insn.get(1).as_object() else { return Ok(()) };
    let name_key = agent.names.name;
    crate::function::reify(agent, function)?;
    // Functions are born with an empty name, which this replaces; anything else stays.
    if let Some(own) = ordinary_own_property(agent, function, name_key)
        && !own.value.as_string().is_some_and(|s| s.is_empty())
    {
        return Ok(());
    }
    let key = insn.get(2).to_property_key(agent)?;
    let mut text = match key.as_symbol() {
        Some(s) if s.is_private() => s.description().map_or_else(String::new, |d| d.to_rust_string()),
        Some(s) => s.description().map_or_else(String::new, |d| format!("[{}]", d.to_rust_string())),
        None => {
            let value = agent.key_to_value(key);
            let prefixed = insn.byte(3);
            if prefixed == 0 {
                return define_name(agent, function, value);
            }
            value.to_rust_string(agent)?
        }
    };
    match insn.byte(3) {
        1 => text.insert_str(0, "get "),
        2 => text.insert_str(0, "set "),
        _ => {}
    }
    let name = agent.try_string(&text)?;
    define_name(agent, function, name.into())
}

fn define_name(agent: &mut Agent, function: Gc<crate::Object>, name: Value) -> JsResult<()> {
    let key = agent.names.name;
    function.define_or_throw(agent, key, &PropertyDescriptor::data(name, Attributes::CONFIGURABLE))
}

fn arguments_list(insn: Insn) -> Option<Gc<Elements>> {
    let list = insn.frame().arguments();
    // SAFETY: the call stores an Elements cell or undefined.
    list.is_cell().then(|| unsafe { list.as_gc_unchecked() })
}

pub fn create_unmapped_arguments(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let object = new_unmapped_arguments(agent, arguments_list(insn))?;
    insn.set(1, object);
    Ok(())
}

pub fn create_mapped_arguments(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let object = new_mapped_arguments(agent, arguments_list(insn), insn.closure(), insn.get(2))?;
    insn.set(1, object);
    Ok(())
}

pub fn create_rest(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let start = insn.word(1) as usize;
    let list = arguments_list(insn);
    let values: &[Value] = list.as_ref().and_then(|l| l.as_slice().get(start..)).unwrap_or(&[]);
    let array = agent.new_array(values)?;
    insn.set(1, array);
    Ok(())
}
