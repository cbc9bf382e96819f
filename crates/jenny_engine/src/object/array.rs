//! Array exotic objects (ECMA-262 10.4.2).

use super::internal_methods::*;
use super::property::{Attributes, OwnProperty, PropertyDescriptor};
use super::{AsObject, Elements, Object, ObjectType, flags};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::string::PropertyKey;
use crate::{JsResult, Value};
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use std::cell::Cell;

/// An Array. Its elements may be fewer than its length; the rest are holes.
#[repr(C)]
pub struct ArrayObject {
    object: Object,
    length: Cell<u32>,
    length_writable: Cell<bool>,
}

// SAFETY: only the object part holds cells.
unsafe impl Trace for ArrayObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ArrayObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for ArrayObject {
    const KIND: Kind = Kind::Array;
}

impl ArrayObject {
    #[inline(always)]
    pub fn length(&self) -> u32 {
        self.length.get()
    }
    #[inline(always)]
    pub fn is_length_writable(&self) -> bool {
        self.length_writable.get()
    }
    pub fn object(&self) -> &Object {
        &self.object
    }
    /// Sets the length without touching elements; the caller keeps them below it.
    #[inline(always)]
    pub(crate) fn set_length_raw(&self, length: u32) {
        self.length.set(length);
    }
    /// The elements as a slice if the array is dense up to its length, has no holes, and is an ordinary extensible one.
    /// Nothing that may run JavaScript or change the array may happen while the slice is held.
    #[inline]
    pub fn packed_slice(&self) -> Option<&[Value]> {
        if self.length() == 0 {
            return Some(&[]);
        }
        let dense = self.object.dense_elements()?;
        if dense.len() != self.length() {
            return None;
        }
        // SAFETY: the elements cell is held by the array, which self borrows.
        let slice: &[Value] = unsafe { std::slice::from_raw_parts(dense.as_slice().as_ptr(), dense.len() as usize) };
        (!slice.contains(&Value::EMPTY)).then_some(slice)
    }
    /// The element at `i` if it is an own dense one.
    #[inline(always)]
    pub fn dense_get(&self, i: u32) -> Option<Value> {
        let value = self.object.dense_elements()?.get(i);
        (!value.is_empty()).then_some(value)
    }
}

/// Arrays.
pub static ARRAY_METHODS: InternalMethods = InternalMethods {
    get_own_property: array_get_own_property,
    define_own_property: array_define_own_property,
    delete: array_delete,
    own_property_keys: array_own_property_keys,
    ..ORDINARY
};

fn array_of(object: Gc<Object>) -> Gc<ArrayObject> {
    // SAFETY: these methods are those of Kind::Array.
    unsafe { object.cast() }
}

fn array_get_own_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
    if key == agent.names.length {
        let array = array_of(object);
        let attributes = Attributes::NONE.with(Attributes::WRITABLE, array.is_length_writable());
        return Ok(Some(OwnProperty::data(array.length(), attributes)));
    }
    Ok(ordinary_own_property(agent, object, key))
}

/// 10.4.2.1
fn array_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    let array = array_of(object);
    if key == agent.names.length {
        return array_set_length(agent, array, desc);
    }
    let Some(index) = key.as_index() else { return ordinary_define_own_property(agent, object, key, desc) };
    if index >= array.length() && !array.is_length_writable() {
        return Ok(false);
    }
    let current = object.own_element(index);
    let extensible = !object.has_flag(flags::NON_EXTENSIBLE);
    if current.is_none()
        && extensible
        && desc.writable == Some(true)
        && desc.enumerable == Some(true)
        && desc.configurable == Some(true)
        && let Some(value) = desc.value
    {
        agent.put_element(object, index, value, array.length())?;
    } else if !validate_and_apply_property_descriptor(agent, Some(object), key, extensible, desc, current)? {
        return Ok(false);
    }
    if index >= array.length() {
        array.length.set(index + 1);
    }
    Ok(true)
}

/// ArraySetLength (10.4.2.4)
fn array_set_length(agent: &mut Agent, array: Gc<ArrayObject>, desc: &PropertyDescriptor) -> JsResult<bool> {
    let mut new_length = array.length();
    if let Some(value) = desc.value {
        new_length = value.to_uint32(agent)?;
        let number = value.to_number(agent)?;
        if new_length as f64 != number {
            return Err(agent.throw_range_error("Invalid array length"));
        }
    }
    if desc.is_accessor() || desc.configurable == Some(true) || desc.enumerable == Some(true) {
        return Ok(false);
    }
    let writable = array.is_length_writable();
    if !writable && (desc.writable == Some(true) || new_length != array.length()) {
        return Ok(false);
    }
    let reached = array_truncate(agent, array, new_length);
    if desc.writable == Some(false) {
        array.length_writable.set(false);
        // So that no inline cache appends to it.
        agent.to_dictionary(array.as_object());
        agent.make_sparse(array.as_object());
    }
    Ok(reached == new_length)
}

