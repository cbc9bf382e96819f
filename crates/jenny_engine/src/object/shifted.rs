//! Elements of arrays that are queues: `shift` and `unshift` of a long array move nothing.
//!
//! The elements cell stays as it is, and a cell in front of it says how many of its values are gone. Whoever asks the array
//! for its dense elements (`Object::dense_elements`) gets them moved into place first; `push`, `pop`, `shift`, `unshift` and
//! access to one element do not ask.

use super::array::ArrayObject;
use super::{AsObject, Elements, Object};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::{JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use std::cell::Cell;

/// Arrays shorter than this move their values at each `shift`.
pub const MANY: u32 = 64;

/// Dense elements of an array after `front` values that are EMPTY.
#[repr(C)]
pub struct ShiftedElements {
    header: Header,
    elements: Field<Value>,
    front: Cell<u32>,
}

// SAFETY: visits the elements.
unsafe impl Trace for ShiftedElements {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.elements.get().trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for ShiftedElements {}

impl ShiftedElements {
    fn elements(&self) -> Gc<Elements> {
        // SAFETY: made of elements, which are never replaced.
        unsafe { self.elements.get().as_gc_unchecked() }
    }
    /// Values in use, holes included.
    pub fn len(&self) -> u32 {
        self.elements().len() - self.front.get()
    }
    /// The value at `i`, EMPTY for a hole or past the end.
    pub fn get(&self, i: u32) -> Value {
        match self.front.get().checked_add(i) {
            Some(i) => self.elements().get(i),
            None => Value::EMPTY,
        }
    }
    /// Overwrites the value at `i`; false, and nothing done, at a hole or past the end.
    pub fn overwrite(&self, i: u32, value: Value) -> bool {
        let is_there = !self.get(i).is_empty();
        if is_there {
            self.elements().set(self.front.get() + i, value);
        }
        is_there
    }
    /// Takes the first value, EMPTY if it is a hole.
    pub fn take_first(&self) -> Value {
        let front = self.front.get();
        let first = self.elements().get(front);
        self.elements().set(front, Value::EMPTY);
        self.front.set((front + 1).min(self.elements().len()));
        first
    }
    /// Takes the last value if there is one and it is no hole.
    pub fn take_last(&self) -> Option<Value> {
        let last = self.len().checked_sub(1)?;
        let value = self.get(last);
        if value.is_empty() {
            return None;
        }
        self.elements().set_len(self.front.get() + last);
        Some(value)
    }
    /// Puts values in front of the first; false, and nothing done, if too few are gone.
    pub fn prepend(&self, values: &[Value]) -> bool {
        let Some(front) = self.front.get().checked_sub(values.len() as u32) else { return false };
        self.front.set(front);
        values.iter().zip(front..).for_each(|(&value, i)| self.elements().set(i, value));
        true
    }
    /// Appends a value; false, and nothing done, if there is no room.
    pub fn append(&self, value: Value) -> bool {
        let elements = self.elements();
        let has_room = elements.len() < elements.capacity();
        if has_room {
            elements.push_within_capacity(value);
        }
        has_room
    }
}

impl Object {
    /// The elements of a queue.
    #[inline(always)]
    pub(crate) fn shifted_elements(&self) -> Option<Gc<ShiftedElements>> {
        let v = self.raw_elements();
        // SAFETY: the kind was checked.
        v.is_kind(Kind::ShiftedElements).then(|| unsafe { v.as_gc_unchecked() })
    }
    /// Moves the values of a queue to the beginning of its elements, which the object then has.
    #[cold]
    #[inline(never)]
    pub(super) fn settle_elements(&self, shifted: Gc<ShiftedElements>) -> Gc<Elements> {
        let (elements, front, count) = (shifted.elements(), shifted.front.get(), shifted.len());
        elements.copy_within(front, 0, count);
        elements.set_len(count);
        self.set_raw_elements(elements.into());
        elements
    }
}

impl Agent {
    /// The elements of an array as those of a queue; None if they are sparse, or shorter than the array.
    pub(crate) fn queue_of(&mut self, array: Gc<ArrayObject>) -> Option<Gc<ShiftedElements>> {
        let object = array.as_object();
        let shifted = match object.shifted_elements() {
            Some(shifted) => shifted,
            None => {
                let elements = object.dense_elements().filter(|elements| elements.len() >= MANY)?;
                let shifted = self.heap.alloc(ShiftedElements {
                    header: Header::new(Kind::ShiftedElements as u8),
                    elements: Field::new(elements.into()),
                    front: Cell::new(0),
                });
                object.set_raw_elements(shifted.into());
                shifted
            }
        };
        (shifted.len() == array.length()).then_some(shifted)
    }
    /// Gives a queue new elements, with room at both ends for as many values as it has and `more`. Errors: memory.
    pub(crate) fn widen_queue(&mut self, array: Gc<ArrayObject>, more: u32) -> JsResult<Option<Gc<ShiftedElements>>> {
        let Some(old) = self.queue_of(array) else { return Ok(None) };
        let (count, room) = (old.len(), (old.len() / 2).saturating_add(more));
        let Some(capacity) = room.checked_mul(2).and_then(|room| room.checked_add(count)) else { return Ok(None) };
        let elements = self.new_elements(capacity)?;
        elements.set_len(room);
        for i in 0..count {
            elements.push_within_capacity(old.get(i));
        }
        let shifted = self.heap.alloc(ShiftedElements {
            header: Header::new(Kind::ShiftedElements as u8),
            elements: Field::new(elements.into()),
            front: Cell::new(room),
        });
        array.as_object().set_raw_elements(shifted.into());
        Ok(Some(shifted))
    }
    /// Appends to a queue. Errors: memory.
    #[cold]
    #[inline(never)]
    pub(super) fn append_to_queue(&mut self, array: Gc<ArrayObject>, value: Value) -> JsResult<()> {
        let length = array.length();
        if let Some(shifted) = self.queue_of(array) {
            // Where most values are gone, the others move into their place; else they would do so too often.
            let is_done = shifted.append(value)
                || shifted.front.get() < shifted.len()
                    && self.widen_queue(array, 8)?.is_some_and(|shifted| shifted.append(value));
            if is_done {
                return Ok(());
            }
        }
        self.put_element(array.as_object(), length, value, length)
    }
}
