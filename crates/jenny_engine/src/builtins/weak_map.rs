//! WeakMap (ECMA-262 24.3), and the table of ephemerons that WeakSet shares.

use super::map::is_native;
use crate::object::{AsObject, ObjectType};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use hashbrown::HashTable;
use jenny_gc::{Gc, GcCell, Header, Liveness, Trace, Tracer};
use std::cell::RefCell;
use std::ptr::NonNull;

impl Value {
    /// CanBeHeldWeakly (9.13)
    pub fn can_be_held_weakly(self) -> bool {
        self.is_object() || self.as_symbol().is_some_and(|s| !s.is_registered())
    }
    /// The cell of a value that is one, for weak tables.
    pub(crate) fn weak_cell(self) -> Option<Gc<Header>> {
        // SAFETY: every cell begins with a header.
        self.is_cell().then(|| unsafe { self.as_gc_unchecked() })
    }
}

/// Entries whose keys are held weakly, and whose values live as long as key and table do.
#[derive(Default)]
pub(crate) struct WeakTable {
    entries: RefCell<HashTable<(Value, Value)>>,
}

fn hash(key: Value) -> u64 {
    let h = key.bits().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ h >> 32
}

impl WeakTable {
    pub(crate) fn get(&self, key: Value) -> Option<Value> {
        self.entries.borrow().find(hash(key), |e| e.0 == key).map(|e| e.1)
    }
    /// Sets or adds. Errors: RangeError when memory runs out.
    pub(crate) fn set(&self, agent: &mut Agent, owner: &Header, key: Value, value: Value) -> JsResult<()> {
        jenny_gc::write_barrier(owner);
        let mut entries = self.entries.borrow_mut();
        if let Some(entry) = entries.find_mut(hash(key), |e| e.0 == key) {
            entry.1 = value;
            return Ok(());
        }
        if entries.try_reserve(1, |e| hash(e.0)).is_err() {
            return Err(agent.throw_out_of_memory());
        }
        entries.insert_unique(hash(key), (key, value), |e| hash(e.0));
        Ok(())
    }
    pub(crate) fn remove(&self, owner: &Header, key: Value) -> bool {
        jenny_gc::write_barrier(owner);
        match self.entries.borrow_mut().find_entry(hash(key), |e| e.0 == key) {
            Ok(entry) => {
                entry.remove();
                true
            }
            Err(_) => false,
        }
    }
    /// The entries of now, in no particular order: for inspection.
    pub(crate) fn entries(&self) -> Vec<(Value, Value)> {
        self.entries.borrow().iter().copied().collect()
    }
    pub(crate) fn trace(&self, owner: &Header, tracer: &mut Tracer<'_>) {
        if !self.entries.borrow().is_empty() {
            tracer.defer_ephemerons(owner);
            tracer.defer_weak(owner);
        }
    }
    pub(crate) fn visit_ephemerons(&self, tracer: &mut Tracer<'_>) {
        for (key, value) in self.entries.borrow().iter() {
            if let Some(key) = key.weak_cell()
                && value.is_cell()
            {
                tracer.visit_ephemeron(key, value.bits());
            }
        }
    }
    pub(crate) fn drop_dead_keys(&self, liveness: &Liveness<'_>) {
        self.entries.borrow_mut().retain(|(key, _)| liveness.is_word_live(key.bits()));
    }
}

/// An object with [[WeakMapData]].
#[repr(C)]
pub struct WeakMapObject {
    object: Object,
    data: WeakTable,
}

// SAFETY: visits the object part; the table's entries are ephemerons, visited by `weak_map_ephemerons`.
unsafe impl Trace for WeakMapObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.data.trace(self.object.header(), tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for WeakMapObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for WeakMapObject {
    const KIND: Kind = Kind::WeakMap;
}

/// The collector's ephemeron callback for weak maps.
pub unsafe fn weak_map_ephemerons(cell: NonNull<Header>, tracer: &mut Tracer<'_>) {
    // SAFETY: the kind's table names this function for cells of this type only.
    unsafe { cell.cast::<WeakMapObject>().as_ref() }.data.visit_ephemerons(tracer);
}

/// The collector's weak callback for weak maps.
pub unsafe fn weak_map_sweep(cell: NonNull<Header>, liveness: &Liveness<'_>) {
    // SAFETY: as above.
    unsafe { cell.cast::<WeakMapObject>().as_ref() }.data.drop_dead_keys(liveness);
}

impl WeakMapObject {
    /// Entries of now, in no particular order, for inspection with showHidden.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        self.data.entries()
    }
    pub fn get(&self, key: Value) -> Option<Value> {
        self.data.get(key)
    }
    /// Sets or adds; the key is an object or a symbol that may be held weakly. Errors: memory.
    pub fn set(&self, agent: &mut Agent, key: Value, value: Value) -> JsResult<()> {
        self.data.set(agent, self.object.header(), key, value)
    }
}

