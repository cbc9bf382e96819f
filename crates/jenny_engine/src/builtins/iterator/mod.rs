//! Iterator: the constructor, %Iterator.prototype%, wrappers; tables of the other iterator prototypes (ECMA-262 27.1).

mod async_from_sync;
mod chunking;
mod consumption;
mod for_in;
mod iterator_helper;
mod sequence;
mod zip;

pub use async_from_sync::{AsyncFromSyncIterator, create_async_from_sync_iterator};
pub(crate) use async_from_sync::{intrinsic_capability, reject_with};
pub use for_in::ForInIterator;
pub(crate) use for_in::{ForInMemo, begin_for_in, key_list, next_for_in};
pub use iterator_helper::IteratorHelper;

use crate::kind::Kind;
use crate::object::{Object, ObjectType};
use crate::operations::iteration::IteratorRecord;
use crate::realm::property_spec::*;
use crate::string::PropertyKey;
use crate::{Agent, Args, Attributes, Intrinsic, JsResult, Throw, Value, WellKnownSymbol};
use jenny_gc::{Gc, GcCell, Trace, Tracer};

pub static ITERATOR: ClassSpec =
    ClassSpec::new("Iterator", Intrinsic::Iterator, Intrinsic::IteratorPrototype, iterator_constructor, 0)
        .statics(&[
            method("from", iterator_from, 1),
            method("concat", sequence::iterator_concat, 0),
            method("zip", zip::iterator_zip, 1),
            method("zipKeyed", zip::iterator_zip_keyed, 1),
        ])
        .methods(&[
            accessor("constructor", get_constructor, set_constructor),
            method("reduce", consumption::iterator_reduce, 1),
            method("toArray", consumption::iterator_to_array, 0),
            method("forEach", consumption::iterator_for_each, 1),
            method("some", consumption::iterator_some, 1),
            method("every", consumption::iterator_every, 1),
            method("find", consumption::iterator_find, 1),
            method("includes", consumption::iterator_includes, 1),
            method("join", consumption::iterator_join, 1),
            method("filter", iterator_helper::iterator_filter, 1),
            method("map", iterator_helper::iterator_map, 1),
            method("take", iterator_helper::iterator_take, 1),
            method("drop", iterator_helper::iterator_drop, 1),
            method("flatMap", iterator_helper::iterator_flat_map, 1),
            method("chunks", chunking::iterator_chunks, 1),
            method("windows", chunking::iterator_windows, 1),
            symbol_method(WellKnownSymbol::Iterator, |_, this, _| Ok(this), 0, Attributes::BUILTIN),
            symbol_method(WellKnownSymbol::Dispose, iterator_dispose, 0, Attributes::BUILTIN),
            symbol_value(
                WellKnownSymbol::ToStringTag,
                SpecValue::Accessor(Some(get_to_string_tag), Some(set_to_string_tag)),
                Attributes::CONFIGURABLE.union(Attributes::ACCESSOR),
            ),
        ]);

pub static ASYNC_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        symbol_method(WellKnownSymbol::AsyncIterator, |_, this, _| Ok(this), 0, Attributes::BUILTIN),
        symbol_method(
            WellKnownSymbol::AsyncDispose,
            async_from_sync::async_iterator_async_dispose,
            0,
            Attributes::BUILTIN,
        ),
    ],
};

pub static ITERATOR_HELPER: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[
        method("next", iterator_helper::iterator_helper_next, 0),
        method("return", iterator_helper::iterator_helper_return, 0),
        to_string_tag("Iterator Helper"),
    ],
};

pub static WRAP_FOR_VALID_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[method("next", wrapper_next, 0), method("return", wrapper_return, 0)],
};

pub static ASYNC_FROM_SYNC_ITERATOR: ObjectSpec = ObjectSpec {
    parent: Intrinsic::AsyncIteratorPrototype,
    properties: &[
        method("next", async_from_sync::async_from_sync_next, 1),
        method("return", async_from_sync::async_from_sync_return, 1),
        method("throw", async_from_sync::async_from_sync_throw, 1),
    ],
};

pub static FOR_IN_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };

/// Iterator ( ) (27.1.3.1.1): abstract.
fn iterator_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let new_target = args.new_target();
    if new_target.is_undefined() {
        return Err(agent.throw_requires_new("Iterator"));
    }
    if new_target == Value::from(args.callee()) {
        return Err(agent.throw_type_error("Abstract class Iterator not directly constructable"));
    }
    let prototype = agent.get_prototype_from_constructor(new_target, Intrinsic::IteratorPrototype)?;
    Ok(agent.new_object_with_prototype(prototype.into()).into())
}

/// SetterThatIgnoresPrototypeProperties (7.3.x) with %Iterator.prototype% as home.
fn set_ignoring_prototype(agent: &mut Agent, this: Value, key: PropertyKey, value: Value) -> JsResult<Value> {
    let Some(object) = this.as_object() else {
        return Err(agent.throw_incompatible_receiver("set Iterator.prototype", this));
    };
    if object == agent.intrinsic(Intrinsic::IteratorPrototype) {
        return Err(agent.throw_read_only(key, this));
    }
    match object.get_own_property(agent, key)? {
        None => object.create_data_property_or_throw(agent, key, value)?,
        Some(_) => object.set(agent, key, value)?,
    }
    Ok(Value::UNDEFINED)
}

