//! Iterator.zip and Iterator.zipKeyed (the joint iteration proposal).

use super::iterator_helper::{IteratorHelper, Step, new_helper};
use super::{PrimitiveHandling, get_iterator_flattenable};
use crate::object::Object;
use crate::operations::iteration::IteratorRecord;
use crate::operations::values;
use crate::string::KeyList;
use crate::{Agent, Args, JsResult, Throw, Value};
use jenny_gc::{Gc, RootVec};

const SHORTEST: i32 = 0;
const LONGEST: i32 = 1;
const STRICT: i32 = 2;

// The list of a zip helper: [mode, keyed, count] then for each input [iterator, next, padding, key]; an iterator that ended
// is null, and one that is closed or failed too.
const HEAD: u32 = 3;
const ROW: u32 = 4;

/// Inputs while they are collected: iterator and next in turn.
struct Inputs(RootVec);

impl Inputs {
    fn len(&self) -> usize {
        self.0.len() / 2
    }
    fn push(&mut self, record: &IteratorRecord) {
        self.0.push(Value::from(record.iterator).bits());
        self.0.push(record.next.bits());
    }
    /// IteratorCloseAll with a throw completion.
    fn close(&self, agent: &mut Agent, thrown: Throw) -> Throw {
        let mut thrown = thrown;
        for i in (0..self.len()).rev() {
            if let Some(iterator) = Value::from_bits(self.0.get(i * 2)).as_object() {
                let record = IteratorRecord { iterator, next: Value::UNDEFINED };
                thrown = agent.iterator_close_throw(&record, thrown);
            }
        }
        thrown
    }
}

/// The mode, and the padding option (undefined if there is none).
fn read_options(agent: &mut Agent, iterables: Value, options: Value) -> JsResult<(Gc<Object>, i32, Value)> {
    let Some(iterables) = iterables.as_object() else {
        let text = crate::error::describe(agent, iterables);
        return Err(agent.throw_type_error(format!("{text} is not an object")));
    };
    if options.is_undefined() {
        return Ok((iterables, SHORTEST, Value::UNDEFINED));
    }
    let Some(options) = options.as_object() else {
        return Err(agent.throw_type_error("The options are not an object"));
    };
    let mode = options.get_str(agent, "mode")?;
    let mode = match mode.as_string() {
        None if mode.is_undefined() => SHORTEST,
        Some(text) if text.is_text("shortest") => SHORTEST,
        Some(text) if text.is_text("longest") => LONGEST,
        Some(text) if text.is_text("strict") => STRICT,
        _ => {
            let text = crate::error::describe(agent, mode);
            return Err(agent.throw_type_error(format!("{text} is not a mode of zip")));
        }
    };
    let mut padding = Value::UNDEFINED;
    if mode == LONGEST {
        padding = options.get_str(agent, "padding")?;
        if !padding.is_undefined() && !padding.is_object() {
            return Err(agent.throw_type_error("The padding is not an object"));
        }
    }
    Ok((iterables, mode, padding))
}

fn make_zip(
    agent: &mut Agent,
    inputs: &Inputs,
    mode: i32,
    padding: &RootVec,
    keys: Option<&RootVec>,
) -> JsResult<Value> {
    let mut list = RootVec::new(&agent.heap);
    list.push(Value::int(mode).bits());
    list.push(Value::bool(keys.is_some()).bits());
    list.push(Value::from(inputs.len()).bits());
    for i in 0..inputs.len() {
        list.push(inputs.0.get(i * 2));
        list.push(inputs.0.get(i * 2 + 1));
        list.push(if i < padding.len() { padding.get(i) } else { Value::UNDEFINED.bits() });
        list.push(keys.map_or(Value::UNDEFINED.bits(), |k| k.get(i)));
    }
    let list = agent.elements_from_slice(values(&list))?;
    Ok(new_helper(agent, Step::Zip, None, Value::UNDEFINED, 0.0, Some(list)))
}

/// Iterator.zip ( iterables [ , options ] )
pub(super) fn iterator_zip(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (iterables, mode, padding_option) = read_options(agent, args.get(0), args.get(1))?;
    let mut inputs = Inputs(RootVec::new(&agent.heap));
    let outer = agent.get_iterator(iterables.into())?;
    loop {
        let next = match agent.iterator_step_value(&outer) {
            Ok(Some(next)) => next,
            Ok(None) => break,
            Err(thrown) => return Err(inputs.close(agent, thrown)),
        };
        match get_iterator_flattenable(agent, next, PrimitiveHandling::RejectPrimitives, "Iterator.zip") {
            Ok(record) => inputs.push(&record),
            Err(thrown) => {
                let thrown = inputs.close(agent, thrown);
                return Err(agent.iterator_close_throw(&outer, thrown));
            }
        }
    }
    let mut padding = RootVec::new(&agent.heap);
    if mode == LONGEST && !padding_option.is_undefined() {
        let closing = |agent: &mut Agent, thrown| inputs.close(agent, thrown);
        let record = match agent.get_iterator(padding_option) {
            Ok(record) => record,
            Err(thrown) => return Err(closing(agent, thrown)),
        };
        let mut is_open = true;
        while padding.len() < inputs.len() && is_open {
            match agent.iterator_step_value(&record) {
                Ok(Some(value)) => padding.push(value.bits()),
                Ok(None) => is_open = false,
                Err(thrown) => return Err(closing(agent, thrown)),
            }
        }
        if is_open && let Err(thrown) = agent.iterator_close(&record) {
            return Err(closing(agent, thrown));
        }
    }
    make_zip(agent, &inputs, mode, &padding, None)
}

