//! Proxy: the constructor and proxy exotic objects with all traps and their invariants (ECMA-262 10.5, 28.2).

use crate::kind::Kind;
use crate::object::internal_methods::*;
use crate::object::property::{OwnProperty, PropertyDescriptor, descriptor_to_object, to_property_descriptor};
use crate::object::{AsObject, Object, ObjectType, flags};
use crate::operations::same_value;
use crate::realm::property_spec::*;
use crate::string::{KeyList, PropertyKey};
use crate::{Agent, Args, Intrinsic, JsResult, Throw, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use rustc_hash::FxHashSet;

/// A proxy exotic object. Both fields are null once it is revoked.
#[repr(C)]
pub struct ProxyObject {
    object: Object,
    target: Field<Value>,
    handler: Field<Value>,
}

// SAFETY: visits the object part and both fields.
unsafe impl Trace for ProxyObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.target.get().trace(tracer);
        self.handler.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ProxyObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for ProxyObject {
    const KIND: Kind = Kind::Proxy;
}

impl ProxyObject {
    /// [[ProxyTarget]]: an object, or null once revoked.
    pub fn target(&self) -> Value {
        self.target.get()
    }
    /// [[ProxyHandler]]: an object, or null once revoked.
    pub fn handler(&self) -> Value {
        self.handler.get()
    }
}

/// Proxies.
pub static PROXY_METHODS: InternalMethods = InternalMethods {
    get_prototype_of: proxy_get_prototype_of,
    set_prototype_of: proxy_set_prototype_of,
    is_extensible: proxy_is_extensible,
    prevent_extensions: proxy_prevent_extensions,
    get_own_property: proxy_get_own_property,
    define_own_property: proxy_define_own_property,
    has_property: proxy_has_property,
    get: proxy_get,
    set: proxy_set,
    delete: proxy_delete,
    own_property_keys: proxy_own_property_keys,
    named_properties_are_ordinary: false,
    elements_are_ordinary: false,
};

static STATICS: &[PropertySpec] = &[method("revocable", proxy_revocable, 2)];

/// %Proxy%: a constructor without a prototype property (28.2.2).
pub fn make_proxy_constructor(agent: &mut Agent) -> Gc<Object> {
    let parent = agent.intrinsic(Intrinsic::FunctionPrototype);
    let realm = agent.realm();
    let name = agent.string("Proxy");
    let constructor = agent.new_native_with(name.into(), 2, proxy_constructor, &[], true).as_object();
    let shape = agent.dictionary_shape(parent.into(), 0);
    shape.set_realm(realm);
    constructor.set_shape(shape);
    // A fresh object while the realm is made: memory is ample.
    let _ = crate::function::reify(agent, constructor);
    install(agent, constructor, STATICS);
    constructor
}

/// Proxy ( target, handler ) (28.2.1.1)
fn proxy_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("Proxy"));
    }
    Ok(proxy_create(agent, args.get(0), args.get(1))?.into())
}

/// Proxy.revocable ( target, handler ) (28.2.2.1)
fn proxy_revocable(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let proxy = proxy_create(agent, args.get(0), args.get(1))?;
    let revoke = agent.new_native("", 0, proxy_revoke, &[proxy.into()]);
    let result = agent.new_object();
    result.create_data_property(agent, agent.names.proxy, proxy.into())?;
    result.create_data_property(agent, agent.names.revoke, revoke.into())?;
    Ok(result.into())
}

/// Proxy Revocation Functions (28.2.2.1.1)
fn proxy_revoke(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if let Some(proxy) = args.data(0).as_kind::<ProxyObject>() {
        args.set_data(0, Value::NULL);
        proxy.target.set(proxy.object.header(), Value::NULL);
        proxy.handler.set(proxy.object.header(), Value::NULL);
    }
    Ok(Value::UNDEFINED)
}

