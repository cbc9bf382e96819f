//! The essential internal methods (ECMA-262 6.1.7.2) as a table a kind, and their ordinary forms (10.1).

use super::property::{Attributes, OwnProperty, PropertyDescriptor};
use super::{Object, flags};
use crate::agent::Agent;
use crate::operations::same_value;
use crate::string::PropertyKey;
use crate::{JsResult, Value};
use jenny_gc::Gc;

/// Essential internal methods of a kind of objects. Exotic kinds override some.
pub struct InternalMethods {
    pub get_prototype_of: fn(&mut Agent, Gc<Object>) -> JsResult<Value>,
    pub set_prototype_of: fn(&mut Agent, Gc<Object>, Value) -> JsResult<bool>,
    pub is_extensible: fn(&mut Agent, Gc<Object>) -> JsResult<bool>,
    pub prevent_extensions: fn(&mut Agent, Gc<Object>) -> JsResult<bool>,
    pub get_own_property: fn(&mut Agent, Gc<Object>, PropertyKey) -> JsResult<Option<OwnProperty>>,
    pub define_own_property: fn(&mut Agent, Gc<Object>, PropertyKey, &PropertyDescriptor) -> JsResult<bool>,
    pub has_property: fn(&mut Agent, Gc<Object>, PropertyKey) -> JsResult<bool>,
    pub get: fn(&mut Agent, Gc<Object>, PropertyKey, Value) -> JsResult<Value>,
    pub set: fn(&mut Agent, Gc<Object>, PropertyKey, Value, Value) -> JsResult<bool>,
    pub delete: fn(&mut Agent, Gc<Object>, PropertyKey) -> JsResult<bool>,
    /// In the order of OrdinaryOwnPropertyKeys; private names are not among them.
    pub own_property_keys: fn(&mut Agent, Gc<Object>) -> JsResult<Vec<PropertyKey>>,
    /// Whether named own properties live in shape and slots only (what inline caches need).
    pub named_properties_are_ordinary: bool,
    /// Whether indexed own properties live in the elements only.
    pub elements_are_ordinary: bool,
}

/// Ordinary objects.
pub static ORDINARY: InternalMethods = InternalMethods {
    get_prototype_of: ordinary_get_prototype_of,
    set_prototype_of: ordinary_set_prototype_of,
    is_extensible: ordinary_is_extensible,
    prevent_extensions: ordinary_prevent_extensions,
    get_own_property: ordinary_get_own_property,
    define_own_property: ordinary_define_own_property,
    has_property: ordinary_has_property,
    get: ordinary_get,
    set: ordinary_set,
    delete: ordinary_delete,
    own_property_keys: ordinary_own_property_keys,
    named_properties_are_ordinary: true,
    elements_are_ordinary: true,
};

/// 10.1.1
pub fn ordinary_get_prototype_of(_: &mut Agent, object: Gc<Object>) -> JsResult<Value> {
    Ok(object.prototype())
}

/// 10.1.2
pub fn ordinary_set_prototype_of(agent: &mut Agent, object: Gc<Object>, prototype: Value) -> JsResult<bool> {
    if prototype == object.prototype() {
        return Ok(true);
    }
    if object.has_flag(flags::NON_EXTENSIBLE)
        || (object.is_kind(crate::Kind::Object) && object.has_flag(flags::IMMUTABLE_PROTOTYPE))
    {
        return Ok(false);
    }
    let mut p = prototype;
    while let Some(o) = p.as_object() {
        if o == object {
            return Ok(false);
        }
        if o.internal_methods().get_prototype_of as usize != ordinary_get_prototype_of as *const () as usize {
            break;
        }
        p = o.prototype();
    }
    if object.has_flag(flags::IS_PROTOTYPE) {
        agent.invalidate_all_prototypes();
    }
    let shape = agent.shape_with_prototype(object.shape(), prototype);
    object.set_shape(shape);
    Ok(true)
}

/// 10.1.3
pub fn ordinary_is_extensible(_: &mut Agent, object: Gc<Object>) -> JsResult<bool> {
    Ok(!object.has_flag(flags::NON_EXTENSIBLE))
}

/// 10.1.4
pub fn ordinary_prevent_extensions(agent: &mut Agent, object: Gc<Object>) -> JsResult<bool> {
    if !object.has_flag(flags::NON_EXTENSIBLE) {
        // A shape of its own, so that no inline cache adds a property.
        agent.to_dictionary(object);
        object.set_flag(flags::NON_EXTENSIBLE);
        if object.dense_elements().is_some() {
            agent.make_sparse(object);
        }
    }
    Ok(true)
}

/// The own property of an ordinary object; makes lazy values real.
#[inline]
pub fn ordinary_own_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> Option<OwnProperty> {
    if let Some(i) = key.as_index() {
        return object.own_element(i);
    }
    let found = object.shape().find(key)?;
    let value = object.raw_slot(found.slot);
    if value.is_lazy() {
        return Some(agent.materialize_lazy(object, key, found, value));
    }
    Some(OwnProperty { value, attributes: found.attributes })
}

