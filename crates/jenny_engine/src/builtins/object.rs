//! Object: the constructor, its static methods and %Object.prototype% (ECMA-262 20.1, B.2.2).

use crate::object::Shape;
use crate::object::flags;
use crate::object::internal_methods::{ORDINARY, ordinary_own_property};
use crate::object::operations::IntegrityLevel;
use crate::object::property::{
    Attributes, OwnProperty, PropertyDescriptor, from_property_descriptor, to_property_descriptor,
};
use crate::operations::{same_value, values};
use crate::realm::property_spec::*;
use crate::string::{KeyList, PropertyKey};
use crate::{Agent, Args, Intrinsic, JsResult, Object, Throw, Value, WellKnownSymbol};
use jenny_gc::{Gc, RootVec};

pub static OBJECT: ClassSpec = ClassSpec {
    name: "Object",
    constructor: Intrinsic::Object,
    prototype: Intrinsic::ObjectPrototype,
    constructor_parent: Intrinsic::FunctionPrototype,
    prototype_parent: None,
    call: object_constructor,
    length: 1,
    statics: &[
        method("assign", object_assign, 2),
        method("getOwnPropertyDescriptor", object_get_own_property_descriptor, 2),
        method("getOwnPropertyDescriptors", object_get_own_property_descriptors, 1),
        method("getOwnPropertyNames", object_get_own_property_names, 1),
        method("getOwnPropertySymbols", object_get_own_property_symbols, 1),
        method("hasOwn", object_has_own, 2),
        method("is", object_is, 2),
        method("preventExtensions", object_prevent_extensions, 1),
        method("seal", object_seal, 1),
        method("create", object_create, 2),
        method("defineProperties", object_define_properties, 2),
        method("defineProperty", object_define_property, 3),
        method("freeze", object_freeze, 1),
        method("getPrototypeOf", object_get_prototype_of, 1),
        method("setPrototypeOf", object_set_prototype_of, 2),
        method("isExtensible", object_is_extensible, 1),
        method("isFrozen", object_is_frozen, 1),
        method("isSealed", object_is_sealed, 1),
        method("keys", object_keys, 1),
        method("entries", object_entries, 1),
        method("fromEntries", object_from_entries, 1),
        method("values", object_values, 1),
        method("groupBy", object_group_by, 2),
    ],
    methods: &[
        method("__defineGetter__", object_define_getter, 2),
        method("__defineSetter__", object_define_setter, 2),
        method("hasOwnProperty", object_has_own_property, 1),
        method("__lookupGetter__", object_lookup_getter, 1),
        method("__lookupSetter__", object_lookup_setter, 1),
        method("isPrototypeOf", object_is_prototype_of, 1),
        method("propertyIsEnumerable", object_property_is_enumerable, 1),
        method("toString", object_to_string, 0),
        method("valueOf", object_value_of, 0),
        accessor("__proto__", object_get_proto, object_set_proto),
        method("toLocaleString", object_to_locale_string, 0),
    ],
    make_prototype: Some(make_object_prototype),
};

/// %Object.prototype%: an immutable prototype exotic object (20.1.3).
fn make_object_prototype(agent: &mut Agent, parent: Value) -> Gc<Object> {
    let shape = agent.dictionary_shape(parent, 0);
    let object = agent.alloc_plain(shape);
    object.set_flag(flags::IMMUTABLE_PROTOTYPE);
    object
}

/// Object ( [ value ] ) (20.1.1.1)
fn object_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let new_target = args.new_target();
    if !new_target.is_undefined() && new_target != Value::from(args.callee()) {
        let prototype = agent.get_prototype_from_constructor(new_target, Intrinsic::ObjectPrototype)?;
        return Ok(agent.new_object_with_prototype(prototype.into()).into());
    }
    let value = args.get(0);
    if value.is_nullish() {
        return Ok(agent.new_object().into());
    }
    Ok(value.to_object(agent)?.into())
}

