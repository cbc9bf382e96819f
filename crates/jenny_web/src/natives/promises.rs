//! Promises as specifications use them: made, settled and reacted to without a call that a program could have replaced.

use super::{Row, row};
use jenny_engine::embed::{
    PromiseObject, new_promise, perform_promise_then, promise_resolve_intrinsic, reject_promise, resolve_promise,
};
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};

pub static ROWS: &[Row] = &[
    row("newPromise", 0, new),
    row("resolvePromise", 2, resolve),
    row("rejectPromise", 2, reject),
    row("resolvedPromise", 1, resolved),
    row("rejectedPromise", 1, rejected),
    row("react", 3, react),
    row("markHandled", 1, mark_handled),
    row("queueJob", 1, queue_job),
];

fn promise_argument(agent: &mut Agent, value: Value) -> JsResult<jenny_engine::embed::Gc<PromiseObject>> {
    match value.as_kind::<PromiseObject>() {
        Some(promise) => Ok(promise),
        None => Err(agent.throw_type_error("A promise is needed")),
    }
}

/// newPromise(): a pending promise.
fn new(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    Ok(new_promise(agent).into())
}

/// resolvePromise(promise, value): as its resolve function would. A settled promise stays as it is.
fn resolve(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let promise = promise_argument(agent, args.get(0))?;
    resolve_promise(agent, promise, args.get(1));
    Ok(Value::UNDEFINED)
}

/// rejectPromise(promise, reason)
fn reject(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let promise = promise_argument(agent, args.get(0))?;
    reject_promise(agent, promise, args.get(1));
    Ok(Value::UNDEFINED)
}

/// resolvedPromise(value): "a promise resolved with value"; a promise of the language's own is given back as it is.
fn resolved(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    Ok(promise_resolve_intrinsic(agent, args.get(0))?.into())
}

/// rejectedPromise(reason): "a promise rejected with reason"
fn rejected(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let promise = new_promise(agent);
    reject_promise(agent, promise, args.get(0));
    Ok(promise.into())
}

/// react(promise, fulfilled, rejected): "react to promise", without a promise of what the reactions answer.
fn react(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let promise = promise_argument(agent, args.get(0))?;
    perform_promise_then(agent, promise, args.get(1), args.get(2), None)
}

/// markHandled(promise): sets its [[PromiseIsHandled]].
fn mark_handled(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let promise = promise_argument(agent, args.get(0))?;
    let nothing = agent.new_native("", 0, |_, _, _| Ok(Value::UNDEFINED), &[]).as_object();
    perform_promise_then(agent, promise, Value::UNDEFINED, nothing.into(), None)
}

/// queueJob(callback): "queue a microtask".
fn queue_job(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    agent.queue_microtask(args.get(0));
    Ok(Value::UNDEFINED)
}
