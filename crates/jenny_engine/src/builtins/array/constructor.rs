//! Array, Array.from, Array.of, Array.isArray (ECMA-262 23.1.1, 23.1.2).

use super::access::{Target, get_element, set_length};
use super::iterator::array_with_default_iteration;
use crate::object::{AsObject, Object};
use crate::{Agent, Args, Intrinsic, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

/// Array ( ...values ) (23.1.1.1)
pub(super) fn array_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let new_target = args.new_target();
    let prototype = if new_target.is_undefined() || new_target == Value::from(args.callee()) {
        None
    } else {
        Some(agent.get_prototype_from_constructor(new_target, Intrinsic::ArrayPrototype)?)
    };
    if args.len() == 1
        && let Some(length) = args.get(0).as_number()
    {
        if length != (length as u32) as f64 {
            return Err(agent.throw_range_error("Invalid array length"));
        }
        return Ok(agent.array_create(length as u64, prototype)?.into());
    }
    let array = agent.new_array(args.as_slice())?;
    if let Some(prototype) = prototype {
        let shape = agent.root_shape(prototype.into(), 0);
        array.as_object().set_shape(shape);
    }
    Ok(array.into())
}

/// Array.isArray ( arg ) (23.1.2.2)
pub(super) fn array_is_array(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(args.get(0).is_array(agent)?.into())
}

/// What `this` constructs, or a plain array.
fn construct_target(agent: &mut Agent, this: Value, length: Option<u64>) -> JsResult<Target> {
    let default = agent.intrinsic(Intrinsic::Array);
    match this.as_object() {
        Some(constructor) if constructor.is_constructor() && constructor != default => {
            let object = match length {
                Some(n) => agent.construct(constructor, &[Value::number(n as f64)], constructor)?,
                None => agent.construct(constructor, &[], constructor)?,
            };
            Ok(Target { object, fresh: None })
        }
        _ => Ok(Target::fresh(agent.array_create(length.unwrap_or(0), None)?)),
    }
}

/// Array.of ( ...items ) (23.1.2.3)
pub(super) fn array_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let target = construct_target(agent, this, Some(args.len() as u64))?;
    for (i, &value) in args.as_slice().iter().enumerate() {
        target.put(agent, i as u64, value)?;
    }
    target.finish(agent, args.len() as u64)
}

/// Array.from ( items [ , mapper [ , thisArg ] ] ) (23.1.2.1)
pub(super) fn array_from(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (items, mapper, this_arg) = (args.get(0), args.get(1), args.get(2));
    if !mapper.is_undefined() && !mapper.is_callable() {
        return Err(agent.throw_not_callable_argument(mapper));
    }
    let map = |agent: &mut Agent, value: Value, k: u64| -> JsResult<Value> {
        if mapper.is_undefined() {
            return Ok(value);
        }
        agent.call(mapper, this_arg, &[value, Value::number(k as f64)])
    };
    if items.is_nullish() {
        return Err(agent.throw_not_iterable_argument(items));
    }
    let method = agent.get_method(items, agent.symbol_key(WellKnownSymbol::Iterator))?;
    if !method.is_undefined() {
        let target = construct_target(agent, this, None)?;
        let mut k = 0u64;
        if let Some(array) = array_with_default_iteration(agent, items) {
            while k < array.length() as u64 {
                let value = get_element(agent, array.as_object(), k)?;
                let value = map(agent, value, k)?;
                target.put(agent, k, value)?;
                k += 1;
            }
            return target.finish(agent, k);
        }
        let record = agent.get_iterator_from_method(items, method)?;
        while let Some(value) = agent.iterator_step_value(&record)? {
            let step = map(agent, value, k).and_then(|value| target.put(agent, k, value));
            if let Err(thrown) = step {
                return Err(agent.iterator_close_throw(&record, thrown));
            }
            k += 1;
        }
        return target.finish(agent, k);
    }
    let source: Gc<Object> = items.to_object(agent)?;
    let length = source.length_of_array_like(agent)?;
    let target = construct_target(agent, this, Some(length))?;
    for k in 0..length {
        let value = get_element(agent, source, k)?;
        let value = map(agent, value, k)?;
        target.put(agent, k, value)?;
    }
    if target.fresh.is_none() {
        set_length(agent, target.object, length)?;
        return Ok(target.object.into());
    }
    target.finish(agent, length)
}
