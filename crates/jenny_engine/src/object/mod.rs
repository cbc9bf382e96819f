//! Object: shape, inline and overflow slots, elements; and what all object types share.

pub mod array;
pub mod elements;
pub mod host_object;
pub mod internal_methods;
pub mod operations;
mod plain;
pub mod property;
pub mod shape;
pub(crate) mod shifted;
pub mod wrapper;

pub use elements::{Elements, SparseElements};
pub use operations::IntegrityLevel;
pub use property::{Attributes, OwnProperty, PropertyDescriptor};
pub use shape::Shape;

use crate::agent::Agent;
use crate::kind::Kind;
use crate::string::PropertyKey;
use crate::{JsResult, Value};
use internal_methods::InternalMethods;
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};

/// Bits of an object's header flags.
pub mod flags {
    /// [[Extensible]] is false (ordinary objects).
    pub const NON_EXTENSIBLE: u16 = 1;
    /// Some shape has it as prototype.
    pub const IS_PROTOTYPE: u16 = 2;
    /// Has [[Call]].
    pub const CALLABLE: u16 = 4;
    /// Has [[Construct]].
    pub const CONSTRUCTOR: u16 = 8;
    /// A function whose length, name and prototype properties are not made yet.
    pub const LAZY_FUNCTION: u16 = 16;
    /// Free for the type's own use.
    pub const TYPE_A: u16 = 64;
    /// Free for the type's own use.
    pub const TYPE_B: u16 = 128;
    /// A class constructor ([[Call]] throws).
    pub const CLASS_CONSTRUCTOR: u16 = 256;
    /// A plain object whose [[Prototype]] cannot change (10.4.7).
    pub const IMMUTABLE_PROTOTYPE: u16 = 64;
    /// Annex B [[IsHTMLDDA]].
    pub const IS_HTMLDDA: u16 = 512;
    /// [[IsRawJSON]] (25.5.3)
    pub const IS_RAW_JSON: u16 = 1024;
}

/// The part that every object begins with. A plain object (Kind::Object) is followed by its inline slots.
#[repr(C)]
pub struct Object {
    header: Header,
    slots: Field<Option<Gc<Slots>>>,
    elements: Field<Value>,
}

/// Byte offset of the first inline slot.
pub const INLINE_SLOTS_OFFSET: usize = std::mem::size_of::<Object>();

/// Overflow property slots.
#[repr(C)]
pub struct Slots {
    header: Header,
    capacity: u64,
}

