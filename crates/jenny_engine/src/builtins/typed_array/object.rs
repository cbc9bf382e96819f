//! TypedArray exotic objects (ECMA-262 10.4.5).

use super::element::ElementType;
use crate::builtins::array_buffer::{ArrayBufferObject, racy};
use crate::object::internal_methods::*;
use crate::object::{Attributes, ObjectType, OwnProperty, PropertyDescriptor};
use crate::operations::{same_value, text_of};
use crate::{Agent, JsResult, Kind, Object, PropertyKey, Value};
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use std::borrow::Cow;
use std::ops::Range;

/// A typed array.
#[repr(C)]
pub struct TypedArrayObject {
    object: Object,
    /// [[ViewedArrayBuffer]]
    buffer: Gc<ArrayBufferObject>,
    /// [[ByteOffset]]
    byte_offset: usize,
    /// [[ArrayLength]]; usize::MAX is auto: as long as the buffer allows
    fixed_length: usize,
    /// of a fixed length: the byte after the last
    byte_end: usize,
    element_type: ElementType,
}

const AUTO: usize = usize::MAX;

// SAFETY: visits the object part and the buffer.
unsafe impl Trace for TypedArrayObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.buffer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for TypedArrayObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for TypedArrayObject {
    const KIND: Kind = Kind::TypedArray;
}

