//! Atomics (ECMA-262 25.4).

mod operations;
mod waiter_list;

pub use waiter_list::Waiter;

use super::array_buffer::{throw_immutable, to_index};
use super::promise::{PromiseObject, new_promise, resolve_promise};
use super::typed_array::{ElementType, TypedArrayObject};
use crate::agent::observer::AgentEvent;
use crate::realm::property_spec::*;
use crate::value::bigint_arithmetic::bigint_to_u64_wrapping;
use crate::{Agent, Args, AsObject, Intrinsic, JsResult, Value};
use jenny_gc::{Gc, Root};
use operations::ReadModifyWrite;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;
use waiter_list::Place;

pub static ATOMICS: ObjectSpec = ObjectSpec { parent: Intrinsic::ObjectPrototype, properties: PROPERTIES };

static PROPERTIES: &[PropertySpec] = &[
    method("load", atomics_load, 2),
    method("store", atomics_store, 3),
    method("add", |agent, _, args| read_modify_write(agent, args, ReadModifyWrite::Add), 3),
    method("sub", |agent, _, args| read_modify_write(agent, args, ReadModifyWrite::Sub), 3),
    method("and", |agent, _, args| read_modify_write(agent, args, ReadModifyWrite::And), 3),
    method("or", |agent, _, args| read_modify_write(agent, args, ReadModifyWrite::Or), 3),
    method("xor", |agent, _, args| read_modify_write(agent, args, ReadModifyWrite::Xor), 3),
    method("exchange", |agent, _, args| read_modify_write(agent, args, ReadModifyWrite::Exchange), 3),
    method("compareExchange", atomics_compare_exchange, 4),
    method("isLockFree", atomics_is_lock_free, 1),
    method("wait", atomics_wait, 4),
    method("waitAsync", atomics_wait_async, 4),
    method("notify", atomics_notify, 3),
    method("pause", atomics_pause, 0),
    to_string_tag("Atomics"),
];

/// A blocked thread looks this often whether it is asked to end.
const POLL_MILLISECONDS: f64 = 100.0;

/// ValidateIntegerTypedArray (25.4.3.1), with the length of now.
fn integer_typed_array(agent: &mut Agent, value: Value, waitable: bool) -> JsResult<(Gc<TypedArrayObject>, usize)> {
    let fits = |element_type| match element_type {
        ElementType::Int32 | ElementType::BigInt64 => true,
        ElementType::Uint8Clamped | ElementType::Float16 | ElementType::Float32 | ElementType::Float64 => false,
        _ => !waitable,
    };
    if let Some(array) = value.as_kind::<TypedArrayObject>() {
        match array.length() {
            Some(length) if fits(array.element_type()) => return Ok((array, length)),
            Some(_) => {}
            None => {
                return Err(agent.throw_type_error("Cannot perform an atomic operation on a detached ArrayBuffer"));
            }
        }
    }
    let text = crate::error::describe(agent, value);
    let wanted = if waitable { "an int32 or BigInt64" } else { "an integer" };
    Err(agent.throw_type_error(format!("{text} is not {wanted} typed array.")))
}

/// ValidateIntegerTypedArray with the access mode WRITE.
fn writable_typed_array(agent: &mut Agent, value: Value) -> JsResult<(Gc<TypedArrayObject>, usize)> {
    let (array, length) = integer_typed_array(agent, value, false)?;
    if array.buffer().is_immutable() {
        return Err(throw_immutable(agent, "an atomic operation"));
    }
    Ok((array, length))
}

/// ValidateAtomicAccess (25.4.3.2), as the index of an element.
fn access_index(agent: &mut Agent, length: usize, index: Value) -> JsResult<usize> {
    let index = to_index(agent, index, "Invalid atomic access index")?;
    if index >= length as u64 {
        return Err(agent.throw_range_error("Invalid atomic access index"));
    }
    Ok(index as usize)
}

/// RevalidateAtomicAccess (25.4.3.4): the address of an element after user code ran.
fn element_address(agent: &mut Agent, array: Gc<TypedArrayObject>, index: usize) -> JsResult<*mut u8> {
    if array.length().is_none() {
        return Err(agent.throw_type_error("Cannot perform an atomic operation on a detached ArrayBuffer"));
    }
    match array.element_address(index) {
        Some(address) => Ok(address),
        None => Err(agent.throw_range_error("Invalid atomic access index")),
    }
}

