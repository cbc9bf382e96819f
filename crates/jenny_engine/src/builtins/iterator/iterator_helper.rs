//! Iterator helper objects: map, filter, take, drop, flatMap, and the steps of chunks, windows, concat and zip as state machines
//! (ECMA-262 27.1.2.1, 27.1.4).

use super::{
    PrimitiveHandling, chunking, close_unstarted, direct_with_callback, get_iterator_flattenable, sequence,
    this_iterator, zip,
};
use crate::kind::Kind;
use crate::object::{Elements, Object, ObjectType};
use crate::operations::iteration::IteratorRecord;
use crate::{Agent, Args, Intrinsic, JsResult, Throw, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use std::cell::Cell;

/// 2^53 - 1
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Where a helper stands; the states of a generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    Start,
    Suspended,
    Running,
    Done,
}

/// What a helper does at each step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Map,
    Filter,
    Take,
    Drop,
    FlatMap,
    Chunks,
    /// full windows only
    Windows,
    /// windows, one that is not full too
    PartialWindows,
    /// `list` holds pairs of iterable and method
    Concat,
    /// `list` as zip.rs lays it out
    Zip,
}

/// An iterator helper object.
#[repr(C)]
pub struct IteratorHelper {
    object: Object,
    state: Cell<State>,
    pub(super) step: Step,
    /// the underlying iterator and its next method; undefined for concat and zip
    iterator: Value,
    next: Value,
    /// mapper or predicate
    function: Value,
    /// calls made so far; take and drop: what remains (possibly infinity); chunks and windows: their size
    pub(super) counter: Cell<f64>,
    /// flatMap, concat: the inner iterator, undefined if there is none
    pub(super) inner: Field<Value>,
    pub(super) inner_next: Field<Value>,
    pub(super) list: Option<Gc<Elements>>,
}