impl TypedArrayObject {
    #[inline(always)]
    pub fn element_type(&self) -> ElementType {
        self.element_type
    }
    #[inline(always)]
    pub fn buffer(&self) -> Gc<ArrayBufferObject> {
        self.buffer
    }
    /// [[ByteOffset]], whatever the buffer is now.
    #[inline(always)]
    pub fn raw_byte_offset(&self) -> usize {
        self.byte_offset
    }
    /// Whether [[ArrayLength]] is auto.
    pub fn is_length_tracking(&self) -> bool {
        self.fixed_length == AUTO
    }
    /// TypedArrayLength (10.4.5.12); None when out of bounds or detached.
    #[inline(always)]
    pub fn length(&self) -> Option<usize> {
        if self.buffer.is_detached() {
            return None;
        }
        let available = self.buffer.byte_length().checked_sub(self.byte_offset)?;
        let room = available / self.element_type.size();
        if self.fixed_length == AUTO {
            return Some(room);
        }
        (self.fixed_length <= room).then_some(self.fixed_length)
    }
    /// As `length`, 0 when out of bounds.
    #[inline(always)]
    pub fn length_or_zero(&self) -> usize {
        self.length().unwrap_or(0)
    }
    /// The first element. Valid for `length()` elements until user code runs.
    #[inline(always)]
    pub fn data(&self) -> *mut u8 {
        self.buffer.data().wrapping_add(self.byte_offset)
    }
    /// A copy of the bytes viewed.
    pub fn to_vec(&self) -> Vec<u8> {
        if !self.buffer.is_shared() {
            return self.bytes().to_vec();
        }
        let mut copy = vec![0; self.length_or_zero() * self.element_type.size()];
        // SAFETY: so many bytes lie in the buffer, and shared memory never shrinks.
        unsafe { racy::copy(self.data(), copy.as_mut_ptr(), copy.len()) };
        copy
    }
    /// How many bytes it views now.
    pub fn viewed_bytes(&self) -> usize {
        self.length_or_zero() * self.element_type.size()
    }
    /// The bytes viewed: the memory itself, or a copy where other threads may write it. Nothing that may run JavaScript may happen
    /// while they are held.
    pub fn read_bytes(&self) -> Cow<'_, [u8]> {
        if self.buffer.is_shared() { Cow::Owned(self.to_vec()) } else { Cow::Borrowed(self.bytes()) }
    }
    /// A copy of some of the bytes viewed; None if it does not view them all.
    pub fn read_range(&self, range: Range<usize>) -> Option<Vec<u8>> {
        if !self.buffer.is_shared() {
            return self.bytes().get(range).map(<[u8]>::to_vec);
        }
        if range.start > range.end || range.end > self.viewed_bytes() {
            return None;
        }
        let mut copy = vec![0; range.len()];
        // SAFETY: the range lies in the buffer, and shared memory never shrinks.
        unsafe { racy::copy(self.data().add(range.start), copy.as_mut_ptr(), copy.len()) };
        Some(copy)
    }
    /// Overwrites bytes from `offset` on. False, and nothing is written, if it does not view them all or is immutable.
    pub fn write_bytes(&self, offset: usize, bytes: &[u8]) -> bool {
        let Some(end) = offset.checked_add(bytes.len()) else { return false };
        if end > self.viewed_bytes() || self.buffer.is_immutable() {
            return false;
        }
        if !self.buffer.is_shared() {
            self.bytes_mut()[offset..end].copy_from_slice(bytes);
        } else if !bytes.is_empty() {
            // SAFETY: the range lies in the buffer, and shared memory never shrinks.
            unsafe { racy::copy_forward(bytes.as_ptr(), self.data().add(offset), bytes.len()) };
        }
        true
    }
    /// The bytes viewed, of memory that is not shared. Nothing that may run JavaScript may happen while the slice is held.
    pub(crate) fn bytes(&self) -> &[u8] {
        debug_assert!(!self.buffer.is_shared(), "others may write shared memory");
        let count = self.length_or_zero() * self.element_type.size();
        if count == 0 {
            return &[];
        }
        // SAFETY: `length` says that so many bytes lie in the buffer.
        unsafe { std::slice::from_raw_parts(self.data(), count) }
    }
    /// The bytes viewed, of memory that is not shared, to be written. Nothing that may run JavaScript may happen while the slice is held, and no other
    /// slice may be.
    #[allow(clippy::mut_from_ref)]
    pub(crate) fn bytes_mut(&self) -> &mut [u8] {
        debug_assert!(!self.buffer.is_shared(), "others may read shared memory");
        let count = self.length_or_zero() * self.element_type.size();
        if count == 0 || self.buffer.is_immutable() {
            return &mut [];
        }
        // SAFETY: as in `bytes`; the caller holds no other slice.
        unsafe { std::slice::from_raw_parts_mut(self.data(), count) }
    }
    /// The address of element `i`, if it exists now.
    #[inline(always)]
    pub fn element_address(&self, i: usize) -> Option<*mut u8> {
        let exists = if self.fixed_length == AUTO {
            i < self.length_or_zero()
        } else {
            // A detached buffer has the length 0, and the end is past that if there is an element at all.
            i < self.fixed_length && self.byte_end <= self.buffer.byte_length()
        };
        exists.then(|| self.data().wrapping_add(i << self.element_type.shift()))
    }
    /// The bits of element `i`, if it exists now.
    #[inline(always)]
    pub fn bits(&self, i: usize) -> Option<u64> {
        self.element_address(i).map(|at| {
            // SAFETY: the address of an element.
            unsafe {
                if self.buffer.is_shared() {
                    racy::read(at, self.element_type.size())
                } else {
                    self.element_type.read(at)
                }
            }
        })
    }
    /// Overwrites element `i`, if it exists now.
    #[inline(always)]
    pub fn set_bits(&self, i: usize, bits: u64) {
        if let Some(at) = self.element_address(i) {
            // SAFETY: the address of an element.
            unsafe {
                if self.buffer.is_shared() {
                    racy::write(at, self.element_type.size(), bits);
                } else {
                    self.element_type.write(at, bits);
                }
            }
        }
    }
    /// TypedArrayGetElement (10.4.5.16): undefined where there is none.
    #[inline]
    pub fn get_element(&self, agent: &mut Agent, i: usize) -> Value {
        match self.bits(i) {
            Some(bits) => self.element_type.value_of_bits(agent, bits),
            None => Value::UNDEFINED,
        }
    }
    /// TypedArraySetElement (10.4.5.17): converts the value, then writes it if the element exists by then.
    #[inline]
    pub fn set_element(&self, agent: &mut Agent, i: usize, value: Value) -> JsResult<()> {
        let bits = self.element_type.bits_of_value(agent, value)?;
        self.set_bits(i, bits);
        Ok(())
    }
    /// IsTypedArrayFixedLength (10.4.5.15)
    pub fn is_fixed_length(&self) -> bool {
        !self.is_length_tracking() && (!self.buffer.is_resizable() || self.buffer.is_shared())
    }
}

/// An element of a typed array of Numbers, for the interpreter: None where the generic path is to be taken.
///
/// Out of line, so that the handler of dense arrays stays small. Floats come as doubles even where they are integers: loops over
/// such arrays then take one path through arithmetic.
#[inline(never)]
pub fn typed_array_element(object: Gc<Object>, index: u32) -> Option<Value> {
    if !object.is_kind(Kind::TypedArray) {
        return None;
    }
    let array = array_of(object);
    let at = array.element_address(index as usize)?;
    if array.buffer.is_shared() {
        return None;
    }
    // SAFETY: the address of an element of that type.
    let bits = unsafe { array.element_type.read(at) };
    Some(match array.element_type {
        ElementType::Int8 => Value::int(bits as i8 as i32),
        ElementType::Uint8 | ElementType::Uint8Clamped => Value::int(bits as u8 as i32),
        ElementType::Int16 => Value::int(bits as i16 as i32),
        ElementType::Uint16 => Value::int(bits as u16 as i32),
        ElementType::Int32 => Value::int(bits as i32),
        ElementType::Float64 => Value::double(f64::from_bits(bits)),
        ElementType::Float32 => Value::double(f32::from_bits(bits as u32) as f64),
        ElementType::BigInt64 | ElementType::BigUint64 => return None,
        other => Value::number(other.number_of_bits(bits)),
    })
}

