//! Array methods that make a new array out of old ones (ECMA-262 23.1.3).

use super::access::*;
use crate::object::Object;
use crate::object::array::ArrayObject;
use crate::{Agent, Args, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

/// IsConcatSpreadable (23.1.3.2.1)
fn is_concat_spreadable(agent: &mut Agent, value: Value) -> JsResult<bool> {
    let Some(object) = value.as_object() else { return Ok(false) };
    let spreadable = object.get(agent, agent.symbol_key(WellKnownSymbol::IsConcatSpreadable))?;
    if !spreadable.is_undefined() {
        return Ok(spreadable.to_boolean());
    }
    value.is_array(agent)
}

/// Appends all elements of a plain array to a fresh one; false if it has to be done one by one.
fn append_dense(agent: &mut Agent, target: Gc<ArrayObject>, source: Gc<Object>, length: u64) -> JsResult<bool> {
    use crate::object::AsObject;
    let to = target.as_object();
    let start = target.length();
    let Some(array) = Value::from(source).as_kind::<ArrayObject>() else { return Ok(false) };
    let Some(dense) = source.dense_elements() else { return Ok(false) };
    let total = start as u64 + length;
    if array.length() as u64 != length
        || dense.len() as u64 != length
        || to.sparse_elements().is_some()
        || to.dense_elements().map_or(0, |d| d.len()) != start
        || total >= u32::MAX as u64
        || !holes_are_absent(source)
    {
        return Ok(false);
    }
    let elements = agent.reserve_elements(to, total as u32)?;
    for &value in dense.as_slice() {
        elements.push_within_capacity(value);
    }
    target.set_length_raw(total as u32);
    Ok(true)
}

/// Array.prototype.concat ( ...items ) (23.1.3.2)
pub(super) fn array_concat(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.concat")?;
    let target = array_species_create(agent, o, 0)?;
    let mut n = 0u64;
    for i in 0..=args.len() {
        let item = if i == 0 { Value::from(o) } else { args.get(i - 1) };
        if is_concat_spreadable(agent, item)?
            && let Some(source) = item.as_object()
        {
            let length = source.length_of_array_like(agent)?;
            if n + length > MAX_SAFE {
                return Err(agent.throw_type_error("Invalid array length"));
            }
            let appended = match target.fresh {
                Some(array) if array.length() as u64 == n => append_dense(agent, array, source, length)?,
                _ => false,
            };
            if !appended {
                for k in 0..length {
                    if let Some(value) = get_if_present(agent, source, k)? {
                        target.put(agent, n + k, value)?;
                    }
                }
            }
            n += length;
            if let Some(array) = target.fresh
                && n <= u32::MAX as u64
                && n > array.length() as u64
            {
                array.set_length_raw(n as u32);
            }
        } else {
            if n >= MAX_SAFE {
                return Err(agent.throw_type_error("Invalid array length"));
            }
            target.put(agent, n, item)?;
            n += 1;
        }
    }
    target.finish(agent, n)
}

/// Array.prototype.slice ( start, end ) (23.1.3.28)
pub(super) fn array_slice(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.slice")?;
    let length = o.length_of_array_like(agent)?;
    let start = relative_index(agent, args.get(0), length, 0)?;
    let end = relative_index(agent, args.get(1), length, length)?.max(start);
    let target = array_species_create(agent, o, end - start)?;
    if target.fresh.is_some()
        && let Some(array) = Value::from(o).as_kind::<ArrayObject>()
        && array.length() as u64 == length
        && holes_are_absent(o)
        && let Some(copy) = copy_dense(agent, array, start as u32, end as u32)?
    {
        return Ok(copy.into());
    }
    for k in start..end {
        if let Some(value) = get_if_present(agent, o, k)? {
            target.put(agent, k - start, value)?;
        }
    }
    target.finish(agent, end - start)
}

/// FlattenIntoArray (23.1.3.13.1); `mapper` is undefined or a function, called with `this_arg`.
#[expect(clippy::too_many_arguments, reason = "the specification's own parameters")]
fn flatten_into_array(
    agent: &mut Agent,
    target: Target,
    source: Gc<Object>,
    length: u64,
    start: u64,
    depth: f64,
    mapper: Value,
    this_arg: Value,
) -> JsResult<u64> {
    agent.check_native_stack()?;
    let mut to = start;
    for k in 0..length {
        let Some(mut element) = get_if_present(agent, source, k)? else { continue };
        if !mapper.is_undefined() {
            element = agent.call(mapper, this_arg, &[element, Value::number(k as f64), source.into()])?;
        }
        if depth > 0.0
            && element.is_array(agent)?
            && let Some(inner) = element.as_object()
        {
            let inner_length = inner.length_of_array_like(agent)?;
            let undefined = Value::UNDEFINED;
            to = flatten_into_array(agent, target, inner, inner_length, to, depth - 1.0, undefined, undefined)?;
        } else {
            if to >= MAX_SAFE {
                return Err(agent.throw_type_error("Invalid array length"));
            }
            target.put(agent, to, element)?;
            to += 1;
        }
    }
    Ok(to)
}

/// Array.prototype.flat ( [ depth ] ) (23.1.3.13)
pub(super) fn array_flat(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.flat")?;
    let length = o.length_of_array_like(agent)?;
    let depth = match args.get(0) {
        Value::UNDEFINED => 1.0,
        value => value.to_integer_or_infinity(agent)?.max(0.0),
    };
    let target = array_species_create(agent, o, 0)?;
    flatten_into_array(agent, target, o, length, 0, depth, Value::UNDEFINED, Value::UNDEFINED)?;
    Ok(target.object.into())
}

/// Array.prototype.flatMap ( mapperFunction [ , thisArg ] ) (23.1.3.14)
pub(super) fn array_flat_map(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.flatMap")?;
    let length = o.length_of_array_like(agent)?;
    if !args.get(0).is_callable() {
        return Err(agent.throw_not_callable_argument(args.get(0)));
    }
    let target = array_species_create(agent, o, 0)?;
    flatten_into_array(agent, target, o, length, 0, 1.0, args.get(0), args.get(1))?;
    Ok(target.object.into())
}

/// Array.prototype.toReversed ( ) (23.1.3.33)
pub(super) fn array_to_reversed(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.toReversed")?;
    let length = o.length_of_array_like(agent)?;
    let array = agent.array_create(length, None)?;
    array.set_length_raw(0);
    for k in (0..length).rev() {
        let value = get_element(agent, o, k)?;
        agent.array_push(array, value)?;
    }
    Ok(array.into())
}

/// Array.prototype.toSpliced ( start, skipCount, ...items ) (23.1.3.35)
pub(super) fn array_to_spliced(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.toSpliced")?;
    let length = o.length_of_array_like(agent)?;
    let start = relative_index(agent, args.get(0), length, 0)?;
    let items = args.rest(2);
    let skipped = match args.len() {
        0 => 0,
        1 => length - start,
        _ => args.get(1).to_integer_or_infinity(agent)?.clamp(0.0, (length - start) as f64) as u64,
    };
    let new_length = length + items.len() as u64 - skipped;
    if new_length > MAX_SAFE {
        return Err(agent.throw_type_error("Invalid array length"));
    }
    let array = agent.array_create(new_length, None)?;
    array.set_length_raw(0);
    for k in 0..start {
        let value = get_element(agent, o, k)?;
        agent.array_push(array, value)?;
    }
    for &value in items {
        agent.array_push(array, value)?;
    }
    for k in start + skipped..length {
        let value = get_element(agent, o, k)?;
        agent.array_push(array, value)?;
    }
    Ok(array.into())
}

/// Array.prototype.with ( index, value ) (23.1.3.39)
pub(super) fn array_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.with")?;
    let length = o.length_of_array_like(agent)?;
    let relative = args.get(0).to_integer_or_infinity(agent)?;
    let actual = if relative >= 0.0 { relative } else { length as f64 + relative };
    if actual >= length as f64 || actual < 0.0 {
        let text = agent.number_to_string(relative).to_rust_string();
        return Err(agent.throw_range_error(format!("Invalid index : {text}")));
    }
    let array = agent.array_create(length, None)?;
    array.set_length_raw(0);
    for k in 0..length {
        let value = if k == actual as u64 { args.get(1) } else { get_element(agent, o, k)? };
        agent.array_push(array, value)?;
    }
    Ok(array.into())
}