/// The operand of an operation as a value of the array's kind, and its bits.
fn operand(agent: &mut Agent, array: Gc<TypedArrayObject>, value: Value) -> JsResult<(Value, u64)> {
    if array.element_type().is_bigint() {
        let n = value.to_bigint(agent)?;
        return Ok((n.into(), bigint_to_u64_wrapping(n.value())));
    }
    let n = value.to_integer_or_infinity(agent)?;
    Ok((Value::number(n), array.element_type().bits_of_number(n)))
}

/// AtomicReadModifyWrite (25.4.3.16)
fn read_modify_write(agent: &mut Agent, args: Args, op: ReadModifyWrite) -> JsResult<Value> {
    let (array, length) = writable_typed_array(agent, args.get(0))?;
    let index = access_index(agent, length, args.get(1))?;
    let (_, bits) = operand(agent, array, args.get(2))?;
    let at = element_address(agent, array, index)?;
    // SAFETY: the address of an element.
    let old = unsafe { operations::read_modify_write(at, array.element_type(), op, bits) };
    Ok(array.element_type().value_of_bits(agent, old))
}

/// 25.4.6
fn atomics_compare_exchange(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = writable_typed_array(agent, args.get(0))?;
    let index = access_index(agent, length, args.get(1))?;
    let (_, expected) = operand(agent, array, args.get(2))?;
    let (_, new) = operand(agent, array, args.get(3))?;
    let at = element_address(agent, array, index)?;
    // SAFETY: the address of an element.
    let old = unsafe { operations::compare_exchange(at, array.element_type(), expected, new) };
    Ok(array.element_type().value_of_bits(agent, old))
}

/// 25.4.8
fn atomics_is_lock_free(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let n = args.get(0).to_integer_or_infinity(agent)?;
    Ok(Value::bool([1.0, 2.0, 4.0, 8.0].contains(&n)))
}

/// 25.4.9
fn atomics_load(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = integer_typed_array(agent, args.get(0), false)?;
    let index = access_index(agent, length, args.get(1))?;
    let at = element_address(agent, array, index)?;
    // SAFETY: the address of an element.
    let bits = unsafe { operations::load(at, array.element_type()) };
    Ok(array.element_type().value_of_bits(agent, bits))
}

/// 25.4.11
fn atomics_store(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = writable_typed_array(agent, args.get(0))?;
    let index = access_index(agent, length, args.get(1))?;
    let (value, bits) = operand(agent, array, args.get(2))?;
    let at = element_address(agent, array, index)?;
    // SAFETY: the address of an element.
    unsafe { operations::store(at, array.element_type(), bits) };
    Ok(value)
}

/// 25.4.10: how long is the implementation's choice.
fn atomics_pause(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let n = args.get(0);
    let times = match n.as_number() {
        Some(times) if times.is_finite() && times.fract() == 0.0 => times,
        _ if n.is_undefined() => 1.0,
        _ => return Err(agent.throw_type_error("The argument of Atomics.pause must be an integral Number")),
    };
    (0..times.clamp(1.0, 64.0) as u32).for_each(|_| std::hint::spin_loop());
    Ok(Value::UNDEFINED)
}

/// What both waits check and convert (DoWait, 25.4.3.14, up to the list): the place, the bits expected there, and the timeout
/// in milliseconds, which may be infinite; and the index of the element.
fn wait_arguments(agent: &mut Agent, args: Args) -> JsResult<(Place, u64, f64, usize)> {
    let (array, length) = integer_typed_array(agent, args.get(0), true)?;
    if !array.buffer().is_shared() {
        let text = crate::error::describe(agent, args.get(0));
        return Err(agent.throw_type_error(format!("{text} is not a shared typed array.")));
    }
    let index = access_index(agent, length, args.get(1))?;
    let expected = array.element_type().bits_of_value(agent, args.get(2))?;
    let expected = if array.element_type().is_bigint() { expected } else { expected as u32 as u64 };
    let timeout = args.get(3).to_number(agent)?;
    let timeout = if timeout.is_nan() { f64::INFINITY } else { timeout.max(0.0) };
    let size = array.element_type().size();
    let offset = array.raw_byte_offset() + index * size;
    match array.buffer().store().and_then(|store| Place::new(store, offset, size)) {
        Some(place) => Ok((place, expected, timeout, index)),
        None => Err(agent.throw_range_error("Invalid atomic access index")),
    }
}