/// Stores a Number into a typed array of Numbers, for the interpreter: false where the generic path is to be taken.
#[inline(never)]
pub fn set_typed_array_element(object: Gc<Object>, index: u32, value: Value) -> bool {
    if !object.is_kind(Kind::TypedArray) || !value.is_number() {
        return false;
    }
    let array = array_of(object);
    let Some(at) = array.element_address(index as usize) else { return false };
    if !array.buffer.is_plain() {
        return false;
    }
    let element_type = array.element_type;
    let bits = match (element_type, value.as_int()) {
        (ElementType::BigInt64 | ElementType::BigUint64, _) => return false,
        (ElementType::Float64, _) => value.as_f64_unchecked().to_bits(),
        (
            ElementType::Int8
            | ElementType::Uint8
            | ElementType::Int16
            | ElementType::Uint16
            | ElementType::Int32
            | ElementType::Uint32,
            Some(i),
        ) => i as u64,
        _ => element_type.bits_of_number(value.as_f64_unchecked()),
    };
    // SAFETY: the address of an element of that type.
    unsafe { element_type.write(at, bits) };
    true
}

/// Whether a key is text that is canonical for a Number (7.1.21): to typed arrays it names an element, or nothing.
pub fn is_canonical_numeric_string(key: PropertyKey) -> bool {
    !matches!(numeric(key), Numeric::No)
}

impl Agent {
    /// A typed array over a buffer. `length` None: as long as the buffer allows. The caller checked offset and length.
    pub fn new_typed_array(
        &mut self,
        element_type: ElementType,
        prototype: Gc<Object>,
        buffer: Gc<ArrayBufferObject>,
        byte_offset: usize,
        length: Option<usize>,
    ) -> Gc<TypedArrayObject> {
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(TypedArrayObject {
            object: Object::new(Kind::TypedArray, shape),
            buffer,
            byte_offset,
            fixed_length: length.unwrap_or(AUTO),
            byte_end: length.map_or(0, |length| byte_offset.saturating_add(length.saturating_mul(element_type.size()))),
            element_type,
        })
    }
    /// A Uint8Array over a part of a buffer, in the current realm.
    pub fn new_uint8_array(
        &mut self,
        buffer: Gc<ArrayBufferObject>,
        byte_offset: usize,
        length: usize,
    ) -> Gc<TypedArrayObject> {
        let prototype = self.intrinsic(crate::Intrinsic::Uint8ArrayPrototype);
        self.new_typed_array(ElementType::Uint8, prototype, buffer, byte_offset, Some(length))
    }
}

/// Typed arrays.
pub static TYPED_ARRAY_METHODS: InternalMethods = InternalMethods {
    prevent_extensions: typed_array_prevent_extensions,
    get_own_property: typed_array_get_own_property,
    define_own_property: typed_array_define_own_property,
    has_property: typed_array_has_property,
    get: typed_array_get,
    set: typed_array_set,
    delete: typed_array_delete,
    own_property_keys: typed_array_own_property_keys,
    elements_are_ordinary: false,
    ..ORDINARY
};

#[inline(always)]
fn array_of(object: Gc<Object>) -> Gc<TypedArrayObject> {
    // SAFETY: these methods are those of Kind::TypedArray.
    unsafe { object.cast() }
}

/// A key as typed arrays see it.
enum Numeric {
    /// no canonical numeric string
    No,
    Index(usize),
    /// a canonical numeric string that is never an element: `-0`, `1.5`, `NaN`
    Invalid,
}

#[inline(always)]
fn numeric(key: PropertyKey) -> Numeric {
    match key.as_index() {
        Some(i) => Numeric::Index(i as usize),
        None => numeric_slow(key),
    }
}

fn numeric_slow(key: PropertyKey) -> Numeric {
    let Some(atom) = key.as_atom() else { return Numeric::No };
    if atom.is_empty() || !matches!(atom.at(0), 0x30..=0x39 | 0x2d | 0x49 | 0x4e) {
        return Numeric::No;
    }
    match jenny_text::number::canonical_numeric_index(text_of(atom.view())) {
        None => Numeric::No,
        Some(n) if n >= 0.0 && n.is_sign_positive() && n.fract() == 0.0 && n < 9007199254740992.0 => {
            Numeric::Index(n as usize)
        }
        Some(_) => Numeric::Invalid,
    }
}