/// get Iterator.prototype.constructor (27.1.4.1.1)
fn get_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Ok(agent.intrinsic(Intrinsic::Iterator).into())
}

/// set Iterator.prototype.constructor (27.1.4.1.2)
fn set_constructor(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    set_ignoring_prototype(agent, this, agent.names.constructor, args.get(0))
}

/// get Iterator.prototype [ %Symbol.toStringTag% ] (27.1.4.14.1)
fn get_to_string_tag(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Ok(agent.string_value("Iterator"))
}

/// set Iterator.prototype [ %Symbol.toStringTag% ] (27.1.4.14.2)
fn set_to_string_tag(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    set_ignoring_prototype(agent, this, agent.symbol_key(WellKnownSymbol::ToStringTag), args.get(0))
}

/// %Iterator.prototype% [ %Symbol.dispose% ] ( )
fn iterator_dispose(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let method = agent.get_method(this, agent.names.return_)?;
    if !method.is_undefined() {
        agent.call(method, this, &[])?;
    }
    Ok(Value::UNDEFINED)
}

/// What GetIteratorFlattenable does with a String.
#[derive(Clone, Copy, PartialEq)]
enum PrimitiveHandling {
    RejectPrimitives,
    IterateStrings,
}

/// GetIteratorFlattenable (7.4.5)
fn get_iterator_flattenable(
    agent: &mut Agent,
    value: Value,
    handling: PrimitiveHandling,
    method_name: &str,
) -> JsResult<IteratorRecord> {
    let accepted = value.is_object() || (value.is_string() && handling == PrimitiveHandling::IterateStrings);
    if !accepted {
        return Err(agent.throw_type_error(format!("{method_name} called on non-object")));
    }
    let method = agent.get_method(value, agent.symbol_key(WellKnownSymbol::Iterator))?;
    let iterator = if method.is_undefined() { value } else { agent.call(method, value, &[])? };
    match iterator.as_object() {
        Some(iterator) => agent.get_iterator_direct(iterator),
        None => {
            let text = crate::error::describe(agent, iterator);
            Err(agent.throw_type_error(format!("{text} is not an object")))
        }
    }
}

/// The receiver of an iterator method, which has to be an object.
fn this_iterator(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<Object>> {
    match this.as_object() {
        Some(object) => Ok(object),
        None => Err(agent.throw_type_error(format!("{method} called on non-object"))),
    }
}

/// IteratorClose of an iterator whose `next` was never read, with a pending throw.
fn close_unstarted(agent: &mut Agent, iterator: Gc<Object>, thrown: Throw) -> Throw {
    agent.iterator_close_throw(&IteratorRecord { iterator, next: Value::UNDEFINED }, thrown)
}

/// GetIteratorDirect after the callback was checked; the iterator is closed if it is no function.
fn direct_with_callback(agent: &mut Agent, this: Value, callback: Value, method: &str) -> JsResult<IteratorRecord> {
    let iterator = this_iterator(agent, this, method)?;
    if !callback.is_callable() {
        let thrown = agent.throw_not_callable_argument(callback);
        return Err(close_unstarted(agent, iterator, thrown));
    }
    agent.get_iterator_direct(iterator)
}

/// An iterator made by Iterator.from around one that does not inherit from %Iterator.prototype%.
#[repr(C)]
pub struct WrapForValidIterator {
    object: Object,
    iterator: Gc<Object>,
    next: Value,
}

// SAFETY: visits the object part and both fields.
unsafe impl Trace for WrapForValidIterator {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.iterator);
        self.next.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for WrapForValidIterator {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for WrapForValidIterator {
    const KIND: Kind = Kind::WrapForValidIterator;
}

/// Iterator.from ( O ) (27.1.3.2.1)
fn iterator_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let record = get_iterator_flattenable(agent, args.get(0), PrimitiveHandling::IterateStrings, "Iterator.from")?;
    let constructor = agent.intrinsic(Intrinsic::Iterator);
    if agent.ordinary_has_instance(constructor.into(), record.iterator.into())? {
        return Ok(record.iterator.into());
    }
    let prototype = agent.intrinsic(Intrinsic::WrapForValidIteratorPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(Kind::WrapForValidIterator, shape);
    Ok(agent.alloc(WrapForValidIterator { object, iterator: record.iterator, next: record.next }).into())
}

/// %WrapForValidIteratorPrototype%.next ( ) (27.1.3.2.1.1.1)
fn wrapper_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(wrapper) = this.as_kind::<WrapForValidIterator>() else {
        return Err(agent.throw_incompatible_receiver("%WrapForValidIteratorPrototype%.next", this));
    };
    agent.call(wrapper.next, wrapper.iterator.into(), &[])
}

/// %WrapForValidIteratorPrototype%.return ( ) (27.1.3.2.1.1.2)
fn wrapper_return(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(wrapper) = this.as_kind::<WrapForValidIterator>() else {
        return Err(agent.throw_incompatible_receiver("%WrapForValidIteratorPrototype%.return", this));
    };
    let iterator = Value::from(wrapper.iterator);
    let method = agent.get_method(iterator, agent.names.return_)?;
    if method.is_undefined() {
        return Ok(agent.create_iter_result_object(Value::UNDEFINED, true).into());
    }
    agent.call(method, iterator, &[])
}
