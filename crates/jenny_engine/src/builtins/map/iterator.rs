//! %MapIteratorPrototype% (ECMA-262 24.1.5).

use super::MapObject;
use super::table::{Cursor, HashTable, MAP_STRIDE};
use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use std::cell::Cell;

/// What an iterator over a Map or Set yields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    Key,
    Value,
    KeyAndValue,
}

/// An iterator over a Map.
#[repr(C)]
pub struct MapIterator {
    object: Object,
    /// undefined once the iterator is done
    map: Field<Value>,
    table: Field<Option<Gc<HashTable<MAP_STRIDE>>>>,
    index: Cell<u32>,
    kind: EntryKind,
}

// SAFETY: visits the object part, the map and the table.
unsafe impl Trace for MapIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.map.get().trace(tracer);
        self.table.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for MapIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for MapIterator {
    const KIND: Kind = Kind::MapIterator;
}

pub static MAP_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[method("next", map_iterator_next, 0), to_string_tag("Map Iterator")],
};

impl MapIterator {
    /// The next entry, and steps over it; None when there is none left, and from then on.
    #[inline]
    pub fn step(&self) -> Option<(Value, Value)> {
        let map = self.map.get().as_kind::<MapObject>()?;
        let mut cursor = Cursor { table: self.table.get(), index: self.index.get() };
        let entry = cursor.step(map.data());
        if entry.is_none() {
            self.map.set(self.object.header(), Value::UNDEFINED);
            self.table.set(self.object.header(), None);
            return None;
        }
        if cursor.table != self.table.get() {
            self.table.set(self.object.header(), cursor.table);
        }
        self.index.set(cursor.index);
        entry
    }
    /// What is left to iterate over, without stepping (for inspection): the entries and what the iterator yields of them.
    pub fn preview(&self) -> (Vec<(Value, Value)>, EntryKind) {
        let mut entries = Vec::new();
        if let Some(map) = self.map.get().as_kind::<MapObject>() {
            let mut cursor = Cursor { table: self.table.get(), index: self.index.get() };
            while let Some(entry) = cursor.step(map.data()) {
                entries.push(entry);
            }
        }
        (entries, self.kind)
    }
    /// The next value that `next` yields; None when there is none left.
    #[inline]
    pub fn next_value(&self, agent: &mut Agent) -> JsResult<Option<Value>> {
        let Some((key, value)) = self.step() else { return Ok(None) };
        Ok(Some(match self.kind {
            EntryKind::Key => key,
            EntryKind::Value => value,
            EntryKind::KeyAndValue => agent.new_array(&[key, value])?.into(),
        }))
    }
}

impl Agent {
    /// CreateMapIterator (24.1.5.1)
    pub fn create_map_iterator(&mut self, map: Gc<MapObject>, kind: EntryKind) -> Gc<MapIterator> {
        let prototype = self.intrinsic(Intrinsic::MapIteratorPrototype);
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(MapIterator {
            object: Object::new(Kind::MapIterator, shape),
            map: Field::new(map.into()),
            table: Field::new(map.data().table()),
            index: Cell::new(0),
            kind,
        })
    }
}

/// %MapIteratorPrototype%.next ( ) (24.1.5.2.1)
pub fn map_iterator_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(iterator) = this.as_kind::<MapIterator>() else {
        return Err(agent.throw_incompatible_receiver("Map Iterator.prototype.next", this));
    };
    let next = iterator.next_value(agent)?;
    Ok(agent.create_iter_result_object(next.unwrap_or(Value::UNDEFINED), next.is_none()).into())
}
