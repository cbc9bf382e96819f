//! Operations on objects (ECMA-262 7.3), as methods of an object reference.

use super::internal_methods::{ORDINARY, ordinary_own_property};
use super::property::{Attributes, OwnProperty, PropertyDescriptor};
use super::{Object, flags};
use crate::agent::Agent;
use crate::string::{KeyList, PropertyKey, WellKnownSymbol};
use crate::{JsResult, Value};
use jenny_gc::Gc;
use std::ptr::NonNull;

/// The two levels of SetIntegrityLevel and TestIntegrityLevel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntegrityLevel {
    Sealed,
    Frozen,
}

impl Object {
    #[inline(always)]
    pub(super) fn gc(&self) -> Gc<Object> {
        // SAFETY: objects exist in the heap only; a value under construction on the native stack is not called upon.
        unsafe { Gc::from_ptr(NonNull::from(self)) }
    }
    /// [[GetPrototypeOf]]
    #[inline]
    pub fn get_prototype_of(&self, agent: &mut Agent) -> JsResult<Value> {
        (self.internal_methods().get_prototype_of)(agent, self.gc())
    }
    /// [[SetPrototypeOf]]
    pub fn set_prototype_of(&self, agent: &mut Agent, prototype: Value) -> JsResult<bool> {
        (self.internal_methods().set_prototype_of)(agent, self.gc(), prototype)
    }
    /// [[IsExtensible]]
    #[inline]
    pub fn is_extensible(&self, agent: &mut Agent) -> JsResult<bool> {
        (self.internal_methods().is_extensible)(agent, self.gc())
    }
    /// [[PreventExtensions]]
    pub fn prevent_extensions(&self, agent: &mut Agent) -> JsResult<bool> {
        (self.internal_methods().prevent_extensions)(agent, self.gc())
    }
    /// [[GetOwnProperty]]
    #[inline]
    pub fn get_own_property(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
        (self.internal_methods().get_own_property)(agent, self.gc(), key)
    }
    /// [[DefineOwnProperty]]
    pub fn define_own_property(
        &self,
        agent: &mut Agent,
        key: PropertyKey,
        desc: &PropertyDescriptor,
    ) -> JsResult<bool> {
        (self.internal_methods().define_own_property)(agent, self.gc(), key, desc)
    }
    /// [[HasProperty]]
    pub fn has_property(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<bool> {
        (self.internal_methods().has_property)(agent, self.gc(), key)
    }
    /// Get(O, P)
    #[inline]
    pub fn get(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<Value> {
        (self.internal_methods().get)(agent, self.gc(), key, self.gc().into())
    }
    /// [[Get]] with a receiver.
    #[inline]
    pub fn get_with_receiver(&self, agent: &mut Agent, key: PropertyKey, receiver: Value) -> JsResult<Value> {
        (self.internal_methods().get)(agent, self.gc(), key, receiver)
    }
    /// Get for an integer key (up to 2^53-1).
    #[inline]
    pub fn get_index(&self, agent: &mut Agent, index: u64) -> JsResult<Value> {
        if let Some(shifted) = self.shifted_elements() {
            let value = u32::try_from(index).map_or(Value::EMPTY, |index| shifted.get(index));
            if !value.is_empty() {
                return Ok(value);
            }
        } else if let Some(dense) = self.dense_elements()
            && index < dense.len() as u64
            && self.internal_methods().elements_are_ordinary
        {
            let value = dense.get(index as u32);
            if !value.is_empty() {
                return Ok(value);
            }
        }
        let key = agent.key_from_integer(index);
        self.get(agent, key)
    }
    /// Get for a name given as text.
    pub fn get_str(&self, agent: &mut Agent, name: &str) -> JsResult<Value> {
        let key = agent.key(name);
        self.get(agent, key)
    }
    /// [[Set]] with a receiver: whether it succeeded.
    pub fn set_with_receiver(
        &self,
        agent: &mut Agent,
        key: PropertyKey,
        value: Value,
        receiver: Value,
    ) -> JsResult<bool> {
        (self.internal_methods().set)(agent, self.gc(), key, value, receiver)
    }
    /// Set(O, P, V, true): a TypeError if it fails.
    pub fn set(&self, agent: &mut Agent, key: PropertyKey, value: Value) -> JsResult<()> {
        if !self.set_with_receiver(agent, key, value, self.gc().into())? {
            return Err(agent.throw_read_only(key, self.gc().into()));
        }
        Ok(())
    }
    /// Set for an integer key; throws if it fails.
    pub fn set_index(&self, agent: &mut Agent, index: u64, value: Value) -> JsResult<()> {
        let key = agent.key_from_integer(index);
        self.set(agent, key, value)
    }
    /// Set for a name given as text; throws if it fails.
    pub fn set_str(&self, agent: &mut Agent, name: &str, value: impl Into<Value>) -> JsResult<()> {
        let key = agent.key(name);
        self.set(agent, key, value.into())
    }
    /// [[Delete]]
    pub fn delete(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<bool> {
        (self.internal_methods().delete)(agent, self.gc(), key)
    }
    /// DeletePropertyOrThrow
    pub fn delete_or_throw(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<()> {
        if !self.delete(agent, key)? {
            if self.is_kind(crate::Kind::Proxy) {
                return Err(agent.throw_proxy_refused("deleteProperty", key));
            }
            let text = crate::error::describe(agent, self.gc().into());
            return Err(agent.throw_type_error(format!("Cannot delete property '{}' of {text}", key.to_display())));
        }
        Ok(())
    }
    /// [[OwnPropertyKeys]]
    pub fn own_property_keys(&self, agent: &mut Agent) -> JsResult<Vec<PropertyKey>> {
        (self.internal_methods().own_property_keys)(agent, self.gc())
    }
    /// [[OwnPropertyKeys]], kept alive while user code runs.
    pub fn own_keys(&self, agent: &mut Agent) -> JsResult<KeyList> {
        let keys = self.own_property_keys(agent)?;
        Ok(KeyList::new(agent, &keys))
    }
    /// HasOwnProperty
    pub fn has_own_property(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<bool> {
        Ok(self.get_own_property(agent, key)?.is_some())
    }
    /// CreateDataProperty: whether it succeeded.
    pub fn create_data_property(&self, agent: &mut Agent, key: PropertyKey, value: Value) -> JsResult<bool> {
        // A new named property of a fresh plain object needs no descriptor.
        if self.is_kind(crate::Kind::Object)
            && !key.is_index()
            && !self.has_flag(flags::NON_EXTENSIBLE)
            && self.shape().find(key).is_none()
        {
            agent.add_property(self.gc(), key, value, Attributes::ALL)?;
            return Ok(true);
        }
        self.define_own_property(agent, key, &PropertyDescriptor::data(value, Attributes::ALL))
    }
    /// CreateDataPropertyOrThrow
    pub fn create_data_property_or_throw(&self, agent: &mut Agent, key: PropertyKey, value: Value) -> JsResult<()> {
        if !self.create_data_property(agent, key, value)? {
            return Err(agent.throw_cannot_define(key));
        }
        Ok(())
    }
    /// CreateDataPropertyOrThrow for a name given as text.
    pub fn create_str(&self, agent: &mut Agent, name: &str, value: impl Into<Value>) -> JsResult<()> {
        let key = agent.key(name);
        self.create_data_property_or_throw(agent, key, value.into())
    }
    /// DefinePropertyOrThrow
    pub fn define_or_throw(&self, agent: &mut Agent, key: PropertyKey, desc: &PropertyDescriptor) -> JsResult<()> {
        if !self.define_own_property(agent, key, desc)? {
            if self.is_kind(crate::Kind::Proxy) {
                return Err(agent.throw_proxy_refused("defineProperty", key));
            }
            return Err(agent.throw_cannot_define(key));
        }
        Ok(())
    }
    /// Defines a data property on an object that the engine just made: cannot fail but for memory.
    pub fn define_builtin(
        &self,
        agent: &mut Agent,
        key: PropertyKey,
        value: impl Into<Value>,
        attributes: Attributes,
    ) -> JsResult<()> {
        self.define_or_throw(agent, key, &PropertyDescriptor::data(value, attributes))
    }
    /// GetMethod(V, P) for an object: undefined if it is undefined or null.
    pub fn get_method(&self, agent: &mut Agent, key: PropertyKey) -> JsResult<Value> {
        agent.get_method(self.gc().into(), key)
    }
    /// Invoke(O, P, args)
    pub fn invoke(&self, agent: &mut Agent, key: PropertyKey, args: &[Value]) -> JsResult<Value> {
        agent.invoke(self.gc().into(), key, args)
    }
    /// The own property of an object without running user code; None for exotic objects that would need it.
    pub fn own_data_value(&self, agent: &mut Agent, key: PropertyKey) -> Option<Value> {
        let property = ordinary_own_property(agent, self.gc(), key)?;
        (!property.attributes.is_accessor()).then_some(property.value)
    }
    /// LengthOfArrayLike
    pub fn length_of_array_like(&self, agent: &mut Agent) -> JsResult<u64> {
        if self.is_kind(crate::Kind::Array) {
            // SAFETY: the kind was checked.
            return Ok(unsafe { self.gc().cast::<super::array::ArrayObject>() }.length() as u64);
        }
        let length = self.get(agent, agent.names.length)?;
        length.to_length(agent)
    }
    /// SetIntegrityLevel: whether it succeeded.
    pub fn set_integrity_level(&self, agent: &mut Agent, level: IntegrityLevel) -> JsResult<bool> {
        if !self.prevent_extensions(agent)? {
            return Ok(false);
        }
        if level == IntegrityLevel::Frozen
            && let Some(array) = Value::from(self.gc()).as_kind::<crate::builtins::typed_array::TypedArrayObject>()
            && array.length_or_zero() > 0
        {
            return Err(agent.throw_type_error("Cannot freeze array buffer views with elements"));
        }
        for &key in self.own_keys(agent)?.as_slice() {
            let mut desc = PropertyDescriptor { configurable: Some(false), ..Default::default() };
            if level == IntegrityLevel::Frozen {
                match self.get_own_property(agent, key)? {
                    None => continue,
                    Some(p) if p.attributes.is_accessor() => {}
                    Some(_) => desc.writable = Some(false),
                }
            }
            self.define_or_throw(agent, key, &desc)?;
        }
        Ok(true)
    }
    /// TestIntegrityLevel
    pub fn test_integrity_level(&self, agent: &mut Agent, level: IntegrityLevel) -> JsResult<bool> {
        if self.is_extensible(agent)? {
            return Ok(false);
        }
        for &key in self.own_keys(agent)?.as_slice() {
            if let Some(p) = self.get_own_property(agent, key)?
                && (p.attributes.is_configurable()
                    || (level == IntegrityLevel::Frozen && !p.attributes.is_accessor() && p.attributes.is_writable()))
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
    /// CopyDataProperties onto this object (7.3.26).
    pub fn copy_data_properties(&self, agent: &mut Agent, source: Value, excluded: &[PropertyKey]) -> JsResult<()> {
        if source.is_nullish() {
            return Ok(());
        }
        let from = source.to_object(agent)?;
        if self.copy_plainly(agent, from, excluded)? {
            return Ok(());
        }
        let plain = std::ptr::fn_addr_eq(from.internal_methods().get, ORDINARY.get);
        for &key in from.own_keys(agent)?.as_slice() {
            if excluded.contains(&key) {
                continue;
            }
            if let Some(p) = from.get_own_property(agent, key)?
                && p.attributes.is_enumerable()
            {
                let value = if p.attributes.is_accessor() || !plain { from.get(agent, key)? } else { p.value };
                self.create_data_property_or_throw(agent, key, value)?;
            }
        }
        Ok(())
    }
    /// SpeciesConstructor(O, default)
    pub fn species_constructor(&self, agent: &mut Agent, default: Gc<Object>) -> JsResult<Gc<Object>> {
        let constructor = self.get(agent, agent.names.constructor)?;
        if constructor.is_undefined() {
            return Ok(default);
        }
        let Some(constructor) = constructor.as_object() else {
            return Err(agent.throw_type_error("The .constructor property is not an object"));
        };
        let species = constructor.get(agent, agent.symbol_key(WellKnownSymbol::Species))?;
        if species.is_nullish() {
            return Ok(default);
        }
        match species.as_object() {
            Some(s) if s.is_constructor() => Ok(s),
            _ => Err(agent.throw_type_error("object.constructor[Symbol.species] is not a constructor")),
        }
    }
}
