//! Array methods that change their receiver (ECMA-262 23.1.3).

use super::access::*;
use crate::object::array::ArrayObject;
use crate::object::shifted::{MANY, ShiftedElements};
use crate::object::{AsObject, flags};
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::Gc;

/// Array.prototype.push ( ...items ) (23.1.3.23)
pub(super) fn array_push(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if let Some(array) = this.as_kind::<ArrayObject>()
        && appendable(array, args.len())
    {
        for &value in args.as_slice() {
            agent.array_push(array, value)?;
        }
        return Ok(array.length().into());
    }
    let o = this_object(agent, this, "Array.prototype.push")?;
    let mut length = o.length_of_array_like(agent)?;
    if length + args.len() as u64 > MAX_SAFE {
        let text =
            format!("Pushing {} elements on an array-like of length {length} is disallowed by ECMA-262", args.len());
        return Err(agent.throw_type_error(text));
    }
    for &value in args.as_slice() {
        o.set_index(agent, length, value)?;
        length += 1;
    }
    set_length(agent, o, length)?;
    Ok(Value::number(length as f64))
}

/// Array.prototype.pop ( ) (23.1.3.22)
pub(super) fn array_pop(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    if let Some(array) = this.as_kind::<ArrayObject>() {
        let length = array.length();
        if let Some(shifted) = array.as_object().shifted_elements()
            && shifted.len() == length
            && let Some(last) = shifted.take_last()
        {
            array.set_length_raw(length - 1);
            return Ok(last);
        }
        if let Some(dense) = array.as_object().dense_elements()
            && dense.len() == length
            && length > 0
        {
            let value = dense.get(length - 1);
            if !value.is_empty() {
                dense.set_len(length - 1);
                array.set_length_raw(length - 1);
                return Ok(value);
            }
        }
    }
    let o = this_object(agent, this, "Array.prototype.pop")?;
    let length = o.length_of_array_like(agent)?;
    if length == 0 {
        set_length(agent, o, 0)?;
        return Ok(Value::UNDEFINED);
    }
    let value = o.get_index(agent, length - 1)?;
    delete_element(agent, o, length - 1)?;
    set_length(agent, o, length - 1)?;
    Ok(value)
}

/// A long array whose values may be moved about freely, as a queue.
fn queue(agent: &mut Agent, this: Value) -> Option<(Gc<ArrayObject>, Gc<ShiftedElements>)> {
    let array = this.as_kind::<ArrayObject>()?;
    let object = array.as_object();
    (array.length() >= MANY || object.shifted_elements().is_some()).then_some(())?;
    let is_plain = !object.has_flag(flags::IS_PROTOTYPE | flags::NON_EXTENSIBLE) && array.is_length_writable();
    (is_plain && holes_are_absent(object)).then_some(())?;
    Some((array, agent.queue_of(array)?))
}

/// Array.prototype.shift ( ) (23.1.3.27)
pub(super) fn array_shift(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    if let Some((array, queue)) = queue(agent, this)
        && queue.len() > 0
    {
        let first = queue.take_first();
        array.set_length_raw(queue.len());
        return Ok(if first.is_empty() { Value::UNDEFINED } else { first });
    }
    let o = this_object(agent, this, "Array.prototype.shift")?;
    let length = o.length_of_array_like(agent)?;
    if length == 0 {
        set_length(agent, o, 0)?;
        return Ok(Value::UNDEFINED);
    }
    if let Some(array) = movable(o, length)
        && let Some(dense) = o.dense_elements()
    {
        let first = dense.get(0);
        let count = length as u32 - 1;
        dense.copy_within(1, 0, count);
        dense.set_len(count);
        array.set_length_raw(count);
        return Ok(if first.is_empty() { Value::UNDEFINED } else { first });
    }
    let first = o.get_index(agent, 0)?;
    for k in 1..length {
        match get_if_present(agent, o, k)? {
            Some(value) => set_element(agent, o, k - 1, value)?,
            None => delete_element(agent, o, k - 1)?,
        }
    }
    delete_element(agent, o, length - 1)?;
    set_length(agent, o, length - 1)?;
    Ok(first)
}

