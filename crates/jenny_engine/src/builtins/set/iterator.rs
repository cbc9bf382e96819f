//! %SetIteratorPrototype% (ECMA-262 24.2.6).

use super::SetObject;
use crate::builtins::map::iterator::EntryKind;
use crate::builtins::map::table::{Cursor, HashTable, SET_STRIDE};
use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use std::cell::Cell;

/// An iterator over a Set.
#[repr(C)]
pub struct SetIterator {
    object: Object,
    /// undefined once the iterator is done
    set: Field<Value>,
    table: Field<Option<Gc<HashTable<SET_STRIDE>>>>,
    index: Cell<u32>,
    kind: EntryKind,
}

// SAFETY: visits the object part, the set and the table.
unsafe impl Trace for SetIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.set.get().trace(tracer);
        self.table.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for SetIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for SetIterator {
    const KIND: Kind = Kind::SetIterator;
}

pub static SET_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[method("next", set_iterator_next, 0), to_string_tag("Set Iterator")],
};

impl SetIterator {
    /// The next value, and steps over it; None when there is none left, and from then on.
    #[inline]
    pub fn step(&self) -> Option<Value> {
        let set = self.set.get().as_kind::<SetObject>()?;
        let mut cursor = Cursor { table: self.table.get(), index: self.index.get() };
        let Some((value, _)) = cursor.step(set.data()) else {
            self.set.set(self.object.header(), Value::UNDEFINED);
            self.table.set(self.object.header(), None);
            return None;
        };
        if cursor.table != self.table.get() {
            self.table.set(self.object.header(), cursor.table);
        }
        self.index.set(cursor.index);
        Some(value)
    }
    /// What is left to iterate over, without stepping (for inspection).
    pub fn preview(&self) -> (Vec<Value>, EntryKind) {
        let mut values = Vec::new();
        if let Some(set) = self.set.get().as_kind::<SetObject>() {
            let mut cursor = Cursor { table: self.table.get(), index: self.index.get() };
            while let Some((value, _)) = cursor.step(set.data()) {
                values.push(value);
            }
        }
        (values, self.kind)
    }
    /// The next value that `next` yields; None when there is none left.
    #[inline]
    pub fn next_value(&self, agent: &mut Agent) -> JsResult<Option<Value>> {
        let Some(value) = self.step() else { return Ok(None) };
        Ok(Some(match self.kind {
            EntryKind::KeyAndValue => agent.new_array(&[value, value])?.into(),
            _ => value,
        }))
    }
}

impl Agent {
    /// CreateSetIterator (24.2.6.1)
    pub fn create_set_iterator(&mut self, set: Gc<SetObject>, kind: EntryKind) -> Gc<SetIterator> {
        let prototype = self.intrinsic(Intrinsic::SetIteratorPrototype);
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(SetIterator {
            object: Object::new(Kind::SetIterator, shape),
            set: Field::new(set.into()),
            table: Field::new(set.data().table()),
            index: Cell::new(0),
            kind,
        })
    }
}

/// %SetIteratorPrototype%.next ( ) (24.2.6.2.1)
pub fn set_iterator_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(iterator) = this.as_kind::<SetIterator>() else {
        return Err(agent.throw_incompatible_receiver("Set Iterator.prototype.next", this));
    };
    let next = iterator.next_value(agent)?;
    Ok(agent.create_iter_result_object(next.unwrap_or(Value::UNDEFINED), next.is_none()).into())
}