/// Iterator.zipKeyed ( iterables [ , options ] )
pub(super) fn iterator_zip_keyed(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (iterables, mode, padding_option) = read_options(agent, args.get(0), args.get(1))?;
    let mut inputs = Inputs(RootVec::new(&agent.heap));
    let mut keys = RootVec::new(&agent.heap);
    let mut used = KeyList::new(agent, &[]);
    let all = iterables.own_keys(agent)?;
    for &key in all.as_slice() {
        let step = (|| -> JsResult<Option<IteratorRecord>> {
            match iterables.get_own_property(agent, key)? {
                Some(own) if own.attributes.is_enumerable() => {}
                _ => return Ok(None),
            }
            let value = iterables.get(agent, key)?;
            if value.is_undefined() {
                return Ok(None);
            }
            get_iterator_flattenable(agent, value, PrimitiveHandling::RejectPrimitives, "Iterator.zipKeyed").map(Some)
        })();
        match step {
            Ok(Some(record)) => {
                keys.push(agent.key_to_value(key).bits());
                used.push(key);
                inputs.push(&record);
            }
            Ok(None) => {}
            Err(thrown) => return Err(inputs.close(agent, thrown)),
        }
    }
    let mut padding = RootVec::new(&agent.heap);
    if let Some(option) = padding_option.as_object() {
        for &key in used.as_slice() {
            match option.get(agent, key) {
                Ok(value) => padding.push(value.bits()),
                Err(thrown) => return Err(inputs.close(agent, thrown)),
            }
        }
    }
    make_zip(agent, &inputs, mode, &padding, Some(&keys))
}

fn record_at(helper: Gc<IteratorHelper>, i: u32) -> Option<IteratorRecord> {
    let list = helper.list?;
    let iterator = list.get(HEAD + i * ROW).as_object()?;
    Some(IteratorRecord { iterator, next: list.get(HEAD + i * ROW + 1) })
}

fn forget(helper: Gc<IteratorHelper>, i: u32) {
    if let Some(list) = helper.list {
        list.set(HEAD + i * ROW, Value::NULL);
    }
}

fn count_of(helper: Gc<IteratorHelper>) -> u32 {
    helper.list.and_then(|list| list.get(2).as_int()).unwrap_or(0) as u32
}

/// IteratorCloseAll of the inputs still open, last first, after a throw (if any) or a return completion.
fn close_after(agent: &mut Agent, helper: Gc<IteratorHelper>, thrown: Option<Throw>) -> JsResult<()> {
    let mut pending = thrown;
    for i in (0..count_of(helper)).rev() {
        let Some(record) = record_at(helper, i) else { continue };
        forget(helper, i);
        pending = match pending {
            Some(thrown) => Some(agent.iterator_close_throw(&record, thrown)),
            None => agent.iterator_close(&record).err(),
        };
    }
    match pending {
        Some(thrown) => Err(thrown),
        None => Ok(()),
    }
}

/// IteratorCloseAll with a return completion.
pub(super) fn close_all(agent: &mut Agent, helper: Gc<IteratorHelper>) -> JsResult<()> {
    close_after(agent, helper, None)
}

fn fail(agent: &mut Agent, helper: Gc<IteratorHelper>, thrown: Throw) -> JsResult<Option<Value>> {
    close_after(agent, helper, Some(thrown)).map(|()| None)
}

/// The next row of a zip (the closure of IteratorZip).
pub(super) fn advance(agent: &mut Agent, helper: Gc<IteratorHelper>) -> JsResult<Option<Value>> {
    let Some(list) = helper.list else { return Ok(None) };
    let count = count_of(helper);
    if count == 0 {
        return Ok(None);
    }
    let mode = list.get(0).as_int().unwrap_or(SHORTEST);
    let mut results = RootVec::with_capacity(&agent.heap, count as usize);
    for i in 0..count {
        let padding = list.get(HEAD + i * ROW + 2);
        let Some(record) = record_at(helper, i) else {
            results.push(padding.bits());
            continue;
        };
        match agent.iterator_step_value(&record) {
            Ok(Some(value)) => results.push(value.bits()),
            Err(thrown) => {
                forget(helper, i);
                return fail(agent, helper, thrown);
            }
            Ok(None) => {
                forget(helper, i);
                match mode {
                    SHORTEST => return close_all(agent, helper).map(|()| None),
                    STRICT => return end_strictly(agent, helper, i),
                    _ => {
                        if (0..count).all(|j| record_at(helper, j).is_none()) {
                            return Ok(None);
                        }
                        results.push(padding.bits());
                    }
                }
            }
        }
    }
    if !list.get(1).is_true() {
        return Ok(Some(agent.new_array(values(&results))?.into()));
    }
    let object = agent.new_object_with_prototype(Value::NULL);
    for i in 0..count {
        let key = list.get(HEAD + i * ROW + 3).to_property_key(agent)?;
        object.create_data_property_or_throw(agent, key, Value::from_bits(results.get(i as usize)))?;
    }
    Ok(Some(object.into()))
}

/// Mode "strict", when input `i` ended: all others have to end too.
fn end_strictly(agent: &mut Agent, helper: Gc<IteratorHelper>, i: u32) -> JsResult<Option<Value>> {
    const MESSAGE: &str = "Iterators passed to zip with mode 'strict' have different lengths";
    if i != 0 {
        let thrown = agent.throw_type_error(MESSAGE);
        return fail(agent, helper, thrown);
    }
    for k in 1..count_of(helper) {
        let Some(record) = record_at(helper, k) else { continue };
        match agent.iterator_step(&record) {
            Err(thrown) => {
                forget(helper, k);
                return fail(agent, helper, thrown);
            }
            Ok(None) => forget(helper, k),
            Ok(Some(_)) => {
                let thrown = agent.throw_type_error(MESSAGE);
                return fail(agent, helper, thrown);
            }
        }
    }
    Ok(None)
}
