//! Map (ECMA-262 24.1), with groupBy and getOrInsert.

pub mod iterator;
pub mod table;

pub use iterator::{MAP_ITERATOR, MapIterator};

use crate::object::{AsObject, ObjectType};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, PropertyKey, Value, WellKnownSymbol};
pub use iterator::EntryKind;
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use table::{Cursor, MAP_STRIDE, TableField, canonical_key};

/// An object with [[MapData]].
#[repr(C)]
pub struct MapObject {
    object: Object,
    data: TableField<MAP_STRIDE>,
}

// SAFETY: visits the object part and the table.
unsafe impl Trace for MapObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.data.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for MapObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for MapObject {
    const KIND: Kind = Kind::Map;
}

impl MapObject {
    /// [[MapData]]
    #[inline(always)]
    pub fn data(&self) -> &TableField<MAP_STRIDE> {
        &self.data
    }
    /// How many entries.
    pub fn len(&self) -> u32 {
        self.data.len()
    }
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }
    pub fn get(&self, key: Value) -> Option<Value> {
        self.data.get(key)
    }
    /// Sets or adds an entry. Errors: memory.
    #[inline]
    pub fn set(&self, agent: &mut Agent, key: Value, value: Value) -> JsResult<()> {
        self.data.insert(agent, self.object.header(), key, value)?;
        Ok(())
    }
    /// Whether there was an entry to remove.
    pub fn delete(&self, agent: &mut Agent, key: Value) -> bool {
        self.data.remove(agent, self.object.header(), key)
    }
    pub fn clear(&self) {
        self.data.clear(self.object.header());
    }
    /// Makes room in a map without entries.
    pub fn reserve(&self, agent: &mut Agent, count: usize) -> JsResult<()> {
        self.data.reserve(agent, self.object.header(), count)
    }
}

/// The entries of a map, in order; nothing that changes it may happen meanwhile.
pub fn map_entries(map: Gc<MapObject>) -> impl Iterator<Item = (Value, Value)> {
    map.data.entries()
}

impl Agent {
    /// An empty Map with %Map.prototype%.
    pub fn new_map(&mut self) -> Gc<MapObject> {
        let prototype = self.intrinsic(Intrinsic::MapPrototype);
        self.new_map_with_prototype(prototype)
    }
    fn new_map_with_prototype(&mut self, prototype: Gc<Object>) -> Gc<MapObject> {
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(MapObject { object: Object::new(Kind::Map, shape), data: TableField::default() })
    }
    /// AddEntriesFromIterable (24.1.1.2); `add` is Call(adder, target, « k, v »).
    pub(crate) fn add_entries_from_iterable(
        &mut self,
        iterable: Value,
        mut add: impl FnMut(&mut Agent, Value, Value) -> JsResult<()>,
    ) -> JsResult<()> {
        self.iterate(iterable, |agent, item| {
            let Some(entry) = item.as_object() else {
                let text = crate::error::describe(agent, item);
                return Err(agent.throw_type_error(format!("Iterator value {text} is not an entry object")));
            };
            let key = entry.get(agent, PropertyKey::from_index(0))?;
            let value = entry.get(agent, PropertyKey::from_index(1))?;
            add(agent, key, value)
        })
    }
    /// The adder of a collection under construction. Errors: TypeError unless it is callable.
    pub(crate) fn get_adder(&mut self, target: Gc<Object>, name: &str) -> JsResult<Value> {
        let adder = target.get_str(self, name)?;
        if !adder.is_callable() {
            let adder = crate::error::describe(self, adder);
            let target = crate::error::describe(self, target.into());
            return Err(self.throw_type_error(format!(
                "'{adder}' returned for property '{name}' of object '{target}' is not a function"
            )));
        }
        Ok(adder)
    }
}

/// Whether a value is the builtin function that runs `function`.
pub(crate) fn is_native(value: Value, function: crate::NativeFunction) -> bool {
    value
        .as_kind::<crate::function::NativeFunctionObject>()
        .is_some_and(|n| n.function() as usize == function as *const () as usize)
}

pub static MAP: ClassSpec = ClassSpec::new("Map", Intrinsic::Map, Intrinsic::MapPrototype, map_constructor, 0)
    .statics(&[method("groupBy", map_group_by, 2), species()])
    .methods(&[
        method("get", map_get, 1),
        method("set", map_set, 2),
        method("has", map_has, 1),
        method("delete", map_delete, 1),
        method("clear", map_clear, 0),
        method("entries", map_iterate_entries, 0),
        method("forEach", map_for_each, 1),
        method("keys", map_keys, 0),
        getter("size", map_size),
        method("values", map_values, 0),
        method("getOrInsert", map_get_or_insert, 2),
        method("getOrInsertComputed", map_get_or_insert_computed, 2),
        to_string_tag("Map"),
        symbol_alias(WellKnownSymbol::Iterator, "entries"),
    ]);

