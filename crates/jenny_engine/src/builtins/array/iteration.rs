//! Array methods that call a function for each element (ECMA-262 23.1.3).

use super::access::*;
use crate::interpreter::RepeatedCall;
use crate::object::AsObject;
use crate::{Agent, Args, JsResult, Value};

/// An index as a Number.
#[inline(always)]
fn index(k: u64) -> Value {
    if k <= i32::MAX as u64 { Value::int(k as i32) } else { Value::number(k as f64) }
}

/// Array.prototype.forEach ( callback [ , thisArg ] ) (23.1.3.15)
pub(super) fn array_for_each(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.forEach")?;
    let length = o.length_of_array_like(agent)?;
    let callback = callback_of(agent, args.get(0))?;
    let callback = RepeatedCall::new(agent, callback, args.get(1));
    for k in 0..length {
        if let Some(value) = get_if_present(agent, o, k)? {
            callback.call(agent, [value, index(k), o.into()])?;
        }
    }
    Ok(Value::UNDEFINED)
}

/// Array.prototype.map ( callback [ , thisArg ] ) (23.1.3.21)
pub(super) fn array_map(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.map")?;
    let length = o.length_of_array_like(agent)?;
    let callback = callback_of(agent, args.get(0))?;
    let callback = RepeatedCall::new(agent, callback, args.get(1));
    let target = array_species_create(agent, o, length)?;
    // As many elements as the source has now, rather than growing step by step.
    if let (Some(array), Some(dense)) = (target.fresh, o.dense_elements()) {
        agent.reserve_elements(array.as_object(), dense.len())?;
    }
    for k in 0..length {
        if let Some(value) = get_if_present(agent, o, k)? {
            let mapped = callback.call(agent, [value, index(k), o.into()])?;
            target.put(agent, k, mapped)?;
        }
    }
    Ok(target.object.into())
}

/// Array.prototype.filter ( callback [ , thisArg ] ) (23.1.3.8)
pub(super) fn array_filter(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.filter")?;
    let length = o.length_of_array_like(agent)?;
    let callback = callback_of(agent, args.get(0))?;
    let callback = RepeatedCall::new(agent, callback, args.get(1));
    let target = array_species_create(agent, o, 0)?;
    let mut to = 0;
    for k in 0..length {
        if let Some(value) = get_if_present(agent, o, k)?
            && callback.call(agent, [value, index(k), o.into()])?.to_boolean()
        {
            target.put(agent, to, value)?;
            to += 1;
        }
    }
    Ok(target.object.into())
}

/// Array.prototype.every ( callback [ , thisArg ] ) (23.1.3.6)
pub(super) fn array_every(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.every")?;
    let length = o.length_of_array_like(agent)?;
    let callback = callback_of(agent, args.get(0))?;
    let callback = RepeatedCall::new(agent, callback, args.get(1));
    for k in 0..length {
        if let Some(value) = get_if_present(agent, o, k)?
            && !callback.call(agent, [value, index(k), o.into()])?.to_boolean()
        {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

/// Array.prototype.some ( callback [ , thisArg ] ) (23.1.3.29)
pub(super) fn array_some(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.some")?;
    let length = o.length_of_array_like(agent)?;
    let callback = callback_of(agent, args.get(0))?;
    let callback = RepeatedCall::new(agent, callback, args.get(1));
    for k in 0..length {
        if let Some(value) = get_if_present(agent, o, k)?
            && callback.call(agent, [value, index(k), o.into()])?.to_boolean()
        {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

/// Array.prototype.reduce ( callback [ , initialValue ] ) (23.1.3.24)
pub(super) fn array_reduce(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.reduce")?;
    let length = o.length_of_array_like(agent)?;
    let callback = callback_of(agent, args.get(0))?;
    let callback = RepeatedCall::new(agent, callback, Value::UNDEFINED);
    let mut k = 0;
    let mut accumulator = args.get(1);
    if args.len() < 2 {
        accumulator = Value::EMPTY;
        while k < length && accumulator.is_empty() {
            accumulator = get_if_present(agent, o, k)?.unwrap_or(Value::EMPTY);
            k += 1;
        }
        if accumulator.is_empty() {
            return Err(agent.throw_type_error("Reduce of empty array with no initial value"));
        }
    }
    while k < length {
        if let Some(value) = get_if_present(agent, o, k)? {
            accumulator = callback.call(agent, [accumulator, value, index(k), o.into()])?;
        }
        k += 1;
    }
    Ok(accumulator)
}

/// Array.prototype.reduceRight ( callback [ , initialValue ] ) (23.1.3.25)
pub(super) fn array_reduce_right(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.reduceRight")?;
    let length = o.length_of_array_like(agent)?;
    let callback = callback_of(agent, args.get(0))?;
    let callback = RepeatedCall::new(agent, callback, Value::UNDEFINED);
    let mut k = length;
    let mut accumulator = args.get(1);
    if args.len() < 2 {
        accumulator = Value::EMPTY;
        while k > 0 && accumulator.is_empty() {
            k -= 1;
            accumulator = get_if_present(agent, o, k)?.unwrap_or(Value::EMPTY);
        }
        if accumulator.is_empty() {
            return Err(agent.throw_type_error("Reduce of empty array with no initial value"));
        }
    }
    while k > 0 {
        k -= 1;
        if let Some(value) = get_if_present(agent, o, k)? {
            accumulator = callback.call(agent, [accumulator, value, index(k), o.into()])?;
        }
    }
    Ok(accumulator)
}
