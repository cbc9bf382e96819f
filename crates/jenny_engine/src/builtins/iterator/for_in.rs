//! The iterator of for-in: EnumerateObjectProperties (ECMA-262 14.7.5.9) over a snapshot of keys, each looked at again
//! before it is given, so that deleted properties are left out.

use crate::kind::Kind;
use crate::object::internal_methods::ORDINARY;
use crate::object::{AsObject, Object, ObjectType};
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

/// Starts a for-in loop over an object. Errors: what proxy traps throw.
pub fn create_for_in_iterator(agent: &mut Agent, holder: Gc<Object>) -> JsResult<Gc<Object>> {
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
            keys.extend(entries.iter().filter(|e| e.key.is_string() && e.attributes.is_enumerable()).map(|e| e.key));
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

/// The next key as a string; None at the end. Errors: what proxy traps throw.
pub fn for_in_iterator_next(agent: &mut Agent, iterator: Gc<Object>) -> JsResult<Option<Value>> {
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
