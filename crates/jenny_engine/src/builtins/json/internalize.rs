//! InternalizeJSONProperty (ECMA-262 25.5.1.2): the walk of JSON.parse's reviver, with the source text of primitives.

use super::parse::ParseRecord;
use crate::operations::{same_value, values};
use crate::string::{JsString, PropertyKey};
use crate::{Agent, JsResult, Object, Value};
use jenny_gc::{Gc, RootVec};
use rustc_hash::FxHashMap;

/// The revived value of a whole text.
pub(super) fn internalize(
    agent: &mut Agent,
    text: Gc<JsString>,
    value: Value,
    reviver: Value,
    record: &ParseRecord,
) -> JsResult<Value> {
    let root = agent.new_object();
    let key = agent.names.empty;
    root.create_data_property_or_throw(agent, key, value)?;
    Walk { text, reviver, record }.property(agent, root, key, Some(record.root))
}

struct Walk<'r> {
    text: Gc<JsString>,
    reviver: Value,
    record: &'r ParseRecord,
}

impl Walk<'_> {
    fn property(
        &self,
        agent: &mut Agent,
        holder: Gc<Object>,
        key: PropertyKey,
        node: Option<usize>,
    ) -> JsResult<Value> {
        agent.check_native_stack()?;
        agent.poll_interrupts()?;
        let value = holder.get(agent, key)?;
        // A value that an earlier call of the reviver put here was made of no source text.
        let node = node.filter(|&n| same_value(self.record.value(n), value));
        let context = agent.new_object();
        if let Some(object) = value.as_object() {
            if value.is_array(agent)? {
                let length = object.length_of_array_like(agent)?;
                for i in 0..length {
                    let child = node.and_then(|n| self.record.nodes[n].children.get(i as usize)).map(|c| c.1);
                    let key = agent.key_from_integer(i);
                    self.member(agent, object, key, child)?;
                }
            } else {
                let mut children: FxHashMap<u64, usize> = FxHashMap::default();
                if let Some(node) = node {
                    let members = self.record.nodes[node].children.iter();
                    children.extend(members.map(|&(key, child)| (self.record.key(key).bits(), child)));
                }
                let keys = enumerable_own_string_keys(agent, object)?;
                for key in values(&keys) {
                    self.member(agent, object, PropertyKey::from_raw(*key), children.get(&key.bits()).copied())?;
                }
            }
        } else if let Some(node) = node {
            let node = &self.record.nodes[node];
            let source = agent.substring(self.text, node.start, node.end);
            let key = agent.names.source;
            context.create_data_property_or_throw(agent, key, source.into())?;
        }
        let name = agent.key_to_value(key);
        agent.call(self.reviver, holder.into(), &[name, value, context.into()])
    }

    fn member(&self, agent: &mut Agent, object: Gc<Object>, key: PropertyKey, node: Option<usize>) -> JsResult<()> {
        let new = self.property(agent, object, key, node)?;
        if new.is_undefined() {
            object.delete(agent, key)?;
        } else {
            object.create_data_property(agent, key, new)?;
        }
        Ok(())
    }
}

/// EnumerableOwnProperties(object, key), as rooted key bits.
pub(super) fn enumerable_own_string_keys(agent: &mut Agent, object: Gc<Object>) -> JsResult<RootVec> {
    let all = object.own_property_keys(agent)?;
    // Rooted before the first look-up, which may run a proxy's trap.
    let mut rooted = RootVec::new(&agent.heap);
    all.iter().filter(|k| k.is_string()).for_each(|k| rooted.push(k.bits()));
    let mut keys = RootVec::new(&agent.heap);
    for i in 0..rooted.len() {
        let key = PropertyKey::from_raw(values(&rooted)[i]);
        if object.get_own_property(agent, key)?.is_some_and(|p| p.attributes.is_enumerable()) {
            keys.push(key.bits());
        }
    }
    Ok(keys)
}
