//! Array iterators: keys, values, entries and %ArrayIteratorPrototype% (ECMA-262 23.1.5).

use super::access::{get_element, is_native, this_object};
use crate::kind::Kind;
use crate::object::array::ArrayObject;
use crate::object::{Object, ObjectType};
use crate::{Agent, Args, Intrinsic, JsResult, Value, WellKnownSymbol};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use std::cell::Cell;

/// What an array iterator gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArrayIteratorKind {
    Key,
    Value,
    KeyAndValue,
}

/// An array iterator. The target is undefined once it is exhausted.
#[repr(C)]
pub struct ArrayIterator {
    object: Object,
    target: Field<Value>,
    index: Cell<u64>,
    kind: ArrayIteratorKind,
}

// SAFETY: visits the object part and the target.
unsafe impl Trace for ArrayIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.target.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ArrayIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for ArrayIterator {
    const KIND: Kind = Kind::ArrayIterator;
}

impl ArrayIterator {
    /// The next value without a result object; None when exhausted. Errors: TypeError for a typed array out of bounds.
    #[inline]
    pub fn step(&self, agent: &mut Agent) -> JsResult<Option<Value>> {
        let Some(target) = self.target.get().as_object() else { return Ok(None) };
        let index = self.index.get();
        let length = match Value::from(target).as_kind::<ArrayObject>() {
            Some(array) => array.length() as u64,
            None => super::access::iterated_length(agent, target)?,
        };
        if index >= length {
            self.target.set(self.object.header(), Value::UNDEFINED);
            return Ok(None);
        }
        self.index.set(index + 1);
        if self.kind == ArrayIteratorKind::Key {
            return Ok(Some(Value::number(index as f64)));
        }
        let value = get_element(agent, target, index)?;
        if self.kind == ArrayIteratorKind::Value {
            return Ok(Some(value));
        }
        Ok(Some(agent.new_array(&[Value::number(index as f64), value])?.into()))
    }
}

/// CreateArrayIterator (23.1.5.1)
pub fn create_array_iterator(agent: &mut Agent, target: Gc<Object>, kind: ArrayIteratorKind) -> Gc<ArrayIterator> {
    let prototype = agent.intrinsic(Intrinsic::ArrayIteratorPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    agent.alloc(ArrayIterator {
        object: Object::new(Kind::ArrayIterator, shape),
        target: Field::new(target.into()),
        index: Cell::new(0),
        kind,
    })
}

/// Array.prototype.entries ( ) (23.1.3.5)
pub(super) fn array_entries(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.entries")?;
    Ok(create_array_iterator(agent, o, ArrayIteratorKind::KeyAndValue).into())
}

/// Array.prototype.keys ( ) (23.1.3.19)
pub(super) fn array_keys(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.keys")?;
    Ok(create_array_iterator(agent, o, ArrayIteratorKind::Key).into())
}

/// Array.prototype.values ( ) (23.1.3.38)
pub(super) fn array_values(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let o = this_object(agent, this, "Array.prototype.values")?;
    Ok(create_array_iterator(agent, o, ArrayIteratorKind::Value).into())
}

/// %ArrayIteratorPrototype%.next ( ) (23.1.5.2.1)
pub fn array_iterator_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(iterator) = this.as_kind::<ArrayIterator>() else {
        return Err(agent.throw_incompatible_receiver("Array Iterator.prototype.next", this));
    };
    let value = iterator.step(agent)?;
    Ok(agent.create_iter_result_object(value.unwrap_or(Value::UNDEFINED), value.is_none()).into())
}

/// Whether the slot of a builtin's property is untouched, or holds the native function `function`.
fn holds_native(object: Gc<Object>, key: crate::PropertyKey, function: crate::NativeFunction) -> bool {
    let Some(found) = object.shape().find(key) else { return false };
    let value = object.raw_slot(found.slot);
    value.is_lazy() || (!found.attributes.is_accessor() && is_native(value, function))
}

/// The array, if iterating over the value is known to give just its elements by index (its length read at each step):
/// Symbol.iterator and %ArrayIteratorPrototype%.next are the original ones.
pub fn array_with_default_iteration(agent: &mut Agent, value: Value) -> Option<Gc<ArrayObject>> {
    let array = value.as_kind::<ArrayObject>()?;
    let prototype = agent.intrinsic(Intrinsic::ArrayPrototype);
    let key = agent.symbol_key(WellKnownSymbol::Iterator);
    let object = array.object();
    if object.prototype() != prototype.into() || object.shape().find(key).is_some() {
        return None;
    }
    array_iteration_is_original(agent).then_some(array)
}

/// Whether Array.prototype[Symbol.iterator] and %ArrayIteratorPrototype%.next of the current realm are the original ones, and
/// array iterators have no `return`.
pub fn array_iteration_is_original(agent: &mut Agent) -> bool {
    let prototype = agent.intrinsic(Intrinsic::ArrayPrototype);
    let iterators = agent.intrinsic(Intrinsic::ArrayIteratorPrototype);
    let key = agent.symbol_key(WellKnownSymbol::Iterator);
    let (next, return_) = (agent.names.next, agent.names.return_);
    if !holds_native(prototype, key, array_values) || !holds_native(iterators, next, array_iterator_next) {
        return false;
    }
    let mut object = Some(iterators);
    while let Some(o) = object {
        if !o.is_kind(Kind::Object) || o.shape().find(return_).is_some() {
            return false;
        }
        object = o.prototype().as_object();
    }
    true
}
