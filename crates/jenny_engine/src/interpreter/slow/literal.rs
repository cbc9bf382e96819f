//! Literals and conversions that are whole instructions.

use super::Insn;
use crate::agent::Agent;
use crate::object::array::ArrayObject;
use crate::object::operations::IntegrityLevel;
use crate::object::property::Attributes;
use crate::object::{AsObject, Object};
use crate::string::PropertyKey;
use crate::{JsResult, Value};
use jenny_bytecode::Text;
use jenny_gc::Gc;
use smallvec::SmallVec;

pub fn to_string(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let s = insn.get(2).to_js_string(agent)?;
    insn.set(1, s);
    Ok(())
}

pub fn to_property_key(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let v = insn.get(2);
    if v.is_string() || v.is_symbol() || v.is_int() {
        insn.set(1, v);
        return Ok(());
    }
    let key = v.to_property_key(agent)?;
    let value = agent.key_to_value(key);
    insn.set(1, value);
    Ok(())
}

pub fn to_object(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let object = insn.get(2).to_object(agent)?;
    insn.set(1, object);
    Ok(())
}

pub fn concat(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let count = insn.byte(3);
    let mut result = agent.names.empty_string();
    // Few parts lie on the native stack, where the collector finds them.
    let mut parts = [result; 12];
    if let Some(parts) = parts.get_mut(..count) {
        for (i, part) in parts.iter_mut().enumerate() {
            *part = insn.get_run(2, i).to_js_string(agent)?;
        }
        let whole = agent.concat_all(parts)?;
        insn.set(1, whole);
        return Ok(());
    }
    for i in 0..count {
        let part = insn.get_run(2, i).to_js_string(agent)?;
        result = agent.concat(result, part)?;
    }
    insn.set(1, result);
    Ok(())
}

pub fn set_literal_prototype(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let value = insn.get(2);
    if let Some(object) = insn.get(1).as_object()
        && (value.is_object() || value.is_null())
    {
        object.set_prototype_of(agent, value)?;
    }
    Ok(())
}

pub fn new_object(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let shape = agent.plain_object_shape(insn.word(1));
    let object = agent.alloc_plain(shape);
    insn.set(1, object);
    Ok(())
}

pub fn new_array(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let capacity = insn.word(1).min(1 << 20);
    let elements = if capacity > 0 { Some(agent.new_elements(capacity)?) } else { None };
    let array = agent.new_array_with_elements(elements);
    insn.set(1, array);
    Ok(())
}

pub fn new_array_from(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let array = agent.new_array(insn.run(2, insn.byte(3)))?;
    insn.set(1, array);
    Ok(())
}

pub fn array_push(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    // SAFETY: the compiler names a register that holds an array it made.
    let array = unsafe { insn.get(1).as_gc_unchecked::<ArrayObject>() };
    match insn.get(2) {
        Value::EMPTY => {
            agent.array_push_hole(array);
            Ok(())
        }
        value => agent.array_push(array, value),
    }
}

pub fn copy_data_properties(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let mut excluded: SmallVec<[PropertyKey; 8]> = SmallVec::new();
    for i in 0..insn.word(1) as usize {
        let key = insn.get_run(3, i).to_property_key(agent)?;
        excluded.push(key);
    }
    match insn.get(1).as_object() {
        Some(target) => target.copy_data_properties(agent, insn.get(2), &excluded),
        None => Ok(()),
    }
}

pub fn new_reg_exp(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let empty = agent.names.empty_string();
    let pattern = insn.constant(1).as_string().unwrap_or(empty);
    let flags = insn.constant(2).as_string().unwrap_or(empty);
    let object = crate::builtins::regexp::new_regexp(agent, pattern, flags)?;
    insn.set(1, object);
    Ok(())
}

/// GetTemplateObject (13.2.8.4), once a site.
pub fn get_template_object(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let code = insn.code();
    let index = insn.word(1) as usize;
    if let Some(object) = code.template_objects.borrow()[index] {
        insn.set(1, object);
        return Ok(());
    }
    let strings = &code.template.template_strings[index];
    let cooked = template_array(agent, strings.cooked.iter().map(|t| t.as_ref()))?;
    let raw = template_array(agent, strings.raw.iter().map(Some))?;
    raw.as_object().set_integrity_level(agent, IntegrityLevel::Frozen)?;
    let object: Gc<Object> = cooked.as_object();
    object.define_builtin(agent, agent.names.raw, raw, Attributes::NONE)?;
    object.set_integrity_level(agent, IntegrityLevel::Frozen)?;
    jenny_gc::write_barrier(code.header());
    code.template_objects.borrow_mut()[index] = Some(object);
    insn.set(1, object);
    Ok(())
}

fn template_array<'a>(agent: &mut Agent, texts: impl Iterator<Item = Option<&'a Text>>) -> JsResult<Gc<ArrayObject>> {
    let array = agent.new_array(&[])?;
    for text in texts {
        let value = match text {
            Some(text) => agent.string_from_text(text).into(),
            None => Value::UNDEFINED,
        };
        agent.array_push(array, value)?;
    }
    Ok(array)
}

pub fn throw_error(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let message = insn.constant(1).as_string().map_or_else(String::new, |s| s.to_rust_string());
    Err(match insn.byte(1) {
        0 => agent.throw_type_error(message),
        1 => agent.throw_reference_error(message),
        2 => agent.throw_syntax_error(message),
        _ => agent.throw_range_error(message),
    })
}
