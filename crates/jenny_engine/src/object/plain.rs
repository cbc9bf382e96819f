//! Plain objects whose properties can be listed, read and copied without anybody noticing: what spread and rest of objects,
//! Object.assign, keys, values and entries mostly meet.

use super::property::Attributes;
use super::{Object, Shape, flags};
use crate::agent::Agent;
use crate::string::PropertyKey;
use crate::{JsResult, Kind};
use jenny_gc::Gc;

/// Copies of more properties take the common way.
const MAX_COPIED: u32 = 128;

impl Object {
    /// The shape of a plain object that has no elements, symbols, accessors or hidden properties, none of them made lazily: what it has are the
    /// keys of the shape, in this order, and the slots of the same numbers.
    #[inline]
    pub(crate) fn plainly_listed(&self) -> Option<Gc<Shape>> {
        let shape = self.shape();
        (self.is_kind(Kind::Object)
            && shape.is_plain()
            && self.raw_elements().is_undefined()
            && shape.realm().is_none())
        .then_some(shape)
    }

    /// CopyDataProperties (7.3.26) from one plain object to another that no program has seen yet. False, with nothing done, where one of
    /// them is not plain. Errors: memory.
    pub(super) fn copy_plainly(&self, agent: &mut Agent, from: Gc<Object>, excluded: &[PropertyKey]) -> JsResult<bool> {
        let (Some(source), Some(begun)) = (from.plainly_listed(), self.plainly_listed()) else { return Ok(false) };
        if source.count() + begun.count() > MAX_COPIED || self.has_flag(flags::NON_EXTENSIBLE | flags::IS_PROTOTYPE) {
            return Ok(false);
        }
        let target = self.gc();
        let mut shape = begun;
        for slot in 0..source.count() {
            let Some(key) = source.key_at(slot) else { break };
            if excluded.contains(&key) {
                continue;
            }
            let value = from.raw_slot(slot);
            if let Some(found) = begun.find(key) {
                target.set_raw_slot(found.slot, value);
                continue;
            }
            let to = shape.count();
            agent.grow_slots(target, to)?;
            // So few properties can be shared.
            shape = agent.shape_with_property(shape, key, Attributes::ALL);
            target.set_raw_slot(to, value);
        }
        target.set_shape(shape);
        Ok(true)
    }
}