impl Slots {
    #[inline(always)]
    fn field(&self, i: u32) -> &Field<Value> {
        debug_assert!((i as u64) < self.capacity);
        // SAFETY: `capacity` values follow the fixed part; callers stay below it (shapes never name a slot beyond).
        unsafe { &*((self as *const Slots).add(1) as *const Field<Value>).add(i as usize) }
    }
}
// SAFETY: visits all slots.
unsafe impl Trace for Slots {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for i in 0..self.capacity as u32 {
            self.field(i).get().trace(tracer);
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Slots {}

/// The two functions of an accessor property; each a function object or undefined.
#[repr(C)]
pub struct Accessor {
    header: Header,
    getter: Field<Value>,
    setter: Field<Value>,
}

impl Accessor {
    #[inline(always)]
    pub fn getter(&self) -> Value {
        self.getter.get()
    }
    pub fn setter(&self) -> Value {
        self.setter.get()
    }
}
// SAFETY: visits both.
unsafe impl Trace for Accessor {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.getter.get().trace(tracer);
        self.setter.get().trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Accessor {}

/// A Rust struct that is a JavaScript object: repr(C), an `Object` first, its own kind.
///
/// # Safety
/// The type must be repr(C) with an `Object` as its first field, and cells of `KIND` must always be of this type.
pub unsafe trait ObjectType: GcCell {
    /// The kind whose cells have this type.
    const KIND: Kind;
}

// SAFETY: visits the shape, the slots, the elements and the inline slots that the shape says exist.
unsafe impl Trace for Object {
    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        let shape = self.shape();
        tracer.visit(shape);
        self.slots.get().trace(tracer);
        self.elements.get().trace(tracer);
        if self.header.kind() == Kind::Object as u8 {
            for i in 0..shape.inline_capacity() {
                self.inline_field(i).get().trace(tracer);
            }
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Object {}
// SAFETY: it is itself.
unsafe impl ObjectType for Object {
    const KIND: Kind = Kind::Object;
}

impl Object {
    /// The common part of a new object of a Rust type (no inline slots: the shape must have inline capacity 0).
    #[inline(always)]
    pub fn new(kind: Kind, shape: Gc<Shape>) -> Object {
        debug_assert!(kind == Kind::Object || shape.inline_capacity() == 0);
        Object {
            header: Header::with_aux(kind as u8, shape.compress()),
            slots: Field::new(None),
            elements: Field::new(Value::UNDEFINED),
        }
    }
    /// As `new`, with header flags.
    #[inline(always)]
    pub fn with_flags(kind: Kind, shape: Gc<Shape>, flags: u16) -> Object {
        let object = Object::new(kind, shape);
        object.header.flags.set(flags);
        object
    }
    #[inline(always)]
    pub fn header(&self) -> &Header {
        &self.header
    }
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        Kind::from_u8(self.header.kind())
    }
    #[inline(always)]
    pub fn is_kind(&self, kind: Kind) -> bool {
        self.header.kind() == kind as u8
    }
    #[inline(always)]
    pub fn shape(&self) -> Gc<Shape> {
        // SAFETY: aux always holds the compressed address of a live shape in the same region.
        unsafe { Gc::decompress(self as *const Object as *const u8, self.header.aux.get()) }
    }
    /// The shape's 32-bit id (its compressed address).
    #[inline(always)]
    pub fn shape_id(&self) -> u32 {
        self.header.aux.get()
    }
    pub(crate) fn set_shape(&self, shape: Gc<Shape>) {
        jenny_gc::write_barrier(&self.header);
        self.header.aux.set(shape.compress());
    }
    #[inline(always)]
    pub fn has_flag(&self, flag: u16) -> bool {
        self.header.flags.get() & flag != 0
    }
    pub fn set_flag(&self, flag: u16) {
        self.header.flags.set(self.header.flags.get() | flag);
    }
    pub fn clear_flag(&self, flag: u16) {
        self.header.flags.set(self.header.flags.get() & !flag);
    }
    #[inline(always)]
    pub fn is_callable(&self) -> bool {
        self.has_flag(flags::CALLABLE)
    }
    #[inline(always)]
    pub fn is_constructor(&self) -> bool {
        self.has_flag(flags::CONSTRUCTOR)
    }
    /// The essential internal methods.
    #[inline(always)]
    pub fn internal_methods(&self) -> &'static InternalMethods {
        Kind::internal_methods(self.header.kind())
    }
    /// [[Prototype]] of an ordinary object: an object or null.
    #[inline(always)]
    pub fn prototype(&self) -> Value {
        self.shape().prototype()
    }
    #[inline(always)]
    fn inline_field(&self, i: u32) -> &Field<Value> {
        // SAFETY: plain objects are allocated with their shape's inline capacity of values after the fixed part.
        unsafe { &*((self as *const Object).add(1) as *const Field<Value>).add(i as usize) }
    }
    /// The raw content of a property slot (may be lazy).
    #[inline(always)]
    pub(crate) fn raw_slot(&self, slot: u32) -> Value {
        let inline = self.shape().inline_capacity();
        if slot < inline {
            return self.inline_field(slot).get();
        }
        match self.slots.get() {
            Some(slots) => slots.field(slot - inline).get(),
            None => Value::UNDEFINED,
        }
    }
    #[inline(always)]
    pub(crate) fn set_raw_slot(&self, slot: u32, value: Value) {
        let inline = self.shape().inline_capacity();
        if slot < inline {
            self.inline_field(slot).set(&self.header, value);
        } else if let Some(slots) = self.slots.get() {
            slots.field(slot - inline).set(&slots.header, value);
        }
    }
    /// Inline slot `i`, as an inline cache that matched the shape knows it.
    #[inline(always)]
    pub(crate) fn inline_slot(&self, i: u32) -> Value {
        self.inline_field(i).get()
    }
    #[inline(always)]
    pub(crate) fn set_inline_slot(&self, i: u32, value: Value) {
        self.inline_field(i).set(&self.header, value);
    }
    /// Overflow slot `i`, likewise.
    #[inline(always)]
    pub(crate) fn overflow_slot(&self, i: u32) -> Value {
        match self.slots.get() {
            Some(slots) => slots.field(i).get(),
            None => Value::UNDEFINED,
        }
    }
    #[inline(always)]
    pub(crate) fn set_overflow_slot(&self, i: u32, value: Value) {
        if let Some(slots) = self.slots.get() {
            slots.field(i).set(&slots.header, value);
        }
    }
    /// As `set_overflow_slot` where no barrier is due; false, and nothing done, where one is.
    #[inline(always)]
    pub(crate) fn set_overflow_slot_unlogged(&self, i: u32, value: Value) -> bool {
        match self.slots.get() {
            Some(slots) if jenny_gc::is_logged_or_new(&slots.header) => {
                slots.field(i).set(&slots.header, value);
                true
            }
            _ => false,
        }
    }
    /// Changes the shape to one known by its id.
    #[inline(always)]
    pub(crate) fn set_shape_id(&self, id: u32) {
        jenny_gc::write_barrier(&self.header);
        self.header.aux.set(id);
    }
    /// Overflow slots allocated.
    pub(crate) fn slots_capacity(&self) -> u32 {
        self.slots.get().map_or(0, |s| s.capacity as u32)
    }
    /// The elements: undefined, an Elements cell, a SparseElements cell or, of an array, a ShiftedElements cell.
    #[inline(always)]
    pub(crate) fn raw_elements(&self) -> Value {
        self.elements.get()
    }
    pub(crate) fn set_raw_elements(&self, elements: Value) {
        self.elements.set(&self.header, elements);
    }
    /// The dense elements, if that is what the object has.
    #[inline(always)]
    pub fn dense_elements(&self) -> Option<Gc<Elements>> {
        let v = self.elements.get();
        if v.is_kind(Kind::Elements) {
            // SAFETY: the kind was checked.
            return Some(unsafe { v.as_gc_unchecked() });
        }
        self.shifted_elements().map(|shifted| self.settle_elements(shifted))
    }
    pub(crate) fn sparse_elements(&self) -> Option<Gc<SparseElements>> {
        let v = self.elements.get();
        // SAFETY: the kind was checked.
        v.is_kind(Kind::SparseElements).then(|| unsafe { v.as_gc_unchecked() })
    }
}

/// Extension methods on object references: what specifications call on objects.
impl Agent {
    /// OrdinaryObjectCreate(%Object.prototype%).
    pub fn new_object(&mut self) -> Gc<Object> {
        let shape = self.plain_object_shape(4);
        self.alloc_plain(shape)
    }
    /// The root shape of object literals with room for `capacity` inline slots.
    pub fn plain_object_shape(&mut self, capacity: u32) -> Gc<Shape> {
        let inline = match capacity {
            0..=4 => 4u8,
            5..=8 => 8,
            9..=16 => 16,
            _ => 32,
        };
        let prototype = self.intrinsic(crate::Intrinsic::ObjectPrototype);
        self.root_shape(prototype.into(), inline)
    }
    /// OrdinaryObjectCreate(prototype): an object or null.
    pub fn new_object_with_prototype(&mut self, prototype: Value) -> Gc<Object> {
        let shape = self.root_shape(prototype, 4);
        self.alloc_plain(shape)
    }
    /// A plain object of a shape without properties yet.
    #[inline]
    pub fn alloc_plain(&mut self, shape: Gc<Shape>) -> Gc<Object> {
        let inline = shape.inline_capacity();
        let header = Header::with_aux(Kind::Object as u8, shape.compress());
        let cell = self.heap.alloc_raw(header, INLINE_SLOTS_OFFSET + 8 * inline as usize).cast::<Object>();
        // SAFETY: freshly allocated with room for the object and its inline slots; zeroed slots are no values, so all are filled.
        unsafe {
            let object = Gc::from_ptr(cell);
            std::ptr::addr_of_mut!((*cell.as_ptr()).slots).write(Field::new(None));
            object.elements.init(Value::UNDEFINED);
            for i in 0..inline {
                object.inline_field(i).init(Value::UNDEFINED);
            }
            object
        }
    }
    /// An accessor pair cell.
    pub fn new_accessor(&mut self, getter: Value, setter: Value) -> Gc<Accessor> {
        self.heap.alloc(Accessor {
            header: Header::new(Kind::Accessor as u8),
            getter: Field::new(getter),
            setter: Field::new(setter),
        })
    }
    /// Makes room for property slot number `slot`.
    pub(crate) fn grow_slots(&mut self, object: Gc<Object>, slot: u32) -> JsResult<()> {
        let inline = object.shape().inline_capacity();
        if slot < inline || slot - inline < object.slots_capacity() {
            return Ok(());
        }
        let old = object.slots.get();
        if old.is_none() && inline > 0 {
            object.shape().want_more_slots();
        }
        let old_capacity = object.slots_capacity();
        let capacity = (slot - inline + 1).max(old_capacity * 2).max(4);
        let header = Header::new(Kind::Slots as u8);
        let Some(cell) = self.heap.try_alloc_raw(header, 16 + 8 * capacity as usize) else {
            return Err(self.throw_out_of_memory());
        };
        let cell = cell.cast::<Slots>();
        // SAFETY: freshly allocated with room for `capacity` values.
        let slots = unsafe {
            (*cell.as_ptr()).capacity = capacity as u64;
            Gc::from_ptr(cell)
        };
        for i in 0..capacity {
            let value = match old {
                Some(old) if i < old_capacity => old.field(i).get(),
                _ => Value::UNDEFINED,
            };
            slots.field(i).init(value);
        }
        object.slots.set(&object.header, Some(slots));
        Ok(())
    }
    /// Adds a named property that the object does not have; no extensibility check.
    pub(crate) fn add_property(
        &mut self,
        object: Gc<Object>,
        key: PropertyKey,
        value: Value,
        attributes: Attributes,
    ) -> JsResult<()> {
        debug_assert!(!key.is_index());
        self.note_change(object, key);
        if key == self.symbol_key(crate::WellKnownSymbol::HasInstance) && self.making_builtins == 0 {
            self.protectors.has_instance = false;
        }
        let shape = object.shape();
        if !shape.is_dictionary() {
            if let Some(next) = self.shape_add(shape, key, attributes) {
                let slot = shape.count();
                self.grow_slots(object, slot)?;
                object.set_raw_slot_for(next, slot, value);
                object.set_shape(next);
                return Ok(());
            }
            self.to_dictionary(object);
        }
        // Room first, so that running out of memory changes nothing.
        self.grow_slots(object, object.shape().slot_count())?;
        let slot = object.shape().add_in_place(key, attributes);
        object.set_raw_slot(slot, value);
        Ok(())
    }
    /// Gives a fresh object without properties those of `shape`, whose slots lie all outside the object.
    pub(crate) fn init_properties(&mut self, object: Gc<Object>, shape: Gc<Shape>, values: &[Value]) -> JsResult<()> {
        debug_assert!(shape.inline_capacity() == 0 && shape.count() as usize == values.len());
        self.grow_slots(object, shape.count() - 1)?;
        for (slot, &value) in values.iter().enumerate() {
            object.set_overflow_slot(slot as u32, value);
        }
        object.set_shape(shape);
        Ok(())
    }
    /// Gives an object a dictionary shape of its own.
    pub(crate) fn to_dictionary(&mut self, object: Gc<Object>) {
        let shape = object.shape();
        let fresh = self.shape_to_dictionary(shape, shape.prototype());
        object.set_shape(fresh);
    }
    /// Changes the attributes of an existing named property.
    pub(crate) fn change_attributes(&mut self, object: Gc<Object>, key: PropertyKey, attributes: Attributes) {
        self.note_change(object, key);
        self.to_dictionary(object);
        object.shape().set_attributes_in_place(key, attributes);
    }
    /// Makes what an object has under strings enumerable, but for `constructor`, or a function's `prototype`, `name` and `length`:
    /// the members of an interface (WebIDL 3.7). One change of shape for all of them.
    pub fn expose_members(&mut self, object: Gc<Object>) {
        let n = &self.names;
        let own = match object.is_callable() {
            true => [n.prototype, n.name, n.length],
            false => [n.constructor; 3],
        };
        let mut hidden = object.shape().entries();
        hidden.retain(|entry| entry.key.is_string() && !entry.attributes.is_enumerable() && !own.contains(&entry.key));
        if hidden.is_empty() {
            return;
        }
        self.to_dictionary(object);
        for entry in hidden {
            self.note_change(object, entry.key);
            object.shape().set_attributes_in_place(entry.key, entry.attributes.union(Attributes::ENUMERABLE));
        }
    }
    /// Removes an existing named property.
    pub(crate) fn remove_property(&mut self, object: Gc<Object>, key: PropertyKey, slot: u32) {
        self.note_change(object, key);
        self.to_dictionary(object);
        object.set_raw_slot(slot, Value::UNDEFINED);
        object.shape().remove_in_place(key);
    }
    /// A named property of an object was added, removed or changed in kind: tells inline caches and protectors.
    #[inline]
    pub(crate) fn note_change(&mut self, object: Gc<Object>, key: PropertyKey) {
        if object.has_flag(flags::IS_PROTOTYPE) {
            self.invalidate_prototype_key(key);
        }
        if object.shape().realm().is_some() {
            self.note_builtin_change(key);
        }
    }
    /// Makes inline caches forget what they know of `key` on prototype chains.
    pub(crate) fn invalidate_prototype_key(&mut self, key: PropertyKey) {
        let bucket = crate::agent::epoch_bucket(key) as usize;
        self.prototype_epochs[bucket] = self.prototype_epochs[bucket].wrapping_add(1);
        self.for_in.prototypes_changed();
    }
    /// Makes inline caches forget all prototype chains.
    pub(crate) fn invalidate_all_prototypes(&mut self) {
        self.prototype_epochs.iter_mut().for_each(|e| *e = e.wrapping_add(1));
        self.for_in.prototypes_changed();
    }
}

impl Object {
    /// Writes a slot as a shape that the object does not have yet numbers it.
    fn set_raw_slot_for(&self, shape: Gc<Shape>, slot: u32, value: Value) {
        let inline = shape.inline_capacity();
        if slot < inline {
            self.inline_field(slot).set(&self.header, value);
        } else if let Some(slots) = self.slots.get() {
            slots.field(slot - inline).set(&slots.header, value);
        }
    }
}

/// Allocation helper for Rust object types.
impl Agent {
    /// Allocates an object of a Rust type.
    #[inline]
    pub fn alloc<T: GcCell>(&mut self, value: T) -> Gc<T> {
        self.heap.alloc(value)
    }
}

/// Upcast of a typed object reference.
pub trait AsObject {
    /// The same cell as an Object.
    fn as_object(self) -> Gc<Object>;
}
impl<T: ObjectType> AsObject for Gc<T> {
    #[inline(always)]
    fn as_object(self) -> Gc<Object> {
        // SAFETY: ObjectType promises that the type begins with an Object.
        unsafe { self.cast() }
    }
}