/// ProxyCreate (10.5.14)
pub fn proxy_create(agent: &mut Agent, target: Value, handler: Value) -> JsResult<Gc<ProxyObject>> {
    let (Some(object), true) = (target.as_object(), handler.is_object()) else {
        return Err(agent.throw_type_error("Cannot create proxy with a non-object as target or handler"));
    };
    let mut object_flags = 0;
    if object.is_callable() {
        object_flags |= flags::CALLABLE;
        if object.is_constructor() {
            object_flags |= flags::CONSTRUCTOR;
        }
    }
    let shape = agent.root_shape(Value::NULL, 0);
    Ok(agent.alloc(ProxyObject {
        object: Object::with_flags(Kind::Proxy, shape, object_flags),
        target: Field::new(target),
        handler: Field::new(handler),
    }))
}

/// ValidateNonRevokedProxy, then GetMethod(handler, trap): the target, the handler and the trap (or undefined).
fn trap_of(agent: &mut Agent, proxy: Gc<Object>, name: PropertyKey) -> JsResult<(Gc<Object>, Value, Value)> {
    agent.check_native_stack()?;
    // SAFETY: these methods are those of Kind::Proxy.
    let proxy = unsafe { proxy.cast::<ProxyObject>() };
    let (Some(target), handler) = (proxy.target().as_object(), proxy.handler()) else {
        return Err(
            agent.throw_type_error(format!("Cannot perform '{}' on a proxy that has been revoked", name.to_display()))
        );
    };
    let trap = match handler.as_object() {
        Some(handler) => {
            let trap = handler.get(agent, name)?;
            if trap.is_nullish() {
                Value::UNDEFINED
            } else if trap.is_callable() {
                trap
            } else {
                let text = crate::error::describe(agent, trap);
                return Err(agent.throw_type_error(format!(
                    "'{text}' returned for property '{}' of object '#<Object>' is not a function",
                    name.to_display()
                )));
            }
        }
        None => Value::UNDEFINED,
    };
    Ok((target, handler, trap))
}

#[cold]
fn violates(agent: &mut Agent, trap: &str, what: impl std::fmt::Display) -> Throw {
    agent.throw_type_error(format!("'{trap}' on proxy: {what}"))
}

#[cold]
fn returned_falsish(agent: &mut Agent, trap: &str, key: PropertyKey) -> Throw {
    agent.throw_type_error(format!("'{trap}' on proxy: trap returned falsish for property '{}'", key.to_display()))
}

impl Agent {
    /// What a strict-mode assignment or deletion throws when a proxy's trap said no.
    pub fn throw_proxy_refused(&mut self, trap: &str, key: PropertyKey) -> Throw {
        returned_falsish(self, trap, key)
    }
}

/// 10.5.1
fn proxy_get_prototype_of(agent: &mut Agent, proxy: Gc<Object>) -> JsResult<Value> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.get_prototype_of)?;
    if trap.is_undefined() {
        return target.get_prototype_of(agent);
    }
    let prototype = agent.call(trap, handler, &[target.into()])?;
    if !prototype.is_object() && !prototype.is_null() {
        return Err(violates(agent, "getPrototypeOf", "trap returned neither object nor null"));
    }
    if target.is_extensible(agent)? {
        return Ok(prototype);
    }
    if target.get_prototype_of(agent)? != prototype {
        return Err(violates(
            agent,
            "getPrototypeOf",
            "proxy target is non-extensible but the trap did not return its actual prototype",
        ));
    }
    Ok(prototype)
}

/// 10.5.2
fn proxy_set_prototype_of(agent: &mut Agent, proxy: Gc<Object>, prototype: Value) -> JsResult<bool> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.set_prototype_of)?;
    if trap.is_undefined() {
        return target.set_prototype_of(agent, prototype);
    }
    if !agent.call(trap, handler, &[target.into(), prototype])?.to_boolean() {
        return Ok(false);
    }
    if target.is_extensible(agent)? {
        return Ok(true);
    }
    if target.get_prototype_of(agent)? != prototype {
        return Err(violates(
            agent,
            "setPrototypeOf",
            "trap returned truish for setting a new prototype on the non-extensible proxy target",
        ));
    }
    Ok(true)
}