/// Object.assign ( target, ...sources ) (20.1.2.1)
fn object_assign(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let to = args.get(0).to_object(agent)?;
    for &source in args.rest(1) {
        if source.is_nullish() {
            continue;
        }
        let from = source.to_object(agent)?;
        if let Some(shape) = from.plainly_listed() {
            assign_plain(agent, to, from, shape)?;
            continue;
        }
        let plain = std::ptr::fn_addr_eq(from.internal_methods().get, ORDINARY.get);
        for &key in from.own_keys(agent)?.as_slice() {
            let Some(property) = from.get_own_property(agent, key)? else { continue };
            if !property.attributes.is_enumerable() {
                continue;
            }
            let value =
                if plain && !property.attributes.is_accessor() { property.value } else { from.get(agent, key)? };
            to.set(agent, key, value)?;
        }
    }
    Ok(to.into())
}

/// What Object.assign does with a source whose keys are those of `shape`. Setters of the target may change the source meanwhile.
fn assign_plain(agent: &mut Agent, to: Gc<Object>, from: Gc<Object>, shape: Gc<Shape>) -> JsResult<()> {
    for slot in 0..shape.count() {
        let Some(key) = shape.key_at(slot) else { break };
        let value = if from.shape() == shape {
            from.raw_slot(slot)
        } else if from.get_own_property(agent, key)?.is_some_and(|p| p.attributes.is_enumerable()) {
            from.get(agent, key)?
        } else {
            continue;
        };
        to.set(agent, key, value)?;
    }
    Ok(())
}

/// Throws unless `prototype` is an object or null.
fn check_prototype(agent: &mut Agent, prototype: Value) -> JsResult<()> {
    if prototype.is_object() || prototype.is_null() {
        return Ok(());
    }
    let text = crate::error::describe(agent, prototype);
    Err(agent.throw_type_error(format!("Object prototype may only be an Object or null: {text}")))
}

/// Object.create ( O, Properties ) (20.1.2.2)
fn object_create(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    check_prototype(agent, args.get(0))?;
    let object = agent.new_object_with_prototype(args.get(0));
    if !args.get(1).is_undefined() {
        define_properties(agent, object, args.get(1))?;
    }
    Ok(object.into())
}

/// ObjectDefineProperties (20.1.2.3.1)
fn define_properties(agent: &mut Agent, object: Gc<Object>, properties: Value) -> JsResult<()> {
    let properties = properties.to_object(agent)?;
    let keys = properties.own_keys(agent)?;
    let mut descriptors: Vec<(PropertyKey, PropertyDescriptor)> = Vec::new();
    let mut rooted = RootVec::new(&agent.heap);
    for &key in keys.as_slice() {
        let Some(own) = properties.get_own_property(agent, key)? else { continue };
        if !own.attributes.is_enumerable() {
            continue;
        }
        let value = properties.get(agent, key)?;
        let desc = to_property_descriptor(agent, value)?;
        for field in [desc.value, desc.get, desc.set].into_iter().flatten() {
            rooted.push(field.bits());
        }
        descriptors.push((key, desc));
    }
    for (key, desc) in &descriptors {
        object.define_or_throw(agent, *key, desc)?;
    }
    Ok(())
}

/// Object.defineProperties ( O, Properties ) (20.1.2.3)
fn object_define_properties(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let Some(object) = args.get(0).as_object() else {
        return Err(agent.throw_type_error("Object.defineProperties called on non-object"));
    };
    define_properties(agent, object, args.get(1))?;
    Ok(object.into())
}

/// Object.defineProperty ( O, P, Attributes ) (20.1.2.4)
fn object_define_property(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let Some(object) = args.get(0).as_object() else {
        return Err(agent.throw_type_error("Object.defineProperty called on non-object"));
    };
    let key = args.get(1).to_property_key(agent)?;
    let desc = to_property_descriptor(agent, args.get(2))?;
    if !object.define_own_property(agent, key, &desc)? {
        if object.is_kind(crate::Kind::Proxy) {
            return Err(agent.throw_proxy_refused("defineProperty", key));
        }
        if !object.has_own_property(agent, key)? {
            let name = key.to_display();
            return Err(agent.throw_type_error(format!("Cannot define property {name}, object is not extensible")));
        }
        return Err(agent.throw_cannot_define(key));
    }
    Ok(object.into())
}

