//! Iteration: records of three registers (iterator, next, state).
//!
//! An array whose iteration nobody can observe is iterated without an iterator object: the record then holds the array, EMPTY
//! in place of the next method, and the index as state.

use super::Insn;
use super::call::print_running;
use crate::agent::Agent;
use crate::object::array::ArrayObject;
use crate::operations::iteration::IteratorRecord;
use crate::{JsResult, Throw, Value, WellKnownSymbol};
use jenny_compiler::{FailedOperation, Printed};
use jenny_gc::Gc;

fn record(insn: Insn, byte: usize) -> Option<IteratorRecord> {
    Some(IteratorRecord { iterator: insn.get_run(byte, 0).as_object()?, next: insn.get_run(byte, 1) })
}

/// Whether iterating the array runs no user code and needs no iterator object.
fn is_plainly_iterable(agent: &mut Agent, value: Value) -> Option<Gc<ArrayObject>> {
    let array = value.as_kind::<ArrayObject>()?;
    if !agent.array_iteration_is_original() {
        return None;
    }
    let prototype = agent.realm().existing_intrinsic(crate::Intrinsic::ArrayPrototype)?;
    let symbol = agent.symbol_key(WellKnownSymbol::Iterator);
    (array.object().prototype() == prototype.into() && array.object().shape().find(symbol).is_none()).then_some(array)
}

/// GetIterator(obj, sync) of a value that the program names.
fn iterator_of(agent: &mut Agent, iterable: Value) -> JsResult<IteratorRecord> {
    let key = agent.symbol_key(WellKnownSymbol::Iterator);
    let method = if iterable.is_nullish() { Value::UNDEFINED } else { agent.get_method(iterable, key)? };
    if method.is_undefined() {
        return Err(throw_not_iterable(agent, iterable, "iterable"));
    }
    agent.get_iterator_from_method(iterable, method)
}

/// "a.b is not iterable" where the program's text has an expression for the value.
#[cold]
fn throw_not_iterable(agent: &mut Agent, value: Value, what: &str) -> Throw {
    match print_running(agent, FailedOperation::Iterate) {
        Some(Printed::Expression { text, .. }) => agent.throw_type_error(format!("{text} is not {what}")),
        _ => agent.throw_not_iterable_argument(value),
    }
}

pub fn get_iterator(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let iterable = insn.get(2);
    if is_plainly_iterable(agent, iterable).is_some() {
        insn.set_run(1, 0, iterable);
        insn.set_run(1, 1, Value::EMPTY);
        insn.set_run(1, 2, Value::ZERO);
        return Ok(());
    }
    let record = iterator_of(agent, iterable)?;
    insn.set_run(1, 0, record.iterator);
    insn.set_run(1, 1, record.next);
    insn.set_run(1, 2, Value::UNDEFINED);
    Ok(())
}

pub fn get_async_iterator(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let iterable = insn.get(2);
    let key = agent.symbol_key(WellKnownSymbol::AsyncIterator);
    let method = if iterable.is_nullish() { Value::UNDEFINED } else { agent.get_method(iterable, key)? };
    let record = if method.is_undefined() {
        let key = agent.symbol_key(WellKnownSymbol::Iterator);
        let method = if iterable.is_nullish() { Value::UNDEFINED } else { agent.get_method(iterable, key)? };
        if method.is_undefined() {
            return Err(throw_not_iterable(agent, iterable, "async iterable"));
        }
        let sync = agent.get_iterator_from_method(iterable, method)?;
        crate::builtins::iterator::create_async_from_sync_iterator(agent, sync)?
    } else {
        let iterator = agent.call(method, iterable, &[])?;
        let Some(iterator) = iterator.as_object() else {
            return Err(agent.throw_type_error("Result of the Symbol.asyncIterator method is not an object"));
        };
        agent.get_iterator_direct(iterator)?
    };
    insn.set_run(1, 0, record.iterator);
    insn.set_run(1, 1, record.next);
    insn.set_run(1, 2, Value::UNDEFINED);
    Ok(())
}

/// The next value into register 1; true when done.
#[inline]
pub fn iterator_step(agent: &mut Agent, insn: Insn) -> JsResult<bool> {
    if insn.get_run(2, 1).is_empty() {
        return array_step(agent, insn);
    }
    let Some(record) = record(insn, 2) else { return Ok(true) };
    if let Some(done) = super::generator::step_generator(agent, &record, insn)? {
        return Ok(done);
    }
    match agent.iterator_step_value(&record)? {
        Some(value) => {
            insn.set(1, value);
            Ok(false)
        }
        None => Ok(true),
    }
}

