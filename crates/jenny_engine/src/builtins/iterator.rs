//! Iterator.

use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};

pub static ITERATOR: ClassSpec =
    ClassSpec::new("Iterator", Intrinsic::Iterator, Intrinsic::IteratorPrototype, iterator_constructor, 0);

fn iterator_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Iterator is not there yet"))
}

pub static ASYNC_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::ObjectPrototype, properties: &[] };

pub static ITERATOR_HELPER: ObjectSpec = ObjectSpec { parent: Intrinsic::ObjectPrototype, properties: &[] };

pub static WRAP_FOR_VALID_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };

pub static ASYNC_FROM_SYNC_ITERATOR: ObjectSpec =
    ObjectSpec { parent: Intrinsic::AsyncIteratorPrototype, properties: &[] };

pub static FOR_IN_ITERATOR: ObjectSpec = ObjectSpec { parent: Intrinsic::IteratorPrototype, properties: &[] };

/// CreateAsyncFromSyncIterator
pub fn create_async_from_sync_iterator(
    agent: &mut Agent,
    _sync: crate::operations::iteration::IteratorRecord,
) -> JsResult<crate::operations::iteration::IteratorRecord> {
    Err(agent.throw_type_error("AsyncFromSyncIterator is not there yet"))
}

/// EnumerateObjectProperties
pub fn create_for_in_iterator(agent: &mut Agent, _object: jenny_gc::Gc<crate::Object>) -> JsResult<jenny_gc::Gc<crate::Object>> {
    Err(agent.throw_type_error("for-in is not there yet"))
}

/// The next key, None when done.
pub fn for_in_iterator_next(_agent: &mut Agent, _iterator: jenny_gc::Gc<crate::Object>) -> JsResult<Option<Value>> {
    Ok(None)
}