/// Sets the length, deleting elements past it from the end; stops at one that is not configurable. The length reached.
fn array_truncate(agent: &mut Agent, array: Gc<ArrayObject>, new_length: u32) -> u32 {
    let object = array.as_object();
    let mut length = new_length;
    if new_length < array.length() {
        if let Some(dense) = object.dense_elements() {
            if dense.len() > new_length {
                if new_length < dense.capacity() / 4 && dense.capacity() > 64 && new_length == 0 {
                    object.set_raw_elements(Value::UNDEFINED);
                } else {
                    dense.set_len(new_length);
                }
            }
        } else if let Some(sparse) = object.sparse_elements() {
            while let Some((i, p)) = sparse.last_at_or_above(new_length) {
                if !p.attributes.is_configurable() {
                    length = i + 1;
                    break;
                }
                sparse.remove(i);
            }
        }
    }
    let _ = agent;
    array.length.set(length);
    length
}

fn array_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    if key == agent.names.length {
        return Ok(false);
    }
    ordinary_delete(agent, object, key)
}

fn array_own_property_keys(agent: &mut Agent, object: Gc<Object>) -> JsResult<Vec<PropertyKey>> {
    let mut keys: Vec<PropertyKey> = object.element_indices().into_iter().map(PropertyKey::from_index).collect();
    keys.push(agent.names.length);
    push_named_keys(object, &mut keys);
    Ok(keys)
}

impl Agent {
    /// An empty array with a given prototype (an object or null).
    pub fn alloc_array(&mut self, prototype: Value) -> Gc<ArrayObject> {
        let shape = self.root_shape(prototype, 0);
        self.alloc(ArrayObject {
            object: Object::new(Kind::Array, shape),
            length: Cell::new(0),
            length_writable: Cell::new(true),
        })
    }
    /// An array with these elements (a fresh cell, owned by the array from now on), or none.
    pub fn new_array_with_elements(&mut self, elements: Option<Gc<Elements>>) -> Gc<ArrayObject> {
        let prototype = self.intrinsic(crate::Intrinsic::ArrayPrototype);
        let shape = self.root_shape(prototype.into(), 0);
        let array = self.alloc(ArrayObject {
            object: Object::new(Kind::Array, shape),
            length: Cell::new(elements.map_or(0, |e| e.len())),
            length_writable: Cell::new(true),
        });
        if let Some(elements) = elements {
            array.object.set_raw_elements(elements.into());
        }
        array
    }
    /// CreateArrayFromList.
    pub fn new_array(&mut self, values: &[Value]) -> JsResult<Gc<ArrayObject>> {
        if values.is_empty() {
            return Ok(self.new_array_with_elements(None));
        }
        let elements = self.elements_from_slice(values)?;
        Ok(self.new_array_with_elements(Some(elements)))
    }
    /// ArrayCreate(length, proto). Errors: RangeError past 2^32-1.
    pub fn array_create(&mut self, length: u64, prototype: Option<Gc<Object>>) -> JsResult<Gc<ArrayObject>> {
        if length > u32::MAX as u64 {
            return Err(self.throw_range_error("Invalid array length"));
        }
        let array = self.new_array_with_elements(None);
        if let Some(prototype) = prototype {
            let shape = self.root_shape(prototype.into(), 0);
            array.object.set_shape(shape);
        }
        array.length.set(length as u32);
        Ok(array)
    }
    /// Appends to an array that the engine made itself and no program changed in kind. Errors: memory.
    #[inline]
    pub fn array_push(&mut self, array: Gc<ArrayObject>, value: Value) -> JsResult<()> {
        let length = array.length();
        if array.object.shifted_elements().is_some() {
            self.append_to_queue(array, value)?;
        } else if let Some(dense) = array.object.dense_elements()
            && dense.len() == length
            && length < dense.capacity()
        {
            dense.push_within_capacity(value);
        } else {
            self.put_element(array.as_object(), length, value, length)?;
        }
        array.length.set(length + 1);
        Ok(())
    }
    /// Appends a hole to an array that the engine made itself.
    pub fn array_push_hole(&mut self, array: Gc<ArrayObject>) {
        array.length.set(array.length() + 1);
    }
}

impl Value {
    /// IsArray (7.2.2): sees through proxies; a revoked one throws.
    pub fn is_array(self, agent: &mut Agent) -> JsResult<bool> {
        match self.as_object() {
            Some(o) if o.is_kind(Kind::Array) => Ok(true),
            Some(o) => crate::builtins::proxy_is_array(agent, o),
            None => Ok(false),
        }
    }
}
