//! Reflect (ECMA-262 28.1).

use crate::object::property::{from_property_descriptor, to_property_descriptor};
use crate::operations::values;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Object, Value};
use jenny_gc::Gc;

pub static REFLECT: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        method("defineProperty", reflect_define_property, 3),
        method("deleteProperty", reflect_delete_property, 2),
        method("apply", reflect_apply, 3),
        method("construct", reflect_construct, 2),
        method("get", reflect_get, 2),
        method("getOwnPropertyDescriptor", reflect_get_own_property_descriptor, 2),
        method("getPrototypeOf", reflect_get_prototype_of, 1),
        method("has", reflect_has, 2),
        method("isExtensible", reflect_is_extensible, 1),
        method("ownKeys", reflect_own_keys, 1),
        method("preventExtensions", reflect_prevent_extensions, 1),
        method("set", reflect_set, 3),
        method("setPrototypeOf", reflect_set_prototype_of, 2),
        to_string_tag("Reflect"),
    ],
};

fn target_of(agent: &mut Agent, args: Args, method: &str) -> JsResult<Gc<Object>> {
    match args.get(0).as_object() {
        Some(object) => Ok(object),
        None => Err(agent.throw_type_error(format!("Reflect.{method} called on non-object"))),
    }
}

/// Reflect.apply ( target, thisArgument, argumentsList ) (28.1.1)
pub(crate) fn reflect_apply(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = args.get(0);
    if !target.is_callable() {
        let text = crate::error::describe(agent, target);
        let kind = target.type_of();
        return Err(agent.throw_type_error(format!(
            "Function.prototype.apply was called on {text}, which is {} {kind} and not a function",
            if kind == "object" { "an" } else { "a" }
        )));
    }
    let list = agent.create_list_from_array_like(args.get(2))?;
    agent.call(target, args.get(1), values(&list))
}

/// Reflect.construct ( target, argumentsList [ , newTarget ] ) (28.1.2)
pub(super) fn reflect_construct(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = args.get(0);
    let new_target = if args.len() > 2 { args.get(2) } else { target };
    for value in [target, new_target] {
        if !value.is_constructor() {
            let text = crate::error::describe(agent, value);
            return Err(agent.throw_type_error(format!("{text} is not a constructor")));
        }
    }
    let list = agent.create_list_from_array_like(args.get(1))?;
    match (target.as_object(), new_target.as_object()) {
        (Some(target), Some(new_target)) => Ok(agent.construct(target, values(&list), new_target)?.into()),
        _ => Ok(Value::UNDEFINED),
    }
}

/// Reflect.defineProperty ( target, propertyKey, attributes ) (28.1.3)
fn reflect_define_property(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "defineProperty")?;
    let key = args.get(1).to_property_key(agent)?;
    let desc = to_property_descriptor(agent, args.get(2))?;
    Ok(target.define_own_property(agent, key, &desc)?.into())
}

/// Reflect.deleteProperty ( target, propertyKey ) (28.1.4)
fn reflect_delete_property(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "deleteProperty")?;
    let key = args.get(1).to_property_key(agent)?;
    Ok(target.delete(agent, key)?.into())
}

/// Reflect.get ( target, propertyKey [ , receiver ] ) (28.1.5)
fn reflect_get(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "get")?;
    let key = args.get(1).to_property_key(agent)?;
    let receiver = if args.len() > 2 { args.get(2) } else { target.into() };
    target.get_with_receiver(agent, key, receiver)
}

/// Reflect.getOwnPropertyDescriptor ( target, propertyKey ) (28.1.6)
fn reflect_get_own_property_descriptor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "getOwnPropertyDescriptor")?;
    let key = args.get(1).to_property_key(agent)?;
    let own = target.get_own_property(agent, key)?;
    from_property_descriptor(agent, own)
}

/// Reflect.getPrototypeOf ( target ) (28.1.7)
fn reflect_get_prototype_of(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    target_of(agent, args, "getPrototypeOf")?.get_prototype_of(agent)
}

/// Reflect.has ( target, propertyKey ) (28.1.8)
fn reflect_has(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "has")?;
    let key = args.get(1).to_property_key(agent)?;
    Ok(target.has_property(agent, key)?.into())
}

/// Reflect.isExtensible ( target ) (28.1.9)
fn reflect_is_extensible(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(target_of(agent, args, "isExtensible")?.is_extensible(agent)?.into())
}

/// Reflect.ownKeys ( target ) (28.1.10)
fn reflect_own_keys(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "ownKeys")?;
    let keys = target.own_keys(agent)?;
    super::object::array_of_keys(agent, keys.as_slice().iter())
}

/// Reflect.preventExtensions ( target ) (28.1.11)
fn reflect_prevent_extensions(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(target_of(agent, args, "preventExtensions")?.prevent_extensions(agent)?.into())
}

/// Reflect.set ( target, propertyKey, V [ , receiver ] ) (28.1.12)
fn reflect_set(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "set")?;
    let key = args.get(1).to_property_key(agent)?;
    let receiver = if args.len() > 3 { args.get(3) } else { target.into() };
    Ok(target.set_with_receiver(agent, key, args.get(2), receiver)?.into())
}

/// Reflect.setPrototypeOf ( target, proto ) (28.1.13)
fn reflect_set_prototype_of(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, args, "setPrototypeOf")?;
    let prototype = args.get(1);
    if !prototype.is_object() && !prototype.is_null() {
        let text = crate::error::describe(agent, prototype);
        return Err(agent.throw_type_error(format!("Object prototype may only be an Object or null: {text}")));
    }
    Ok(target.set_prototype_of(agent, prototype)?.into())
}