pub static WEAK_MAP: ClassSpec =
    ClassSpec::new("WeakMap", Intrinsic::WeakMap, Intrinsic::WeakMapPrototype, weak_map_constructor, 0).methods(&[
        method("delete", weak_map_delete, 1),
        method("get", weak_map_get, 1),
        method("set", weak_map_set, 2),
        method("has", weak_map_has, 1),
        method("getOrInsert", weak_map_get_or_insert, 2),
        method("getOrInsertComputed", weak_map_get_or_insert_computed, 2),
        to_string_tag("WeakMap"),
    ]);

/// WeakMap ( [ iterable ] ) (24.3.1.1)
fn weak_map_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("WeakMap"));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::WeakMapPrototype)?;
    let shape = agent.root_shape(prototype.into(), 0);
    let map = agent.alloc(WeakMapObject { object: Object::new(Kind::WeakMap, shape), data: WeakTable::default() });
    let iterable = args.get(0);
    if iterable.is_nullish() {
        return Ok(map.into());
    }
    let adder = agent.get_adder(map.as_object(), "set")?;
    let builtin = is_native(adder, weak_map_set);
    agent.add_entries_from_iterable(iterable, |agent, key, value| {
        if builtin {
            check_key(agent, key)?;
            return map.set(agent, key, value);
        }
        agent.call(adder, map.into(), &[key, value])?;
        Ok(())
    })?;
    Ok(map.into())
}

fn check_key(agent: &mut Agent, key: Value) -> JsResult<()> {
    if !key.can_be_held_weakly() {
        return Err(agent.throw_type_error("Invalid value used as weak map key"));
    }
    Ok(())
}

macro_rules! this_weak_map {
    ($agent:expr, $this:expr, $method:literal) => {
        match $this.as_kind::<WeakMapObject>() {
            Some(map) => map,
            None => return Err($agent.throw_incompatible_receiver(concat!("WeakMap.prototype.", $method), $this)),
        }
    };
}

/// WeakMap.prototype.get ( key ) (24.3.3.3)
fn weak_map_get(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_weak_map!(agent, this, "get");
    Ok(map.get(args.get(0)).unwrap_or(Value::UNDEFINED))
}

/// WeakMap.prototype.set ( key, value ) (24.3.3.5)
fn weak_map_set(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_weak_map!(agent, this, "set");
    check_key(agent, args.get(0))?;
    map.set(agent, args.get(0), args.get(1))?;
    Ok(this)
}

/// WeakMap.prototype.has ( key ) (24.3.3.4)
fn weak_map_has(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_weak_map!(agent, this, "has");
    Ok(Value::bool(map.get(args.get(0)).is_some()))
}

/// WeakMap.prototype.delete ( key ) (24.3.3.2)
fn weak_map_delete(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_weak_map!(agent, this, "delete");
    Ok(Value::bool(map.data.remove(map.object.header(), args.get(0))))
}

/// WeakMap.prototype.getOrInsert ( key, value )
fn weak_map_get_or_insert(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_weak_map!(agent, this, "getOrInsert");
    check_key(agent, args.get(0))?;
    if let Some(found) = map.get(args.get(0)) {
        return Ok(found);
    }
    map.set(agent, args.get(0), args.get(1))?;
    Ok(args.get(1))
}

/// WeakMap.prototype.getOrInsertComputed ( key, callback )
fn weak_map_get_or_insert_computed(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let map = this_weak_map!(agent, this, "getOrInsertComputed");
    let (key, callback) = (args.get(0), args.get(1));
    check_key(agent, key)?;
    if !callback.is_callable() {
        return Err(agent.throw_not_callable(callback));
    }
    if let Some(found) = map.get(key) {
        return Ok(found);
    }
    let value = agent.call(callback, Value::UNDEFINED, &[key])?;
    map.set(agent, key, value)?;
    Ok(value)
}