/// What EnumerableOwnProperties collects.
#[derive(Clone, Copy, PartialEq)]
enum KeyOrValue {
    Key,
    Value,
    Both,
}

/// EnumerableOwnProperties (7.3.24), as an array.
fn enumerable_own_properties(agent: &mut Agent, object: Gc<Object>, what: KeyOrValue) -> JsResult<Value> {
    if let Some(shape) = object.plainly_listed() {
        return match what {
            KeyOrValue::Key => {
                let keys = super::iterator::key_list(agent, object)?;
                Ok(agent.new_array(keys.as_slice())?.into())
            }
            KeyOrValue::Value => list_plain(agent, object, shape, false),
            KeyOrValue::Both => list_plain(agent, object, shape, true),
        };
    }
    let methods = object.internal_methods();
    let plain = std::ptr::fn_addr_eq(methods.get, ORDINARY.get);
    let keys = object.own_keys(agent)?;
    let mut list = RootVec::with_capacity(&agent.heap, keys.len());
    for &key in keys.as_slice() {
        if key.is_symbol() {
            continue;
        }
        let Some(own) = object.get_own_property(agent, key)? else { continue };
        if !own.attributes.is_enumerable() {
            continue;
        }
        if what == KeyOrValue::Key {
            list.push(agent.key_to_value(key).bits());
            continue;
        }
        let value = if plain && !own.attributes.is_accessor() { own.value } else { object.get(agent, key)? };
        if what == KeyOrValue::Value {
            list.push(value.bits());
        } else {
            let name = agent.key_to_value(key);
            list.push(Value::from(agent.new_array(&[name, value])?).bits());
        }
    }
    Ok(agent.new_array(values(&list))?.into())
}

/// The values, or the keys with their values, of an object whose keys are those of `shape`.
fn list_plain(agent: &mut Agent, object: Gc<Object>, shape: Gc<Shape>, in_pairs: bool) -> JsResult<Value> {
    let elements = if shape.count() > 0 { Some(agent.new_elements(shape.count())?) } else { None };
    let list = agent.new_array_with_elements(elements);
    for slot in 0..shape.count() {
        let mut item = object.raw_slot(slot);
        if in_pairs {
            let Some(key) = shape.key_at(slot) else { break };
            let name = agent.key_to_value(key);
            item = agent.new_array(&[name, item])?.into();
        }
        agent.array_push(list, item)?;
    }
    Ok(list.into())
}

/// Object.entries ( O ) (20.1.2.5)
fn object_entries(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    enumerable_own_properties(agent, object, KeyOrValue::Both)
}

/// Object.keys ( O ) (20.1.2.19)
fn object_keys(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    enumerable_own_properties(agent, object, KeyOrValue::Key)
}

/// Object.values ( O ) (20.1.2.24)
fn object_values(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    enumerable_own_properties(agent, object, KeyOrValue::Value)
}

/// Object.freeze ( O ) (20.1.2.6)
fn object_freeze(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let value = args.get(0);
    if let Some(object) = value.as_object()
        && !object.set_integrity_level(agent, IntegrityLevel::Frozen)?
    {
        return Err(agent.throw_type_error("Cannot freeze"));
    }
    Ok(value)
}

/// Object.seal ( O ) (20.1.2.22)
fn object_seal(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let value = args.get(0);
    if let Some(object) = value.as_object()
        && !object.set_integrity_level(agent, IntegrityLevel::Sealed)?
    {
        return Err(agent.throw_type_error("Cannot seal"));
    }
    Ok(value)
}

/// Object.preventExtensions ( O ) (20.1.2.20)
fn object_prevent_extensions(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let value = args.get(0);
    if let Some(object) = value.as_object()
        && !object.prevent_extensions(agent)?
    {
        let proxy = object.is_kind(crate::Kind::Proxy);
        let text =
            if proxy { "'preventExtensions' on proxy: trap returned falsish" } else { "Cannot prevent extensions" };
        return Err(agent.throw_type_error(text));
    }
    Ok(value)
}

/// Object.isExtensible ( O ) (20.1.2.16)
fn object_is_extensible(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    match args.get(0).as_object() {
        Some(object) => Ok(object.is_extensible(agent)?.into()),
        None => Ok(Value::FALSE),
    }
}