/// 10.5.3
fn proxy_is_extensible(agent: &mut Agent, proxy: Gc<Object>) -> JsResult<bool> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.is_extensible)?;
    if trap.is_undefined() {
        return target.is_extensible(agent);
    }
    let result = agent.call(trap, handler, &[target.into()])?.to_boolean();
    let actual = target.is_extensible(agent)?;
    if result != actual {
        return Err(violates(
            agent,
            "isExtensible",
            format_args!("trap result does not reflect extensibility of proxy target (which is '{actual}')"),
        ));
    }
    Ok(result)
}

/// 10.5.4
fn proxy_prevent_extensions(agent: &mut Agent, proxy: Gc<Object>) -> JsResult<bool> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.prevent_extensions)?;
    if trap.is_undefined() {
        return target.prevent_extensions(agent);
    }
    let result = agent.call(trap, handler, &[target.into()])?.to_boolean();
    if result && target.is_extensible(agent)? {
        return Err(violates(agent, "preventExtensions", "the proxy target is extensible"));
    }
    Ok(result)
}

/// 10.5.5
fn proxy_get_own_property(agent: &mut Agent, proxy: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
    const TRAP: &str = "getOwnPropertyDescriptor";
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.get_own_property_descriptor)?;
    if trap.is_undefined() {
        return target.get_own_property(agent, key);
    }
    let name = agent.key_to_value(key);
    let result = agent.call(trap, handler, &[target.into(), name])?;
    if !result.is_object() && !result.is_undefined() {
        return Err(violates(
            agent,
            TRAP,
            format_args!("trap returned neither object nor undefined for property '{}'", key.to_display()),
        ));
    }
    let own = target.get_own_property(agent, key)?;
    if result.is_undefined() {
        let Some(own) = own else { return Ok(None) };
        if !own.attributes.is_configurable() {
            return Err(violates(
                agent,
                TRAP,
                format_args!(
                    "trap returned undefined for property '{}' which is non-configurable in the proxy target",
                    key.to_display()
                ),
            ));
        }
        if !target.is_extensible(agent)? {
            return Err(violates(
                agent,
                TRAP,
                format_args!(
                    "trap returned undefined for property '{}' which exists in the non-extensible proxy target",
                    key.to_display()
                ),
            ));
        }
        return Ok(None);
    }
    let extensible = target.is_extensible(agent)?;
    let desc = to_property_descriptor(agent, result)?;
    let result = complete(agent, &desc);
    if !is_compatible_property_descriptor(agent, extensible, &result.to_descriptor(), own)? {
        return Err(violates(
            agent,
            TRAP,
            format_args!(
                "trap returned descriptor for property '{}' that is incompatible with the existing property in the \
                 proxy target",
                key.to_display()
            ),
        ));
    }
    if !result.attributes.is_configurable() {
        let refused = match own {
            None => true,
            Some(own) => {
                own.attributes.is_configurable()
                    || (desc.writable == Some(false) && !own.attributes.is_accessor() && own.attributes.is_writable())
            }
        };
        if refused {
            return Err(violates(
                agent,
                TRAP,
                format_args!(
                    "trap reported non-configurability for property '{}' which is either non-existent or configurable \
                     in the proxy target",
                    key.to_display()
                ),
            ));
        }
    }
    Ok(Some(result))
}

