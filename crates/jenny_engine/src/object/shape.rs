//! Shape (hidden class): what properties an object has and where, and its prototype.
//!
//! Shared shapes form a transition tree from a root that fixes the prototype and the number of inline slots. A *dictionary*
//! shape belongs to one object and is changed in place by additions; any other change gives the object a fresh dictionary
//! shape, so an inline cache that saw a shape may always trust "this own property is in that slot".

use super::property::Attributes;
use crate::Value;
use crate::agent::Agent;
use crate::kind::Kind;
use crate::string::PropertyKey;
use crate::string::atoms::spread;
use hashbrown::HashTable;
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Past this many properties an object gets a dictionary shape.
const MAX_SHARED: u32 = 512;
/// Tables up to this size are searched without an index.
const LINEAR: usize = 8;

/// Root shapes looked up last, by prototype.
pub const ROOT_SHAPE_MEMO: usize = 64;

/// One property of a table.
#[derive(Clone, Copy, Debug)]
pub struct ShapeEntry {
    pub key: PropertyKey,
    pub slot: u32,
    pub attributes: Attributes,
    /// A deleted property of a dictionary.
    pub deleted: bool,
}

/// Entries in order of addition, with an index by key once there are many.
#[derive(Default, Clone)]
pub struct PropertyTable {
    entries: Vec<ShapeEntry>,
    index: HashTable<u32>,
    live: u32,
    slots: u32,
    free_slots: Vec<u32>,
}

impl PropertyTable {
    fn find(&self, key: PropertyKey, count: usize) -> Option<usize> {
        if self.entries.len() <= LINEAR {
            return self.entries[..count].iter().position(|e| e.key == key && !e.deleted);
        }
        let found =
            self.index.find(spread(key.hash()), |&i| self.entries[i as usize].key == key).map(|&i| i as usize)?;
        (found < count).then_some(found)
    }
    fn push(&mut self, entry: ShapeEntry) {
        self.entries.push(entry);
        self.live += 1;
        let n = self.entries.len();
        if n == LINEAR + 1 {
            for (i, e) in self.entries.iter().enumerate() {
                if !e.deleted {
                    self.index.insert_unique(spread(e.key.hash()), i as u32, |&i| {
                        spread(self.entries[i as usize].key.hash())
                    });
                }
            }
        } else if n > LINEAR {
            let entries = &self.entries;
            self.index
                .insert_unique(spread(entry.key.hash()), n as u32 - 1, |&i| spread(entries[i as usize].key.hash()));
        }
    }
    fn remove(&mut self, at: usize) {
        let entry = self.entries[at];
        if self.entries.len() > LINEAR
            && let Ok(found) = self.index.find_entry(spread(entry.key.hash()), |&i| i as usize == at)
        {
            found.remove();
        }
        self.entries[at].deleted = true;
        self.live -= 1;
        self.free_slots.push(entry.slot);
        if self.entries.len() > 32 && (self.live as usize) < self.entries.len() / 2 {
            self.compact();
        }
    }
    fn compact(&mut self) {
        self.entries.retain(|e| !e.deleted);
        self.index.clear();
        if self.entries.len() > LINEAR {
            let entries = &self.entries;
            for (i, e) in entries.iter().enumerate() {
                self.index.insert_unique(spread(e.key.hash()), i as u32, |&i| spread(entries[i as usize].key.hash()));
            }
        }
    }
}

/// Where and how an own property is stored.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub slot: u32,
    pub attributes: Attributes,
}

enum Transitions {
    None,
    One(PropertyKey, Attributes, Gc<Shape>),
    Many(FxHashMap<(u64, u8), Gc<Shape>>),
}

/// What is known of a shape from its making.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum ShapeKind {
    /// Shared, and every property is a writable, enumerable and configurable data property under a string.
    Plain,
    /// Shared, with other properties too.
    Mixed,
    /// Of one object.
    Dictionary,
}

/// A hidden class.
#[repr(C)]
pub struct Shape {
    header: Header,
    prototype: Field<Value>,
    /// builtin objects: the realm in which lazy properties are made
    realm: Cell<Option<Gc<crate::realm::Realm>>>,
    parent: Option<Gc<Shape>>,
    key: PropertyKey,
    attributes: Attributes,
    inline_capacity: u8,
    /// root shapes: more inline slots than this one has, once an object that began with it ran out of them
    wanted_capacity: Cell<u8>,
    kind: ShapeKind,
    /// properties (shared shapes: also the slots in use)
    count: Cell<u32>,
    table: RefCell<Option<Rc<RefCell<PropertyTable>>>>,
    transitions: RefCell<Transitions>,
}

