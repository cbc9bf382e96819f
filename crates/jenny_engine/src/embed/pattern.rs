//! Plain objects that a host makes many of, with the same properties in the same places.

use crate::Value;
use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::{Object, Shape};
use jenny_gc::{Gc, Root};

/// The shape of a sample. An object that has it too has the sample's properties, all plain data in inline slots, and the
/// sample's prototype; every other change of what it has gives an object another shape.
pub struct ObjectPattern {
    shape: Root<Shape>,
    id: u32,
    count: u32,
}

impl ObjectPattern {
    /// The pattern of a plain object; None if it has accessors, elements, or more properties than inline slots.
    pub fn of(agent: &Agent, sample: Gc<Object>) -> Option<ObjectPattern> {
        let shape = sample.shape();
        let count = shape.count();
        let fits = sample.is_kind(Kind::Object) && !shape.is_dictionary() && count <= shape.inline_capacity();
        let plain = fits
            && sample.raw_elements().is_undefined()
            && shape.entries().iter().all(|entry| entry.attributes.is_writable() && !entry.attributes.is_accessor());
        plain.then(|| ObjectPattern { shape: Root::new(&agent.heap, shape), id: shape.compress(), count })
    }
    /// How many properties, private ones included.
    pub fn count(&self) -> u32 {
        self.count
    }
    /// The place of a named property, in order of addition.
    pub fn place_of(&self, agent: &mut Agent, name: &str) -> Option<u32> {
        let key = agent.key(name);
        self.shape.get().find(key).map(|found| found.slot)
    }
    /// A new object with these values in the order of their places; those left out are undefined.
    pub fn make(&self, agent: &mut Agent, values: &[Value]) -> Gc<Object> {
        let object = agent.alloc_plain(self.shape.get());
        let count = values.len().min(self.count as usize);
        for (place, &value) in values[..count].iter().enumerate() {
            object.set_inline_slot(place as u32, value);
        }
        object
    }
    /// The value as an object of this pattern.
    #[inline]
    pub fn matching(&self, value: Value) -> Option<Patterned> {
        let object = value.as_object().filter(|object| object.shape_id() == self.id)?;
        Some(Patterned { object, count: self.count })
    }
}

/// An object of a pattern, as long as nothing has run since it was matched.
#[derive(Clone, Copy)]
pub struct Patterned {
    object: Gc<Object>,
    count: u32,
}

impl Patterned {
    /// The value at a place; undefined past the last.
    #[inline]
    pub fn get(self, place: u32) -> Value {
        if place < self.count { self.object.inline_slot(place) } else { Value::UNDEFINED }
    }
    /// Sets the value at a place; nothing past the last.
    #[inline]
    pub fn set(self, place: u32, value: Value) {
        if place < self.count {
            self.object.set_inline_slot(place, value);
        }
    }
}