/// 10.1.5
pub fn ordinary_get_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
) -> JsResult<Option<OwnProperty>> {
    Ok(ordinary_own_property(agent, object, key))
}

/// 10.1.6
pub fn ordinary_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    let current = object.get_own_property(agent, key)?;
    let extensible = object.is_extensible(agent)?;
    validate_and_apply_property_descriptor(agent, Some(object), key, extensible, desc, current)
}

/// IsCompatiblePropertyDescriptor (10.1.6.2).
pub fn is_compatible_property_descriptor(
    agent: &mut Agent,
    extensible: bool,
    desc: &PropertyDescriptor,
    current: Option<OwnProperty>,
) -> JsResult<bool> {
    let key = agent.names.empty;
    validate_and_apply_property_descriptor(agent, None, key, extensible, desc, current)
}

/// 10.1.6.3. With an object, the change is stored in its shape, slots and elements.
pub fn validate_and_apply_property_descriptor(
    agent: &mut Agent,
    object: Option<Gc<Object>>,
    key: PropertyKey,
    extensible: bool,
    desc: &PropertyDescriptor,
    current: Option<OwnProperty>,
) -> JsResult<bool> {
    let Some(current) = current else {
        if !extensible {
            return Ok(false);
        }
        let Some(object) = object else { return Ok(true) };
        let mut attributes = Attributes::NONE
            .with(Attributes::ENUMERABLE, desc.enumerable == Some(true))
            .with(Attributes::CONFIGURABLE, desc.configurable == Some(true));
        let value = if desc.is_accessor() {
            attributes = attributes.union(Attributes::ACCESSOR);
            agent.new_accessor(desc.get.unwrap_or(Value::UNDEFINED), desc.set.unwrap_or(Value::UNDEFINED)).into()
        } else {
            attributes = attributes.with(Attributes::WRITABLE, desc.writable == Some(true));
            desc.value.unwrap_or(Value::UNDEFINED)
        };
        store_new(agent, object, key, OwnProperty { value, attributes })?;
        return Ok(true);
    };
    let old = current.attributes;
    if !old.is_configurable() {
        if desc.configurable == Some(true) || desc.enumerable.is_some_and(|e| e != old.is_enumerable()) {
            return Ok(false);
        }
        if !desc.is_generic() && desc.is_accessor() != old.is_accessor() {
            return Ok(false);
        }
        if let Some(pair) = current.accessor() {
            if desc.get.is_some_and(|g| !same_value(g, pair.getter()))
                || desc.set.is_some_and(|s| !same_value(s, pair.setter()))
            {
                return Ok(false);
            }
        } else if !old.is_writable()
            && (desc.writable == Some(true) || desc.value.is_some_and(|v| !same_value(v, current.value)))
        {
            return Ok(false);
        }
    }
    let Some(object) = object else { return Ok(true) };
    let mut attributes = old
        .with(Attributes::ENUMERABLE, desc.enumerable.unwrap_or(old.is_enumerable()))
        .with(Attributes::CONFIGURABLE, desc.configurable.unwrap_or(old.is_configurable()));
    let value = if desc.is_accessor() {
        let (getter, setter) =
            current.accessor().map_or((Value::UNDEFINED, Value::UNDEFINED), |p| (p.getter(), p.setter()));
        attributes = attributes.union(Attributes::ACCESSOR).without(Attributes::WRITABLE);
        agent.new_accessor(desc.get.unwrap_or(getter), desc.set.unwrap_or(setter)).into()
    } else if desc.is_data() {
        let was_accessor = old.is_accessor();
        let writable = desc.writable.unwrap_or(!was_accessor && old.is_writable());
        attributes = attributes.without(Attributes::ACCESSOR).with(Attributes::WRITABLE, writable);
        desc.value.unwrap_or(if was_accessor { Value::UNDEFINED } else { current.value })
    } else {
        current.value
    };
    store_existing(agent, object, key, old, OwnProperty { value, attributes })?;
    Ok(true)
}

fn store_new(agent: &mut Agent, object: Gc<Object>, key: PropertyKey, property: OwnProperty) -> JsResult<()> {
    match key.as_index() {
        Some(i) if property.attributes == Attributes::ALL => agent.put_element(object, i, property.value, u32::MAX),
        Some(i) => {
            agent.make_sparse(object).insert(i, property);
            Ok(())
        }
        None => agent.add_property(object, key, property.value, property.attributes),
    }
}

fn store_existing(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    old: Attributes,
    property: OwnProperty,
) -> JsResult<()> {
    if let Some(i) = key.as_index() {
        if property.attributes == Attributes::ALL && object.sparse_elements().is_none() {
            return agent.put_element(object, i, property.value, 0);
        }
        agent.make_sparse(object).insert(i, property);
        return Ok(());
    }
    if old != property.attributes {
        agent.change_attributes(object, key, property.attributes);
    } else {
        agent.note_change(object, key);
    }
    if let Some(found) = object.shape().find(key) {
        object.set_raw_slot(found.slot, property.value);
    }
    Ok(())
}

