//! AsyncGenerator objects (ECMA-262 27.6): the queue of requests and how the frame answers them.

use super::promise::{self, PromiseObject};
use crate::agent::job::{Job, JobKind};
use crate::interpreter::generator::{GeneratorObject, GeneratorState, ResumeMode, resume};
use crate::object::array::ArrayObject;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use jenny_gc::Gc;

/// A request in the queue is three elements: requester, value, mode. The first element of the queue is the index of the first
/// request; those before it are done.
const REQUEST: u32 = 3;

/// So many elements that are done stay in a queue, so that taking one costs the same however long it is.
const MOST_DONE: u32 = 96;

// A requester is the promise that `next`, `return` or `throw` answered, or the suspended frame of a `for await` that asked without one.
// A generator's requests are undefined (none), the requester of a lone `next()` without an argument, or an array: the queue.

fn queue_of(requests: Value) -> Option<Gc<ArrayObject>> {
    requests.as_kind()
}

fn first_of(queue: Gc<ArrayObject>) -> u32 {
    queue.dense_get(0).and_then(|first| first.as_int()).map_or(1, |first| first as u32)
}

/// The first request: requester, value, mode.
fn front(generator: &GeneratorObject) -> Option<(Value, Value, ResumeMode)> {
    let requests = generator.capability.get();
    let Some(queue) = queue_of(requests) else {
        return (!requests.is_undefined()).then_some((requests, Value::UNDEFINED, ResumeMode::Next));
    };
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
    Some((at(0), at(1), mode))
}

/// Who made the first request: a promise, or a generator that awaits; undefined if there is none.
pub(crate) fn first_requester(generator: &GeneratorObject) -> Value {
    front(generator).map_or(Value::UNDEFINED, |(requester, _, _)| requester)
}

fn push(
    agent: &mut Agent,
    generator: Gc<GeneratorObject>,
    requester: Value,
    value: Value,
    mode: ResumeMode,
) -> JsResult<()> {
    let requests = generator.capability.get();
    if requests.is_undefined() && value.is_undefined() && mode == ResumeMode::Next {
        generator.capability.set(generator.header(), requester);
        return Ok(());
    }
    let queue = match queue_of(requests) {
        Some(queue) => queue,
        None => {
            let queue = agent.new_array(&[Value::int(1)])?;
            if !requests.is_undefined() {
                push_to(agent, queue, requests, Value::UNDEFINED, ResumeMode::Next)?;
            }
            generator.capability.set(generator.header(), queue.into());
            queue
        }
    };
    push_to(agent, queue, requester, value, mode)
}

fn push_to(
    agent: &mut Agent,
    queue: Gc<ArrayObject>,
    requester: Value,
    value: Value,
    mode: ResumeMode,
) -> JsResult<()> {
    agent.array_push(queue, requester)?;
    agent.array_push(queue, value)?;
    agent.array_push(queue, Value::int(mode as i32))?;
    Ok(())
}

fn pop(generator: Gc<GeneratorObject>) {
    let Some(queue) = queue_of(generator.capability.get()) else {
        return generator.capability.set(generator.header(), Value::UNDEFINED);
    };
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
    let Some((requester, _, _)) = front(&generator) else { return };
    pop(generator);
    if let Some(waiter) = requester.as_kind::<GeneratorObject>() {
        answer_waiter(agent, waiter, value, done, throws);
    } else if let Some(promise) = requester.as_kind::<PromiseObject>() {
        answer(agent, promise, value, done, throws);
    }
}

/// Settles the promise of a request.
fn answer(agent: &mut Agent, promise: Gc<PromiseObject>, value: Value, done: bool, throws: bool) {
    if throws {
        return promise::reject_promise(agent, promise, value);
    }
    let result = agent.create_iter_result_object(value, done);
    if results_are_thenless(agent) {
        promise::fulfill_promise(agent, promise, result.into());
    } else {
        promise::resolve_promise(agent, promise, result.into());
    }
}

/// Resumes a `for await` that asked without a promise.
fn answer_waiter(agent: &mut Agent, waiter: Gc<GeneratorObject>, value: Value, done: bool, throws: bool) {
    if !throws && !results_are_thenless(agent) {
        let promise = promise::new_promise(agent);
        answer(agent, promise, value, done, throws);
        return promise::await_promise(agent, promise, waiter);
    }
    let c = if throws { Value::EMPTY } else { Value::bool(done) };
    let job = Job { kind: JobKind::Resume, flag: throws, a: waiter.into(), b: value, c };
    agent.enqueue_job_in(Value::UNDEFINED, job);
}

/// Whether new iterator results have no `then` that could make thenables of them.
fn results_are_thenless(agent: &mut Agent) -> bool {
    let prototype = agent.intrinsic(Intrinsic::ObjectPrototype);
    prototype.shape().find(agent.names.then).is_none()
}

/// `next()` of a `for await` whose suspended frame is answered without a promise. Outside any async context.
pub(crate) fn ask(agent: &mut Agent, generator: Gc<GeneratorObject>, waiter: Gc<GeneratorObject>) -> JsResult<()> {
    let state = generator.state();
    if state == GeneratorState::Completed {
        answer_waiter(agent, waiter, Value::UNDEFINED, true, false);
        return Ok(());
    }
    push(agent, generator, waiter.into(), Value::UNDEFINED, ResumeMode::Next)?;
    if matches!(state, GeneratorState::SuspendedStart | GeneratorState::SuspendedYield) {
        resume(agent, generator, Value::UNDEFINED, ResumeMode::Next)?;
    }
    if !agent.async_context.is_undefined() {
        keep_context(agent, generator, waiter);
    }
    Ok(())
}

/// The generator entered an async context and did not leave it, and whoever awaits now goes on in that: a promise holds it.
#[cold]
fn keep_context(agent: &mut Agent, generator: Gc<GeneratorObject>, waiter: Gc<GeneratorObject>) {
    let (requests, waiting) = (generator.capability.get(), Value::from(waiter));
    let promise = promise::new_promise(agent);
    if requests == waiting {
        generator.capability.set(generator.header(), promise.into());
        return promise::await_promise(agent, promise, waiter);
    }
    let Some(queue) = queue_of(requests) else { return };
    let Some(elements) = queue.object().dense_elements() else { return };
    let place = (first_of(queue)..queue.length()).step_by(REQUEST as usize).find(|&at| elements.get(at) == waiting);
    if let Some(place) = place {
        elements.set(place, promise.into());
        promise::await_promise(agent, promise, waiter);
    }
}

/// The frame yielded: answers the first request; a waiting one resumes it at once, from a fresh stack.
pub(crate) fn yielded(agent: &mut Agent, generator: Gc<GeneratorObject>, value: Value) -> JsResult<()> {
    complete_step(agent, generator, value, false, false);
    if let Some((_, value, mode)) = front(&generator) {
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
        let Some((_, value, mode)) = front(&generator) else {
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

pub(crate) fn async_generator_next(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
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
    let Some(generator) = this.as_kind::<GeneratorObject>().filter(|generator| generator.is_async_generator()) else {
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
            answer(agent, promise, Value::UNDEFINED, true, false);
        }
        return Ok(promise.into());
    }
    push(agent, generator, promise.into(), value, mode)?;
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