/// Map ( [ iterable ] ) (24.1.1.1)
fn map_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("Map"));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::MapPrototype)?;
    let map = agent.new_map_with_prototype(prototype);
    let iterable = args.get(0);
    if iterable.is_nullish() {
        return Ok(map.into());
    }
    let adder = agent.get_adder(map.as_object(), "set")?;
    let builtin = is_native(adder, map_set);
    agent.add_entries_from_iterable(iterable, |agent, key, value| {
        if builtin {
            return map.set(agent, key, value);
        }
        agent.call(adder, map.into(), &[key, value])?;
        Ok(())
    })?;
    Ok(map.into())
}

/// Map.groupBy ( items, callback ) (24.1.2.1)
fn map_group_by(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let (items, callback) = (args.get(0), args.get(1));
    if items.is_nullish() {
        let text = crate::error::describe(agent, items);
        return Err(agent.throw_type_error(format!("{text} is not iterable")));
    }
    if !callback.is_callable() {
        return Err(agent.throw_not_callable(callback));
    }
    let map = agent.new_map();
    let mut k = 0u32;
    agent.iterate(items, |agent, value| {
        let key = agent.call(callback, Value::UNDEFINED, &[value, Value::from(k)])?;
        k = k.saturating_add(1);
        let group = match map.get(key).and_then(|g| g.as_kind()) {
            Some(group) => group,
            None => {
                let group = agent.new_array(&[])?;
                map.set(agent, key, group.into())?;
                group
            }
        };
        agent.array_push(group, value)
    })?;
    Ok(map.into())
}

macro_rules! this_map {
    ($agent:expr, $this:expr, $method:literal) => {
        match $this.as_kind::<MapObject>() {
            Some(map) => map,
            None => return Err($agent.throw_incompatible_receiver(concat!("Map.prototype.", $method), $this)),
        }
    };
}

/// Map.prototype.get ( key ) (24.1.3.6)
pub fn map_get(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "get");
    Ok(map.data.get(args.get(0)).unwrap_or(Value::UNDEFINED))
}

/// Map.prototype.set ( key, value ) (24.1.3.9)
pub fn map_set(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "set");
    map.set(agent, args.get(0), args.get(1))?;
    Ok(this)
}

/// Map.prototype.has ( key ) (24.1.3.7)
pub fn map_has(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "has");
    Ok(Value::bool(map.data.has(args.get(0))))
}

/// Map.prototype.delete ( key ) (24.1.3.3)
fn map_delete(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "delete");
    Ok(Value::bool(map.delete(agent, args.get(0))))
}

/// Map.prototype.clear ( ) (24.1.3.1)
fn map_clear(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "clear");
    map.clear();
    Ok(Value::UNDEFINED)
}

/// get Map.prototype.size (24.1.3.10)
fn map_size(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "size");
    Ok(Value::from(map.len()))
}

/// Map.prototype.forEach ( callback [ , thisArg ] ) (24.1.3.5)
fn map_for_each(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "forEach");
    let callback = args.get(0);
    if !callback.is_callable() {
        return Err(agent.throw_not_callable(callback));
    }
    let mut cursor = Cursor::new(&map.data);
    while let Some((key, value)) = cursor.step(&map.data) {
        agent.call(callback, args.get(1), &[value, key, this])?;
    }
    Ok(Value::UNDEFINED)
}

/// Map.prototype.getOrInsert ( key, value )
fn map_get_or_insert(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "getOrInsert");
    if let Some(found) = map.get(args.get(0)) {
        return Ok(found);
    }
    map.set(agent, args.get(0), args.get(1))?;
    Ok(args.get(1))
}

/// Map.prototype.getOrInsertComputed ( key, callback )
fn map_get_or_insert_computed(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "getOrInsertComputed");
    let callback = args.get(1);
    if !callback.is_callable() {
        return Err(agent.throw_not_callable(callback));
    }
    let key = canonical_key(args.get(0));
    if let Some(found) = map.get(key) {
        return Ok(found);
    }
    let value = agent.call(callback, Value::UNDEFINED, &[key])?;
    // The callback may have set it: then that value is overwritten.
    map.set(agent, key, value)?;
    Ok(value)
}

/// Map.prototype.entries ( ) (24.1.3.4)
pub fn map_iterate_entries(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "entries");
    Ok(agent.create_map_iterator(map, EntryKind::KeyAndValue).into())
}

/// Map.prototype.keys ( ) (24.1.3.8)
fn map_keys(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "keys");
    Ok(agent.create_map_iterator(map, EntryKind::Key).into())
}

/// Map.prototype.values ( ) (24.1.3.11)
fn map_values(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let map = this_map!(agent, this, "values");
    Ok(agent.create_map_iterator(map, EntryKind::Value).into())
}
