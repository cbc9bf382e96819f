//! Static tables that describe builtin objects; a property becomes a real function or value when something first reads it.

use super::{Intrinsic, Realm};
use crate::agent::Agent;
use crate::function::NativeFunction;
use crate::kind::Kind;
use crate::object::property::Attributes;
use crate::object::{AsObject, Object};
use crate::string::{PropertyKey, WellKnownSymbol};
use crate::{JsResult, Value};
use jenny_gc::Gc;

/// The key of a row.
#[derive(Clone, Copy)]
pub enum SpecKey {
    Name(&'static str),
    Symbol(WellKnownSymbol),
}

/// What a row makes.
#[derive(Clone, Copy)]
pub enum SpecValue {
    /// a function with this `length`
    Method(NativeFunction, u32),
    /// an accessor
    Accessor(Option<NativeFunction>, Option<NativeFunction>),
    /// another intrinsic
    Intrinsic(Intrinsic),
    Number(f64),
    Text(&'static str),
    Undefined,
    /// the same value as another property of the same object
    Alias(&'static str),
    /// the constructor of a host class
    Class(&'static super::host_class::HostClass),
    /// computed
    Make(fn(&mut Agent) -> JsResult<Value>),
}

/// One row of a table.
#[repr(align(8))]
pub struct PropertySpec {
    pub key: SpecKey,
    pub value: SpecValue,
    pub attributes: Attributes,
    /// the function's name where it differs from the key
    pub function_name: Option<&'static str>,
}

const fn row(key: SpecKey, value: SpecValue, attributes: Attributes) -> PropertySpec {
    PropertySpec { key, value, attributes, function_name: None }
}

/// A method: writable, configurable.
pub const fn method(name: &'static str, function: NativeFunction, length: u32) -> PropertySpec {
    row(SpecKey::Name(name), SpecValue::Method(function, length), Attributes::BUILTIN)
}
/// A method under a well-known symbol; named `[Symbol.x]`. `attributes`: most are BUILTIN.
pub const fn symbol_method(
    symbol: WellKnownSymbol,
    function: NativeFunction,
    length: u32,
    attributes: Attributes,
) -> PropertySpec {
    row(SpecKey::Symbol(symbol), SpecValue::Method(function, length), attributes)
}
/// A getter without setter: configurable.
pub const fn getter(name: &'static str, get: NativeFunction) -> PropertySpec {
    row(SpecKey::Name(name), SpecValue::Accessor(Some(get), None), Attributes::CONFIGURABLE.union(Attributes::ACCESSOR))
}
/// A getter under a well-known symbol.
pub const fn symbol_getter(symbol: WellKnownSymbol, get: NativeFunction) -> PropertySpec {
    row(
        SpecKey::Symbol(symbol),
        SpecValue::Accessor(Some(get), None),
        Attributes::CONFIGURABLE.union(Attributes::ACCESSOR),
    )
}
/// A getter and a setter: configurable.
pub const fn accessor(name: &'static str, get: NativeFunction, set: NativeFunction) -> PropertySpec {
    row(
        SpecKey::Name(name),
        SpecValue::Accessor(Some(get), Some(set)),
        Attributes::CONFIGURABLE.union(Attributes::ACCESSOR),
    )
}
/// The usual `get [Symbol.species]`.
pub const fn species() -> PropertySpec {
    symbol_getter(WellKnownSymbol::Species, |_, this, _| Ok(this))
}
/// The usual `[Symbol.toStringTag]`: configurable only.
pub const fn to_string_tag(text: &'static str) -> PropertySpec {
    row(SpecKey::Symbol(WellKnownSymbol::ToStringTag), SpecValue::Text(text), Attributes::CONFIGURABLE)
}
/// A constant: not writable, not enumerable, not configurable.
pub const fn constant(name: &'static str, value: f64) -> PropertySpec {
    row(SpecKey::Name(name), SpecValue::Number(value), Attributes::NONE)
}
/// An intrinsic under a name: writable, configurable.
pub const fn intrinsic(name: &'static str, which: Intrinsic) -> PropertySpec {
    row(SpecKey::Name(name), SpecValue::Intrinsic(which), Attributes::BUILTIN)
}
/// The same function as another property.
pub const fn alias(name: &'static str, of: &'static str) -> PropertySpec {
    row(SpecKey::Name(name), SpecValue::Alias(of), Attributes::BUILTIN)
}
/// The same function as another property, under a well-known symbol.
pub const fn symbol_alias(symbol: WellKnownSymbol, of: &'static str) -> PropertySpec {
    row(SpecKey::Symbol(symbol), SpecValue::Alias(of), Attributes::BUILTIN)
}
/// Any value with any attributes.
pub const fn value(name: &'static str, value: SpecValue, attributes: Attributes) -> PropertySpec {
    row(SpecKey::Name(name), value, attributes)
}
/// Any value under a well-known symbol.
pub const fn symbol_value(symbol: WellKnownSymbol, value: SpecValue, attributes: Attributes) -> PropertySpec {
    row(SpecKey::Symbol(symbol), value, attributes)
}

/// A constructor and its prototype object.
pub struct ClassSpec {
    pub name: &'static str,
    pub constructor: Intrinsic,
    pub prototype: Intrinsic,
    /// [[Prototype]] of the constructor
    pub constructor_parent: Intrinsic,
    /// [[Prototype]] of the prototype object; None is null
    pub prototype_parent: Option<Intrinsic>,
    /// runs for [[Call]] and [[Construct]]; `args.new_target()` tells which
    pub call: NativeFunction,
    pub length: u32,
    pub statics: &'static [PropertySpec],
    pub methods: &'static [PropertySpec],
    /// makes the prototype object where it is not a plain one
    pub make_prototype: Option<fn(&mut Agent, Value) -> Gc<Object>>,
}

impl ClassSpec {
    /// A class whose parents are %Function.prototype% and %Object.prototype%.
    pub const fn new(
        name: &'static str,
        constructor: Intrinsic,
        prototype: Intrinsic,
        call: NativeFunction,
        length: u32,
    ) -> ClassSpec {
        ClassSpec {
            name,
            constructor,
            prototype,
            constructor_parent: Intrinsic::FunctionPrototype,
            prototype_parent: Some(Intrinsic::ObjectPrototype),
            call,
            length,
            statics: &[],
            methods: &[],
            make_prototype: None,
        }
    }
    pub const fn statics(mut self, statics: &'static [PropertySpec]) -> ClassSpec {
        self.statics = statics;
        self
    }
    pub const fn methods(mut self, methods: &'static [PropertySpec]) -> ClassSpec {
        self.methods = methods;
        self
    }
    pub const fn parents(mut self, constructor: Intrinsic, prototype: Intrinsic) -> ClassSpec {
        self.constructor_parent = constructor;
        self.prototype_parent = Some(prototype);
        self
    }
    pub const fn make_prototype(mut self, make: fn(&mut Agent, Value) -> Gc<Object>) -> ClassSpec {
        self.make_prototype = Some(make);
        self
    }
}

/// A builtin object that is no constructor: Math, JSON, %IteratorPrototype%...
pub struct ObjectSpec {
    /// [[Prototype]]
    pub parent: Intrinsic,
    pub properties: &'static [PropertySpec],
}

/// An empty builtin object: a plain object with a dictionary shape of its own.
pub fn new_builtin_object(agent: &mut Agent, realm: Gc<Realm>, prototype: Value) -> Gc<Object> {
    let shape = agent.dictionary_shape(prototype, 0);
    shape.set_realm(realm);
    agent.alloc_plain(shape)
}

/// Adds the rows of a table, lazily.
pub fn install(agent: &mut Agent, object: Gc<Object>, rows: &'static [PropertySpec]) {
    if object.shape().is_dictionary()
        && let Some(last) = (object.shape().slot_count() + rows.len() as u32).checked_sub(1)
    {
        object.shape().reserve(rows.len());
        // As below.
        let _ = agent.grow_slots(object, last);
    }
    for spec in rows {
        let key = spec_key(agent, spec.key);
        let lazy = match spec.value {
            SpecValue::Number(n) => Value::number(n),
            SpecValue::Undefined => Value::UNDEFINED,
            _ => Value::lazy(spec),
        };
        // Builtins are made while memory is ample; a failure leaves the property out.
        let _ = agent.add_property(object, key, lazy, spec.attributes);
    }
}

fn spec_key(agent: &mut Agent, key: SpecKey) -> PropertyKey {
    match key {
        SpecKey::Name(name) => agent.key(name),
        SpecKey::Symbol(symbol) => agent.symbol_key(symbol),
    }
}

fn function_name(spec: &PropertySpec) -> String {
    match (spec.function_name, spec.key) {
        (Some(name), _) => name.to_owned(),
        (None, SpecKey::Name(name)) => name.to_owned(),
        (None, SpecKey::Symbol(symbol)) => {
            let name = WellKnownSymbol::ALL.iter().find(|(s, _)| *s == symbol).map_or("", |(_, n)| n);
            format!("[Symbol.{name}]")
        }
    }
}

/// The value of a row, in the current realm.
pub(super) fn make_value(agent: &mut Agent, object: Gc<Object>, spec: &'static PropertySpec) -> JsResult<Value> {
    Ok(match spec.value {
        SpecValue::Method(function, length) => agent.new_native(&function_name(spec), length, function, &[]).into(),
        SpecValue::Accessor(get, set) => {
            let name = function_name(spec);
            let getter = get.map(|f| agent.new_native(&format!("get {name}"), 0, f, &[]));
            let setter = set.map(|f| agent.new_native(&format!("set {name}"), 1, f, &[]));
            agent.new_accessor(Value::from_option(getter), Value::from_option(setter)).into()
        }
        SpecValue::Intrinsic(which) => agent.intrinsic(which).into(),
        SpecValue::Number(n) => Value::number(n),
        SpecValue::Text(text) => agent.string(text).into(),
        SpecValue::Undefined => Value::UNDEFINED,
        SpecValue::Alias(of) => object.get_str(agent, of)?,
        SpecValue::Class(class) => agent.host_class(class).0.into(),
        SpecValue::Make(make) => make(agent)?,
    })
}

/// Makes a constructor and its prototype object.
pub(super) fn make_class(agent: &mut Agent, realm: Gc<Realm>, spec: &'static ClassSpec) {
    let parent = match spec.prototype_parent {
        Some(parent) => realm.intrinsic(agent, parent).into(),
        None => Value::NULL,
    };
    // Making the parent may have made this class.
    if realm.existing_intrinsic(spec.prototype).is_some() && realm.existing_intrinsic(spec.constructor).is_some() {
        return;
    }
    let prototype = match realm.existing_intrinsic(spec.prototype) {
        Some(made) => made,
        None => {
            let made = match spec.make_prototype {
                Some(make) => {
                    let made = make(agent, parent);
                    agent.to_dictionary(made);
                    made.shape().set_realm(realm);
                    made
                }
                None => new_builtin_object(agent, realm, parent),
            };
            realm.set_intrinsic(spec.prototype, made);
            made
        }
    };
    let constructor_parent = realm.intrinsic(agent, spec.constructor_parent);
    let shape = agent.dictionary_shape(constructor_parent.into(), 0);
    shape.set_realm(realm);
    let name = agent.string(spec.name);
    let constructor = agent.new_native_with(name.into(), spec.length, spec.call, &[], true).as_object();
    constructor.set_shape(shape);
    realm.set_intrinsic(spec.constructor, constructor);
    let names = (agent.names.prototype, agent.names.constructor);
    let _ = crate::function::reify(agent, constructor);
    let _ = agent.add_property(constructor, names.0, prototype.into(), Attributes::NONE);
    install(agent, constructor, spec.statics);
    // Iterator.prototype.constructor is an accessor of its own table.
    if !spec.methods.iter().any(|row| matches!(row.key, SpecKey::Name("constructor"))) {
        let _ = agent.add_property(prototype, names.1, constructor.into(), Attributes::BUILTIN);
    }
    install(agent, prototype, spec.methods);
    debug_assert!(constructor.is_kind(Kind::NativeFunction));
}

/// Makes a builtin object that is no constructor.
pub(super) fn make_object(agent: &mut Agent, realm: Gc<Realm>, which: Intrinsic, spec: &'static ObjectSpec) {
    let parent = realm.intrinsic(agent, spec.parent);
    let object = new_builtin_object(agent, realm, parent.into());
    realm.set_intrinsic(which, object);
    install(agent, object, spec.properties);
}
