//! ShadowRealm: global environments that exchange only primitives and wrapped functions (the ShadowRealm proposal).

use crate::builtins::promise::{PromiseObject, new_promise, perform_promise_then, reject_promise, resolve_promise};
use crate::error::ErrorObject;
use crate::object::property::Attributes;
use crate::object::{AsObject, Object, ObjectType};
use crate::realm::Realm;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, PropertyDescriptor, Throw, Value};
use jenny_gc::{Gc, GcCell, RootVec, Trace, Tracer};

pub static SHADOW_REALM: ClassSpec =
    ClassSpec::new("ShadowRealm", Intrinsic::ShadowRealm, Intrinsic::ShadowRealmPrototype, shadow_realm_constructor, 0)
        .methods(&[
            method("evaluate", shadow_realm_evaluate, 1),
            method("importValue", shadow_realm_import_value, 2),
            to_string_tag("ShadowRealm"),
        ]);

/// A ShadowRealm object, with its realm in [[ShadowRealm]].
#[repr(C)]
pub struct ShadowRealmObject {
    object: Object,
    realm: Gc<Realm>,
}

// SAFETY: visits the object part and the realm.
unsafe impl Trace for ShadowRealmObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.realm);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ShadowRealmObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for ShadowRealmObject {
    const KIND: Kind = Kind::ShadowRealm;
}

/// ShadowRealm ( )
fn shadow_realm_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("ShadowRealm"));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::ShadowRealmPrototype)?;
    let realm = Realm::create(agent);
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(Kind::ShadowRealm, shape);
    Ok(agent.alloc(ShadowRealmObject { object, realm }).into())
}