/// CompletePropertyDescriptor (6.2.6.6)
fn complete(agent: &mut Agent, desc: &PropertyDescriptor) -> OwnProperty {
    use crate::Attributes;
    let mut attributes = Attributes::NONE
        .with(Attributes::ENUMERABLE, desc.enumerable == Some(true))
        .with(Attributes::CONFIGURABLE, desc.configurable == Some(true));
    if desc.is_accessor() {
        attributes = attributes.union(Attributes::ACCESSOR);
        let pair = agent.new_accessor(desc.get.unwrap_or(Value::UNDEFINED), desc.set.unwrap_or(Value::UNDEFINED));
        return OwnProperty { value: pair.into(), attributes };
    }
    attributes = attributes.with(Attributes::WRITABLE, desc.writable == Some(true));
    OwnProperty { value: desc.value.unwrap_or(Value::UNDEFINED), attributes }
}

/// 10.5.6
fn proxy_define_own_property(
    agent: &mut Agent,
    proxy: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    const TRAP: &str = "defineProperty";
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.define_property)?;
    if trap.is_undefined() {
        return target.define_own_property(agent, key, desc);
    }
    let object = descriptor_to_object(agent, desc)?;
    let name = agent.key_to_value(key);
    if !agent.call(trap, handler, &[target.into(), name, object.into()])?.to_boolean() {
        return Ok(false);
    }
    let own = target.get_own_property(agent, key)?;
    let extensible = target.is_extensible(agent)?;
    let setting_configurable_false = desc.configurable == Some(false);
    let name = key.to_display();
    let Some(own) = own else {
        if !extensible {
            return Err(violates(
                agent,
                TRAP,
                format_args!("trap returned truish for adding property '{name}'  to the non-extensible proxy target"),
            ));
        }
        if setting_configurable_false {
            return Err(violates(
                agent,
                TRAP,
                format_args!(
                    "trap returned truish for defining non-configurable property '{name}' which is either \
                     non-existent or configurable in the proxy target"
                ),
            ));
        }
        return Ok(true);
    };
    if !is_compatible_property_descriptor(agent, extensible, desc, Some(own))? {
        return Err(violates(
            agent,
            TRAP,
            format_args!(
                "trap returned truish for adding property '{name}'  that is incompatible with the existing property \
                 in the proxy target"
            ),
        ));
    }
    if setting_configurable_false && own.attributes.is_configurable() {
        return Err(violates(
            agent,
            TRAP,
            format_args!(
                "trap returned truish for defining non-configurable property '{name}' which is either non-existent \
                 or configurable in the proxy target"
            ),
        ));
    }
    if !own.attributes.is_accessor()
        && !own.attributes.is_configurable()
        && own.attributes.is_writable()
        && desc.writable == Some(false)
    {
        return Err(violates(
            agent,
            TRAP,
            format_args!(
                "trap returned truish for defining non-configurable property '{name}' which cannot be non-writable"
            ),
        ));
    }
    Ok(true)
}

/// 10.5.7
fn proxy_has_property(agent: &mut Agent, proxy: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.has)?;
    if trap.is_undefined() {
        return target.has_property(agent, key);
    }
    let name = agent.key_to_value(key);
    let result = agent.call(trap, handler, &[target.into(), name])?.to_boolean();
    if !result && let Some(own) = target.get_own_property(agent, key)? {
        if !own.attributes.is_configurable() {
            return Err(violates(
                agent,
                "has",
                format_args!(
                    "trap returned falsish for property '{}' which exists in the proxy target as non-configurable",
                    key.to_display()
                ),
            ));
        }
        if !target.is_extensible(agent)? {
            return Err(violates(
                agent,
                "has",
                format_args!(
                    "trap returned falsish for property '{}' but the proxy target is not extensible",
                    key.to_display()
                ),
            ));
        }
    }
    Ok(result)
}

