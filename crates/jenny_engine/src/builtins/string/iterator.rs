//! %StringIteratorPrototype% (ECMA-262 22.1.5): iteration by code points.

use super::this_string;
use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::string::JsString;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use std::cell::Cell;

/// An iterator over the code points of a string.
#[repr(C)]
pub struct StringIterator {
    object: Object,
    /// undefined once the iterator is done
    string: Field<Value>,
    position: Cell<usize>,
}

// SAFETY: visits the object part and the string.
unsafe impl Trace for StringIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.string.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for StringIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for StringIterator {
    const KIND: Kind = Kind::StringIterator;
}

pub static STRING_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[method("next", string_iterator_next, 0), to_string_tag("String Iterator")],
};

impl StringIterator {
    /// The next code point as a string; None when there is none left.
    pub fn step(&self, agent: &mut Agent) -> Option<Gc<JsString>> {
        let string = self.string.get().as_string()?;
        let position = self.position.get();
        if position >= string.len() {
            self.string.set(self.object.header(), Value::UNDEFINED);
            return None;
        }
        let (_, units) = string.view().code_point_at(position);
        self.position.set(position + units);
        Some(agent.substring(string, position, position + units))
    }
}

/// String.prototype [ %Symbol.iterator% ] (22.1.3.36)
pub fn string_iterator(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let string = this_string(agent, this, "String.prototype[Symbol.iterator]")?;
    let prototype = agent.intrinsic(Intrinsic::StringIteratorPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(Kind::StringIterator, shape);
    Ok(agent.alloc(StringIterator { object, string: Field::new(string.into()), position: Cell::new(0) }).into())
}

/// %StringIteratorPrototype%.next (22.1.5.1.1)
fn string_iterator_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(iterator) = this.as_kind::<StringIterator>() else {
        return Err(agent.throw_incompatible_receiver("String Iterator.prototype.next", this));
    };
    let next = iterator.step(agent);
    Ok(agent.create_iter_result_object(Value::from_option(next), next.is_none()).into())
}
