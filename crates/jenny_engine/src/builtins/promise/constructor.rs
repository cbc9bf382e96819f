//! The Promise constructor, its simple statics, and the prototype.

use super::combinators::{
    promise_all, promise_all_keyed, promise_all_settled, promise_all_settled_keyed, promise_any, promise_race,
};
use super::*;
use crate::realm::property_spec::*;

pub static PROMISE: ClassSpec =
    ClassSpec::new("Promise", Intrinsic::Promise, Intrinsic::PromisePrototype, promise_constructor, 1)
        .statics(&[
            method("all", promise_all, 1),
            method("allKeyed", promise_all_keyed, 1),
            method("allSettledKeyed", promise_all_settled_keyed, 1),
            method("allSettled", promise_all_settled, 1),
            method("any", promise_any, 1),
            method("race", promise_race, 1),
            method("reject", promise_reject, 1),
            method("resolve", promise_resolve_static, 1),
            method("try", promise_try, 1),
            method("withResolvers", promise_with_resolvers, 0),
            species(),
        ])
        .methods(&[
            method("then", promise_then, 2),
            method("catch", promise_catch, 1),
            method("finally", promise_finally, 1),
            to_string_tag("Promise"),
        ]);

/// Promise(executor) (27.2.3.1)
fn promise_constructor(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_type_error("Promise constructor cannot be invoked without 'new'"));
    }
    let executor = args.get(0);
    if !executor.is_callable() {
        let text = crate::error::describe(agent, executor);
        return Err(agent.throw_type_error(format!("Promise resolver {text} is not a function")));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::PromisePrototype)?;
    let promise = new_promise_with_prototype(agent, prototype, PromiseOrigin::Constructor);
    let (resolve, reject) = create_resolving_functions(agent, promise)?;
    if let Err(thrown) = agent.call(executor, Value::UNDEFINED, &[resolve, reject]) {
        if agent.is_terminating() {
            return Err(thrown);
        }
        let reason = agent.take_exception(thrown);
        agent.call(reject, Value::UNDEFINED, &[reason])?;
    }
    Ok(promise.into())
}

/// Promise.prototype.then (27.2.5.4)
pub(super) fn promise_then(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(promise) = this.as_kind::<PromiseObject>() else {
        return Err(agent.throw_incompatible_receiver("Promise.prototype.then", this));
    };
    let capability = if promise.is_plain(agent) {
        PromiseCapability::of(new_promise_from(agent, PromiseOrigin::Then).as_object())
    } else {
        let default = agent.intrinsic(Intrinsic::Promise);
        let constructor = promise.as_object().species_constructor(agent, default)?;
        new_promise_capability_from(agent, constructor.into(), PromiseOrigin::Then)?
    };
    perform_promise_then(agent, promise, args.get(0), args.get(1), Some(capability))
}

/// Promise.prototype.catch
fn promise_catch(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let key = agent.names.then;
    agent.invoke(this, key, &[Value::UNDEFINED, args.get(0)])
}

/// Promise.prototype.finally
fn promise_finally(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(promise) = this.as_object() else {
        return Err(agent.throw_incompatible_receiver("Promise.prototype.finally", this));
    };
    let default = agent.intrinsic(Intrinsic::Promise);
    let constructor = promise.species_constructor(agent, default)?;
    let on_finally = args.get(0);
    let key = agent.names.then;
    if !on_finally.is_callable() {
        return agent.invoke(this, key, &[on_finally, on_finally]);
    }
    let then_finally = agent.new_native("", 1, then_finally_function, &[on_finally, constructor.into()]);
    let catch_finally = agent.new_native("", 1, catch_finally_function, &[on_finally, constructor.into()]);
    agent.invoke(this, key, &[then_finally.into(), catch_finally.into()])
}

fn after_finally(agent: &mut Agent, args: &Args, then: crate::NativeFunction) -> JsResult<Value> {
    let result = agent.call(args.data(0), Value::UNDEFINED, &[])?;
    let promise = promise_resolve(agent, args.data(1), result)?;
    let thunk = agent.new_native("", 0, then, &[args.get(0)]);
    let key = agent.names.then;
    agent.invoke(promise.into(), key, &[thunk.into()])
}

fn then_finally_function(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    after_finally(agent, &args, |_, _, args| Ok(args.data(0)))
}

fn catch_finally_function(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    after_finally(agent, &args, |agent, _, args| Err(agent.throw(args.data(0))))
}

/// Promise.reject
fn promise_reject(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let capability = new_promise_capability_from(agent, this, PromiseOrigin::Resolve)?;
    capability.reject(agent, args.get(0))?;
    Ok(capability.promise.into())
}

/// Promise.resolve
pub(super) fn promise_resolve_static(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if !this.is_object() {
        return Err(agent.throw_type_error("PromiseResolve called on non-object"));
    }
    Ok(promise_resolve(agent, this, args.get(0))?.into())
}

/// Promise.try
fn promise_try(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if !this.is_object() {
        return Err(agent.throw_type_error("Promise.try called on non-object"));
    }
    let capability = new_promise_capability(agent, this)?;
    match agent.call(args.get(0), Value::UNDEFINED, args.rest(1)) {
        Ok(value) => capability.resolve(agent, value)?,
        Err(thrown) if agent.is_terminating() => return Err(thrown),
        Err(thrown) => {
            let reason = agent.take_exception(thrown);
            capability.reject(agent, reason)?;
        }
    }
    Ok(capability.promise.into())
}

/// Promise.withResolvers
fn promise_with_resolvers(agent: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    let mut capability = new_promise_capability(agent, this)?;
    if let Some(promise) = Value::from(capability.promise).as_kind::<PromiseObject>()
        && capability.resolve.is_undefined()
    {
        (capability.resolve, capability.reject) = create_resolving_functions(agent, promise)?;
    }
    let object = agent.new_object();
    object.create_data_property_or_throw(agent, agent.names.promise, capability.promise.into())?;
    object.create_data_property_or_throw(agent, agent.names.resolve, capability.resolve)?;
    object.create_data_property_or_throw(agent, agent.names.reject, capability.reject)?;
    Ok(object.into())
}