/// Object.isFrozen ( O ) (20.1.2.17)
fn object_is_frozen(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    match args.get(0).as_object() {
        Some(object) => Ok(object.test_integrity_level(agent, IntegrityLevel::Frozen)?.into()),
        None => Ok(Value::TRUE),
    }
}

/// Object.isSealed ( O ) (20.1.2.18)
fn object_is_sealed(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    match args.get(0).as_object() {
        Some(object) => Ok(object.test_integrity_level(agent, IntegrityLevel::Sealed)?.into()),
        None => Ok(Value::TRUE),
    }
}

/// Object.fromEntries ( iterable ) (20.1.2.7)
fn object_from_entries(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let iterable = args.get(0);
    if iterable.is_nullish() {
        return Err(agent.throw_not_iterable(iterable));
    }
    let object = agent.new_object();
    agent.iterate(iterable, |agent, item| {
        let Some(entry) = item.as_object() else {
            let text = match item.as_string() {
                Some(text) => text.to_rust_string(),
                None => crate::error::describe(agent, item),
            };
            return Err(agent.throw_type_error(format!("Iterator value {text} is not an entry object")));
        };
        let key = entry.get_index(agent, 0)?;
        let value = entry.get_index(agent, 1)?;
        let key = key.to_property_key(agent)?;
        object.create_data_property_or_throw(agent, key, value)
    })?;
    Ok(object.into())
}

/// Object.groupBy ( items, callback ) (20.1.2.13)
fn object_group_by(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (items, callback) = (args.get(0), args.get(1));
    items.require_object_coercible(agent, "Object.groupBy")?;
    if !callback.is_callable() {
        let text = match callback.as_string() {
            Some(text) => text.to_rust_string(),
            None => crate::error::describe(agent, callback),
        };
        return Err(agent.throw_type_error(format!("{text} is not a function")));
    }
    // The result is filled as groups appear; no program sees it before the end.
    let groups = agent.new_object_with_prototype(Value::NULL);
    let mut k = 0u64;
    agent.iterate(items, |agent, value| {
        let key = agent.call(callback, Value::UNDEFINED, &[value, Value::number(k as f64)])?;
        k += 1;
        let key = key.to_property_key(agent)?;
        let group = ordinary_own_property(agent, groups, key)
            .and_then(|p| p.value.as_kind::<crate::object::array::ArrayObject>());
        match group {
            Some(group) => agent.array_push(group, value),
            None => {
                let group = agent.new_array(&[value])?;
                groups.create_data_property_or_throw(agent, key, group.into())
            }
        }
    })?;
    Ok(groups.into())
}

/// Object.getOwnPropertyDescriptor ( O, P ) (20.1.2.8)
fn object_get_own_property_descriptor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    let key = args.get(1).to_property_key(agent)?;
    let own = object.get_own_property(agent, key)?;
    from_property_descriptor(agent, own)
}

/// Object.getOwnPropertyDescriptors ( O ) (20.1.2.9)
fn object_get_own_property_descriptors(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    let keys = object.own_keys(agent)?;
    let result = agent.new_object();
    for &key in keys.as_slice() {
        let own = object.get_own_property(agent, key)?;
        let desc = from_property_descriptor(agent, own)?;
        if !desc.is_undefined() {
            result.create_data_property_or_throw(agent, key, desc)?;
        }
    }
    Ok(result.into())
}

/// CreateArrayFromList of property keys.
pub(crate) fn array_of_keys<'a>(agent: &mut Agent, keys: impl Iterator<Item = &'a PropertyKey>) -> JsResult<Value> {
    let mut list = RootVec::new(&agent.heap);
    for &key in keys {
        list.push(agent.key_to_value(key).bits());
    }
    Ok(agent.new_array(values(&list))?.into())
}

/// Object.getOwnPropertyNames ( O ) (20.1.2.10)
fn object_get_own_property_names(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    let keys = object.own_keys(agent)?;
    array_of_keys(agent, keys.as_slice().iter().filter(|k| k.is_string()))
}

