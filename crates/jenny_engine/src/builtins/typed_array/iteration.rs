//! Methods of %TypedArray%.prototype that call a function for each element, and the iterators (ECMA-262 23.2.3).

use super::object::TypedArrayObject;
use super::{species_create, validate};
use crate::builtins::array::{ArrayIteratorKind, create_array_iterator};
use crate::operations::values;
use crate::{Agent, Args, AsObject, JsResult, Value};
use jenny_gc::{Gc, RootVec};

/// The receiver, its length, and the callback, which must be callable.
fn prepare(agent: &mut Agent, this: Value, args: Args, method: &str) -> JsResult<(Gc<TypedArrayObject>, usize, Value)> {
    let (array, length) = validate(agent, this, method)?;
    let callback = args.get(0);
    if !callback.is_callable() {
        return Err(agent.throw_not_callable(callback));
    }
    Ok((array, length, callback))
}

/// callback(element, index, array)
#[inline]
fn visit(
    agent: &mut Agent,
    array: Gc<TypedArrayObject>,
    callback: Value,
    this: Value,
    i: usize,
) -> JsResult<(Value, Value)> {
    let element = array.get_element(agent, i);
    let result = agent.call(callback, this, &[element, Value::from(i), array.into()])?;
    Ok((element, result))
}

/// 23.2.3.8
pub fn typed_array_every(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length, callback) = prepare(agent, this, args, "every")?;
    for i in 0..length {
        if !visit(agent, array, callback, args.get(1), i)?.1.to_boolean() {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

/// 23.2.3.28
pub fn typed_array_some(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length, callback) = prepare(agent, this, args, "some")?;
    for i in 0..length {
        if visit(agent, array, callback, args.get(1), i)?.1.to_boolean() {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

/// 23.2.3.15
pub fn typed_array_for_each(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length, callback) = prepare(agent, this, args, "forEach")?;
    for i in 0..length {
        visit(agent, array, callback, args.get(1), i)?;
    }
    Ok(Value::UNDEFINED)
}

/// 23.2.3.10
pub fn typed_array_filter(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length, callback) = prepare(agent, this, args, "filter")?;
    let mut kept = RootVec::new(&agent.heap);
    for i in 0..length {
        let (element, result) = visit(agent, array, callback, args.get(1), i)?;
        if result.to_boolean() {
            kept.push(element.bits());
        }
    }
    let new = species_create(agent, array, &[Value::from(kept.len())], "filter")?;
    for i in 0..kept.len() {
        new.set_element(agent, i, values(&kept)[i])?;
    }
    Ok(new.into())
}

/// 23.2.3.22
pub fn typed_array_map(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length, callback) = prepare(agent, this, args, "map")?;
    let new = species_create(agent, array, &[Value::from(length)], "map")?;
    for i in 0..length {
        let (_, result) = visit(agent, array, callback, args.get(1), i)?;
        new.set_element(agent, i, result)?;
    }
    Ok(new.into())
}

/// FindViaPredicate (23.1.3.12.1): the element and its index.
fn find(agent: &mut Agent, this: Value, args: Args, method: &str, from_end: bool) -> JsResult<Option<(Value, usize)>> {
    let (array, length, callback) = prepare(agent, this, args, method)?;
    for step in 0..length {
        let i = if from_end { length - 1 - step } else { step };
        let (element, result) = visit(agent, array, callback, args.get(1), i)?;
        if result.to_boolean() {
            return Ok(Some((element, i)));
        }
    }
    Ok(None)
}

/// 23.2.3.11
pub fn typed_array_find(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    Ok(find(agent, this, args, "find", false)?.map_or(Value::UNDEFINED, |(v, _)| v))
}
/// 23.2.3.12
pub fn typed_array_find_index(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    Ok(find(agent, this, args, "findIndex", false)?.map_or(Value::int(-1), |(_, i)| Value::from(i)))
}
/// 23.2.3.13
pub fn typed_array_find_last(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    Ok(find(agent, this, args, "findLast", true)?.map_or(Value::UNDEFINED, |(v, _)| v))
}
/// 23.2.3.14
pub fn typed_array_find_last_index(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    Ok(find(agent, this, args, "findLastIndex", true)?.map_or(Value::int(-1), |(_, i)| Value::from(i)))
}

fn fold(agent: &mut Agent, this: Value, args: Args, method: &str, from_end: bool) -> JsResult<Value> {
    let (array, length, callback) = prepare(agent, this, args, method)?;
    let place = |step: usize| if from_end { length - 1 - step } else { step };
    let (mut accumulator, mut step) = (args.get(1), 0);
    if args.len() < 2 {
        if length == 0 {
            return Err(agent.throw_type_error("Reduce of empty array with no initial value"));
        }
        accumulator = array.get_element(agent, place(0));
        step = 1;
    }
    while step < length {
        let i = place(step);
        let element = array.get_element(agent, i);
        let arguments = [accumulator, element, Value::from(i), array.into()];
        accumulator = agent.call(callback, Value::UNDEFINED, &arguments)?;
        step += 1;
    }
    Ok(accumulator)
}

/// 23.2.3.23
pub fn typed_array_reduce(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    fold(agent, this, args, "reduce", false)
}
/// 23.2.3.24
pub fn typed_array_reduce_right(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    fold(agent, this, args, "reduceRight", true)
}

/// 23.2.3.7
pub fn typed_array_entries(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let (array, _) = validate(agent, this, "entries")?;
    Ok(create_array_iterator(agent, array.as_object(), ArrayIteratorKind::KeyAndValue).into())
}
/// 23.2.3.19
pub fn typed_array_keys(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let (array, _) = validate(agent, this, "keys")?;
    Ok(create_array_iterator(agent, array.as_object(), ArrayIteratorKind::Key).into())
}
/// 23.2.3.35
pub fn typed_array_values(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let (array, _) = validate(agent, this, "values")?;
    Ok(create_array_iterator(agent, array.as_object(), ArrayIteratorKind::Value).into())
}
