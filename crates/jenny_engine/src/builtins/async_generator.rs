//! AsyncGenerator objects (ECMA-262 27.6): the queue of requests and how the frame answers them.

use super::promise::{self, PromiseObject};
use crate::interpreter::generator::{GeneratorObject, GeneratorState, ResumeMode, resume};
use crate::object::array::ArrayObject;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use jenny_gc::Gc;

/// A request in the queue is three elements: promise, value, mode. The first element of the queue is the index of the first
/// request; those before it are done.
const REQUEST: u32 = 3;

/// So many elements that are done stay in a queue, so that taking one costs the same however long it is.
const MOST_DONE: u32 = 96;

/// Gives a new generator its empty queue.
pub(crate) fn init_queue(agent: &mut Agent, generator: Gc<GeneratorObject>) -> JsResult<()> {
    let queue = agent.new_array(&[Value::int(1)])?;
    generator.capability.set(generator.header(), queue.into());
    Ok(())
}

fn queue_of(generator: Gc<GeneratorObject>) -> Gc<ArrayObject> {
    // SAFETY: init_queue ran when the generator was made.
    unsafe { generator.capability.get().as_gc_unchecked() }
}

fn first_of(queue: Gc<ArrayObject>) -> u32 {
    queue.dense_get(0).and_then(|first| first.as_int()).map_or(1, |first| first as u32)
}

/// The first request: promise, value, mode.
fn front(generator: Gc<GeneratorObject>) -> Option<(Gc<PromiseObject>, Value, ResumeMode)> {
    let queue = queue_of(generator);
    let first = first_of(queue);
    if first >= queue.length() {
        return None;
    }
    let at = |i: u32| queue.dense_get(first + i).unwrap_or(Value::UNDEFINED);
    let mode = match at(2).as_int() {
        Some(1) => ResumeMode::Throw,
        Some(2) => ResumeMode::Return,
        _ => ResumeMode::Next,
    };
    Some((at(0).as_kind()?, at(1), mode))
}

fn pop(generator: Gc<GeneratorObject>) {
    let queue = queue_of(generator);
    let (first, length) = (first_of(queue) + REQUEST, queue.length());
    let Some(elements) = queue.object().dense_elements() else { return };
    if first < length && first < MOST_DONE.max(length / 2) {
        for index in first - REQUEST..first {
            elements.set(index, Value::UNDEFINED);
        }
        elements.set(0, Value::int(first as i32));
        return;
    }
    let left = length.saturating_sub(first);
    elements.copy_within(first, 1, left);
    elements.set(0, Value::int(1));
    elements.set_len(1 + left);
    queue.set_length_raw(1 + left);
}

/// AsyncGeneratorCompleteStep
fn complete_step(agent: &mut Agent, generator: Gc<GeneratorObject>, value: Value, done: bool, throws: bool) {
    let Some((promise, _, _)) = front(generator) else { return };
    pop(generator);
    if throws {
        promise::reject_promise(agent, promise, value);
    } else {
        let result = agent.create_iter_result_object(value, done);
        promise::resolve_promise(agent, promise, result.into());
    }
}

/// The frame yielded: answers the first request; a waiting one resumes it at once, from a fresh stack.
pub(crate) fn yielded(agent: &mut Agent, generator: Gc<GeneratorObject>, value: Value) -> JsResult<()> {
    complete_step(agent, generator, value, false, false);
    if let Some((_, value, mode)) = front(generator) {
        // Not a job: it must run before any job queued so far could see it suspended. The frame has left its registers alone
        // since it was suspended, so resuming it from inside its own suspension is safe, and depth is bounded by the queue.
        agent.check_native_stack()?;
        return resume(agent, generator, value, mode).map(|_| ());
    }
    Ok(())
}

/// The frame returned or threw: answers the first request and drains the rest.
pub(crate) fn completed(agent: &mut Agent, generator: Gc<GeneratorObject>, value: Value, throws: bool) -> JsResult<()> {
    generator.set_state(GeneratorState::Awaiting);
    complete_step(agent, generator, value, true, throws);
    drain(agent, generator)
}