/// Object.getOwnPropertySymbols ( O ) (20.1.2.11)
fn object_get_own_property_symbols(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    let keys: KeyList = object.own_keys(agent)?;
    array_of_keys(agent, keys.as_slice().iter().filter(|k| k.is_symbol()))
}

/// Object.getPrototypeOf ( O ) (20.1.2.12)
fn object_get_prototype_of(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    object.get_prototype_of(agent)
}

/// Why [[SetPrototypeOf]] answered false.
pub(crate) fn throw_set_prototype_failed(agent: &mut Agent, object: Gc<Object>) -> Throw {
    let text = crate::error::describe(agent, object.into());
    if object.is_kind(crate::Kind::Object) && object.has_flag(flags::IMMUTABLE_PROTOTYPE) {
        return agent.throw_type_error("Immutable prototype object 'Object.prototype' cannot have their prototype set");
    }
    if object.has_flag(flags::NON_EXTENSIBLE) {
        return agent.throw_type_error(format!("{text} is not extensible"));
    }
    if object.internal_methods().named_properties_are_ordinary {
        return agent.throw_type_error("Cyclic __proto__ value");
    }
    if object.is_kind(crate::Kind::Proxy) {
        return agent.throw_type_error("'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'");
    }
    agent.throw_type_error(format!("Cannot set prototype of {text}"))
}

/// Object.setPrototypeOf ( O, proto ) (20.1.2.23)
fn object_set_prototype_of(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (value, prototype) = (args.get(0), args.get(1));
    value.require_object_coercible(agent, "Object.setPrototypeOf")?;
    check_prototype(agent, prototype)?;
    if let Some(object) = value.as_object()
        && !object.set_prototype_of(agent, prototype)?
    {
        return Err(throw_set_prototype_failed(agent, object));
    }
    Ok(value)
}

/// Object.hasOwn ( O, P ) (20.1.2.14)
fn object_has_own(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let object = args.get(0).to_object(agent)?;
    let key = args.get(1).to_property_key(agent)?;
    Ok(object.has_own_property(agent, key)?.into())
}

/// Object.is ( value1, value2 ) (20.1.2.15)
fn object_is(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(same_value(args.get(0), args.get(1)).into())
}

/// Object.prototype.hasOwnProperty ( V ) (20.1.3.2)
fn object_has_own_property(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let key = args.get(0).to_property_key(agent)?;
    let object = this.to_object(agent)?;
    Ok(object.has_own_property(agent, key)?.into())
}

/// Object.prototype.isPrototypeOf ( V ) (20.1.3.3)
fn object_is_prototype_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(mut object) = args.get(0).as_object() else { return Ok(Value::FALSE) };
    let this = this.to_object(agent)?;
    while let Some(prototype) = object.get_prototype_of(agent)?.as_object() {
        if prototype == this {
            return Ok(Value::TRUE);
        }
        object = prototype;
        agent.poll_interrupts()?;
    }
    Ok(Value::FALSE)
}

/// Object.prototype.propertyIsEnumerable ( V ) (20.1.3.4)
fn object_property_is_enumerable(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let key = args.get(0).to_property_key(agent)?;
    let object = this.to_object(agent)?;
    let own = object.get_own_property(agent, key)?;
    Ok(own.is_some_and(|p| p.attributes.is_enumerable()).into())
}

/// Object.prototype.toLocaleString ( ) (20.1.3.5)
fn object_to_locale_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    this.require_object_coercible(agent, "Object.prototype.toLocaleString")?;
    agent.invoke(this, agent.names.to_string, &[])
}

/// The builtinTag of Object.prototype.toString.
fn builtin_tag(agent: &mut Agent, object: Gc<Object>) -> JsResult<&'static str> {
    if Value::from(object).is_array(agent)? {
        return Ok("Array");
    }
    if object.is_callable() {
        return Ok("Function");
    }
    if object.is_kind(crate::Kind::Error) {
        return Ok("Error");
    }
    if let Some(wrapper) = Value::from(object).as_kind::<crate::object::wrapper::PrimitiveWrapper>() {
        return Ok(match wrapper.primitive() {
            v if v.is_bool() => "Boolean",
            v if v.is_number() => "Number",
            v if v.is_string() => "String",
            _ => "Object",
        });
    }
    Ok(match crate::kind::CELL_TYPES[object.kind() as usize].name {
        "Date" => "Date",
        "RegExp" => "RegExp",
        name if name.ends_with("Arguments") => "Arguments",
        _ => "Object",
    })
}

