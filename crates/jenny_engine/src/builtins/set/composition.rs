//! The Set methods that take another set-like (ECMA-262 24.2.4): union, intersection, isSubsetOf and their kin.

use super::{SetObject, this_set};
use crate::builtins::map::table::{Cursor, canonical_key};
use crate::operations::iteration::IteratorRecord;
use crate::{Agent, Args, JsResult, Object, Value};
use jenny_gc::Gc;

/// A Set Record (24.2.1.1).
struct SetRecord {
    object: Gc<Object>,
    /// a non-negative integer or infinity
    size: f64,
    has: Value,
    keys: Value,
}

impl SetRecord {
    /// GetSetRecord (24.2.1.2)
    fn get(agent: &mut Agent, value: Value) -> JsResult<SetRecord> {
        let Some(object) = value.as_object() else {
            let text = crate::error::describe(agent, value);
            return Err(agent.throw_type_error(format!("{text} is not an object")));
        };
        let size = object.get(agent, agent.names.size)?.to_number(agent)?;
        if size.is_nan() {
            return Err(agent.throw_type_error("The 'size' property must be a number that is not NaN"));
        }
        let size = jenny_text::number::to_integer_or_infinity(size);
        if size < 0.0 {
            return Err(agent.throw_range_error(format!("'{size}' is an invalid size")));
        }
        let has = object.get(agent, agent.names.has)?;
        if !has.is_callable() {
            return Err(agent.throw_type_error("The 'has' property must be a function"));
        }
        let keys = object.get(agent, agent.names.keys)?;
        if !keys.is_callable() {
            return Err(agent.throw_type_error("The 'keys' property must be a function"));
        }
        Ok(SetRecord { object, size, has, keys })
    }
    fn has(&self, agent: &mut Agent, value: Value) -> JsResult<bool> {
        Ok(agent.call(self.has, self.object.into(), &[value])?.to_boolean())
    }
    fn keys(&self, agent: &mut Agent) -> JsResult<IteratorRecord> {
        agent.get_iterator_from_method(self.object.into(), self.keys)
    }
}

/// Set.prototype.union ( other ) (24.2.4.16)
pub(super) fn set_union(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "union");
    let other = SetRecord::get(agent, args.get(0))?;
    let keys = other.keys(agent)?;
    let result = agent.copy_of_set(set)?;
    while let Some(next) = agent.iterator_step_value(&keys)? {
        result.add(agent, next)?;
    }
    Ok(result.into())
}

/// Set.prototype.intersection ( other ) (24.2.4.9)
pub(super) fn set_intersection(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "intersection");
    let other = SetRecord::get(agent, args.get(0))?;
    let result = agent.new_set();
    if set.len() as f64 <= other.size {
        let mut cursor = Cursor::new(&set.data);
        while let Some((value, _)) = cursor.step(&set.data) {
            if other.has(agent, value)? {
                result.add(agent, value)?;
            }
        }
    } else {
        let keys = other.keys(agent)?;
        while let Some(next) = agent.iterator_step_value(&keys)? {
            if set.has(next) {
                result.add(agent, next)?;
            }
        }
    }
    Ok(result.into())
}

/// Set.prototype.difference ( other ) (24.2.4.5)
pub(super) fn set_difference(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "difference");
    let other = SetRecord::get(agent, args.get(0))?;
    let result = agent.copy_of_set(set)?;
    if set.len() as f64 <= other.size {
        // The copy is gone through, which `has` cannot change.
        let mut cursor = Cursor::new(&result.data);
        while let Some((value, _)) = cursor.step(&result.data) {
            if other.has(agent, value)? {
                result.delete(agent, value);
            }
        }
    } else {
        let keys = other.keys(agent)?;
        while let Some(next) = agent.iterator_step_value(&keys)? {
            result.delete(agent, next);
        }
    }
    Ok(result.into())
}

/// Set.prototype.symmetricDifference ( other ) (24.2.4.15)
pub(super) fn set_symmetric_difference(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "symmetricDifference");
    let other = SetRecord::get(agent, args.get(0))?;
    let keys = other.keys(agent)?;
    let result = agent.copy_of_set(set)?;
    while let Some(next) = agent.iterator_step_value(&keys)? {
        let next = canonical_key(next);
        if set.has(next) {
            result.delete(agent, next);
        } else {
            result.add(agent, next)?;
        }
    }
    Ok(result.into())
}

/// Set.prototype.isSubsetOf ( other ) (24.2.4.11)
pub(super) fn set_is_subset_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "isSubsetOf");
    let other = SetRecord::get(agent, args.get(0))?;
    if set.len() as f64 > other.size {
        return Ok(Value::FALSE);
    }
    let mut cursor = Cursor::new(&set.data);
    while let Some((value, _)) = cursor.step(&set.data) {
        if !other.has(agent, value)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

/// Set.prototype.isSupersetOf ( other ) (24.2.4.12)
pub(super) fn set_is_superset_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "isSupersetOf");
    let other = SetRecord::get(agent, args.get(0))?;
    if (set.len() as f64) < other.size {
        return Ok(Value::FALSE);
    }
    any_key(agent, &other, |next| !set.has(next)).map(|found| Value::bool(!found))
}

/// Set.prototype.isDisjointFrom ( other ) (24.2.4.10)
pub(super) fn set_is_disjoint_from(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "isDisjointFrom");
    let other = SetRecord::get(agent, args.get(0))?;
    if set.len() as f64 <= other.size {
        let mut cursor = Cursor::new(&set.data);
        while let Some((value, _)) = cursor.step(&set.data) {
            if other.has(agent, value)? {
                return Ok(Value::FALSE);
            }
        }
        return Ok(Value::TRUE);
    }
    any_key(agent, &other, |next| set.has(next)).map(|found| Value::bool(!found))
}

/// Whether a key of `other` satisfies `test`; the iterator is closed at the first that does.
fn any_key(agent: &mut Agent, other: &SetRecord, test: impl Fn(Value) -> bool) -> JsResult<bool> {
    let keys = other.keys(agent)?;
    while let Some(next) = agent.iterator_step_value(&keys)? {
        if test(next) {
            agent.iterator_close(&keys)?;
            return Ok(true);
        }
    }
    Ok(false)
}

impl SetObject {
    /// Whether both have the same values.
    pub fn same_values(&self, other: &SetObject) -> bool {
        self.len() == other.len() && self.data.entries().all(|(value, _)| other.has(value))
    }
}