/// 25.4.13
fn atomics_wait(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (place, expected, timeout, index) = wait_arguments(agent, args)?;
    if !agent.host.can_suspend() {
        return Err(agent.throw_type_error("Atomics.wait cannot be called in this context"));
    }
    let Some(waiter) = Waiter::enter(place, expected) else { return Ok(agent.string_value("not-equal")) };
    agent.observe_atomics(AgentEvent::AtomicsWait { index: index as u64 });
    let waited = block(agent, &waiter, timeout);
    agent.observe_atomics(AgentEvent::AtomicsWake { notified: waited == Ok(true) });
    Ok(agent.string_value(if waited? { "ok" } else { "timed-out" }))
}

/// Blocks the thread; whether the waiter was notified.
fn block(agent: &mut Agent, waiter: &Waiter, timeout: f64) -> JsResult<bool> {
    let mut left = timeout;
    loop {
        let slice = left.min(POLL_MILLISECONDS);
        agent.host.suspend(waiter, Duration::from_secs_f64(slice / 1000.0));
        if waiter.is_notified() {
            return Ok(true);
        }
        left -= slice;
        let interrupted = agent.poll_interrupts();
        if interrupted.is_err() || left <= 0.0 {
            let timed_out = waiter.leave();
            return interrupted.map(|()| !timed_out);
        }
    }
}

/// The asynchronous waits of an agent, by their numbers.
#[derive(Default)]
struct PendingWaits {
    next: Cell<u64>,
    waits: RefCell<FxHashMap<u64, (Root<PromiseObject>, Arc<Waiter>)>>,
}

/// 25.4.14
fn atomics_wait_async(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (place, expected, timeout, _) = wait_arguments(agent, args)?;
    let Some(host) = agent.async_waits.clone() else {
        return Err(agent.throw_type_error("Atomics.waitAsync cannot be called in this context"));
    };
    let promise = new_promise(agent);
    let result = agent.new_object();
    let (is_async, value) = match Waiter::enter(place, expected) {
        None => (false, agent.string_value("not-equal")),
        Some(waiter) if timeout == 0.0 => {
            waiter.leave();
            (false, agent.string_value("timed-out"))
        }
        Some(waiter) => {
            let pending = agent.state::<PendingWaits>();
            let wait = pending.next.replace(pending.next.get() + 1);
            pending.waits.borrow_mut().insert(wait, (Root::new(&agent.heap, promise), waiter.clone()));
            let wake = host.begin(agent, wait, timeout.is_finite().then_some(timeout));
            waiter.on_notify(wake);
            (true, promise.as_object().into())
        }
    };
    result.create_str(agent, "async", Value::bool(is_async))?;
    result.create_str(agent, "value", value)?;
    Ok(result.into())
}

/// Ends an asynchronous wait that was notified or whose time is over; nothing if it has ended.
pub fn finish_async_wait(agent: &mut Agent, wait: u64) {
    let ended = agent.state::<PendingWaits>().waits.borrow_mut().remove(&wait);
    let Some((promise, waiter)) = ended else { return };
    let text = if waiter.is_notified() || !waiter.leave() { "ok" } else { "timed-out" };
    let value = agent.string_value(text);
    resolve_promise(agent, promise.get(), value);
}

/// 25.4.15
fn atomics_notify(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = integer_typed_array(agent, args.get(0), true)?;
    let index = access_index(agent, length, args.get(1))?;
    let count = match args.get(2) {
        Value::UNDEFINED => f64::INFINITY,
        count => count.to_integer_or_infinity(agent)?.max(0.0),
    };
    if !array.buffer().is_shared() {
        return Ok(Value::ZERO);
    }
    let address = array.data().addr() + index * array.element_type().size();
    // The cast saturates.
    let woken = waiter_list::notify(address, count as usize);
    agent.observe_atomics(AgentEvent::AtomicsNotify { index: index as u64, woken: woken as u64 });
    Ok(Value::from(woken))
}