// SAFETY: visits the prototype, the parent, keys and transitions.
unsafe impl Trace for Shape {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.prototype.get().trace(tracer);
        self.realm.get().trace(tracer);
        self.parent.trace(tracer);
        self.key.trace(tracer);
        if let Some(table) = &*self.table.borrow() {
            for entry in &table.borrow().entries {
                entry.key.trace(tracer);
            }
        }
        match &*self.transitions.borrow() {
            Transitions::None => {}
            Transitions::One(key, _, shape) => {
                key.trace(tracer);
                tracer.visit(*shape);
            }
            Transitions::Many(map) => map.values().for_each(|shape| tracer.visit(*shape)),
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Shape {}

impl Shape {
    /// [[Prototype]]: an object or null.
    #[inline(always)]
    pub fn prototype(&self) -> Value {
        self.prototype.get()
    }
    #[inline(always)]
    pub fn inline_capacity(&self) -> u32 {
        self.inline_capacity as u32
    }
    /// Root shapes: how many inline slots new instances should have.
    #[inline(always)]
    pub(crate) fn wanted_capacity(&self) -> u8 {
        self.wanted_capacity.get()
    }
    /// The shape without properties that `shape` grew from.
    pub(crate) fn root_of(mut shape: Gc<Shape>) -> Gc<Shape> {
        while let Some(parent) = shape.parent {
            shape = parent;
        }
        shape
    }
    /// An object of this shape has no inline slot left: the next ones that begin as it did get twice as many.
    pub(super) fn want_more_slots(&self) {
        let mut root = self;
        while let Some(parent) = root.parent.as_deref() {
            root = parent;
        }
        if !root.is_dictionary() && root.inline_capacity < 32 {
            root.wanted_capacity.set(root.inline_capacity * 2);
        }
    }
    #[inline(always)]
    pub fn is_dictionary(&self) -> bool {
        self.kind == ShapeKind::Dictionary
    }
    /// Whether the shape is shared and all its properties are writable, enumerable and configurable data properties under strings;
    /// the slot of each is then its place in the order of creation.
    #[inline(always)]
    pub(crate) fn is_plain(&self) -> bool {
        self.kind == ShapeKind::Plain
    }
    /// The key of property number `place` in the order of creation, of a shared shape that has so many.
    pub(crate) fn key_at(&self, place: u32) -> Option<PropertyKey> {
        debug_assert!(!self.is_dictionary() && place < self.count.get());
        if place + 1 == self.count.get() {
            return Some(self.key);
        }
        if self.table.borrow().is_none() {
            self.build_table();
        }
        let table = self.table.borrow();
        let entries = &table.as_ref()?.borrow().entries;
        entries.get(place as usize).map(|entry| entry.key)
    }
    /// Builtin objects: the realm that they belong to.
    pub fn realm(&self) -> Option<Gc<crate::realm::Realm>> {
        self.realm.get()
    }
    pub(crate) fn set_realm(&self, realm: Gc<crate::realm::Realm>) {
        jenny_gc::write_barrier(&self.header);
        self.realm.set(Some(realm));
    }
    /// How many properties.
    pub fn count(&self) -> u32 {
        self.count.get()
    }
    /// Slots needed by objects of this shape.
    pub fn slot_count(&self) -> u32 {
        if !self.is_dictionary() {
            return self.count.get();
        }
        self.table.borrow().as_ref().map_or(0, |t| t.borrow().slots)
    }
    fn with_table<R>(&self, f: impl FnOnce(&mut PropertyTable, usize) -> R) -> R {
        if self.table.borrow().is_none() {
            self.build_table();
        }
        let table = self.table.borrow().as_ref().map(Rc::clone);
        let count = if self.is_dictionary() { usize::MAX } else { self.count.get() as usize };
        match table {
            Some(table) => {
                let mut table = table.borrow_mut();
                let count = count.min(table.entries.len());
                f(&mut table, count)
            }
            None => f(&mut PropertyTable::default(), 0),
        }
    }
    #[cold]
    fn build_table(&self) {
        // Take a copy of the nearest ancestor's table, or start afresh, and add what lies between.
        let mut missing = Vec::new();
        let mut table = PropertyTable::default();
        let mut shape: Option<&Shape> = Some(self);
        while let Some(s) = shape {
            if s.count.get() == 0 {
                break;
            }
            if let Some(found) = &*s.table.borrow() {
                let found = found.borrow();
                for e in &found.entries[..s.count.get() as usize] {
                    table.push(*e);
                }
                break;
            }
            missing.push(ShapeEntry { key: s.key, slot: s.count.get() - 1, attributes: s.attributes, deleted: false });
            shape = s.parent.as_deref();
        }
        for entry in missing.into_iter().rev() {
            table.push(entry);
        }
        jenny_gc::write_barrier(&self.header);
        *self.table.borrow_mut() = Some(Rc::new(RefCell::new(table)));
    }
    /// The own property with this key.
    #[inline]
    pub fn find(&self, key: PropertyKey) -> Option<Found> {
        if self.count.get() == 0 {
            return None;
        }
        if !self.is_dictionary() && self.key == key {
            return Some(Found { slot: self.count.get() - 1, attributes: self.attributes });
        }
        if self.table.borrow().is_none() {
            self.build_table();
        }
        let table = self.table.borrow();
        let table = table.as_ref()?.borrow();
        let count = if self.is_dictionary() { table.entries.len() } else { self.count.get() as usize };
        let entry = &table.entries[table.find(key, count.min(table.entries.len()))?];
        Some(Found { slot: entry.slot, attributes: entry.attributes })
    }
    /// Properties in order of creation.
    pub fn entries(&self) -> Vec<ShapeEntry> {
        if self.count.get() == 0 {
            return Vec::new();
        }
        self.with_table(|t, count| t.entries[..count].iter().filter(|e| !e.deleted).copied().collect())
    }
    /// Whether objects of the shape have private elements.
    pub fn has_private_names(&self) -> bool {
        self.count.get() > 0
            && self.with_table(|t, count| t.entries[..count].iter().any(|e| !e.deleted && e.key.is_private()))
    }
    pub(super) fn set_attributes_in_place(&self, key: PropertyKey, attributes: Attributes) {
        debug_assert!(self.is_dictionary());
        self.with_table(|t, count| {
            if let Some(i) = t.find(key, count) {
                t.entries[i].attributes = attributes;
            }
        });
    }
    pub(super) fn remove_in_place(&self, key: PropertyKey) {
        debug_assert!(self.is_dictionary());
        self.with_table(|t, count| {
            if let Some(i) = t.find(key, count) {
                t.remove(i);
            }
        });
        self.count.set(self.count.get() - 1);
    }
    /// Makes room in a dictionary for so many more properties.
    pub(crate) fn reserve(&self, more: usize) {
        debug_assert!(self.is_dictionary());
        self.with_table(|t, _| {
            t.entries.reserve(more);
            if t.entries.len() + more > LINEAR {
                let PropertyTable { entries, index, .. } = t;
                let wanted = entries.len() + more - index.len();
                index.reserve(wanted, |&i| spread(entries[i as usize].key.hash()));
            }
        });
    }
    /// Adds to a dictionary; the slot that the value goes to.
    pub(super) fn add_in_place(&self, key: PropertyKey, attributes: Attributes) -> u32 {
        debug_assert!(self.is_dictionary());
        jenny_gc::write_barrier(&self.header);
        self.count.set(self.count.get() + 1);
        self.with_table(|t, _| {
            let slot = t.free_slots.pop().unwrap_or_else(|| {
                t.slots += 1;
                t.slots - 1
            });
            t.push(ShapeEntry { key, slot, attributes, deleted: false });
            slot
        })
    }
    /// The cached transition for adding a property.
    pub fn find_transition(&self, key: PropertyKey, attributes: Attributes) -> Option<Gc<Shape>> {
        match &*self.transitions.borrow() {
            Transitions::One(k, a, shape) if *k == key && *a == attributes => Some(*shape),
            Transitions::Many(map) => map.get(&(key.bits(), attributes.bits())).copied(),
            _ => None,
        }
    }
}

impl Agent {
    fn alloc_shape(&mut self, prototype: Value, inline_capacity: u8, dictionary: bool) -> Gc<Shape> {
        let empty = self.names.empty;
        self.heap.alloc(Shape {
            header: Header::new(Kind::Shape as u8),
            prototype: Field::new(prototype),
            realm: Cell::new(None),
            parent: None,
            key: empty,
            attributes: Attributes::NONE,
            inline_capacity,
            wanted_capacity: Cell::new(0),
            kind: if dictionary { ShapeKind::Dictionary } else { ShapeKind::Plain },
            count: Cell::new(0),
            table: RefCell::new(dictionary.then(Default::default)),
            transitions: RefCell::new(Transitions::None),
        })
    }
    /// The empty shared shape with this prototype (an object or null) and room for that many inline slots.
    pub fn root_shape(&mut self, prototype: Value, inline_capacity: u8) -> Gc<Shape> {
        let place = (prototype.bits() >> 4) as usize % ROOT_SHAPE_MEMO;
        if let Some(shape) = self.root_shape_memo[place]
            && shape.prototype() == prototype
            && shape.inline_capacity == inline_capacity
        {
            return shape;
        }
        if let Some(&shape) = self.root_shapes.get(&(prototype.bits(), inline_capacity)) {
            self.root_shape_memo[place] = Some(shape);
            return shape;
        }
        if let Some(object) = prototype.as_object() {
            object.set_flag(super::flags::IS_PROTOTYPE);
        }
        let shape = self.alloc_shape(prototype, inline_capacity, false);
        self.root_shapes.insert((prototype.bits(), inline_capacity), shape);
        shape
    }
    /// A fresh empty dictionary shape, for one object.
    pub fn dictionary_shape(&mut self, prototype: Value, inline_capacity: u8) -> Gc<Shape> {
        if let Some(object) = prototype.as_object() {
            object.set_flag(super::flags::IS_PROTOTYPE);
        }
        self.alloc_shape(prototype, inline_capacity, true)
    }
    /// A dictionary shape with the properties of `shape`, for one object.
    pub(super) fn shape_to_dictionary(&mut self, shape: Gc<Shape>, prototype: Value) -> Gc<Shape> {
        let fresh = self.dictionary_shape(prototype, shape.inline_capacity);
        let mut table = shape.with_table(|t, count| {
            if shape.is_dictionary() {
                return std::mem::take(t);
            }
            let mut copy = PropertyTable::default();
            t.entries[..count].iter().for_each(|e| copy.push(*e));
            copy
        });
        if !shape.is_dictionary() {
            table.slots = shape.count.get();
        }
        fresh.realm.set(shape.realm.get());
        fresh.count.set(shape.count.get());
        jenny_gc::write_barrier(fresh.header());
        *fresh.table.borrow_mut() = Some(Rc::new(RefCell::new(table)));
        fresh
    }
    /// The shape after adding a property to a shared shape; None if the object should become a dictionary instead.
    pub(super) fn shape_add(
        &mut self,
        shape: Gc<Shape>,
        key: PropertyKey,
        attributes: Attributes,
    ) -> Option<Gc<Shape>> {
        debug_assert!(!shape.is_dictionary());
        if let Some(found) = shape.find_transition(key, attributes) {
            return Some(found);
        }
        let count = shape.count.get();
        if count >= MAX_SHARED {
            return None;
        }
        // The child takes over the parent's table if nobody extended it yet: building an object is then linear.
        let table = {
            let slot = shape.table.borrow();
            slot.as_ref().filter(|t| t.borrow().entries.len() == count as usize).map(Rc::clone)
        };
        if let Some(table) = &table {
            table.borrow_mut().push(ShapeEntry { key, slot: count, attributes, deleted: false });
        }
        let plain = shape.is_plain() && attributes == Attributes::ALL && key.is_string();
        let child = self.heap.alloc(Shape {
            header: Header::new(Kind::Shape as u8),
            prototype: Field::new(shape.prototype.get()),
            realm: Cell::new(None),
            parent: Some(shape),
            key,
            attributes,
            inline_capacity: shape.inline_capacity,
            wanted_capacity: Cell::new(0),
            kind: if plain { ShapeKind::Plain } else { ShapeKind::Mixed },
            count: Cell::new(count + 1),
            table: RefCell::new(table),
            transitions: RefCell::new(Transitions::None),
        });
        jenny_gc::write_barrier(shape.header());
        let mut transitions = shape.transitions.borrow_mut();
        match &mut *transitions {
            Transitions::None => *transitions = Transitions::One(key, attributes, child),
            Transitions::One(k, a, first) => {
                let mut map = FxHashMap::default();
                map.insert((k.bits(), a.bits()), *first);
                map.insert((key.bits(), attributes.bits()), child);
                *transitions = Transitions::Many(map);
            }
            Transitions::Many(map) => {
                map.insert((key.bits(), attributes.bits()), child);
            }
        }
        Some(child)
    }
    /// The shape of objects that get these named properties in this order; no more of them than shapes can share.
    pub(crate) fn shape_of_properties(
        &mut self,
        prototype: Value,
        properties: &[(PropertyKey, Attributes)],
    ) -> Gc<Shape> {
        let root = self.root_shape(prototype, 0);
        properties.iter().fold(root, |shape, &(key, attributes)| self.shape_with_property(shape, key, attributes))
    }
    /// A shared shape with one property more.
    pub(crate) fn shape_with_property(
        &mut self,
        shape: Gc<Shape>,
        key: PropertyKey,
        attributes: Attributes,
    ) -> Gc<Shape> {
        match self.shape_add(shape, key, attributes) {
            Some(next) => next,
            None => unreachable!("a handful of properties can be shared"),
        }
    }
    /// The same properties on another prototype.
    pub(super) fn shape_with_prototype(&mut self, shape: Gc<Shape>, prototype: Value) -> Gc<Shape> {
        if shape.is_dictionary() || shape.count.get() > 64 {
            return self.shape_to_dictionary(shape, prototype);
        }
        let mut result = self.root_shape(prototype, shape.inline_capacity);
        for entry in shape.entries() {
            match self.shape_add(result, entry.key, entry.attributes) {
                Some(next) => result = next,
                None => return self.shape_to_dictionary(shape, prototype),
            }
        }
        result
    }
}
