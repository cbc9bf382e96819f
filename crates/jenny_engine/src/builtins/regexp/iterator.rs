//! %RegExpStringIteratorPrototype% (ECMA-262 22.2.9).

use super::exec::{advance_string_index, regexp_exec};
use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::string::JsString;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use std::cell::Cell;

/// The iterator that matchAll returns.
#[repr(C)]
pub struct RegExpStringIterator {
    object: Object,
    regexp: Gc<Object>,
    string: Gc<JsString>,
    global: bool,
    unicode: bool,
    done: Cell<bool>,
}

// SAFETY: visits the object part and both cells.
unsafe impl Trace for RegExpStringIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.regexp);
        tracer.visit(self.string);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for RegExpStringIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for RegExpStringIterator {
    const KIND: Kind = Kind::RegExpStringIterator;
}

pub static REGEXP_STRING_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[method("next", regexp_string_iterator_next, 0), to_string_tag("RegExp String Iterator")],
};

/// CreateRegExpStringIterator (22.2.9.1)
pub(super) fn create(
    agent: &mut Agent,
    regexp: Gc<Object>,
    string: Gc<JsString>,
    global: bool,
    unicode: bool,
) -> Gc<RegExpStringIterator> {
    let prototype = agent.intrinsic(Intrinsic::RegExpStringIteratorPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(Kind::RegExpStringIterator, shape);
    agent.alloc(RegExpStringIterator { object, regexp, string, global, unicode, done: Cell::new(false) })
}

/// 22.2.9.2.1
fn regexp_string_iterator_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(iterator) = this.as_kind::<RegExpStringIterator>() else {
        return Err(agent.throw_incompatible_receiver("%RegExpStringIterator%.prototype.next", this));
    };
    if iterator.done.get() {
        return Ok(agent.create_iter_result_object(Value::UNDEFINED, true).into());
    }
    // A throw on the way ends the iteration too.
    iterator.done.set(true);
    let Some(found) = regexp_exec(agent, iterator.regexp, iterator.string)? else {
        return Ok(agent.create_iter_result_object(Value::UNDEFINED, true).into());
    };
    if iterator.global {
        let matched = found.get_index(agent, 0)?.to_js_string(agent)?;
        if matched.is_empty() {
            let key = agent.names.last_index;
            let index = iterator.regexp.get(agent, key)?.to_length(agent)?;
            let next = advance_string_index(iterator.string, index, iterator.unicode);
            iterator.regexp.set(agent, key, Value::number(next as f64))?;
        }
        iterator.done.set(false);
    }
    Ok(agent.create_iter_result_object(found.into(), false).into())
}
