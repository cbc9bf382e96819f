//! The iterator of for-in: EnumerateObjectProperties (ECMA-262 14.7.5.9) over a snapshot of keys, each looked at again
//! before it is given, so that deleted properties are left out.
//!
//! Where nothing above the object has anything to give, which is remembered until some prototype changes, the loop is a list of the object's
//! own keys (an Elements cell, see [`begin_list`]); lists of keys are shared by the objects of a shape.

use crate::kind::Kind;
use crate::object::internal_methods::ORDINARY;
use crate::object::shape::ShapeEntry;
use crate::object::{AsObject, Elements, Object, ObjectType};
use crate::string::PropertyKey;
use crate::{Agent, Intrinsic, JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use rustc_hash::FxHashSet;
use std::cell::{Cell, RefCell};

/// A for-in loop in progress.
#[repr(C)]
pub struct ForInIterator {
    object: Object,
    /// the object whose keys are being given; null at the end
    holder: Field<Value>,
    /// the shape that `holder` had when its keys were taken, 0 if that tells nothing
    shape: Cell<u32>,
    keys: RefCell<Vec<PropertyKey>>,
    index: Cell<usize>,
    /// objects passed, nearest first, and keys taken from those of them that are not ordinary
    passed: RefCell<Vec<Gc<Object>>>,
    seen: RefCell<Vec<PropertyKey>>,
}

// SAFETY: visits the object part, the holder, all keys and all objects passed.
unsafe impl Trace for ForInIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.holder.get().trace(tracer);
        self.keys.borrow().iter().for_each(|k| k.trace(tracer));
        self.passed.borrow().iter().for_each(|o| tracer.visit(*o));
        self.seen.borrow().iter().for_each(|k| k.trace(tracer));
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ForInIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for ForInIterator {
    const KIND: Kind = Kind::ForInIterator;
}

/// Whether own properties can be read without running code and are all in shape and elements.
fn is_plain(object: Gc<Object>) -> bool {
    let methods = object.internal_methods();
    std::ptr::fn_addr_eq(methods.own_property_keys, ORDINARY.own_property_keys)
        && std::ptr::fn_addr_eq(methods.get_own_property, ORDINARY.get_own_property)
        || object.is_kind(Kind::Array)
}

/// Whether for-in and Object.keys name the property.
fn gives_key(entry: &ShapeEntry) -> bool {
    entry.key.is_string() && entry.attributes.is_enumerable()
}

fn has_elements(object: Gc<Object>) -> bool {
    object.sparse_elements().is_some() || object.dense_elements().is_some_and(|e| !e.is_empty())
}

/// Prototypes remembered, and shapes whose keys are.
const REMEMBERED: usize = 16;

/// What loops have found, emptied by every collection: it keeps nothing alive.
#[derive(Default)]
pub(crate) struct ForInMemo {
    /// moves when a property of some prototype is added, removed or changed in kind
    changes: u64,
    /// prototypes without enumerable named properties, each with the `changes` of then
    barren: [(u64, u64); REMEMBERED],
    /// the enumerable keys of shapes, as strings
    keys: [Option<(u32, Gc<Elements>)>; REMEMBERED],
}

impl ForInMemo {
    pub(crate) fn prototypes_changed(&mut self) {
        self.changes += 1;
    }
    pub(crate) fn clear(&mut self) {
        self.barren.fill((0, 0));
        self.keys.fill(None);
    }
}

/// Whether neither a prototype nor those above it have keys to give.
fn gives_nothing(agent: &mut Agent, prototype: Value) -> bool {
    let mut next = prototype;
    // Longer chains take the common way.
    for _ in 0..REMEMBERED {
        let Some(object) = next.as_object() else { return true };
        let place = (next.bits() >> 4) as usize % REMEMBERED;
        let known = (next.bits(), agent.for_in.changes);
        if agent.for_in.barren[place] != known {
            if !is_plain(object) || object.shape().entries().iter().any(gives_key) {
                return false;
            }
            agent.for_in.barren[place] = known;
        }
        // Elements change without notice.
        if has_elements(object) {
            return false;
        }
        next = object.prototype();
    }
    false
}

/// The enumerable string keys of an object's shape that is no dictionary, in the order of creation; shared, so nobody may change it. Errors: memory.
pub(crate) fn key_list(agent: &mut Agent, object: Gc<Object>) -> JsResult<Gc<Elements>> {
    let id = object.shape_id();
    let place = id as usize % REMEMBERED;
    if let Some((known, keys)) = agent.for_in.keys[place]
        && known == id
    {
        return Ok(keys);
    }
    let entries = object.shape().entries();
    let keys = agent.new_elements(entries.len() as u32)?;
    for entry in entries.iter().filter(|e| gives_key(e)) {
        let key = agent.key_to_value(entry.key);
        keys.push_within_capacity(key);
    }
    agent.for_in.keys[place] = Some((id, keys));
    Ok(keys)
}

/// Names of the places of a list: the object, its keys, the place of the next one, and the shape by which all of them are there.
const HOLDER: u32 = 0;
const KEYS: u32 = 1;
const NEXT: u32 = 2;
const SHAPE: u32 = 3;

/// A loop over the own keys of a plain object without elements; None where that is not all. Errors: memory.
fn begin_list(agent: &mut Agent, holder: Gc<Object>) -> JsResult<Option<Gc<Elements>>> {
    let shape = holder.shape();
    if !is_plain(holder) || shape.is_dictionary() || has_elements(holder) || !gives_nothing(agent, shape.prototype()) {
        return Ok(None);
    }
    let keys = key_list(agent, holder)?;
    let id = Value::int(holder.shape_id() as i32);
    agent.elements_from_slice(&[holder.into(), keys.into(), Value::int(0), id]).map(Some)
}

/// The next key of a list. Errors: none of its own.
fn next_of_list(agent: &mut Agent, list: Gc<Elements>) -> JsResult<Option<Value>> {
    let Some(holder) = list.get(HOLDER).as_object() else { return Ok(None) };
    // SAFETY: `begin_list` put an Elements cell there.
    let keys: Gc<Elements> = unsafe { list.get(KEYS).as_gc_unchecked() };
    let mut next = list.get(NEXT).as_int().unwrap_or(0) as u32;
    while next < keys.len() {
        let key = keys.get(next);
        next += 1;
        list.set(NEXT, Value::int(next as i32));
        if list.get(SHAPE) == Value::int(holder.shape_id() as i32) {
            return Ok(Some(key));
        }
        let property = key.to_property_key(agent)?;
        if holder.get_own_property(agent, property)?.is_some_and(|p| p.attributes.is_enumerable()) {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

/// Starts a for-in loop over an object: what [`next_for_in`] goes on with. Errors: what proxy traps throw.
pub(crate) fn begin_for_in(agent: &mut Agent, holder: Gc<Object>) -> JsResult<Value> {
    match begin_list(agent, holder)? {
        Some(list) => Ok(list.into()),
        None => Ok(create_for_in_iterator(agent, holder)?.into()),
    }
}

/// The next key as a string; None at the end. Errors: what proxy traps throw.
pub(crate) fn next_for_in(agent: &mut Agent, iterator: Value) -> JsResult<Option<Value>> {
    if iterator.is_kind(Kind::Elements) {
        // SAFETY: the kind was checked.
        return next_of_list(agent, unsafe { iterator.as_gc_unchecked() });
    }
    match iterator.as_object() {
        Some(iterator) => for_in_iterator_next(agent, iterator),
        None => Ok(None),
    }
}

fn create_for_in_iterator(agent: &mut Agent, holder: Gc<Object>) -> JsResult<Gc<Object>> {
    let prototype = agent.intrinsic(Intrinsic::ForInIteratorPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let iterator = agent.alloc(ForInIterator {
        object: Object::new(Kind::ForInIterator, shape),
        holder: Field::new(Value::NULL),
        shape: Cell::new(0),
        keys: RefCell::default(),
        index: Cell::new(0),
        passed: RefCell::default(),
        seen: RefCell::default(),
    });
    enter(agent, iterator, holder)?;
    Ok(iterator.as_object())
}

/// Takes the keys of an object of the chain.
fn enter(agent: &mut Agent, iterator: Gc<ForInIterator>, holder: Gc<Object>) -> JsResult<()> {
    let header = iterator.object.header();
    iterator.holder.set(header, holder.into());
    iterator.index.set(0);
    let first = iterator.passed.borrow().is_empty();
    let mut keys = Vec::new();
    if is_plain(holder) {
        let shape = holder.shape();
        iterator.shape.set(if shape.is_dictionary() { 0 } else { holder.shape_id() });
        if let Some(sparse) = holder.sparse_elements() {
            let enumerable = |i: &u32| sparse.get(*i).is_some_and(|p| p.attributes.is_enumerable());
            keys.extend(sparse.indices().into_iter().filter(enumerable).map(PropertyKey::from_index));
        } else {
            keys.extend(holder.element_indices().into_iter().map(PropertyKey::from_index));
        }
        if shape.count() > 0 {
            let entries = shape.entries();
            keys.extend(entries.iter().filter(|e| gives_key(e)).map(|e| e.key));
        }
    } else {
        iterator.shape.set(0);
        let list = holder.own_keys(agent)?;
        keys.extend(list.as_slice().iter().filter(|k| k.is_string()));
    }
    if !first && !keys.is_empty() {
        let mut shadowed: FxHashSet<PropertyKey> = iterator.seen.borrow().iter().copied().collect();
        for object in iterator.passed.borrow().iter() {
            shadowed.extend(object.element_indices().into_iter().map(PropertyKey::from_index));
            shadowed.extend(object.shape().entries().iter().map(|e| e.key));
        }
        keys.retain(|k| !shadowed.contains(k));
    }
    jenny_gc::write_barrier(header);
    if !keys.is_empty() {
        iterator.seen.borrow_mut().extend(keys.iter());
    }
    *iterator.keys.borrow_mut() = keys;
    Ok(())
}

fn for_in_iterator_next(agent: &mut Agent, iterator: Gc<Object>) -> JsResult<Option<Value>> {
    let Some(iterator) = Value::from(iterator).as_kind::<ForInIterator>() else { return Ok(None) };
    loop {
        let Some(holder) = iterator.holder.get().as_object() else { return Ok(None) };
        let index = iterator.index.get();
        let key = iterator.keys.borrow().get(index).copied();
        if let Some(key) = key {
            iterator.index.set(index + 1);
            if is_enumerable_now(agent, iterator, holder, key)? {
                return Ok(Some(agent.key_to_value(key)));
            }
            continue;
        }
        let header = iterator.object.header();
        match holder.get_prototype_of(agent)?.as_object() {
            None => iterator.holder.set(header, Value::NULL),
            Some(prototype) => {
                jenny_gc::write_barrier(header);
                iterator.passed.borrow_mut().push(holder);
                enter(agent, iterator, prototype)?;
            }
        }
    }
}

fn is_enumerable_now(
    agent: &mut Agent,
    iterator: Gc<ForInIterator>,
    holder: Gc<Object>,
    key: PropertyKey,
) -> JsResult<bool> {
    if !key.is_index() && iterator.shape.get() != 0 && iterator.shape.get() == holder.shape_id() {
        return Ok(true);
    }
    Ok(holder.get_own_property(agent, key)?.is_some_and(|p| p.attributes.is_enumerable()))
}