fn array_step(agent: &mut Agent, insn: Insn) -> JsResult<bool> {
    // SAFETY: get_iterator stored an array with the EMPTY mark.
    let array = unsafe { insn.get_run(2, 0).as_gc_unchecked::<ArrayObject>() };
    let index = insn.get_run(2, 2).as_f64_unchecked() as u32;
    if index >= array.length() {
        // As with an iterator that is done: it stays done.
        insn.set_run(2, 2, Value::from(u32::MAX));
        return Ok(true);
    }
    insn.set_run(2, 2, Value::from(index + 1));
    let value = match array.dense_get(index) {
        Some(value) => value,
        None => array.object().get_index(agent, index as u64)?,
    };
    insn.set(1, value);
    Ok(false)
}

/// yield* needs a real iterator: one takes the place of a plainly iterated array (nothing was taken from it yet).
fn make_real(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    if insn.get_run(2, 1).is_empty() {
        let record = agent.get_iterator(insn.get_run(2, 0))?;
        insn.set_run(2, 0, record.iterator);
        insn.set_run(2, 1, record.next);
    }
    Ok(())
}

pub fn iterator_next(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    make_real(agent, insn)?;
    let argument = insn.get(3);
    let args: &[Value] = if argument.is_empty() { &[] } else { &[argument] };
    let result = agent.call(insn.get_run(2, 1), insn.get_run(2, 0), args)?;
    insn.set(1, result);
    Ok(())
}

/// What an async iterator's step brought into register 1; true when done.
pub fn iterator_unwrap(agent: &mut Agent, insn: Insn) -> JsResult<bool> {
    let state = insn.get(3);
    if !state.is_empty() {
        insn.set(1, insn.get(2));
        return Ok(state.is_true());
    }
    let Some(result) = insn.get(2).as_object() else {
        let text = crate::error::describe(agent, insn.get(2));
        return Err(agent.throw_type_error(format!("Iterator result {text} is not an object")));
    };
    if result.get(agent, agent.names.done)?.to_boolean() {
        return Ok(true);
    }
    let value = result.get(agent, agent.names.value)?;
    insn.set(1, value);
    Ok(false)
}

pub fn iterator_close(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    if insn.get_run(1, 1).is_empty() {
        return close_plain(agent, insn);
    }
    match record(insn, 1) {
        Some(record) => agent.iterator_close(&record),
        None => Ok(()),
    }
}

/// %ArrayIteratorPrototype% has no return method unless somebody gave it one.
fn close_plain(_agent: &mut Agent, _insn: Insn) -> JsResult<()> {
    Ok(())
}

pub fn iterator_close_silently(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    if insn.get_run(1, 1).is_empty() {
        return Ok(());
    }
    if let Some(record) = record(insn, 1) {
        let key = agent.names.return_;
        let method = agent.get_method(record.iterator.into(), key);
        let outcome = match method {
            Ok(method) if !method.is_undefined() => agent.call(method, record.iterator.into(), &[]).map(|_| ()),
            Ok(_) => Ok(()),
            Err(thrown) => Err(thrown),
        };
        if let Err(thrown) = outcome {
            // Dropped, unless the program is being ended.
            if agent.is_terminating() {
                return Err(thrown);
            }
            agent.take_exception(thrown);
        }
    }
    Ok(())
}

fn call_optional(agent: &mut Agent, insn: Insn, key: crate::PropertyKey) -> JsResult<()> {
    make_real(agent, insn)?;
    let iterator = insn.get_run(2, 0);
    let method = agent.get_method(iterator, key)?;
    if method.is_undefined() {
        insn.set(1, Value::EMPTY);
        return Ok(());
    }
    let argument = insn.get(3);
    let args: &[Value] = if argument.is_empty() { &[] } else { &[argument] };
    let result = agent.call(method, iterator, args)?;
    insn.set(1, result);
    Ok(())
}

pub fn iterator_return(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = agent.names.return_;
    call_optional(agent, insn, key)
}

pub fn iterator_throw(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = agent.names.throw;
    call_optional(agent, insn, key)
}

