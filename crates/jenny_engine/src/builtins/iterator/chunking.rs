//! Iterator.prototype.chunks and windows (the iterator chunking proposal): an iterator's values in arrays.
//!
//! A helper of these steps keeps its size in `counter`. `inner_next` holds the window of the last step (Elements), or null
//! once the iterator is exhausted.

use super::iterator_helper::{IteratorHelper, Step, new_helper};
use super::{close_unstarted, this_iterator};
use crate::object::Elements;
use crate::operations::iteration::IteratorRecord;
use crate::operations::values;
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::{Gc, RootVec};

/// Iterator.prototype.chunks ( chunkSize )
pub(super) fn iterator_chunks(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let iterator = this_iterator(agent, this, "Iterator.prototype.chunks")?;
    let size = match size(agent, args.get(0), "chunkSize") {
        Ok(size) => size,
        Err(thrown) => return Err(close_unstarted(agent, iterator, thrown)),
    };
    let record = agent.get_iterator_direct(iterator)?;
    Ok(new_helper(agent, Step::Chunks, Some(record), Value::UNDEFINED, size, None))
}

/// Iterator.prototype.windows ( windowSize [ , undersized ] )
pub(super) fn iterator_windows(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let iterator = this_iterator(agent, this, "Iterator.prototype.windows")?;
    let options = size(agent, args.get(0), "windowSize").and_then(|size| Ok((size, step(agent, args.get(1))?)));
    let (size, step) = match options {
        Ok(options) => options,
        Err(thrown) => return Err(close_unstarted(agent, iterator, thrown)),
    };
    let record = agent.get_iterator_direct(iterator)?;
    Ok(new_helper(agent, step, Some(record), Value::UNDEFINED, size, None))
}

/// A size: an integral Number from 1 to 2^32 - 1, not converted.
fn size(agent: &mut Agent, value: Value, name: &str) -> JsResult<f64> {
    match value.as_number() {
        Some(n) if n.is_finite() && n.fract() == 0.0 => {
            if (1.0..=f64::from(u32::MAX)).contains(&n) {
                return Ok(n);
            }
            Err(agent.throw_range_error(format!("{name} must be between 1 and 4294967295")))
        }
        _ => {
            let text = crate::error::describe(agent, value);
            Err(agent.throw_type_error(format!("{name} {text} is not an integral number")))
        }
    }
}

/// Which windows are wanted: full ones, or one of fewer values too.
fn step(agent: &mut Agent, undersized: Value) -> JsResult<Step> {
    if undersized.is_undefined() {
        return Ok(Step::Windows);
    }
    if undersized.is_string() {
        match undersized.to_rust_string(agent)?.as_str() {
            "only-full" => return Ok(Step::Windows),
            "allow-partial" => return Ok(Step::PartialWindows),
            _ => {}
        }
    }
    let text = crate::error::describe(agent, undersized);
    Err(agent.throw_type_error(format!("{text} is neither \"only-full\" nor \"allow-partial\"")))
}

/// Whether nothing more is asked of the underlying iterator, which is then not closed either.
pub(super) fn is_exhausted(helper: Gc<IteratorHelper>) -> bool {
    helper.inner_next.get() == Value::NULL
}

/// The next array; None when there is none.
pub(super) fn advance(
    agent: &mut Agent,
    helper: Gc<IteratorHelper>,
    record: &IteratorRecord,
) -> JsResult<Option<Value>> {
    if is_exhausted(helper) {
        return Ok(None);
    }
    let size = helper.counter.get() as usize;
    let mut list = RootVec::new(&agent.heap);
    let last = helper.inner_next.get();
    let has_last = !last.is_undefined();
    if has_last {
        // SAFETY: only this function sets `inner_next` of such a helper, to Elements.
        let last = unsafe { last.as_gc_unchecked::<Elements>() };
        last.as_slice().iter().skip(1).for_each(|value| list.push(value.bits()));
    }
    while list.len() < size {
        match agent.iterator_step_value(record)? {
            Some(value) => {
                if !list.try_reserve(1) {
                    let thrown = agent.throw_range_error("Invalid array length");
                    return Err(agent.iterator_close_throw(record, thrown));
                }
                list.push(value.bits());
            }
            None => {
                helper.set_inner_next(Value::NULL);
                let is_partial_wanted = match helper.step {
                    Step::Chunks => true,
                    Step::PartialWindows => !has_last,
                    _ => false,
                };
                if list.is_empty() || !is_partial_wanted {
                    return Ok(None);
                }
                return Ok(Some(agent.new_array(values(&list))?.into()));
            }
        }
        agent.poll_interrupts()?;
    }
    if helper.step != Step::Chunks {
        let window = agent.elements_from_slice(values(&list))?;
        helper.set_inner_next(Value::cell(window));
    }
    Ok(Some(agent.new_array(values(&list))?.into()))
}