/// Array.prototype.unshift ( ...items ) (23.1.3.34)
pub(super) fn array_unshift(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if let Some((array, queue)) = queue(agent, this)
        && array.length() as usize + args.len() < u32::MAX as usize / 4
    {
        let mut done = queue.prepend(args.as_slice());
        if !done && let Some(wider) = agent.widen_queue(array, args.len() as u32)? {
            done = wider.prepend(args.as_slice());
        }
        if done {
            let length = array.length() + args.len() as u32;
            array.set_length_raw(length);
            return Ok(length.into());
        }
    }
    let o = this_object(agent, this, "Array.prototype.unshift")?;
    let length = o.length_of_array_like(agent)?;
    let count = args.len() as u64;
    if count > 0 {
        if length + count > MAX_SAFE {
            return Err(agent.throw_type_error("Invalid array length"));
        }
        if let Some(array) = movable(o, length)
            && length + count < u32::MAX as u64
        {
            let new_length = (length + count) as u32;
            let dense = agent.reserve_elements(o, new_length)?;
            dense.set_len(new_length);
            dense.copy_within(0, count as u32, length as u32);
            args.as_slice().iter().enumerate().for_each(|(i, v)| dense.set(i as u32, *v));
            array.set_length_raw(new_length);
            return Ok(new_length.into());
        }
        for k in (0..length).rev() {
            match get_if_present(agent, o, k)? {
                Some(value) => set_element(agent, o, k + count, value)?,
                None => delete_element(agent, o, k + count)?,
            }
        }
        for (i, &value) in args.as_slice().iter().enumerate() {
            set_element(agent, o, i as u64, value)?;
        }
    }
    set_length(agent, o, length + count)?;
    Ok(Value::number((length + count) as f64))
}

/// Array.prototype.reverse ( ) (23.1.3.26)
pub(super) fn array_reverse(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.reverse")?;
    let length = o.length_of_array_like(agent)?;
    if movable(o, length).is_some()
        && let Some(dense) = o.dense_elements()
    {
        for lower in 0..length as u32 / 2 {
            let upper = length as u32 - 1 - lower;
            let (a, b) = (dense.get(lower), dense.get(upper));
            dense.set(lower, b);
            dense.set(upper, a);
        }
        return Ok(o.into());
    }
    for lower in 0..length / 2 {
        let upper = length - 1 - lower;
        let (lower_key, upper_key) = (agent.key_from_integer(lower), agent.key_from_integer(upper));
        // Each side is read right after it was found to exist.
        let a = if o.has_property(agent, lower_key)? { Some(o.get(agent, lower_key)?) } else { None };
        let b = if o.has_property(agent, upper_key)? { Some(o.get(agent, upper_key)?) } else { None };
        match (a, b) {
            (Some(a), Some(b)) => {
                set_element(agent, o, lower, b)?;
                set_element(agent, o, upper, a)?;
            }
            (None, Some(b)) => {
                set_element(agent, o, lower, b)?;
                delete_element(agent, o, upper)?;
            }
            (Some(a), None) => {
                delete_element(agent, o, lower)?;
                set_element(agent, o, upper, a)?;
            }
            (None, None) => {
                if lower & 1023 == 1023 {
                    agent.poll_interrupts()?;
                }
            }
        }
    }
    Ok(o.into())
}

/// Array.prototype.fill ( value [ , start [ , end ] ] ) (23.1.3.7)
pub(super) fn array_fill(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.fill")?;
    let length = o.length_of_array_like(agent)?;
    let value = args.get(0);
    let start = relative_index(agent, args.get(1), length, 0)?;
    let end = relative_index(agent, args.get(2), length, length)?;
    if start >= end {
        return Ok(o.into());
    }
    if let Some(array) = Value::from(o).as_kind::<ArrayObject>()
        && o.sparse_elements().is_none()
        && end <= array.length() as u64
        && end < 1 << 27
        && start <= o.dense_elements().map_or(0, |d| d.len() as u64)
        && !o.has_flag(flags::IS_PROTOTYPE | flags::NON_EXTENSIBLE)
        && holes_are_absent(o)
    {
        let dense = agent.reserve_elements(o, end as u32)?;
        if dense.len() < end as u32 {
            dense.set_len(end as u32);
        }
        for k in start as u32..end as u32 {
            dense.set(k, value);
        }
        return Ok(o.into());
    }
    for k in start..end {
        set_element(agent, o, k, value)?;
    }
    Ok(o.into())
}

