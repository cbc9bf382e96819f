//! Iterator.concat: one iterable after the other (ECMA-262 27.1.3.2).

use super::iterator_helper::{IteratorHelper, Step, new_helper};
use crate::operations::values;
use crate::{Agent, Args, JsResult, Value, WellKnownSymbol};
use jenny_gc::{Gc, RootVec};

/// Iterator.concat ( ...items )
pub(super) fn iterator_concat(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let mut pairs = RootVec::new(&agent.heap);
    for &item in args.as_slice() {
        if !item.is_object() {
            let text = crate::error::describe(agent, item);
            return Err(agent.throw_type_error(format!("{text} is not an object")));
        }
        let method = agent.get_method(item, agent.symbol_key(WellKnownSymbol::Iterator))?;
        if method.is_undefined() {
            return Err(agent.throw_not_iterable(item));
        }
        pairs.push(item.bits());
        pairs.push(method.bits());
    }
    let list = agent.elements_from_slice(values(&pairs))?;
    Ok(new_helper(agent, Step::Concat, None, Value::UNDEFINED, 0.0, Some(list)))
}

/// The next value of a concatenation; the counter is the next pair to open.
pub(super) fn advance(agent: &mut Agent, helper: Gc<IteratorHelper>) -> JsResult<Option<Value>> {
    let Some(pairs) = helper.list else { return Ok(None) };
    loop {
        if let Some(inner) = helper.inner_record() {
            match agent.iterator_step_value(&inner)? {
                Some(value) => return Ok(Some(value)),
                None => helper.set_inner(None),
            }
        }
        let at = helper.counter.get() as u32;
        if at * 2 >= pairs.len() {
            return Ok(None);
        }
        helper.counter.set(f64::from(at + 1));
        let (iterable, method) = (pairs.get(at * 2), pairs.get(at * 2 + 1));
        let iterator = agent.call(method, iterable, &[])?;
        let Some(iterator) = iterator.as_object() else {
            return Err(agent.throw_type_error("Result of the Symbol.iterator method is not an object"));
        };
        let record = agent.get_iterator_direct(iterator)?;
        helper.set_inner(Some(record));
    }
}