/// 10.4.5.1
fn typed_array_prevent_extensions(agent: &mut Agent, object: Gc<Object>) -> JsResult<bool> {
    if !array_of(object).is_fixed_length() {
        return Ok(false);
    }
    ordinary_prevent_extensions(agent, object)
}

/// 10.4.5.2
fn typed_array_get_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
) -> JsResult<Option<OwnProperty>> {
    match numeric(key) {
        Numeric::No => Ok(ordinary_own_property(agent, object, key)),
        Numeric::Invalid => Ok(None),
        Numeric::Index(i) => {
            let value = array_of(object).get_element(agent, i);
            let attributes =
                if array_of(object).buffer.is_immutable() { Attributes::ENUMERABLE } else { Attributes::ALL };
            Ok((!value.is_undefined()).then(|| OwnProperty::data(value, attributes)))
        }
    }
}

/// 10.4.5.3
fn typed_array_has_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    match numeric(key) {
        Numeric::No => ordinary_has_property(agent, object, key),
        Numeric::Invalid => Ok(false),
        Numeric::Index(i) => Ok(i < array_of(object).length_or_zero()),
    }
}

/// 10.4.5.4
fn typed_array_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    let i = match numeric(key) {
        Numeric::No => return ordinary_define_own_property(agent, object, key, desc),
        Numeric::Invalid => return Ok(false),
        Numeric::Index(i) => i,
    };
    let array = array_of(object);
    if array.buffer.is_immutable() && i < array.length_or_zero() {
        // Elements can be described as they are, not changed.
        let current = array.get_element(agent, i);
        return Ok(desc.configurable != Some(true)
            && desc.enumerable != Some(false)
            && !desc.is_accessor()
            && desc.writable != Some(true)
            && desc.value.is_none_or(|value| same_value(value, current)));
    }
    if i >= array.length_or_zero()
        || desc.configurable == Some(false)
        || desc.enumerable == Some(false)
        || desc.is_accessor()
        || desc.writable == Some(false)
    {
        return Ok(false);
    }
    if let Some(value) = desc.value {
        array.set_element(agent, i, value)?;
    }
    Ok(true)
}

/// 10.4.5.5
fn typed_array_get(agent: &mut Agent, object: Gc<Object>, key: PropertyKey, receiver: Value) -> JsResult<Value> {
    match numeric(key) {
        Numeric::No => {
            // Named properties are ordinary; the walk starts at this very object.
            if let Some(own) = ordinary_own_property(agent, object, key) {
                return own.read(agent, receiver);
            }
            match object.get_prototype_of(agent)?.as_object() {
                Some(prototype) => prototype.get_with_receiver(agent, key, receiver),
                None => Ok(Value::UNDEFINED),
            }
        }
        Numeric::Invalid => Ok(Value::UNDEFINED),
        Numeric::Index(i) => Ok(array_of(object).get_element(agent, i)),
    }
}

/// 10.4.5.6
fn typed_array_set(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    value: Value,
    receiver: Value,
) -> JsResult<bool> {
    let numeric = numeric(key);
    if matches!(numeric, Numeric::No) {
        return ordinary_set(agent, object, key, value, receiver);
    }
    let array = array_of(object);
    let index = match numeric {
        Numeric::Index(i) => i,
        _ => usize::MAX,
    };
    if same_value(receiver, object.into()) {
        if array.buffer.is_immutable() {
            return Ok(false);
        }
        array.set_element(agent, index, value)?;
        return Ok(true);
    }
    if index >= array.length_or_zero() {
        return Ok(true);
    }
    let own = object.get_own_property(agent, key)?;
    ordinary_set_with_own_descriptor(agent, key, value, receiver, own, None)
}

/// 10.4.5.7
fn typed_array_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    match numeric(key) {
        Numeric::No => ordinary_delete(agent, object, key),
        Numeric::Invalid => Ok(true),
        Numeric::Index(i) => Ok(i >= array_of(object).length_or_zero()),
    }
}

/// 10.4.5.8
fn typed_array_own_property_keys(agent: &mut Agent, object: Gc<Object>) -> JsResult<Vec<PropertyKey>> {
    let length = array_of(object).length_or_zero();
    let mut keys: Vec<PropertyKey> = Vec::new();
    if keys.try_reserve(length).is_err() {
        return Err(agent.throw_range_error("Invalid array length"));
    }
    keys.extend((0..length.min(u32::MAX as usize)).map(|i| PropertyKey::from_index(i as u32)));
    push_named_keys(object, &mut keys);
    Ok(keys)
}