/// Array.prototype.copyWithin ( target, start [ , end ] ) (23.1.3.4)
pub(super) fn array_copy_within(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.copyWithin")?;
    let length = o.length_of_array_like(agent)?;
    let to = relative_index(agent, args.get(0), length, 0)?;
    let from = relative_index(agent, args.get(1), length, 0)?;
    let end = relative_index(agent, args.get(2), length, length)?;
    let count = end.saturating_sub(from).min(length - to);
    if count == 0 {
        return Ok(o.into());
    }
    if movable(o, length).is_some()
        && let Some(dense) = o.dense_elements()
    {
        dense.copy_within(from as u32, to as u32, count as u32);
        return Ok(o.into());
    }
    let backwards = from < to && to < from + count;
    for step in 0..count {
        let i = if backwards { count - 1 - step } else { step };
        match get_if_present(agent, o, from + i)? {
            Some(value) => set_element(agent, o, to + i, value)?,
            None => delete_element(agent, o, to + i)?,
        }
    }
    Ok(o.into())
}

/// Array.prototype.splice ( start, deleteCount, ...items ) (23.1.3.31)
pub(super) fn array_splice(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.splice")?;
    let length = o.length_of_array_like(agent)?;
    let start = relative_index(agent, args.get(0), length, 0)?;
    let items = args.rest(2);
    let deleted = match args.len() {
        0 => 0,
        1 => length - start,
        _ => args.get(1).to_integer_or_infinity(agent)?.clamp(0.0, (length - start) as f64) as u64,
    };
    let count = items.len() as u64;
    if length - deleted + count > MAX_SAFE {
        return Err(agent.throw_type_error("Invalid array length"));
    }
    let target = array_species_create(agent, o, deleted)?;
    let new_length = length - deleted + count;
    if let Some(array) = movable(o, length)
        && target.fresh.is_some()
        && new_length < u32::MAX as u64
        && let Some(removed) = copy_dense(agent, array, start as u32, (start + deleted) as u32)?
    {
        let dense = agent.reserve_elements(o, new_length as u32)?;
        let tail = (length - start - deleted) as u32;
        if new_length > length {
            dense.set_len(new_length as u32);
        }
        dense.copy_within((start + deleted) as u32, (start + count) as u32, tail);
        dense.set_len(new_length as u32);
        items.iter().enumerate().for_each(|(i, v)| dense.set(start as u32 + i as u32, *v));
        array.set_length_raw(new_length as u32);
        return Ok(removed.into());
    }
    for k in 0..deleted {
        if let Some(value) = get_if_present(agent, o, start + k)? {
            target.put(agent, k, value)?;
        }
    }
    target.finish(agent, deleted)?;
    if count < deleted {
        for k in start..length - deleted {
            match get_if_present(agent, o, k + deleted)? {
                Some(value) => set_element(agent, o, k + count, value)?,
                None => delete_element(agent, o, k + count)?,
            }
        }
        for k in (new_length..length).rev() {
            delete_element(agent, o, k)?;
        }
    } else if count > deleted {
        for k in (start..length - deleted).rev() {
            match get_if_present(agent, o, k + deleted)? {
                Some(value) => set_element(agent, o, k + count, value)?,
                None => delete_element(agent, o, k + count)?,
            }
        }
    }
    for (i, &value) in items.iter().enumerate() {
        set_element(agent, o, start + i as u64, value)?;
    }
    set_length(agent, o, new_length)?;
    Ok(target.object.into())
}