/// ValidateShadowRealmObject
fn realm_of(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<Realm>> {
    match this.as_kind::<ShadowRealmObject>() {
        Some(object) => Ok(object.realm),
        None => Err(agent.throw_incompatible_receiver(&format!("ShadowRealm.prototype.{method}"), this)),
    }
}

/// ShadowRealm.prototype.evaluate ( sourceText )
fn shadow_realm_evaluate(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let realm = realm_of(agent, this, "evaluate")?;
    let Some(source) = args.get(0).as_string() else {
        return Err(agent.throw_type_error("The source text of a ShadowRealm must be a string"));
    };
    match crate::interpreter::slow::eval::perform_shadow_realm_eval(agent, source, realm)? {
        Ok(value) => get_wrapped_value(agent, None, value),
        Err(thrown) => Err(type_error_copy(agent, thrown)),
    }
}

/// CreateTypeErrorCopy: a TypeError of the running realm that says what was thrown in the other one, as far as that can be
/// read without running code.
fn type_error_copy(agent: &mut Agent, thrown: Throw) -> Throw {
    if agent.is_terminating() {
        return thrown;
    }
    let original = agent.take_exception(thrown);
    let message = match original.as_kind::<ErrorObject>() {
        Some(error) => {
            let key = agent.names.message;
            let own = crate::object::internal_methods::ordinary_own_property(agent, error.as_object(), key);
            own.filter(|own| !own.attributes.is_accessor()).and_then(|own| own.value.as_string())
        }
        None => original.as_string(),
    };
    match message {
        Some(message) => {
            let text = format!("Code in another realm threw: {}", message.to_rust_string());
            agent.throw_type_error(text)
        }
        None => agent.throw_type_error("Code in another realm threw"),
    }
}

/// GetWrappedValue: a primitive as it is, a callable object as a wrapped function of `realm` (None: the running one).
/// Errors: TypeError of the running realm.
fn get_wrapped_value(agent: &mut Agent, realm: Option<Gc<Realm>>, value: Value) -> JsResult<Value> {
    if !value.is_object() {
        return Ok(value);
    }
    if !value.is_callable() {
        return Err(agent.throw_type_error("Only primitives and functions pass between realms"));
    }
    let realm = realm.unwrap_or_else(|| agent.realm());
    let wrapped = agent.with_realm(realm, |agent| agent.new_native("", 0, wrapped_function_call, &[value]));
    match copy_name_and_length(agent, wrapped.as_object(), value) {
        Ok(()) => Ok(wrapped.into()),
        Err(thrown) => Err(type_error_copy(agent, thrown)),
    }
}

/// CopyNameAndLength
fn copy_name_and_length(agent: &mut Agent, function: Gc<Object>, target: Value) -> JsResult<()> {
    let Some(target) = target.as_object() else { return Ok(()) };
    let (length_key, name_key) = (agent.names.length, agent.names.name);
    let mut length = 0.0;
    if target.has_own_property(agent, length_key)? {
        let value = target.get(agent, length_key)?;
        if value.is_number() {
            length = value.to_integer_or_infinity(agent)?.max(0.0);
        }
    }
    let name = target.get(agent, name_key)?;
    let name = if name.is_string() { name } else { agent.names.empty_string().into() };
    for (key, value) in [(length_key, Value::number(length)), (name_key, name)] {
        function.define_or_throw(agent, key, &PropertyDescriptor::data(value, Attributes::CONFIGURABLE))?;
    }
    Ok(())
}

/// OrdinaryWrappedFunctionCall: [[Call]] of a wrapped function, in the realm that it was made for.
fn wrapped_function_call(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    agent.check_native_stack()?;
    let target = args.data(0);
    let Some(function) = target.as_object() else { return Ok(Value::UNDEFINED) };
    let realm = agent.get_function_realm(function)?;
    let mut list = RootVec::new(&agent.heap);
    for index in 0..args.len() {
        let wrapped = get_wrapped_value(agent, Some(realm), args.get(index))?;
        list.push(wrapped.bits());
    }
    let this = get_wrapped_value(agent, Some(realm), this)?;
    match agent.call(target, this, crate::operations::values(&list)) {
        Ok(value) => get_wrapped_value(agent, None, value),
        Err(thrown) => Err(type_error_copy(agent, thrown)),
    }
}

/// ShadowRealm.prototype.importValue ( specifier, exportName )
fn shadow_realm_import_value(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let realm = realm_of(agent, this, "importValue")?;
    let specifier = args.get(0).to_js_string(agent)?;
    let name = args.get(1);
    if !name.is_string() {
        return Err(agent.throw_type_error("The name of the export must be a string"));
    }
    let result = new_promise(agent);
    let inner = agent.with_realm(realm, |agent| {
        let undefined = Value::UNDEFINED;
        crate::module::dynamic_import::dynamic_import(agent, undefined, specifier.into(), undefined, 0)
    })?;
    if let Some(inner) = inner.as_kind::<PromiseObject>() {
        let on_fulfilled = agent.new_native("", 1, export_getter, &[result.into(), name]);
        let on_rejected = agent.new_native("", 1, import_failed, &[result.into()]);
        perform_promise_then(agent, inner, on_fulfilled.into(), on_rejected.into(), None)?;
    }
    Ok(result.into())
}

/// ExportGetter functions: settle the promise of `importValue` with what a namespace exports.
fn export_getter(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let Some(result) = args.data(0).as_kind::<PromiseObject>() else { return Ok(Value::UNDEFINED) };
    match exported(agent, args.get(0), args.data(1)) {
        Ok(value) => resolve_promise(agent, result, value),
        Err(thrown) => reject(agent, result, thrown)?,
    }
    Ok(Value::UNDEFINED)
}

fn exported(agent: &mut Agent, namespace: Value, name: Value) -> JsResult<Value> {
    let key = name.to_property_key(agent)?;
    let Some(namespace) = namespace.as_object() else { return Ok(Value::UNDEFINED) };
    if !namespace.has_own_property(agent, key)? {
        return Err(agent.throw_type_error(format!("The module has no export named '{}'", key.to_display())));
    }
    let value = namespace.get(agent, key)?;
    get_wrapped_value(agent, None, value)
}

fn import_failed(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if let Some(result) = args.data(0).as_kind::<PromiseObject>() {
        let thrown = agent.throw(args.get(0));
        let copy = type_error_copy(agent, thrown);
        reject(agent, result, copy)?;
    }
    Ok(Value::UNDEFINED)
}

fn reject(agent: &mut Agent, promise: Gc<PromiseObject>, thrown: Throw) -> JsResult<()> {
    if agent.is_terminating() {
        return Err(thrown);
    }
    let reason = agent.take_exception(thrown);
    reject_promise(agent, promise, reason);
    Ok(())
}