/// AsyncGeneratorDrainQueue
fn drain(agent: &mut Agent, generator: Gc<GeneratorObject>) -> JsResult<()> {
    loop {
        let Some((_, value, mode)) = front(generator) else {
            generator.set_state(GeneratorState::Completed);
            return Ok(());
        };
        match mode {
            ResumeMode::Return => return await_return(agent, generator, value),
            ResumeMode::Throw => complete_step(agent, generator, value, true, true),
            ResumeMode::Next => complete_step(agent, generator, Value::UNDEFINED, true, false),
        }
    }
}

/// AsyncGeneratorAwaitReturn
fn await_return(agent: &mut Agent, generator: Gc<GeneratorObject>, value: Value) -> JsResult<()> {
    generator.set_state(GeneratorState::Awaiting);
    let promise = match promise::promise_resolve_intrinsic(agent, value) {
        Ok(promise) => promise,
        Err(thrown) => {
            if agent.is_terminating() {
                return Err(thrown);
            }
            let reason = agent.take_exception(thrown);
            complete_step(agent, generator, reason, true, true);
            return drain(agent, generator);
        }
    };
    let fulfilled = agent.new_native("", 1, return_fulfilled, &[generator.into()]);
    let rejected = agent.new_native("", 1, return_rejected, &[generator.into()]);
    promise::perform_promise_then(agent, promise, fulfilled.into(), rejected.into(), None)?;
    Ok(())
}

fn return_settled(agent: &mut Agent, args: &Args, throws: bool) -> JsResult<Value> {
    if let Some(generator) = args.data(0).as_kind::<GeneratorObject>() {
        complete_step(agent, generator, args.get(0), true, throws);
        drain(agent, generator)?;
    }
    Ok(Value::UNDEFINED)
}

fn return_fulfilled(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    return_settled(agent, &args, false)
}

fn return_rejected(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    return_settled(agent, &args, true)
}

pub(super) fn async_generator_next(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    request(agent, this, args.get(0), ResumeMode::Next, "next")
}

pub(super) fn async_generator_return(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    request(agent, this, args.get(0), ResumeMode::Return, "return")
}

pub(super) fn async_generator_throw(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    request(agent, this, args.get(0), ResumeMode::Throw, "throw")
}

/// AsyncGenerator.prototype.next, return and throw (27.6.1.2-4).
fn request(agent: &mut Agent, this: Value, value: Value, mode: ResumeMode, method: &str) -> JsResult<Value> {
    let promise = promise::new_promise(agent);
    let Some(generator) =
        this.as_kind::<GeneratorObject>().filter(|g| g.is_async && g.capability.get().is_kind(crate::Kind::Array))
    else {
        let text = crate::error::describe(agent, this);
        let message = format!("{method} method called on incompatible receiver {text}");
        let error = agent.new_error(Intrinsic::TypeErrorPrototype, &message);
        promise::reject_promise(agent, promise, error.into());
        return Ok(promise.into());
    };
    let mut state = generator.state();
    if state == GeneratorState::Completed && mode != ResumeMode::Return {
        if mode == ResumeMode::Throw {
            promise::reject_promise(agent, promise, value);
        } else {
            let result = agent.create_iter_result_object(Value::UNDEFINED, true);
            promise::resolve_promise(agent, promise, result.into());
        }
        return Ok(promise.into());
    }
    let queue = queue_of(generator);
    agent.array_push(queue, promise.into())?;
    agent.array_push(queue, value)?;
    agent.array_push(queue, Value::int(mode as i32))?;
    if state == GeneratorState::SuspendedStart && mode != ResumeMode::Next {
        generator.set_state(GeneratorState::Completed);
        state = GeneratorState::Completed;
    }
    match state {
        GeneratorState::Completed => drain(agent, generator)?,
        GeneratorState::SuspendedStart | GeneratorState::SuspendedYield => {
            resume(agent, generator, value, mode)?;
        }
        // It answers the queue when it comes to it.
        GeneratorState::Executing | GeneratorState::Awaiting => {}
    }
    Ok(promise.into())
}