pub fn iterator_rest(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    if insn.get_run(2, 1).is_empty() {
        // SAFETY: get_iterator stored an array with the EMPTY mark.
        let from = unsafe { insn.get_run(2, 0).as_gc_unchecked::<ArrayObject>() };
        let mut index = insn.get_run(2, 2).as_f64_unchecked() as u32;
        if let Some(dense) = from.object().dense_elements()
            && dense.len() == from.length()
            && let Some(rest) = dense.as_slice().get(index as usize..)
            && !rest.contains(&Value::EMPTY)
        {
            let array = agent.new_array(rest)?;
            insn.set_run(2, 2, Value::from(u32::MAX));
            insn.set(1, array);
            return Ok(());
        }
        let array = agent.new_array(&[])?;
        while index < from.length() {
            let value = from.object().get_index(agent, index as u64)?;
            agent.array_push(array, value)?;
            index += 1;
        }
        insn.set_run(2, 2, Value::from(u32::MAX));
        insn.set(1, array);
        return Ok(());
    }
    let array = agent.new_array(&[])?;
    if let Some(record) = record(insn, 2) {
        while let Some(value) = agent.iterator_step_value(&record)? {
            agent.array_push(array, value)?;
        }
    }
    insn.set(1, array);
    Ok(())
}

pub fn array_append_spread(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    // SAFETY: the compiler names a register that holds an array it made.
    let array = unsafe { insn.get(1).as_gc_unchecked::<ArrayObject>() };
    let iterable = insn.get(2);
    if let Some(from) = is_plainly_iterable(agent, iterable) {
        if array.length() == 0
            && let Some(values) = from.packed_slice()
        {
            // Nobody but this register has seen the empty one.
            let copy = agent.new_array(values)?;
            insn.set(1, copy);
            return Ok(());
        }
        let mut i = 0;
        while i < from.length() {
            let value = match from.dense_get(i) {
                Some(value) => value,
                None => from.object().get_index(agent, i as u64)?,
            };
            agent.array_push(array, value)?;
            i += 1;
        }
        return Ok(());
    }
    let record = iterator_of(agent, iterable)?;
    while let Some(value) = agent.iterator_step_value(&record)? {
        agent.array_push(array, value)?;
        agent.poll_interrupts()?;
    }
    Ok(())
}

pub fn for_in_prepare(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let target = insn.get(2);
    let iterator = if target.is_nullish() {
        Value::UNDEFINED
    } else {
        let object = target.to_object(agent)?;
        crate::builtins::iterator::begin_for_in(agent, object)?
    };
    insn.set(1, iterator);
    Ok(())
}

pub fn for_in_next(agent: &mut Agent, insn: Insn) -> JsResult<bool> {
    match crate::builtins::iterator::next_for_in(agent, insn.get(2))? {
        Some(key) => {
            insn.set(1, key);
            Ok(false)
        }
        None => Ok(true),
    }
}

pub fn check_object(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let value = insn.get(1);
    if value.is_object() {
        return Ok(());
    }
    let text = crate::error::describe(agent, value);
    Err(agent.throw_type_error(format!("Iterator result {text} is not an object")))
}

pub fn check_object_coercible(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let value = insn.get(1);
    if !value.is_nullish() {
        return Ok(());
    }
    Err(throw_cannot_destructure(agent, value))
}

/// "Cannot destructure property 'x' of 'a.b' as it is undefined.", in V8's words for what the program's text shows.
#[cold]
fn throw_cannot_destructure(agent: &mut Agent, value: Value) -> Throw {
    let is = if value.is_null() { "null" } else { "undefined" };
    let message = match print_running(agent, FailedOperation::Destructure) {
        Some(Printed::Expression { text, property: Some(property) }) => {
            format!("Cannot destructure property '{property}' of '{text}' as it is {is}.")
        }
        Some(Printed::Expression { text, property: None }) => format!("Cannot destructure '{text}' as it is {is}."),
        Some(Printed::Pattern { property: Some(property), is_nested: true }) => {
            format!("Cannot read properties of {is} (reading '{property}')")
        }
        Some(Printed::Pattern { property: Some(property), is_nested: false }) => {
            let text = crate::error::describe_argument(agent, value);
            format!("Cannot destructure property '{property}' of '{text}' as it is {is}.")
        }
        _ => format!("Cannot destructure '{is}' as it is {is}."),
    };
    agent.throw_type_error(message)
}
