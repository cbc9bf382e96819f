//! Arguments objects (ECMA-262 10.4.4): unmapped ones are ordinary, mapped ones mirror the parameters in their scope.

use super::Closure;
use crate::agent::Agent;
use crate::environment::Scope;
use crate::kind::Kind;
use crate::object::internal_methods::*;
use crate::object::property::{Attributes, OwnProperty, PropertyDescriptor};
use crate::object::{AsObject, Elements, Object, ObjectType};
use crate::string::{PropertyKey, WellKnownSymbol};
use crate::{Intrinsic, JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use std::cell::RefCell;

/// An arguments object; `scope` is undefined for an unmapped one.
#[repr(C)]
pub struct ArgumentsObject {
    object: Object,
    scope: Field<Value>,
    /// [[ParameterMap]]: the scope slot of argument i while it is mapped
    map: RefCell<Vec<Option<u32>>>,
}

// SAFETY: visits the object part and the scope.
unsafe impl Trace for ArgumentsObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.scope.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ArgumentsObject {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for ArgumentsObject {
    const KIND: Kind = Kind::Arguments;
}

impl ArgumentsObject {
    fn mapped(&self, key: PropertyKey) -> Option<(Gc<Scope>, u32)> {
        let index = key.as_index()? as usize;
        let slot = self.map.borrow().get(index).copied().flatten()?;
        // SAFETY: an object with a map has a scope.
        Some((unsafe { self.scope.get().as_gc_unchecked() }, slot))
    }
    fn unmap(&self, key: PropertyKey) {
        if let Some(index) = key.as_index()
            && let Some(entry) = self.map.borrow_mut().get_mut(index as usize)
        {
            *entry = None;
        }
    }
}

/// Arguments objects. Without a map they behave as ordinary ones.
pub static ARGUMENTS_METHODS: InternalMethods = InternalMethods {
    get_own_property: arguments_get_own_property,
    define_own_property: arguments_define_own_property,
    set: arguments_set,
    delete: arguments_delete,
    elements_are_ordinary: false,
    ..ORDINARY
};

fn arguments_of(object: Gc<Object>) -> Gc<ArgumentsObject> {
    // SAFETY: these methods are those of Kind::Arguments.
    unsafe { object.cast() }
}

fn arguments_get_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
) -> JsResult<Option<OwnProperty>> {
    let Some(mut own) = ordinary_own_property(agent, object, key) else { return Ok(None) };
    if let Some((scope, slot)) = arguments_of(object).mapped(key) {
        own.value = scope.get(slot);
    }
    Ok(Some(own))
}

fn arguments_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    let arguments = arguments_of(object);
    let Some((scope, slot)) = arguments.mapped(key) else {
        return ordinary_define_own_property(agent, object, key, desc);
    };
    let mut adjusted = *desc;
    if desc.is_data() && desc.value.is_none() && desc.writable == Some(false) {
        adjusted.value = Some(scope.get(slot));
    }
    let current = ordinary_own_property(agent, object, key);
    let extensible = object.is_extensible(agent)?;
    if !validate_and_apply_property_descriptor(agent, Some(object), key, extensible, &adjusted, current)? {
        return Ok(false);
    }
    if desc.is_accessor() {
        arguments.unmap(key);
    } else {
        if let Some(value) = desc.value {
            scope.set(slot, value);
        }
        if desc.writable == Some(false) {
            arguments.unmap(key);
        }
    }
    Ok(true)
}

fn arguments_set(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    value: Value,
    receiver: Value,
) -> JsResult<bool> {
    if receiver == object.into()
        && let Some((scope, slot)) = arguments_of(object).mapped(key)
    {
        scope.set(slot, value);
    }
    ordinary_set(agent, object, key, value, receiver)
}

fn arguments_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    let deleted = ordinary_delete(agent, object, key)?;
    if deleted {
        arguments_of(object).unmap(key);
    }
    Ok(deleted)
}

fn make(agent: &mut Agent, list: Option<Gc<Elements>>, scope: Value, map: Vec<Option<u32>>) -> JsResult<Gc<Object>> {
    let prototype = agent.intrinsic(Intrinsic::ObjectPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let arguments = agent.alloc(ArgumentsObject {
        object: Object::new(Kind::Arguments, shape),
        scope: Field::new(scope),
        map: RefCell::new(map),
    });
    let object = arguments.as_object();
    let length = list.map_or(0, |l| l.len());
    if let Some(list) = list {
        let own = agent.elements_from_slice(list.as_slice())?;
        object.set_raw_elements(own.into());
    }
    agent.add_property(object, agent.names.length, Value::from(length), Attributes::BUILTIN)?;
    let values = agent.intrinsic(Intrinsic::ArrayPrototype).get_str(agent, "values")?;
    let iterator = agent.symbol_key(WellKnownSymbol::Iterator);
    agent.add_property(object, iterator, values, Attributes::BUILTIN)?;
    Ok(object)
}

/// CreateUnmappedArgumentsObject
pub fn new_unmapped_arguments(agent: &mut Agent, list: Option<Gc<Elements>>) -> JsResult<Gc<Object>> {
    let object = make(agent, list, Value::UNDEFINED, Vec::new())?;
    let thrower: Value = agent.intrinsic(Intrinsic::ThrowTypeError).into();
    let pair = agent.new_accessor(thrower, thrower);
    agent.add_property(object, agent.names.callee, pair.into(), Attributes::ACCESSOR)?;
    Ok(object)
}

/// CreateMappedArgumentsObject
pub fn new_mapped_arguments(
    agent: &mut Agent,
    list: Option<Gc<Elements>>,
    function: Gc<Closure>,
    scope: Value,
) -> JsResult<Gc<Object>> {
    let length = list.map_or(0, |l| l.len()) as usize;
    let map: Vec<Option<u32>> = if scope.is_kind(Kind::Scope) {
        function.template().mapped_parameters.iter().take(length).copied().collect()
    } else {
        Vec::new()
    };
    let object = make(agent, list, scope, map)?;
    agent.add_property(object, agent.names.callee, function.as_object().into(), Attributes::BUILTIN)?;
    Ok(object)
}