/// Object.prototype.toString ( ) (20.1.3.6)
pub(crate) fn object_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    if this.is_undefined() {
        return Ok(agent.string_value("[object Undefined]"));
    }
    if this.is_null() {
        return Ok(agent.string_value("[object Null]"));
    }
    let object = this.to_object(agent)?;
    let builtin = builtin_tag(agent, object)?;
    let tag = object.get(agent, agent.symbol_key(WellKnownSymbol::ToStringTag))?;
    let Some(tag) = tag.as_string() else { return Ok(agent.string_value(&format!("[object {builtin}]"))) };
    let (open, close) = (agent.string("[object "), agent.string("]"));
    let text = agent.concat(open, tag)?;
    Ok(agent.concat(text, close)?.into())
}

/// Object.prototype.valueOf ( ) (20.1.3.7)
fn object_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this.to_object(agent)?.into())
}

/// get Object.prototype.__proto__ (20.1.3.8.1)
fn object_get_proto(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let object = this.to_object(agent)?;
    object.get_prototype_of(agent)
}

/// set Object.prototype.__proto__ (20.1.3.8.2)
fn object_set_proto(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    this.require_object_coercible(agent, "Object.prototype.__proto__")?;
    let prototype = args.get(0);
    if (prototype.is_object() || prototype.is_null())
        && let Some(object) = this.as_object()
        && !object.set_prototype_of(agent, prototype)?
    {
        return Err(throw_set_prototype_failed(agent, object));
    }
    Ok(Value::UNDEFINED)
}

fn define_accessor(agent: &mut Agent, this: Value, args: Args, is_getter: bool) -> JsResult<Value> {
    let object = this.to_object(agent)?;
    let function = args.get(1);
    if !function.is_callable() {
        let which = if is_getter { "__defineGetter__" } else { "__defineSetter__" };
        return Err(agent.throw_type_error(format!("Object.prototype.{which}: Expecting function")));
    }
    let mut desc = PropertyDescriptor { enumerable: Some(true), configurable: Some(true), ..Default::default() };
    if is_getter {
        desc.get = Some(function);
    } else {
        desc.set = Some(function);
    }
    let key = args.get(0).to_property_key(agent)?;
    object.define_or_throw(agent, key, &desc)?;
    Ok(Value::UNDEFINED)
}

/// Object.prototype.__defineGetter__ ( P, getter ) (20.1.3.9.1)
fn object_define_getter(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    define_accessor(agent, this, args, true)
}

/// Object.prototype.__defineSetter__ ( P, setter ) (20.1.3.9.2)
fn object_define_setter(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    define_accessor(agent, this, args, false)
}

fn lookup_accessor(agent: &mut Agent, this: Value, args: Args) -> JsResult<Option<OwnProperty>> {
    let object = this.to_object(agent)?;
    let key = args.get(0).to_property_key(agent)?;
    let mut next = Some(object);
    while let Some(object) = next {
        if let Some(own) = object.get_own_property(agent, key)? {
            return Ok(own.attributes.contains(Attributes::ACCESSOR).then_some(own));
        }
        next = object.get_prototype_of(agent)?.as_object();
    }
    Ok(None)
}

/// Object.prototype.__lookupGetter__ ( P ) (20.1.3.9.3)
fn object_lookup_getter(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let own = lookup_accessor(agent, this, args)?;
    Ok(own.and_then(|p| p.accessor()).map_or(Value::UNDEFINED, |pair| pair.getter()))
}

/// Object.prototype.__lookupSetter__ ( P ) (20.1.3.9.4)
fn object_lookup_setter(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let own = lookup_accessor(agent, this, args)?;
    Ok(own.and_then(|p| p.accessor()).map_or(Value::UNDEFINED, |pair| pair.setter()))
}
