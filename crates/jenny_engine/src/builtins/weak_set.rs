//! WeakSet (ECMA-262 24.4).

use super::map::is_native;
use super::weak_map::WeakTable;
use crate::object::{AsObject, ObjectType};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{GcCell, Header, Liveness, Trace, Tracer};
use std::ptr::NonNull;

/// An object with [[WeakSetData]].
#[repr(C)]
pub struct WeakSetObject {
    object: Object,
    data: WeakTable,
}

// SAFETY: visits the object part; the values are held weakly.
unsafe impl Trace for WeakSetObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.defer_weak(self.object.header());
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for WeakSetObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for WeakSetObject {
    const KIND: Kind = Kind::WeakSet;
}

/// The collector's weak callback for weak sets.
pub unsafe fn weak_set_sweep(cell: NonNull<Header>, liveness: &Liveness<'_>) {
    // SAFETY: the kind's table names this function for cells of this type only.
    unsafe { cell.cast::<WeakSetObject>().as_ref() }.data.drop_dead_keys(liveness);
}

impl WeakSetObject {
    /// Values of now, in no particular order, for inspection with showHidden.
    pub fn values(&self) -> Vec<Value> {
        self.data.entries().into_iter().map(|(value, _)| value).collect()
    }
}

pub static WEAK_SET: ClassSpec =
    ClassSpec::new("WeakSet", Intrinsic::WeakSet, Intrinsic::WeakSetPrototype, weak_set_constructor, 0).methods(&[
        method("delete", weak_set_delete, 1),
        method("has", weak_set_has, 1),
        method("add", weak_set_add, 1),
        to_string_tag("WeakSet"),
    ]);

/// WeakSet ( [ iterable ] ) (24.4.1.1)
fn weak_set_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("WeakSet"));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::WeakSetPrototype)?;
    let shape = agent.root_shape(prototype.into(), 0);
    let set = agent.alloc(WeakSetObject { object: Object::new(Kind::WeakSet, shape), data: WeakTable::default() });
    let iterable = args.get(0);
    if iterable.is_nullish() {
        return Ok(set.into());
    }
    let adder = agent.get_adder(set.as_object(), "add")?;
    let builtin = is_native(adder, weak_set_add);
    agent.iterate(iterable, |agent, value| {
        if builtin {
            return add(agent, &set, value);
        }
        agent.call(adder, set.into(), &[value])?;
        Ok(())
    })?;
    Ok(set.into())
}

fn add(agent: &mut Agent, set: &WeakSetObject, value: Value) -> JsResult<()> {
    if !value.can_be_held_weakly() {
        return Err(agent.throw_type_error("Invalid value used in weak set"));
    }
    set.data.set(agent, set.object.header(), value, Value::TRUE)
}

macro_rules! this_weak_set {
    ($agent:expr, $this:expr, $method:literal) => {
        match $this.as_kind::<WeakSetObject>() {
            Some(set) => set,
            None => return Err($agent.throw_incompatible_receiver(concat!("WeakSet.prototype.", $method), $this)),
        }
    };
}

/// WeakSet.prototype.add ( value ) (24.4.3.1)
fn weak_set_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_weak_set!(agent, this, "add");
    add(agent, &set, args.get(0))?;
    Ok(this)
}

/// WeakSet.prototype.delete ( value ) (24.4.3.3)
fn weak_set_delete(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_weak_set!(agent, this, "delete");
    Ok(Value::bool(set.data.remove(set.object.header(), args.get(0))))
}

/// WeakSet.prototype.has ( value ) (24.4.3.4)
fn weak_set_has(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_weak_set!(agent, this, "has");
    Ok(Value::bool(set.data.get(args.get(0)).is_some()))
}
