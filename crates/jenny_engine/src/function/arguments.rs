//! Arguments objects (ECMA-262 10.4.4): unmapped ones are ordinary, mapped ones mirror the parameters in their scope.

use super::Closure;
use crate::agent::Agent;
use crate::environment::Scope;
use crate::kind::Kind;
use crate::object::internal_methods::*;
use crate::object::property::{Attributes, OwnProperty, PropertyDescriptor};
use crate::object::shape::Shape;
use crate::object::{AsObject, Elements, Object, ObjectType};
use crate::string::{PropertyKey, WellKnownSymbol};
use crate::{Intrinsic, JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};

/// What the arguments objects of a realm have in common: they are born with these shapes, and nothing is looked up.
#[derive(Clone, Copy)]
pub(crate) struct ArgumentsParts {
    unmapped: Gc<Shape>,
    mapped: Gc<Shape>,
    /// %Array.prototype.values%
    values: Value,
    /// The accessor pair of %ThrowTypeError% that strict functions have in place of their callee; nothing can change it.
    thrower: Value,
}

// SAFETY: visits all cells held.
unsafe impl Trace for ArgumentsParts {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.unmapped.trace(tracer);
        self.mapped.trace(tracer);
        self.values.trace(tracer);
        self.thrower.trace(tracer);
    }
}

fn parts(agent: &mut Agent) -> JsResult<ArgumentsParts> {
    match agent.realm().arguments_parts.get() {
        Some(parts) => Ok(parts),
        None => make_parts(agent),
    }
}

#[cold]
fn make_parts(agent: &mut Agent) -> JsResult<ArgumentsParts> {
    let prototype = agent.intrinsic(Intrinsic::ObjectPrototype);
    let values = agent.intrinsic(Intrinsic::ArrayPrototype).get_str(agent, "values")?;
    let thrower: Value = agent.intrinsic(Intrinsic::ThrowTypeError).into();
    let thrower = agent.new_accessor(thrower, thrower);
    let iterator = agent.symbol_key(WellKnownSymbol::Iterator);
    let (length, callee) = (agent.names.length, agent.names.callee);
    let first = [(length, Attributes::BUILTIN), (iterator, Attributes::BUILTIN)];
    let common = agent.shape_of_properties(prototype.into(), &first);
    let parts = ArgumentsParts {
        unmapped: agent.shape_with_property(common, callee, Attributes::ACCESSOR),
        mapped: agent.shape_with_property(common, callee, Attributes::BUILTIN),
        values,
        thrower: thrower.into(),
    };
    let realm = agent.realm();
    jenny_gc::write_barrier(realm.header());
    realm.arguments_parts.set(Some(parts));
    Ok(parts)
}

/// An arguments object; `scope` is undefined for an unmapped one.
#[repr(C)]
pub struct ArgumentsObject {
    object: Object,
    scope: Field<Value>,
    /// The callee of a mapped one; its template says where each parameter lies.
    function: Field<Value>,
    /// How many arguments [[ParameterMap]] began with.
    mapped: u32,
    /// Those of them that are mapped no longer: undefined for none, or Elements of numbers.
    unmapped: Field<Value>,
}