// SAFETY: visits the object part and all fields.
unsafe impl Trace for IteratorHelper {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.iterator.trace(tracer);
        self.next.trace(tracer);
        self.function.trace(tracer);
        self.inner.get().trace(tracer);
        self.inner_next.get().trace(tracer);
        self.list.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for IteratorHelper {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for IteratorHelper {
    const KIND: Kind = Kind::IteratorHelper;
}

impl IteratorHelper {
    fn record(&self) -> Option<IteratorRecord> {
        Some(IteratorRecord { iterator: self.iterator.as_object()?, next: self.next })
    }
    pub(super) fn inner_record(&self) -> Option<IteratorRecord> {
        Some(IteratorRecord { iterator: self.inner.get().as_object()?, next: self.inner_next.get() })
    }
    pub(super) fn set_inner_next(&self, value: Value) {
        self.inner_next.set(self.object.header(), value);
    }
    pub(super) fn set_inner(&self, record: Option<IteratorRecord>) {
        let header = self.object.header();
        self.inner.set(header, record.map_or(Value::UNDEFINED, |r| r.iterator.into()));
        self.inner_next.set(header, record.map_or(Value::UNDEFINED, |r| r.next));
    }
}

/// CreateIteratorFromClosure for a helper.
pub(super) fn new_helper(
    agent: &mut Agent,
    step: Step,
    record: Option<IteratorRecord>,
    function: Value,
    counter: f64,
    list: Option<Gc<Elements>>,
) -> Value {
    let prototype = agent.intrinsic(Intrinsic::IteratorHelperPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    agent
        .alloc(IteratorHelper {
            object: Object::new(Kind::IteratorHelper, shape),
            state: Cell::new(State::Start),
            step,
            iterator: record.map_or(Value::UNDEFINED, |r| r.iterator.into()),
            next: record.map_or(Value::UNDEFINED, |r| r.next),
            function,
            counter: Cell::new(counter),
            inner: Field::new(Value::UNDEFINED),
            inner_next: Field::new(Value::UNDEFINED),
            list,
        })
        .into()
}

/// Iterator.prototype.map ( mapper ) (27.1.4.8)
pub(super) fn iterator_map(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let record = direct_with_callback(agent, this, args.get(0), "Iterator.prototype.map")?;
    Ok(new_helper(agent, Step::Map, Some(record), args.get(0), 0.0, None))
}

/// Iterator.prototype.filter ( predicate ) (27.1.4.4)
pub(super) fn iterator_filter(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let record = direct_with_callback(agent, this, args.get(0), "Iterator.prototype.filter")?;
    Ok(new_helper(agent, Step::Filter, Some(record), args.get(0), 0.0, None))
}

/// Iterator.prototype.flatMap ( mapper ) (27.1.4.6)
pub(super) fn iterator_flat_map(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let record = direct_with_callback(agent, this, args.get(0), "Iterator.prototype.flatMap")?;
    Ok(new_helper(agent, Step::FlatMap, Some(record), args.get(0), 0.0, None))
}

/// The limit of take and drop: an integer from 0 to infinity; the iterator is closed if it is none.
fn limited(agent: &mut Agent, this: Value, limit: Value, step: Step, method: &str) -> JsResult<Value> {
    let iterator = this_iterator(agent, this, method)?;
    let count = match limit.to_number(agent) {
        Ok(n) if n.is_nan() || n <= -1.0 || (n.is_finite() && n > MAX_SAFE) => {
            let text = match limit.as_string() {
                Some(text) => text.to_rust_string(),
                None => crate::error::describe(agent, limit),
            };
            let thrown = agent.throw_range_error(format!("{text} must be positive"));
            return Err(close_unstarted(agent, iterator, thrown));
        }
        Ok(n) => jenny_text::number::to_integer_or_infinity(n),
        Err(thrown) => return Err(close_unstarted(agent, iterator, thrown)),
    };
    let record = agent.get_iterator_direct(iterator)?;
    Ok(new_helper(agent, step, Some(record), Value::UNDEFINED, count, None))
}

/// Iterator.prototype.take ( limit ) (27.1.4.11)
pub(super) fn iterator_take(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    limited(agent, this, args.get(0), Step::Take, "Iterator.prototype.take")
}

/// Iterator.prototype.drop ( limit ) (27.1.4.2)
pub(super) fn iterator_drop(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    limited(agent, this, args.get(0), Step::Drop, "Iterator.prototype.drop")
}

fn this_helper(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<IteratorHelper>> {
    let Some(helper) = this.as_kind::<IteratorHelper>() else {
        return Err(agent.throw_incompatible_receiver(method, this));
    };
    if helper.state.get() == State::Running {
        return Err(agent.throw_type_error("Generator is already running"));
    }
    Ok(helper)
}

/// %IteratorHelperPrototype%.next ( ) (27.1.2.1.1)
pub(super) fn iterator_helper_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let helper = this_helper(agent, this, "Iterator Helper.prototype.next")?;
    if helper.state.get() == State::Done {
        return Ok(agent.create_iter_result_object(Value::UNDEFINED, true).into());
    }
    agent.check_native_stack()?;
    helper.state.set(State::Running);
    let result = advance(agent, helper);
    helper.state.set(if matches!(result, Ok(Some(_))) { State::Suspended } else { State::Done });
    let value = result?;
    Ok(agent.create_iter_result_object(value.unwrap_or(Value::UNDEFINED), value.is_none()).into())
}

/// %IteratorHelperPrototype%.return ( ) (27.1.2.1.2)
pub(super) fn iterator_helper_return(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let helper = this_helper(agent, this, "Iterator Helper.prototype.return")?;
    let state = helper.state.get();
    if state != State::Done {
        agent.check_native_stack()?;
        // Before the first step the helper is done at once; after it, it runs while it closes what it iterates over.
        helper.state.set(if state == State::Start { State::Done } else { State::Running });
        let closed = close(agent, helper, state);
        helper.state.set(State::Done);
        closed?;
    }
    Ok(agent.create_iter_result_object(Value::UNDEFINED, true).into())
}

/// Closes what a helper iterates over, with a return completion.
fn close(agent: &mut Agent, helper: Gc<IteratorHelper>, state: State) -> JsResult<()> {
    if helper.step == Step::Zip {
        return zip::close_all(agent, helper);
    }
    if matches!(helper.step, Step::Chunks | Step::Windows | Step::PartialWindows) && chunking::is_exhausted(helper) {
        return Ok(());
    }
    if let Some(inner) = helper.inner_record()
        && state != State::Start
    {
        let closed = agent.iterator_close(&inner);
        let Some(record) = helper.record() else { return closed };
        return match closed {
            Ok(()) => agent.iterator_close(&record),
            Err(thrown) => Err(agent.iterator_close_throw(&record, thrown)),
        };
    }
    match helper.record() {
        Some(record) => agent.iterator_close(&record),
        None => Ok(()),
    }
}

/// Calls the helper's function with a value and the counter; the iterator is closed if it throws.
fn call_function(
    agent: &mut Agent,
    helper: Gc<IteratorHelper>,
    record: &IteratorRecord,
    value: Value,
) -> JsResult<Value> {
    let counter = helper.counter.get();
    helper.counter.set(counter + 1.0);
    let result = agent.call(helper.function, Value::UNDEFINED, &[value, Value::number(counter)]);
    result.map_err(|thrown: Throw| agent.iterator_close_throw(record, thrown))
}

/// Runs a helper to its next value; None when it is done.
fn advance(agent: &mut Agent, helper: Gc<IteratorHelper>) -> JsResult<Option<Value>> {
    match helper.step {
        Step::Concat => return sequence::advance(agent, helper),
        Step::Zip => return zip::advance(agent, helper),
        _ => {}
    }
    let Some(record) = helper.record() else { return Ok(None) };
    match helper.step {
        Step::Map => match agent.iterator_step_value(&record)? {
            Some(value) => Ok(Some(call_function(agent, helper, &record, value)?)),
            None => Ok(None),
        },
        Step::Filter => {
            while let Some(value) = agent.iterator_step_value(&record)? {
                if call_function(agent, helper, &record, value)?.to_boolean() {
                    return Ok(Some(value));
                }
                agent.poll_interrupts()?;
            }
            Ok(None)
        }
        Step::Take => {
            let remaining = helper.counter.get();
            if remaining == 0.0 {
                agent.iterator_close(&record)?;
                return Ok(None);
            }
            helper.counter.set(remaining - 1.0);
            agent.iterator_step_value(&record)
        }
        Step::Drop => {
            while helper.counter.get() > 0.0 {
                helper.counter.set(helper.counter.get() - 1.0);
                if agent.iterator_step(&record)?.is_none() {
                    return Ok(None);
                }
                agent.poll_interrupts()?;
            }
            agent.iterator_step_value(&record)
        }
        Step::Chunks | Step::Windows | Step::PartialWindows => chunking::advance(agent, helper, &record),
        _ => flat_map(agent, helper, &record),
    }
}

fn flat_map(agent: &mut Agent, helper: Gc<IteratorHelper>, record: &IteratorRecord) -> JsResult<Option<Value>> {
    loop {
        if let Some(inner) = helper.inner_record() {
            match agent.iterator_step_value(&inner) {
                Ok(Some(value)) => return Ok(Some(value)),
                Ok(None) => helper.set_inner(None),
                Err(thrown) => return Err(agent.iterator_close_throw(record, thrown)),
            }
        }
        let Some(value) = agent.iterator_step_value(record)? else { return Ok(None) };
        let mapped = call_function(agent, helper, record, value)?;
        match get_iterator_flattenable(agent, mapped, PrimitiveHandling::RejectPrimitives, "Iterator.prototype.flatMap")
        {
            Ok(inner) => helper.set_inner(Some(inner)),
            Err(thrown) => return Err(agent.iterator_close_throw(record, thrown)),
        }
        agent.poll_interrupts()?;
    }
}
