//! %AsyncFromSyncIteratorPrototype%: a sync iterator as an async one (ECMA-262 27.1.6), and the async disposal of iterators.

use crate::builtins::promise::{
    PromiseCapability, new_promise_capability, perform_promise_then, promise_resolve_intrinsic,
};
use crate::kind::Kind;
use crate::object::{AsObject, Object, ObjectType};
use crate::operations::iteration::IteratorRecord;
use crate::{Agent, Args, Intrinsic, JsResult, Throw, Value};
use jenny_gc::{Gc, GcCell, Trace, Tracer};

/// An Async-from-Sync Iterator.
#[repr(C)]
pub struct AsyncFromSyncIterator {
    object: Object,
    iterator: Gc<Object>,
    next: Value,
}

// SAFETY: visits the object part and both fields.
unsafe impl Trace for AsyncFromSyncIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.iterator);
        self.next.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for AsyncFromSyncIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for AsyncFromSyncIterator {
    const KIND: Kind = Kind::AsyncFromSyncIterator;
}

/// CreateAsyncFromSyncIterator (27.1.6.1)
pub fn create_async_from_sync_iterator(agent: &mut Agent, sync: IteratorRecord) -> JsResult<IteratorRecord> {
    let prototype = agent.intrinsic(Intrinsic::AsyncFromSyncIteratorPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(Kind::AsyncFromSyncIterator, shape);
    let iterator = agent.alloc(AsyncFromSyncIterator { object, iterator: sync.iterator, next: sync.next }).as_object();
    agent.get_iterator_direct(iterator)
}

/// A capability of %Promise%.
pub(crate) fn intrinsic_capability(agent: &mut Agent) -> JsResult<PromiseCapability> {
    let constructor = agent.intrinsic(Intrinsic::Promise);
    new_promise_capability(agent, constructor.into())
}

/// IfAbruptRejectPromise: the promise, rejected with what was thrown. Errors: termination goes through.
pub(crate) fn reject_with(agent: &mut Agent, capability: &PromiseCapability, thrown: Throw) -> JsResult<Value> {
    let reason = agent.take_exception(thrown);
    if reason.is_empty() {
        return Err(agent.throw(reason));
    }
    capability.reject(agent, reason)?;
    Ok(capability.promise.into())
}

fn sync_record(agent: &mut Agent, this: Value) -> JsResult<IteratorRecord> {
    match this.as_kind::<AsyncFromSyncIterator>() {
        Some(iterator) => Ok(IteratorRecord { iterator: iterator.iterator, next: iterator.next }),
        None => Err(agent.throw_incompatible_receiver("%AsyncFromSyncIteratorPrototype%", this)),
    }
}

/// %AsyncFromSyncIteratorPrototype%.next ( [ value ] ) (27.1.6.2.1)
pub(super) fn async_from_sync_next(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let record = sync_record(agent, this)?;
    let capability = intrinsic_capability(agent)?;
    let result = agent.call(record.next, record.iterator.into(), args.as_slice()).and_then(|r| result_object(agent, r));
    match result {
        Ok(result) => continuation(agent, result, capability, record, true),
        Err(thrown) => reject_with(agent, &capability, thrown),
    }
}

fn result_object(agent: &mut Agent, result: Value) -> JsResult<Gc<Object>> {
    match result.as_object() {
        Some(object) => Ok(object),
        None => {
            let text = crate::error::describe(agent, result);
            Err(agent.throw_type_error(format!("Iterator result {text} is not an object")))
        }
    }
}

/// %AsyncFromSyncIteratorPrototype%.return ( [ value ] ) (27.1.6.2.2)
pub(super) fn async_from_sync_return(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let record = sync_record(agent, this)?;
    let capability = intrinsic_capability(agent)?;
    let iterator = Value::from(record.iterator);
    let method = match agent.get_method(iterator, agent.names.return_) {
        Ok(Value::UNDEFINED) => {
            let result = agent.create_iter_result_object(args.get(0), true);
            capability.resolve(agent, result.into())?;
            return Ok(capability.promise.into());
        }
        Ok(method) => method,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    let result = agent.call(method, iterator, args.as_slice()).and_then(|r| result_object(agent, r));
    match result {
        Ok(result) => continuation(agent, result, capability, record, false),
        Err(thrown) => reject_with(agent, &capability, thrown),
    }
}

/// %AsyncFromSyncIteratorPrototype%.throw ( [ value ] ) (27.1.6.2.3)
pub(super) fn async_from_sync_throw(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let record = sync_record(agent, this)?;
    let capability = intrinsic_capability(agent)?;
    let iterator = Value::from(record.iterator);
    let method = match agent.get_method(iterator, agent.names.throw) {
        Ok(Value::UNDEFINED) => {
            if let Err(thrown) = agent.iterator_close(&record) {
                return reject_with(agent, &capability, thrown);
            }
            let thrown = agent.throw_type_error("The iterator does not provide a 'throw' method");
            return reject_with(agent, &capability, thrown);
        }
        Ok(method) => method,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    let result = agent.call(method, iterator, args.as_slice()).and_then(|r| result_object(agent, r));
    match result {
        Ok(result) => continuation(agent, result, capability, record, true),
        Err(thrown) => reject_with(agent, &capability, thrown),
    }
}

/// AsyncFromSyncIteratorContinuation (27.1.6.4)
fn continuation(
    agent: &mut Agent,
    result: Gc<Object>,
    capability: PromiseCapability,
    record: IteratorRecord,
    close_on_rejection: bool,
) -> JsResult<Value> {
    let done = match result.get(agent, agent.names.done) {
        Ok(done) => done.to_boolean(),
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    let value = match result.get(agent, agent.names.value) {
        Ok(value) => value,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    let wrapper = match promise_resolve_intrinsic(agent, value) {
        Ok(wrapper) => wrapper,
        Err(thrown) => {
            let thrown = if !done && close_on_rejection { agent.iterator_close_throw(&record, thrown) } else { thrown };
            return reject_with(agent, &capability, thrown);
        }
    };
    let unwrap = agent.new_native("", 1, unwrap_value, &[Value::bool(done)]);
    let on_rejected = if done || !close_on_rejection {
        Value::UNDEFINED
    } else {
        agent.new_native("", 1, close_iterator, &[record.iterator.into()]).into()
    };
    perform_promise_then(agent, wrapper, unwrap.into(), on_rejected, Some(capability))
}

/// An iterator result object of the settled value.
fn unwrap_value(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(agent.create_iter_result_object(args.get(0), args.data(0).is_true()).into())
}

/// Closes the sync iterator and passes the rejection on.
fn close_iterator(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let thrown = agent.throw(args.get(0));
    match args.data(0).as_object() {
        Some(iterator) => {
            let record = IteratorRecord { iterator, next: Value::UNDEFINED };
            Err(agent.iterator_close_throw(&record, thrown))
        }
        None => Err(thrown),
    }
}

/// %AsyncIteratorPrototype% [ %Symbol.asyncDispose% ] ( )
pub(super) fn async_iterator_async_dispose(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let capability = intrinsic_capability(agent)?;
    let method = match agent.get_method(this, agent.names.return_) {
        Ok(Value::UNDEFINED) => {
            capability.resolve(agent, Value::UNDEFINED)?;
            return Ok(capability.promise.into());
        }
        Ok(method) => method,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    let wrapper = agent.call(method, this, &[]).and_then(|result| promise_resolve_intrinsic(agent, result));
    match wrapper {
        Ok(wrapper) => {
            let unwrap = agent.new_native("", 1, |_, _, _| Ok(Value::UNDEFINED), &[]);
            perform_promise_then(agent, wrapper, unwrap.into(), Value::UNDEFINED, Some(capability))
        }
        Err(thrown) => reject_with(agent, &capability, thrown),
    }
}