// SAFETY: visits the object part and the scope.
unsafe impl Trace for ArgumentsObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.scope.get().trace(tracer);
        self.function.get().trace(tracer);
        self.unmapped.get().trace(tracer);
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
        self.mapped_index(key.as_index()?)
    }
    fn mapped_index(&self, index: u32) -> Option<(Gc<Scope>, u32)> {
        if index >= self.mapped || self.unmapped().is_some_and(|list| list.as_slice().contains(&Value::from(index))) {
            return None;
        }
        // SAFETY: an object with a map has a closure.
        let function: Gc<Closure> = unsafe { self.function.get().as_gc_unchecked() };
        let slot = function.template().mapped_parameters.get(index as usize).copied().flatten()?;
        // SAFETY: an object with a map has a scope.
        Some((unsafe { self.scope.get().as_gc_unchecked() }, slot))
    }
    fn unmapped(&self) -> Option<Gc<Elements>> {
        let list = self.unmapped.get();
        // SAFETY: `unmap` put an Elements cell there.
        (!list.is_undefined()).then(|| unsafe { list.as_gc_unchecked() })
    }
    fn unmap(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<()> {
        if let Some(index) = key.as_index()
            && index < self.mapped
        {
            let known = self.unmapped();
            let known = known.as_ref().map_or(&[][..], |list| list.as_slice());
            let list = agent.elements_from_slice(&[known, &[Value::from(index)]].concat())?;
            self.unmapped.set(self.object.header(), list.into());
        }
        Ok(())
    }
    /// The value of an element that is plain data, as all are until a program redefines them.
    pub(crate) fn element(&self, index: u32) -> Option<Value> {
        let value = *self.object.dense_elements()?.as_slice().get(index as usize)?;
        if value.is_empty() {
            return None;
        }
        Some(self.mapped_index(index).map_or(value, |(scope, slot)| scope.get(slot)))
    }
    /// How many elements there are if all are plain data and `length` says the same.
    pub(crate) fn plain_length(&self, agent: &Agent) -> Option<u32> {
        let parts = agent.realm().arguments_parts.get()?;
        let shape = self.object.shape_id();
        if shape != parts.unmapped.compress() && shape != parts.mapped.compress() {
            return None;
        }
        let length = self.object.raw_slot(0).as_int()? as u32;
        let elements = self.object.dense_elements();
        let values = elements.as_ref().map_or(&[][..], |elements| elements.as_slice());
        (values.len() == length as usize && values.iter().all(|value| !value.is_empty())).then_some(length)
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
        arguments.unmap(agent, key)?;
    } else {
        if let Some(value) = desc.value {
            scope.set(slot, value);
        }
        if desc.writable == Some(false) {
            arguments.unmap(agent, key)?;
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
        arguments_of(object).unmap(agent, key)?;
    }
    Ok(deleted)
}

fn make(
    agent: &mut Agent,
    list: Option<Gc<Elements>>,
    (scope, function, mapped): (Value, Value, u32),
    shape: Gc<Shape>,
    values: [Value; 2],
) -> JsResult<Gc<Object>> {
    let root = agent.root_shape(shape.prototype(), 0);
    let arguments = agent.alloc(ArgumentsObject {
        object: Object::new(Kind::Arguments, root),
        scope: Field::new(scope),
        function: Field::new(function),
        mapped,
        unmapped: Field::new(Value::UNDEFINED),
    });
    let object = arguments.as_object();
    let length = list.map_or(0, |l| l.len());
    if let Some(list) = list {
        let own = agent.elements_from_slice(list.as_slice())?;
        object.set_raw_elements(own.into());
    }
    agent.init_properties(object, shape, &[Value::from(length), values[0], values[1]])?;
    Ok(object)
}

/// CreateUnmappedArgumentsObject
pub fn new_unmapped_arguments(agent: &mut Agent, list: Option<Gc<Elements>>) -> JsResult<Gc<Object>> {
    let parts = parts(agent)?;
    make(agent, list, (Value::UNDEFINED, Value::UNDEFINED, 0), parts.unmapped, [parts.values, parts.thrower])
}

/// CreateMappedArgumentsObject
pub fn new_mapped_arguments(
    agent: &mut Agent,
    list: Option<Gc<Elements>>,
    function: Gc<Closure>,
    scope: Value,
) -> JsResult<Gc<Object>> {
    let parts = parts(agent)?;
    let callee = function.as_object().into();
    let mapped = if scope.is_kind(Kind::Scope) {
        list.map_or(0, |l| l.len()).min(function.template().mapped_parameters.len() as u32)
    } else {
        0
    };
    make(agent, list, (scope, callee, mapped), parts.mapped, [parts.values, callee])
}