/// 10.1.7
pub fn ordinary_has_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    let mut o = object;
    loop {
        if o.get_own_property(agent, key)?.is_some() {
            return Ok(true);
        }
        match o.get_prototype_of(agent)?.as_object() {
            None => return Ok(false),
            Some(p) if p.internal_methods().has_property as usize != ordinary_has_property as *const () as usize => {
                return p.has_property(agent, key);
            }
            Some(p) => o = p,
        }
    }
}

/// 10.1.8
pub fn ordinary_get(agent: &mut Agent, object: Gc<Object>, key: PropertyKey, receiver: Value) -> JsResult<Value> {
    let mut o = object;
    loop {
        let methods = o.internal_methods();
        if let Some(property) = (methods.get_own_property)(agent, o, key)? {
            return property.read(agent, receiver);
        }
        match (methods.get_prototype_of)(agent, o)?.as_object() {
            None => return Ok(Value::UNDEFINED),
            Some(p) if p.internal_methods().get as usize != ordinary_get as *const () as usize => {
                return (p.internal_methods().get)(agent, p, key, receiver);
            }
            Some(p) => o = p,
        }
    }
}

/// 10.1.9
pub fn ordinary_set(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    value: Value,
    receiver: Value,
) -> JsResult<bool> {
    let mut o = object;
    let own = loop {
        if let Some(own) = o.get_own_property(agent, key)? {
            break Some(own);
        }
        match o.get_prototype_of(agent)?.as_object() {
            None => break None,
            Some(p) if p.internal_methods().set as usize != ordinary_set as *const () as usize => {
                return (p.internal_methods().set)(agent, p, key, value, receiver);
            }
            Some(p) => o = p,
        }
    };
    ordinary_set_with_own_descriptor(agent, key, value, receiver, own, (o == object).then_some(object))
}

/// 10.1.9.2; `holder` is the object that has `own`, if it is where the search began.
pub fn ordinary_set_with_own_descriptor(
    agent: &mut Agent,
    key: PropertyKey,
    value: Value,
    receiver: Value,
    own: Option<OwnProperty>,
    holder: Option<Gc<Object>>,
) -> JsResult<bool> {
    if let Some(own) = own {
        if let Some(pair) = own.accessor() {
            if pair.setter().is_undefined() {
                return Ok(false);
            }
            agent.call(pair.setter(), receiver, &[value])?;
            return Ok(true);
        }
        if !own.attributes.is_writable() {
            return Ok(false);
        }
        // The usual case: an own writable data property of an ordinary receiver.
        if let Some(holder) = holder
            && Value::from(holder) == receiver
            && holder.internal_methods().define_own_property as usize
                == ordinary_define_own_property as *const () as usize
        {
            store_existing(agent, holder, key, own.attributes, OwnProperty { value, attributes: own.attributes })?;
            return Ok(true);
        }
    }
    let Some(receiver) = receiver.as_object() else { return Ok(false) };
    let existing = receiver.get_own_property(agent, key)?;
    match existing {
        Some(existing) => {
            if existing.attributes.is_accessor() || !existing.attributes.is_writable() {
                return Ok(false);
            }
            receiver.define_own_property(agent, key, &PropertyDescriptor { value: Some(value), ..Default::default() })
        }
        None => receiver.define_own_property(agent, key, &PropertyDescriptor::data(value, Attributes::ALL)),
    }
}

/// 10.1.10
pub fn ordinary_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    // A builtin that nobody has touched is not made to be taken away.
    let untouched = match key.is_index() {
        true => None,
        false => object.shape().find(key).filter(|found| object.raw_slot(found.slot).is_lazy()),
    };
    let attributes = match untouched {
        Some(found) => found.attributes,
        None => match object.get_own_property(agent, key)? {
            Some(own) => own.attributes,
            None => return Ok(true),
        },
    };
    if !attributes.is_configurable() {
        return Ok(false);
    }
    if let Some(i) = key.as_index() {
        if let Some(dense) = object.dense_elements() {
            if i + 1 == dense.len() {
                dense.set_len(i);
            } else {
                dense.set(i, Value::EMPTY);
            }
        } else if let Some(sparse) = object.sparse_elements() {
            sparse.remove(i);
        }
    } else if let Some(found) = object.shape().find(key) {
        agent.remove_property(object, key, found.slot);
    }
    Ok(true)
}

/// 10.1.11
pub fn ordinary_own_property_keys(_: &mut Agent, object: Gc<Object>) -> JsResult<Vec<PropertyKey>> {
    let mut keys: Vec<PropertyKey> = object.element_indices().into_iter().map(PropertyKey::from_index).collect();
    push_named_keys(object, &mut keys);
    Ok(keys)
}

/// Named keys in order: strings, then symbols.
pub fn push_named_keys(object: Gc<Object>, keys: &mut Vec<PropertyKey>) {
    let entries = object.shape().entries();
    keys.extend(entries.iter().filter(|e| e.key.is_string()).map(|e| e.key));
    keys.extend(entries.iter().filter(|e| e.key.is_symbol() && !e.key.is_private()).map(|e| e.key));
}