/// 10.5.8
fn proxy_get(agent: &mut Agent, proxy: Gc<Object>, key: PropertyKey, receiver: Value) -> JsResult<Value> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.get)?;
    if trap.is_undefined() {
        return target.get_with_receiver(agent, key, receiver);
    }
    let name = agent.key_to_value(key);
    let value = agent.call(trap, handler, &[target.into(), name, receiver])?;
    let Some(own) = target.get_own_property(agent, key)? else { return Ok(value) };
    if own.attributes.is_configurable() {
        return Ok(value);
    }
    match own.accessor() {
        None if !own.attributes.is_writable() && !same_value(value, own.value) => {
            let (expected, got) = (crate::error::describe(agent, own.value), crate::error::describe(agent, value));
            Err(violates(
                agent,
                "get",
                format_args!(
                    "property '{}' is a read-only and non-configurable data property on the proxy target but the \
                     proxy did not return its actual value (expected '{expected}' but got '{got}')",
                    key.to_display()
                ),
            ))
        }
        Some(pair) if pair.getter().is_undefined() && !value.is_undefined() => {
            let got = crate::error::describe(agent, value);
            Err(violates(
                agent,
                "get",
                format_args!(
                    "property '{}' is a non-configurable accessor property on the proxy target and does not have a \
                     getter function, but the trap did not return 'undefined' (got '{got}')",
                    key.to_display()
                ),
            ))
        }
        _ => Ok(value),
    }
}

/// 10.5.9
fn proxy_set(agent: &mut Agent, proxy: Gc<Object>, key: PropertyKey, value: Value, receiver: Value) -> JsResult<bool> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.set)?;
    if trap.is_undefined() {
        return target.set_with_receiver(agent, key, value, receiver);
    }
    let name = agent.key_to_value(key);
    if !agent.call(trap, handler, &[target.into(), name, value, receiver])?.to_boolean() {
        return Ok(false);
    }
    if let Some(own) = target.get_own_property(agent, key)?
        && !own.attributes.is_configurable()
    {
        let refused = match own.accessor() {
            None => !own.attributes.is_writable() && !same_value(value, own.value),
            Some(pair) => pair.setter().is_undefined(),
        };
        if refused {
            let kind = if own.attributes.is_accessor() {
                "non-configurable and non-writable accessor property without a setter"
            } else {
                "non-configurable and non-writable data property with a different value"
            };
            return Err(violates(
                agent,
                "set",
                format_args!(
                    "trap returned truish for property '{}' which exists in the proxy target as a {kind}",
                    key.to_display()
                ),
            ));
        }
    }
    Ok(true)
}

/// 10.5.10
fn proxy_delete(agent: &mut Agent, proxy: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.delete_property)?;
    if trap.is_undefined() {
        return target.delete(agent, key);
    }
    let name = agent.key_to_value(key);
    if !agent.call(trap, handler, &[target.into(), name])?.to_boolean() {
        return Ok(false);
    }
    let Some(own) = target.get_own_property(agent, key)? else { return Ok(true) };
    let name = key.to_display();
    if !own.attributes.is_configurable() {
        return Err(violates(
            agent,
            "deleteProperty",
            format_args!("trap returned truish for property '{name}' which is non-configurable in the proxy target"),
        ));
    }
    if !target.is_extensible(agent)? {
        return Err(violates(
            agent,
            "deleteProperty",
            format_args!("trap returned truish for property '{name}' but the proxy target is non-extensible"),
        ));
    }
    Ok(true)
}

