//! The length, name and prototype properties of functions, made when something first asks for them.

use super::{Closure, NativeFunctionObject};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::internal_methods::*;
use crate::object::property::{Attributes, OwnProperty, PropertyDescriptor};
use crate::object::{Object, flags};
use crate::string::PropertyKey;
use crate::{Intrinsic, JsResult, Value};
use jenny_gc::Gc;

/// Closures and native functions.
pub static FUNCTION_METHODS: InternalMethods = InternalMethods {
    get_own_property: function_get_own_property,
    define_own_property: function_define_own_property,
    delete: function_delete,
    own_property_keys: function_own_property_keys,
    set_prototype_of: function_set_prototype_of,
    prevent_extensions: function_prevent_extensions,
    ..ORDINARY
};

fn is_lazy_key(agent: &Agent, key: PropertyKey) -> bool {
    key == agent.names.length || key == agent.names.name || key == agent.names.prototype
}

/// Makes the properties now, in the order of the specification.
pub(crate) fn reify(agent: &mut Agent, object: Gc<Object>) -> JsResult<()> {
    if !object.has_flag(flags::LAZY_FUNCTION) {
        return Ok(());
    }
    object.clear_flag(flags::LAZY_FUNCTION);
    let names = (agent.names.length, agent.names.name, agent.names.prototype);
    if object.is_kind(Kind::NativeFunction) {
        // SAFETY: the kind was checked.
        let native = unsafe { object.cast::<NativeFunctionObject>() };
        agent.add_property(object, names.0, Value::from(native.length), Attributes::CONFIGURABLE)?;
        return agent.add_property(object, names.1, native.name, Attributes::CONFIGURABLE);
    }
    // SAFETY: these methods are those of closures and natives only.
    let closure = unsafe { object.cast::<Closure>() };
    let template = closure.code().template().clone();
    agent.add_property(object, names.0, Value::from(template.length), Attributes::CONFIGURABLE)?;
    let name = agent.string_from_text(&template.name);
    agent.add_property(object, names.1, name.into(), Attributes::CONFIGURABLE)?;
    if !template.flags.has_prototype {
        return Ok(());
    }
    let realm = closure.code().realm();
    let prototype = if template.flags.is_generator {
        let which =
            if template.flags.is_async { Intrinsic::AsyncGeneratorPrototype } else { Intrinsic::GeneratorPrototype };
        let parent = realm.intrinsic(agent, which);
        agent.new_object_with_prototype(parent.into())
    } else {
        let parent = realm.intrinsic(agent, Intrinsic::ObjectPrototype);
        let prototype = agent.new_object_with_prototype(parent.into());
        agent.add_property(prototype, agent.names.constructor, object.into(), Attributes::BUILTIN)?;
        prototype
    };
    agent.add_property(object, names.2, prototype.into(), Attributes::WRITABLE)
}

fn function_get_own_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
    if object.has_flag(flags::LAZY_FUNCTION) && is_lazy_key(agent, key) {
        reify(agent, object)?;
    }
    Ok(ordinary_own_property(agent, object, key))
}

fn function_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    reify(agent, object)?;
    ordinary_define_own_property(agent, object, key, desc)
}

fn function_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    reify(agent, object)?;
    ordinary_delete(agent, object, key)
}

fn function_own_property_keys(agent: &mut Agent, object: Gc<Object>) -> JsResult<Vec<PropertyKey>> {
    reify(agent, object)?;
    ordinary_own_property_keys(agent, object)
}

fn function_set_prototype_of(agent: &mut Agent, object: Gc<Object>, prototype: Value) -> JsResult<bool> {
    reify(agent, object)?;
    ordinary_set_prototype_of(agent, object, prototype)
}

fn function_prevent_extensions(agent: &mut Agent, object: Gc<Object>) -> JsResult<bool> {
    reify(agent, object)?;
    ordinary_prevent_extensions(agent, object)
}
