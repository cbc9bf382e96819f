//! Promise.all, allSettled, any, race (ECMA-262 27.2.4.1-3, 5), and allKeyed and allSettledKeyed (the await-dictionary
//! proposal).

use super::*;
use crate::Throw;
use crate::operations::iteration::IteratorRecord;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Combinator {
    All,
    AllSettled,
    Any,
}

/// For an observer.
fn origin_of(which: Option<Combinator>) -> PromiseOrigin {
    match which {
        Some(Combinator::All) => PromiseOrigin::All,
        Some(Combinator::AllSettled) => PromiseOrigin::AllSettled,
        Some(Combinator::Any) => PromiseOrigin::Any,
        None => PromiseOrigin::Race,
    }
}

pub(super) fn promise_all(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    combine(agent, this, args.get(0), Some(Combinator::All))
}
pub(super) fn promise_all_settled(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    combine(agent, this, args.get(0), Some(Combinator::AllSettled))
}
pub(super) fn promise_any(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    combine(agent, this, args.get(0), Some(Combinator::Any))
}
pub(super) fn promise_race(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    combine(agent, this, args.get(0), None)
}

pub(super) fn promise_all_keyed(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    combine_keyed(agent, this, args.get(0), Combinator::All)
}
pub(super) fn promise_all_settled_keyed(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    combine_keyed(agent, this, args.get(0), Combinator::AllSettled)
}