/// 10.5.11
fn proxy_own_property_keys(agent: &mut Agent, proxy: Gc<Object>) -> JsResult<Vec<PropertyKey>> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.own_keys)?;
    if trap.is_undefined() {
        return target.own_property_keys(agent);
    }
    let result = agent.call(trap, handler, &[target.into()])?;
    let Some(list) = result.as_object() else {
        return Err(agent.throw_type_error("CreateListFromArrayLike called on non-object"));
    };
    let mut keys = KeyList::new(agent, &[]);
    let mut seen = FxHashSet::default();
    let length = list.length_of_array_like(agent)?;
    for i in 0..length {
        let value = list.get_index(agent, i)?;
        if !value.is_string() && !value.is_symbol() {
            let text = crate::error::describe(agent, value);
            return Err(agent.throw_type_error(format!("{text} is not a valid property name")));
        }
        keys.push(value.to_property_key(agent)?);
    }
    for &key in keys.as_slice() {
        if !seen.insert(key) {
            return Err(violates(agent, "ownKeys", "trap returned duplicate entries"));
        }
    }
    let extensible = target.is_extensible(agent)?;
    let target_keys = target.own_keys(agent)?;
    let mut configurable = KeyList::new(agent, &[]);
    let mut fixed = KeyList::new(agent, &[]);
    for &key in target_keys.as_slice() {
        match target.get_own_property(agent, key)? {
            Some(own) if !own.attributes.is_configurable() => fixed.push(key),
            _ => configurable.push(key),
        }
    }
    if extensible && fixed.is_empty() {
        return Ok(keys.as_slice().to_vec());
    }
    for &key in fixed.as_slice() {
        if !seen.remove(&key) {
            return Err(violates(agent, "ownKeys", format_args!("trap result did not include '{}'", key.to_display())));
        }
    }
    if extensible {
        return Ok(keys.as_slice().to_vec());
    }
    for &key in configurable.as_slice() {
        if !seen.remove(&key) {
            return Err(violates(agent, "ownKeys", format_args!("trap result did not include '{}'", key.to_display())));
        }
    }
    if !seen.is_empty() {
        return Err(violates(agent, "ownKeys", "trap returned extra keys but proxy target is non-extensible"));
    }
    Ok(keys.as_slice().to_vec())
}

/// [[Call]] of a proxy (10.5.12). Errors: TypeError if it was revoked, and what the trap or target throws.
pub fn proxy_call(agent: &mut Agent, proxy: Gc<Object>, this: Value, args: &[Value]) -> JsResult<Value> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.apply)?;
    if trap.is_undefined() {
        return agent.call(target.into(), this, args);
    }
    let list = agent.new_array(args)?;
    agent.call(trap, handler, &[target.into(), this, list.into()])
}

/// [[Construct]] of a proxy (10.5.13). Errors: TypeError if it was revoked or the trap returned no object.
pub fn proxy_construct(
    agent: &mut Agent,
    proxy: Gc<Object>,
    args: &[Value],
    new_target: Gc<Object>,
) -> JsResult<Gc<Object>> {
    let (target, handler, trap) = trap_of(agent, proxy, agent.names.construct)?;
    if trap.is_undefined() {
        return agent.construct(target, args, new_target);
    }
    let list = agent.new_array(args)?;
    let result = agent.call(trap, handler, &[target.into(), list.into(), new_target.into()])?;
    match result.as_object() {
        Some(object) => Ok(object),
        None => {
            let text = crate::error::describe(agent, result);
            Err(agent.throw_type_error(format!("'construct' on proxy: trap returned non-object ('{text}')")))
        }
    }
}

/// IsArray of a proxy sees its target (7.2.2).
pub fn proxy_is_array(agent: &mut Agent, object: Gc<Object>) -> JsResult<bool> {
    let mut object = object;
    while let Some(proxy) = Value::from(object).as_kind::<ProxyObject>() {
        let Some(target) = proxy.target().as_object() else {
            return Err(agent.throw_type_error("Cannot perform 'IsArray' on a proxy that has been revoked"));
        };
        object = target;
    }
    Ok(object.is_kind(Kind::Array))
}

/// The target of a proxy; None for other objects. A revoked proxy throws.
pub fn proxy_target(agent: &mut Agent, object: Gc<Object>) -> JsResult<Option<Gc<Object>>> {
    let Some(proxy) = Value::from(object).as_kind::<ProxyObject>() else { return Ok(None) };
    match proxy.target().as_object() {
        Some(target) => Ok(Some(target)),
        None => Err(agent.throw_type_error("Cannot perform 'get' on a proxy that has been revoked")),
    }
}
