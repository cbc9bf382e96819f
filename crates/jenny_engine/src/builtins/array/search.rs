//! Array methods that look for an element (ECMA-262 23.1.3).

use super::access::*;
use crate::kind::Kind;
use crate::object::Object;
use crate::operations::{is_strictly_equal, same_value_zero};
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::Gc;

/// Array.prototype.at ( index ) (23.1.3.1)
pub(super) fn array_at(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.at")?;
    let length = o.length_of_array_like(agent)?;
    let relative = args.get(0).to_integer_or_infinity(agent)?;
    let k = if relative < 0.0 { length as f64 + relative } else { relative };
    if k < 0.0 || k >= length as f64 {
        return Ok(Value::UNDEFINED);
    }
    get_element(agent, o, k as u64)
}

/// FindViaPredicate (7.3.x): the index and the value; a value of EMPTY is none.
fn find_via_predicate(
    agent: &mut Agent,
    this: Value,
    args: Args,
    method: &str,
    ascending: bool,
) -> JsResult<Option<(u64, Value)>> {
    let o = this_object(agent, this, method)?;
    let length = o.length_of_array_like(agent)?;
    let predicate = callback_of(agent, args.get(0))?;
    for step in 0..length {
        let k = if ascending { step } else { length - 1 - step };
        let value = get_element(agent, o, k)?;
        if agent.call(predicate, args.get(1), &[value, Value::number(k as f64), o.into()])?.to_boolean() {
            return Ok(Some((k, value)));
        }
    }
    Ok(None)
}

/// Array.prototype.find ( predicate [ , thisArg ] ) (23.1.3.9)
pub(super) fn array_find(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let found = find_via_predicate(agent, this, args, "Array.prototype.find", true)?;
    Ok(found.map_or(Value::UNDEFINED, |(_, value)| value))
}

/// Array.prototype.findIndex ( predicate [ , thisArg ] ) (23.1.3.10)
pub(super) fn array_find_index(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let found = find_via_predicate(agent, this, args, "Array.prototype.findIndex", true)?;
    Ok(found.map_or(Value::int(-1), |(k, _)| Value::number(k as f64)))
}

/// Array.prototype.findLast ( predicate [ , thisArg ] ) (23.1.3.11)
pub(super) fn array_find_last(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let found = find_via_predicate(agent, this, args, "Array.prototype.findLast", false)?;
    Ok(found.map_or(Value::UNDEFINED, |(_, value)| value))
}

/// Array.prototype.findLastIndex ( predicate [ , thisArg ] ) (23.1.3.12)
pub(super) fn array_find_last_index(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let found = find_via_predicate(agent, this, args, "Array.prototype.findLastIndex", false)?;
    Ok(found.map_or(Value::int(-1), |(k, _)| Value::number(k as f64)))
}

/// The dense elements of an array of which nothing else can be seen through its holes.
fn plain_elements(o: &Gc<Object>, length: u64) -> Option<&[Value]> {
    if !o.is_kind(Kind::Array) || o.sparse_elements().is_some() || !holes_are_absent(*o) {
        return None;
    }
    let Some(dense) = o.dense_elements() else { return Some(&[]) };
    let count = (dense.len() as u64).min(length) as usize;
    // SAFETY: the elements cell is held by the array, which `o` keeps alive; callers run no code while they hold the slice.
    Some(unsafe { std::slice::from_raw_parts(dense.as_slice().as_ptr(), count) })
}

/// Array.prototype.includes ( searchElement [ , fromIndex ] ) (23.1.3.16)
pub(super) fn array_includes(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.includes")?;
    let length = o.length_of_array_like(agent)?;
    if length == 0 {
        return Ok(Value::FALSE);
    }
    let sought = args.get(0);
    let from = relative_index(agent, args.get(1), length, 0)?;
    if let Some(elements) = plain_elements(&o, length) {
        let rest = elements.get(from as usize..).unwrap_or(&[]);
        let found = if sought.is_undefined() {
            (elements.len() as u64) < length && from < length || rest.iter().any(|v| v.is_undefined() || v.is_empty())
        } else {
            rest.iter().any(|&v| same_value_zero(v, sought))
        };
        return Ok(found.into());
    }
    for k in from..length {
        let value = get_element(agent, o, k)?;
        if same_value_zero(value, sought) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

/// Array.prototype.indexOf ( searchElement [ , fromIndex ] ) (23.1.3.17)
pub(super) fn array_index_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.indexOf")?;
    let length = o.length_of_array_like(agent)?;
    if length == 0 {
        return Ok(Value::int(-1));
    }
    let sought = args.get(0);
    let from = relative_index(agent, args.get(1), length, 0)?;
    if let Some(elements) = plain_elements(&o, length) {
        let rest = elements.get(from as usize..).unwrap_or(&[]);
        let found = rest.iter().position(|&v| is_strictly_equal(v, sought));
        return Ok(found.map_or(Value::int(-1), |i| Value::from(i + from as usize)));
    }
    for k in from..length {
        if let Some(value) = get_if_present(agent, o, k)?
            && is_strictly_equal(value, sought)
        {
            return Ok(Value::number(k as f64));
        }
    }
    Ok(Value::int(-1))
}

/// Array.prototype.lastIndexOf ( searchElement [ , fromIndex ] ) (23.1.3.20)
pub(super) fn array_last_index_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.lastIndexOf")?;
    let length = o.length_of_array_like(agent)?;
    if length == 0 {
        return Ok(Value::int(-1));
    }
    let sought = args.get(0);
    let from = if args.len() > 1 { args.get(1).to_integer_or_infinity(agent)? } else { length as f64 - 1.0 };
    let last = if from >= 0.0 { from.min(length as f64 - 1.0) } else { length as f64 + from };
    if last < 0.0 {
        return Ok(Value::int(-1));
    }
    let end = last as u64 + 1;
    if let Some(elements) = plain_elements(&o, end) {
        let found = elements.iter().rposition(|&v| is_strictly_equal(v, sought));
        return Ok(found.map_or(Value::int(-1), Value::from));
    }
    for k in (0..end).rev() {
        if let Some(value) = get_if_present(agent, o, k)?
            && is_strictly_equal(value, sought)
        {
            return Ok(Value::number(k as f64));
        }
    }
    Ok(Value::int(-1))
}
