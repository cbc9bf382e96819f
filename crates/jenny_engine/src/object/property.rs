//! Property attributes, PropertyDescriptor (ECMA-262 6.2.6) and the compact form that own-property look-ups return.

use super::{Accessor, Object};
use crate::agent::Agent;
use crate::{JsResult, Value};
use jenny_gc::Gc;

/// [[Writable]], [[Enumerable]], [[Configurable]], and whether the property is an accessor.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attributes(u8);

impl Attributes {
    pub const NONE: Attributes = Attributes(0);
    pub const WRITABLE: Attributes = Attributes(1);
    pub const ENUMERABLE: Attributes = Attributes(2);
    pub const CONFIGURABLE: Attributes = Attributes(4);
    pub const ACCESSOR: Attributes = Attributes(8);
    /// Writable, enumerable, configurable: what assignment creates.
    pub const ALL: Attributes = Attributes(7);
    /// Writable, configurable: what builtin methods have.
    pub const BUILTIN: Attributes = Attributes(5);

    pub const fn bits(self) -> u8 {
        self.0
    }
    pub const fn union(self, other: Attributes) -> Attributes {
        Attributes(self.0 | other.0)
    }
    pub const fn without(self, other: Attributes) -> Attributes {
        Attributes(self.0 & !other.0)
    }
    pub const fn contains(self, other: Attributes) -> bool {
        self.0 & other.0 == other.0
    }
    pub const fn with(self, flag: Attributes, on: bool) -> Attributes {
        if on { self.union(flag) } else { self.without(flag) }
    }
    pub const fn is_writable(self) -> bool {
        self.0 & 1 != 0
    }
    pub const fn is_enumerable(self) -> bool {
        self.0 & 2 != 0
    }
    pub const fn is_configurable(self) -> bool {
        self.0 & 4 != 0
    }
    pub const fn is_accessor(self) -> bool {
        self.0 & 8 != 0
    }
}

impl std::fmt::Debug for Attributes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let letter = |on, c| if on { c } else { '-' };
        write!(
            f,
            "{}{}{}{}",
            letter(self.is_writable(), 'w'),
            letter(self.is_enumerable(), 'e'),
            letter(self.is_configurable(), 'c'),
            letter(self.is_accessor(), 'a')
        )
    }
}

/// An own property as [[GetOwnProperty]] returns it: complete. For an accessor, `value` is an Accessor cell.
#[derive(Clone, Copy, Debug)]
pub struct OwnProperty {
    pub value: Value,
    pub attributes: Attributes,
}

impl OwnProperty {
    /// A data property.
    pub fn data(value: impl Into<Value>, attributes: Attributes) -> OwnProperty {
        OwnProperty { value: value.into(), attributes }
    }
    /// The accessor pair, if it is an accessor.
    pub fn accessor(&self) -> Option<Gc<Accessor>> {
        // SAFETY: the value of a property with the accessor attribute is an Accessor cell.
        self.attributes.is_accessor().then(|| unsafe { self.value.as_gc_unchecked() })
    }
    /// The value as [[Get]] sees it: the data value, or what the getter returns.
    #[inline]
    pub fn read(&self, agent: &mut Agent, receiver: Value) -> JsResult<Value> {
        match self.accessor() {
            None => Ok(self.value),
            Some(pair) => match pair.getter() {
                Value::UNDEFINED => Ok(Value::UNDEFINED),
                getter => agent.call(getter, receiver, &[]),
            },
        }
    }
    /// As a descriptor with all fields.
    pub fn to_descriptor(&self) -> PropertyDescriptor {
        let mut d = PropertyDescriptor {
            enumerable: Some(self.attributes.is_enumerable()),
            configurable: Some(self.attributes.is_configurable()),
            ..Default::default()
        };
        match self.accessor() {
            Some(pair) => (d.get, d.set) = (Some(pair.getter()), Some(pair.setter())),
            None => (d.value, d.writable) = (Some(self.value), Some(self.attributes.is_writable())),
        }
        d
    }
}

/// A Property Descriptor; absent fields are None. Lives in Rust locals only (the collector sees the native stack).
#[derive(Clone, Copy, Default, Debug)]
pub struct PropertyDescriptor {
    pub value: Option<Value>,
    pub writable: Option<bool>,
    /// a function object or undefined
    pub get: Option<Value>,
    /// a function object or undefined
    pub set: Option<Value>,
    pub enumerable: Option<bool>,
    pub configurable: Option<bool>,
}

impl PropertyDescriptor {
    /// A data descriptor with all fields.
    pub fn data(value: impl Into<Value>, attributes: Attributes) -> PropertyDescriptor {
        OwnProperty::data(value, attributes).to_descriptor()
    }
    pub fn is_accessor(&self) -> bool {
        self.get.is_some() || self.set.is_some()
    }
    pub fn is_data(&self) -> bool {
        self.value.is_some() || self.writable.is_some()
    }
    pub fn is_generic(&self) -> bool {
        !self.is_accessor() && !self.is_data()
    }
}

/// ToPropertyDescriptor (6.2.6.5).
pub fn to_property_descriptor(agent: &mut Agent, value: Value) -> JsResult<PropertyDescriptor> {
    let Some(object) = value.as_object() else {
        let text = crate::error::describe(agent, value);
        return Err(agent.throw_type_error(format!("Property description must be an object: {text}")));
    };
    let mut d = PropertyDescriptor::default();
    let names = [
        agent.names.enumerable,
        agent.names.configurable,
        agent.names.value,
        agent.names.writable,
        agent.names.get,
        agent.names.set,
    ];
    for (i, key) in names.into_iter().enumerate() {
        if !object.has_property(agent, key)? {
            continue;
        }
        let v = object.get(agent, key)?;
        match i {
            0 => d.enumerable = Some(v.to_boolean()),
            1 => d.configurable = Some(v.to_boolean()),
            2 => d.value = Some(v),
            3 => d.writable = Some(v.to_boolean()),
            _ => {
                if !v.is_undefined() && !v.is_callable() {
                    let text = crate::error::describe(agent, v);
                    let which = if i == 4 { "Getter" } else { "Setter" };
                    return Err(agent.throw_type_error(format!("{which} must be a function: {text}")));
                }
                if i == 4 { d.get = Some(v) } else { d.set = Some(v) }
            }
        }
    }
    if d.is_accessor() && d.is_data() {
        let text = crate::error::describe(agent, value);
        return Err(agent.throw_type_error(format!(
            "Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, {text}"
        )));
    }
    Ok(d)
}

/// FromPropertyDescriptor (6.2.6.4).
pub fn from_property_descriptor(agent: &mut Agent, property: Option<OwnProperty>) -> JsResult<Value> {
    let Some(property) = property else { return Ok(Value::UNDEFINED) };
    Ok(descriptor_to_object(agent, &property.to_descriptor())?.into())
}

/// FromPropertyDescriptor of a possibly partial descriptor.
pub fn descriptor_to_object(agent: &mut Agent, d: &PropertyDescriptor) -> JsResult<Gc<Object>> {
    let object = agent.new_object();
    let fields = [
        (agent.names.value, d.value),
        (agent.names.writable, d.writable.map(Value::bool)),
        (agent.names.get, d.get),
        (agent.names.set, d.set),
        (agent.names.enumerable, d.enumerable.map(Value::bool)),
        (agent.names.configurable, d.configurable.map(Value::bool)),
    ];
    for (key, value) in fields {
        if let Some(value) = value {
            object.create_data_property(agent, key, value)?;
        }
    }
    Ok(object)
}
