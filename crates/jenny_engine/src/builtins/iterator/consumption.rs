//! Iterator methods that run the iterator to its end: reduce, toArray, forEach, some, every, find, includes, join
//! (ECMA-262 27.1.4 and proposals).

use super::{close_unstarted, direct_with_callback, this_iterator};
use crate::operations::{same_value_zero, values};
use crate::string::builder::StringBuilder;
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::RootVec;

/// Iterator.prototype.reduce ( reducer [ , initialValue ] ) (27.1.4.9)
pub(super) fn iterator_reduce(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let record = direct_with_callback(agent, this, args.get(0), "Iterator.prototype.reduce")?;
    let mut counter = 0u64;
    let mut accumulator = args.get(1);
    if args.len() < 2 {
        match agent.iterator_step_value(&record)? {
            Some(value) => accumulator = value,
            None => return Err(agent.throw_type_error("Reduce of a done iterator with no initial value")),
        }
        counter = 1;
    }
    while let Some(value) = agent.iterator_step_value(&record)? {
        let arguments = [accumulator, value, Value::number(counter as f64)];
        match agent.call(args.get(0), Value::UNDEFINED, &arguments) {
            Ok(result) => accumulator = result,
            Err(thrown) => return Err(agent.iterator_close_throw(&record, thrown)),
        }
        counter += 1;
    }
    Ok(accumulator)
}

/// Iterator.prototype.toArray ( ) (27.1.4.12)
pub(super) fn iterator_to_array(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let iterator = this_iterator(agent, this, "Iterator.prototype.toArray")?;
    let record = agent.get_iterator_direct(iterator)?;
    let mut list = RootVec::new(&agent.heap);
    while let Some(value) = agent.iterator_step_value(&record)? {
        if !list.try_reserve(1) {
            return Err(agent.throw_out_of_memory());
        }
        list.push(value.bits());
    }
    Ok(agent.new_array(values(&list))?.into())
}

/// Calls `callback` for each value until `stop` says so of its result; the value stopped at.
fn run(
    agent: &mut Agent,
    this: Value,
    callback: Value,
    method: &str,
    stop: fn(Value) -> bool,
) -> JsResult<Option<Value>> {
    let record = direct_with_callback(agent, this, callback, method)?;
    let mut counter = 0u64;
    while let Some(value) = agent.iterator_step_value(&record)? {
        match agent.call(callback, Value::UNDEFINED, &[value, Value::number(counter as f64)]) {
            Ok(result) if stop(result) => {
                agent.iterator_close(&record)?;
                return Ok(Some(value));
            }
            Ok(_) => counter += 1,
            Err(thrown) => return Err(agent.iterator_close_throw(&record, thrown)),
        }
    }
    Ok(None)
}

/// Iterator.prototype.forEach ( procedure ) (27.1.4.7)
pub(super) fn iterator_for_each(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    run(agent, this, args.get(0), "Iterator.prototype.forEach", |_| false)?;
    Ok(Value::UNDEFINED)
}

/// Iterator.prototype.some ( predicate ) (27.1.4.10)
pub(super) fn iterator_some(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    Ok(run(agent, this, args.get(0), "Iterator.prototype.some", Value::to_boolean)?.is_some().into())
}

/// Iterator.prototype.every ( predicate ) (27.1.4.3)
pub(super) fn iterator_every(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    Ok(run(agent, this, args.get(0), "Iterator.prototype.every", |v| !v.to_boolean())?.is_none().into())
}

/// Iterator.prototype.find ( predicate ) (27.1.4.5)
pub(super) fn iterator_find(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let found = run(agent, this, args.get(0), "Iterator.prototype.find", Value::to_boolean)?;
    Ok(found.unwrap_or(Value::UNDEFINED))
}

/// Iterator.prototype.includes ( searchElement [ , skippedElements ] )
pub(super) fn iterator_includes(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let iterator = this_iterator(agent, this, "Iterator.prototype.includes")?;
    let mut to_skip = 0.0;
    if !args.get(1).is_undefined() {
        let text = crate::error::describe(agent, args.get(1));
        to_skip = match args.get(1).as_number() {
            Some(n) if n.is_infinite() || n.fract() == 0.0 => n,
            _ => {
                let thrown = agent.throw_type_error(format!("{text} is not an integral number"));
                return Err(close_unstarted(agent, iterator, thrown));
            }
        };
        if to_skip < 0.0 || (to_skip.is_finite() && to_skip > 9_007_199_254_740_991.0) {
            let thrown = agent.throw_range_error(format!("{text} is out of range"));
            return Err(close_unstarted(agent, iterator, thrown));
        }
    }
    let record = agent.get_iterator_direct(iterator)?;
    while let Some(value) = agent.iterator_step_value(&record)? {
        if to_skip > 0.0 {
            to_skip -= 1.0;
        } else if same_value_zero(value, args.get(0)) {
            agent.iterator_close(&record)?;
            return Ok(Value::TRUE);
        }
        agent.poll_interrupts()?;
    }
    Ok(Value::FALSE)
}

/// Iterator.prototype.join ( separator )
pub(super) fn iterator_join(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let iterator = this_iterator(agent, this, "Iterator.prototype.join")?;
    let separator = match args.get(0) {
        Value::UNDEFINED => agent.single_unit_string(u16::from(b',')),
        value => match value.to_js_string(agent) {
            Ok(separator) => separator,
            Err(thrown) => return Err(close_unstarted(agent, iterator, thrown)),
        },
    };
    let record = agent.get_iterator_direct(iterator)?;
    let mut text = StringBuilder::new();
    let mut first = true;
    while let Some(value) = agent.iterator_step_value(&record)? {
        let step = (|| -> JsResult<()> {
            if !std::mem::take(&mut first) {
                text.push_string(agent, separator)?;
            }
            if !value.is_nullish() {
                let string = value.to_js_string(agent)?;
                text.push_string(agent, string)?;
            }
            Ok(())
        })();
        if let Err(thrown) = step {
            return Err(agent.iterator_close_throw(&record, thrown));
        }
    }
    Ok(text.finish(agent)?.into())
}
