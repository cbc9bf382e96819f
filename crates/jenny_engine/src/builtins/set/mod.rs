//! Set (ECMA-262 24.2).

mod composition;
pub mod iterator;

pub use iterator::{SET_ITERATOR, SetIterator};

use crate::builtins::map::is_native;
use crate::builtins::map::iterator::EntryKind;
use crate::builtins::map::table::{Cursor, SET_STRIDE, TableField};
use crate::object::{AsObject, ObjectType};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value, WellKnownSymbol};
use composition::*;
use jenny_gc::{Gc, GcCell, Trace, Tracer};

/// An object with [[SetData]].
#[repr(C)]
pub struct SetObject {
    object: Object,
    data: TableField<SET_STRIDE>,
}

// SAFETY: visits the object part and the table.
unsafe impl Trace for SetObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.data.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for SetObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for SetObject {
    const KIND: Kind = Kind::Set;
}

impl SetObject {
    /// [[SetData]]
    #[inline(always)]
    pub fn data(&self) -> &TableField<SET_STRIDE> {
        &self.data
    }
    /// How many values.
    pub fn len(&self) -> u32 {
        self.data.len()
    }
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }
    pub fn has(&self, value: Value) -> bool {
        self.data.has(value)
    }
    /// Adds a value unless it is there. Errors: memory.
    #[inline]
    pub fn add(&self, agent: &mut Agent, value: Value) -> JsResult<()> {
        self.data.insert(agent, self.object.header(), value, value)?;
        Ok(())
    }
    /// Whether there was a value to remove.
    pub fn delete(&self, agent: &mut Agent, value: Value) -> bool {
        self.data.remove(agent, self.object.header(), value)
    }
    pub fn clear(&self) {
        self.data.clear(self.object.header());
    }
    /// Makes room in a set without values.
    pub fn reserve(&self, agent: &mut Agent, count: usize) -> JsResult<()> {
        self.data.reserve(agent, self.object.header(), count)
    }
}

/// The values of a set, in order; nothing that changes it may happen meanwhile.
pub fn set_values(set: Gc<SetObject>) -> impl Iterator<Item = Value> {
    set.data.entries().map(|(value, _)| value)
}

impl Agent {
    /// An empty Set with %Set.prototype%.
    pub fn new_set(&mut self) -> Gc<SetObject> {
        let prototype = self.intrinsic(Intrinsic::SetPrototype);
        self.new_set_with_prototype(prototype)
    }
    fn new_set_with_prototype(&mut self, prototype: Gc<Object>) -> Gc<SetObject> {
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(SetObject { object: Object::new(Kind::Set, shape), data: TableField::default() })
    }
    /// A Set with %Set.prototype% and the same values.
    fn copy_of_set(&mut self, set: Gc<SetObject>) -> JsResult<Gc<SetObject>> {
        let copy = self.new_set();
        copy.data.copy_from(self, copy.object.header(), &set.data)?;
        Ok(copy)
    }
}

pub static SET: ClassSpec = ClassSpec::new("Set", Intrinsic::Set, Intrinsic::SetPrototype, set_constructor, 0)
    .statics(&[species()])
    .methods(&[
        method("has", set_has, 1),
        method("add", set_add, 1),
        method("delete", set_delete, 1),
        method("clear", set_clear, 0),
        method("entries", set_entries, 0),
        method("forEach", set_for_each, 1),
        getter("size", set_size),
        method("values", set_iterate_values, 0),
        alias("keys", "values"),
        method("union", set_union, 1),
        method("intersection", set_intersection, 1),
        method("difference", set_difference, 1),
        method("symmetricDifference", set_symmetric_difference, 1),
        method("isSubsetOf", set_is_subset_of, 1),
        method("isSupersetOf", set_is_superset_of, 1),
        method("isDisjointFrom", set_is_disjoint_from, 1),
        to_string_tag("Set"),
        symbol_alias(WellKnownSymbol::Iterator, "values"),
    ]);

/// Set ( [ iterable ] ) (24.2.2.1)
fn set_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("Set"));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::SetPrototype)?;
    let set = agent.new_set_with_prototype(prototype);
    let iterable = args.get(0);
    if iterable.is_nullish() {
        return Ok(set.into());
    }
    let adder = agent.get_adder(set.as_object(), "add")?;
    let builtin = is_native(adder, set_add);
    agent.iterate(iterable, |agent, value| {
        if builtin {
            return set.add(agent, value);
        }
        agent.call(adder, set.into(), &[value])?;
        Ok(())
    })?;
    Ok(set.into())
}

macro_rules! this_set {
    ($agent:expr, $this:expr, $method:literal) => {
        match $this.as_kind::<$crate::builtins::set::SetObject>() {
            Some(set) => set,
            None => return Err($agent.throw_incompatible_receiver(concat!("Set.prototype.", $method), $this)),
        }
    };
}
use this_set;

/// Set.prototype.has ( value ) (24.2.4.8)
pub fn set_has(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "has");
    Ok(Value::bool(set.data.has(args.get(0))))
}

/// Set.prototype.add ( value ) (24.2.4.1)
pub fn set_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "add");
    set.add(agent, args.get(0))?;
    Ok(this)
}

/// Set.prototype.delete ( value ) (24.2.4.4)
fn set_delete(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "delete");
    Ok(Value::bool(set.delete(agent, args.get(0))))
}

/// Set.prototype.clear ( ) (24.2.4.2)
fn set_clear(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "clear");
    set.clear();
    Ok(Value::UNDEFINED)
}

/// get Set.prototype.size (24.2.4.14)
fn set_size(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "size");
    Ok(Value::from(set.len()))
}

/// Set.prototype.forEach ( callback [ , thisArg ] ) (24.2.4.7)
fn set_for_each(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "forEach");
    let callback = args.get(0);
    if !callback.is_callable() {
        return Err(agent.throw_not_callable(callback));
    }
    let mut cursor = Cursor::new(&set.data);
    while let Some((value, _)) = cursor.step(&set.data) {
        agent.call(callback, args.get(1), &[value, value, this])?;
    }
    Ok(Value::UNDEFINED)
}

/// Set.prototype.entries ( ) (24.2.4.6)
fn set_entries(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "entries");
    Ok(agent.create_set_iterator(set, EntryKind::KeyAndValue).into())
}

/// Set.prototype.values ( ) (24.2.4.17)
pub fn set_iterate_values(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let set = this_set!(agent, this, "values");
    Ok(agent.create_set_iterator(set, EntryKind::Value).into())
}
