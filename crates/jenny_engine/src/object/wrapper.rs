//! Objects that wrap a primitive: Boolean, Number, String (exotic, 10.4.3), Symbol, BigInt.

use super::internal_methods::*;
use super::property::{Attributes, OwnProperty, PropertyDescriptor};
use super::{Object, ObjectType};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::string::{JsString, PropertyKey};
use crate::{Intrinsic, JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};

/// A wrapper; which one follows from the primitive's type.
#[repr(C)]
pub struct PrimitiveWrapper {
    object: Object,
    value: Field<Value>,
}

// SAFETY: visits the object part and the value.
unsafe impl Trace for PrimitiveWrapper {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.value.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for PrimitiveWrapper {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for PrimitiveWrapper {
    const KIND: Kind = Kind::PrimitiveWrapper;
}

impl PrimitiveWrapper {
    /// [[BooleanData]], [[NumberData]], [[StringData]], [[SymbolData]] or [[BigIntData]].
    pub fn primitive(&self) -> Value {
        self.value.get()
    }
}

/// Wrappers; only those of strings differ from ordinary objects.
pub static WRAPPER_METHODS: InternalMethods = InternalMethods {
    get_own_property: wrapper_get_own_property,
    define_own_property: wrapper_define_own_property,
    delete: wrapper_delete,
    own_property_keys: wrapper_own_property_keys,
    elements_are_ordinary: false,
    ..ORDINARY
};

fn string_of(object: Gc<Object>) -> Option<Gc<JsString>> {
    // SAFETY: these methods are those of Kind::PrimitiveWrapper.
    unsafe { object.cast::<PrimitiveWrapper>() }.primitive().as_string()
}

/// StringGetOwnProperty (10.4.3.5)
fn string_get_own_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> Option<OwnProperty> {
    let string = string_of(object)?;
    if key == agent.names.length {
        return Some(OwnProperty::data(string.len(), Attributes::NONE));
    }
    let index = key.as_index()? as usize;
    if index >= string.len() {
        return None;
    }
    let unit = string.at(index);
    Some(OwnProperty::data(agent.single_unit_string(unit), Attributes::ENUMERABLE))
}

fn wrapper_get_own_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
    if let Some(property) = string_get_own_property(agent, object, key) {
        return Ok(Some(property));
    }
    Ok(ordinary_own_property(agent, object, key))
}

fn wrapper_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    if let Some(current) = string_get_own_property(agent, object, key) {
        let extensible = object.is_extensible(agent)?;
        return is_compatible_property_descriptor(agent, extensible, desc, Some(current));
    }
    ordinary_define_own_property(agent, object, key, desc)
}

fn wrapper_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    if string_get_own_property(agent, object, key).is_some() {
        return Ok(false);
    }
    ordinary_delete(agent, object, key)
}

fn wrapper_own_property_keys(agent: &mut Agent, object: Gc<Object>) -> JsResult<Vec<PropertyKey>> {
    let Some(string) = string_of(object) else { return ordinary_own_property_keys(agent, object) };
    let length = string.len() as u32;
    let mut keys: Vec<PropertyKey> = (0..length).map(PropertyKey::from_index).collect();
    keys.extend(object.element_indices().into_iter().filter(|&i| i >= length).map(PropertyKey::from_index));
    keys.push(agent.names.length);
    push_named_keys(object, &mut keys);
    Ok(keys)
}

impl Agent {
    /// A wrapper of a primitive with a given prototype.
    pub fn new_wrapper(&mut self, primitive: Value, prototype: Gc<Object>) -> Gc<PrimitiveWrapper> {
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(PrimitiveWrapper {
            object: Object::new(Kind::PrimitiveWrapper, shape),
            value: Field::new(primitive),
        })
    }
    /// ToObject of a primitive that is not undefined or null.
    pub(crate) fn wrap_primitive(&mut self, primitive: Value) -> Gc<PrimitiveWrapper> {
        let prototype = self.primitive_prototype(primitive);
        self.new_wrapper(primitive, prototype)
    }
    /// The prototype on which properties of a primitive (not undefined, not null) are looked up.
    pub fn primitive_prototype(&mut self, primitive: Value) -> Gc<Object> {
        let which = match primitive {
            v if v.is_string() => Intrinsic::StringPrototype,
            v if v.is_number() => Intrinsic::NumberPrototype,
            v if v.is_bool() => Intrinsic::BooleanPrototype,
            v if v.is_symbol() => Intrinsic::SymbolPrototype,
            _ => Intrinsic::BigIntPrototype,
        };
        self.intrinsic(which)
    }
}
