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