/// The common frame of allKeyed and allSettledKeyed.
fn combine_keyed(agent: &mut Agent, constructor: Value, promises: Value, which: Combinator) -> JsResult<Value> {
    let capability = new_promise_capability(agent, constructor)?;
    let resolve = match promise_resolve_of(agent, constructor) {
        Ok(resolve) => resolve,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    match perform_keyed(agent, promises, constructor, resolve, &capability, which) {
        Ok(()) => Ok(capability.promise.into()),
        Err(thrown) => reject_with(agent, &capability, thrown),
    }
}

/// PerformPromiseAllKeyed and PerformPromiseAllSettledKeyed.
fn perform_keyed(
    agent: &mut Agent,
    promises: Value,
    constructor: Value,
    resolve: Value,
    capability: &PromiseCapability,
    which: Combinator,
) -> JsResult<()> {
    let Some(promises) = promises.as_object() else {
        return Err(agent.throw_type_error("The promises must be the values of an object"));
    };
    let keys = agent.new_array(&[])?;
    let shared = new_shared(agent, capability, which as i32, keys.into())?;
    let values = shared.get(0);
    let then_key = agent.names.then;
    let own_keys = promises.own_property_keys(agent)?;
    let own_keys = crate::string::KeyList::new(agent, &own_keys);
    let mut index = 0u32;
    for &key in own_keys.as_slice() {
        if !promises.get_own_property(agent, key)?.is_some_and(|own| own.attributes.is_enumerable()) {
            continue;
        }
        let next = promises.get(agent, key)?;
        let name = agent.key_to_value(key);
        agent.array_push(keys, name)?;
        if let Some(values) = values.as_kind::<crate::object::array::ArrayObject>() {
            agent.array_push(values, Value::UNDEFINED)?;
        }
        let promise = agent.call(resolve, constructor, &[next])?;
        shared.set(1, Value::int(shared.get(1).as_int().unwrap_or(0) + 1));
        let slot = Value::from(index);
        let fulfilled: Value = agent.new_native("", 1, element_fulfilled, &[shared.into(), slot, Value::FALSE]).into();
        let rejected = if which == Combinator::All {
            materialize(agent, capability, shared)?;
            shared.get(4)
        } else {
            agent.new_native("", 1, element_rejected, &[shared.into(), slot, fulfilled]).into()
        };
        index += 1;
        agent.invoke(promise, then_key, &[fulfilled, rejected])?;
    }
    finish_one(agent, shared)
}

/// CreateKeyedPromiseCombinatorResultObject
fn keyed_result(agent: &mut Agent, keys: Value, values: Value) -> JsResult<Value> {
    let result = agent.new_object_with_prototype(Value::NULL);
    let (Some(keys), Some(values)) =
        (keys.as_kind::<crate::object::array::ArrayObject>(), values.as_kind::<crate::object::array::ArrayObject>())
    else {
        return Ok(values);
    };
    for index in 0..keys.length() {
        let key = keys.dense_get(index).unwrap_or(Value::UNDEFINED).to_property_key(agent)?;
        result.create_data_property(agent, key, values.dense_get(index).unwrap_or(Value::UNDEFINED))?;
    }
    Ok(result.into())
}

/// IfAbruptRejectPromise
fn reject_with(agent: &mut Agent, capability: &PromiseCapability, thrown: Throw) -> JsResult<Value> {
    if agent.is_terminating() {
        return Err(thrown);
    }
    let reason = agent.take_exception(thrown);
    capability.reject(agent, reason)?;
    Ok(capability.promise.into())
}

/// The common frame; None is race.
fn combine(agent: &mut Agent, constructor: Value, iterable: Value, which: Option<Combinator>) -> JsResult<Value> {
    let capability = new_promise_capability_from(agent, constructor, origin_of(which))?;
    let resolve = match promise_resolve_of(agent, constructor) {
        Ok(resolve) => resolve,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    let record = match agent.get_iterator(iterable) {
        Ok(record) => record,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    let mut in_iterator = false;
    match perform(agent, &record, constructor, resolve, &capability, which, &mut in_iterator) {
        Ok(()) => Ok(capability.promise.into()),
        Err(thrown) => {
            // The iterator is closed unless it was the iterator that failed.
            let thrown = if in_iterator { thrown } else { agent.iterator_close_throw(&record, thrown) };
            reject_with(agent, &capability, thrown)
        }
    }
}

/// GetPromiseResolve
fn promise_resolve_of(agent: &mut Agent, constructor: Value) -> JsResult<Value> {
    let key = agent.names.resolve;
    let resolve = agent.get_v(constructor, key)?;
    if !resolve.is_callable() {
        return Err(agent.throw_type_error("Promise resolve or reject function is not callable"));
    }
    Ok(resolve)
}

/// What the element functions share: values, remaining count, the capability.
/// An Elements cell: 0 values (an array), 1 remaining, 2 capability's promise, 3 resolve, 4 reject, 5 which, 6 keys (an array,
/// or undefined where the result is an array).
type Shared = Gc<Elements>;

fn new_shared(agent: &mut Agent, capability: &PromiseCapability, which: i32, keys: Value) -> JsResult<Shared> {
    let values = agent.new_array(&[])?;
    let fields = [
        values.into(),
        Value::int(1),
        capability.promise.into(),
        capability.resolve,
        capability.reject,
        Value::int(which),
        keys,
    ];
    agent.elements_from_slice(&fields)
}

/// The promise that an element function, or what stands for it, contributes to, for async stack traces.
pub(super) fn promise_behind(handler: Value) -> Option<Value> {
    if handler.is_kind(Kind::Elements) {
        return Some(elements_of(handler).get(2));
    }
    let native = handler.as_kind::<crate::function::NativeFunctionObject>()?;
    let elements: [crate::NativeFunction; 2] = [element_fulfilled, element_rejected];
    let function = native.function() as usize;
    elements.iter().any(|&known| known as usize == function).then(|| elements_of(native.data(0)).get(2))
}

fn capability_of(shared: Shared) -> Option<PromiseCapability> {
    Some(PromiseCapability { promise: shared.get(2).as_object()?, resolve: shared.get(3), reject: shared.get(4) })
}

fn perform(
    agent: &mut Agent,
    record: &IteratorRecord,
    constructor: Value,
    resolve: Value,
    capability: &PromiseCapability,
    which: Option<Combinator>,
    in_iterator: &mut bool,
) -> JsResult<()> {
    let shared = new_shared(agent, capability, which.map_or(3, |w| w as i32), Value::UNDEFINED)?;
    let then_key = agent.names.then;
    let mut index = 0u32;
    // The capability's own functions are natives of ours only where its constructor is %Promise%.
    let native = constructor == agent.intrinsic(Intrinsic::Promise).into();
    let resolves_plainly = native
        && resolve
            .as_kind::<crate::function::NativeFunctionObject>()
            .is_some_and(|f| f.function() as usize == super::constructor::promise_resolve_static as *const () as usize);
    loop {
        *in_iterator = true;
        let next = agent.iterator_step_value(record)?;
        *in_iterator = false;
        let Some(next) = next else {
            if which.is_some() {
                *in_iterator = true;
                finish_one(agent, shared)?;
            }
            return Ok(());
        };
        // A promise that nobody has meddled with is what the original Promise.resolve answers.
        let plain = next.as_kind::<PromiseObject>().filter(|p| resolves_plainly && p.is_plain(agent));
        let promise = if plain.is_some() { next } else { agent.call(resolve, constructor, &[next])? };
        if agent.observing {
            agent.observe_member(capability.promise.into(), promise);
        }
        let (on_fulfilled, on_rejected) = match which {
            None => {
                materialize(agent, capability, shared)?;
                (shared.get(3), shared.get(4))
            }
            Some(which) => {
                if let Some(values) = shared.get(0).as_kind::<crate::object::array::ArrayObject>() {
                    agent.array_push(values, Value::UNDEFINED)?;
                }
                shared.set(1, Value::int(shared.get(1).as_int().unwrap_or(0) + 1));
                let slot = Value::from(index);
                if let Some(promise) = plain
                    && native
                    && which != Combinator::Any
                {
                    // OPTIMIZATION: the element functions would be seen by nobody, since `then` is the original one.
                    wait_for_member(agent, promise, shared, slot);
                    index += 1;
                    continue;
                }
                let fulfilled = if which == Combinator::Any {
                    materialize(agent, capability, shared)?;
                    shared.get(3)
                } else {
                    agent.new_native("", 1, element_fulfilled, &[shared.into(), slot, Value::FALSE]).into()
                };
                let rejected = match which {
                    Combinator::All => {
                        materialize(agent, capability, shared)?;
                        shared.get(4)
                    }
                    Combinator::Any => {
                        agent.new_native("", 1, element_rejected, &[shared.into(), slot, Value::FALSE]).into()
                    }
                    Combinator::AllSettled => {
                        // The two functions of an element share [[AlreadyCalled]]: the second looks at the first.
                        agent.new_native("", 1, element_rejected, &[shared.into(), slot, fulfilled]).into()
                    }
                };
                (fulfilled, rejected)
            }
        };
        index += 1;
        match plain {
            // The derived promise would be seen by nobody, and the functions of the combinators do not throw.
            Some(promise) if native => {
                perform_promise_then(agent, promise, on_fulfilled, on_rejected, None)?;
            }
            _ => {
                agent.invoke(promise, then_key, &[on_fulfilled, on_rejected])?;
            }
        }
    }
}

/// Gives an intrinsic capability its resolving functions, once.
fn materialize(agent: &mut Agent, capability: &PromiseCapability, shared: Shared) -> JsResult<()> {
    if shared.get(3).is_undefined()
        && let Some(promise) = Value::from(capability.promise).as_kind::<PromiseObject>()
    {
        let (resolve, reject) = create_resolving_functions(agent, promise)?;
        shared.set(3, resolve);
        shared.set(4, reject);
    }
    Ok(())
}

/// Makes a promise's settling that of a member, in place of `then` with the element functions.
fn wait_for_member(agent: &mut Agent, promise: Gc<PromiseObject>, shared: Shared, place: Value) {
    if agent.observing {
        agent.observe_then(promise, Value::UNDEFINED);
    }
    add_reaction(agent, promise, shared.into(), Value::UNDEFINED, place);
}

/// A Member job: what the element function of `place` would do.
pub(super) fn member_settled(
    agent: &mut Agent,
    shared: Value,
    place: Value,
    value: Value,
    rejected: bool,
) -> JsResult<()> {
    let shared = elements_of(shared);
    if rejected && shared.get(5) == Value::int(Combinator::All as i32) {
        if let Some(promise) = shared.get(2).as_kind::<PromiseObject>() {
            reject_promise(agent, promise, value);
        }
        return Ok(());
    }
    match contribute(agent, shared, place, value, rejected) {
        Err(thrown) if !agent.is_terminating() => {
            // As an exception of an element function, which nobody hears of.
            agent.take_exception(thrown);
            Ok(())
        }
        done => done,
    }
}

/// What the member at `place` gives to the result, which is settled after the last.
fn contribute(agent: &mut Agent, shared: Shared, place: Value, mut value: Value, rejected: bool) -> JsResult<()> {
    if shared.get(5) == Value::int(Combinator::AllSettled as i32) {
        value = settled_outcome(agent, value, rejected)?;
    }
    store(shared, place, value);
    finish_one(agent, shared)
}

/// Marks an element function called; false if it (or its twin) was before.
fn call_once(args: &Args) -> bool {
    let mark = args.data(2);
    if let Some(twin) = mark.as_kind::<crate::function::NativeFunctionObject>() {
        if twin.data(2).is_true() {
            return false;
        }
        twin.set_data(2, Value::TRUE);
        return true;
    }
    if mark.is_true() {
        return false;
    }
    args.set_data(2, Value::TRUE);
    true
}

fn element_fulfilled(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if !call_once(&args) {
        return Ok(Value::UNDEFINED);
    }
    contribute(agent, elements_of(args.data(0)), args.data(1), args.get(0), false)?;
    Ok(Value::UNDEFINED)
}

fn element_rejected(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if !call_once(&args) {
        return Ok(Value::UNDEFINED);
    }
    contribute(agent, elements_of(args.data(0)), args.data(1), args.get(0), true)?;
    Ok(Value::UNDEFINED)
}

/// An element of what allSettled gives.
fn settled_outcome(agent: &mut Agent, value: Value, rejected: bool) -> JsResult<Value> {
    let (status, field) = if rejected { ("rejected", "reason") } else { ("fulfilled", "value") };
    let object = agent.new_object();
    let status = agent.string(status);
    object.create_data_property_or_throw(agent, agent.names.status, status.into())?;
    object.create_str(agent, field, value)?;
    Ok(object.into())
}

fn store(shared: Shared, index: Value, value: Value) {
    if let Some(array) = shared.get(0).as_kind::<crate::object::array::ArrayObject>()
        && let Some(elements) = array.object().dense_elements()
    {
        elements.set(index.as_f64_unchecked() as u32, value);
    }
}

/// One element (or the loop itself) is done; settles the result after the last.
fn finish_one(agent: &mut Agent, shared: Shared) -> JsResult<()> {
    let remaining = shared.get(1).as_int().unwrap_or(1) - 1;
    shared.set(1, Value::int(remaining));
    if remaining != 0 {
        return Ok(());
    }
    let Some(capability) = capability_of(shared) else { return Ok(()) };
    if shared.get(5) != Value::int(Combinator::Any as i32) {
        let keys = shared.get(6);
        let result = if keys.is_undefined() { shared.get(0) } else { keyed_result(agent, keys, shared.get(0))? };
        return capability.resolve(agent, result);
    }
    let error = agent.new_error(Intrinsic::AggregateErrorPrototype, "All promises were rejected");
    let key = agent.names.errors;
    error.as_object().define_builtin(agent, key, shared.get(0), crate::Attributes::BUILTIN)?;
    capability.reject(agent, error.into())
}
