//! The engine as the crates above see it: host objects and classes, held values, promises, per-agent state, realms.
//!
//! - A class of a host: a `static X: HostClass` with tables of [`PropertySpec`] rows, and a row `class("X", &X)` in the table of
//!   globals that [`install`] adds to the global object. Nothing is made before it is touched.
//! - Its objects: any Rust type that implements [`HostData`]; `agent.new_host_object(&X, new_target, data)` makes one and
//!   `agent.receiver::<T>(this, "X.prototype.f")?` finds it again.
//! - On the Rust heap, values are held by [`HeldValue`], [`Root`] or [`RootVec`]; inside a `HostData` by [`Field`]s that `trace` visits.
//! - `agent.state::<T>()` is the one `T` of an agent: where a crate keeps its queues and tables.
//! - [`ObjectPattern`] makes and reads many plain objects with the same properties.
//! - [`PendingPromise`] is a promise that is settled later, from a task.

mod pattern;
mod promise;
mod state;

pub use crate::agent::job::{Job, JobKind};
pub use crate::builtins::array_buffer::ArrayBufferObject;
pub use crate::builtins::promise::{
    PromiseObject, PromiseState, awaiting_generator, new_promise, perform_promise_then, promise_resolve_intrinsic,
    reject_promise, resolve_promise,
};
pub use crate::builtins::typed_array::{ElementType, TypedArrayObject};
pub use crate::function::Closure;
pub use crate::object::host_object::{HostData, HostObject, HostRef};
pub use crate::operations::values;
pub use crate::realm::Realm;
pub use crate::realm::host_class::{HostClass, HostParent};
pub use crate::realm::property_spec::{
    PropertySpec, SpecKey, SpecValue, accessor, alias, constant, getter, install, method, new_builtin_object,
    symbol_alias, symbol_getter, symbol_method, symbol_value, to_string_tag, value,
};
pub use crate::value::held::HeldValue;
pub use jenny_gc::{Field, Gc, Root, RootVec, Trace, Tracer, write_barrier};
pub use pattern::{ObjectPattern, Patterned};
pub use promise::PendingPromise;
pub use state::AgentState;

use crate::agent::Agent;
use crate::function::NativeFunction;
use crate::object::property::Attributes;

/// An interface object or another class under its name: writable, configurable (WebIDL 3.7).
pub const fn class(name: &'static str, class: &'static HostClass) -> PropertySpec {
    value(name, SpecValue::Class(class), Attributes::BUILTIN)
}

/// A regular operation of WebIDL (3.7.7): a method that is enumerable.
pub const fn operation(name: &'static str, function: NativeFunction, length: u32) -> PropertySpec {
    value(name, SpecValue::Method(function, length), Attributes::ALL)
}

/// A regular attribute of WebIDL (3.7.6): an accessor that is enumerable; without `set` it is read-only.
pub const fn attribute(name: &'static str, get: NativeFunction, set: Option<NativeFunction>) -> PropertySpec {
    value(
        name,
        SpecValue::Accessor(Some(get), set),
        Attributes::CONFIGURABLE.union(Attributes::ENUMERABLE).union(Attributes::ACCESSOR),
    )
}

/// A constant of WebIDL (3.7.5): enumerable only.
pub const fn idl_constant(name: &'static str, number: f64) -> PropertySpec {
    value(name, SpecValue::Number(number), Attributes::ENUMERABLE)
}

/// A value made at its first touch: writable, configurable.
pub const fn lazy(name: &'static str, make: fn(&mut Agent) -> crate::JsResult<crate::Value>) -> PropertySpec {
    value(name, SpecValue::Make(make), Attributes::BUILTIN)
}

/// What is left of an iterator over a Map or Set, or what a weak collection holds, without running code or moving anything;
/// answers whether the items are pairs.
pub fn preview_entries(value: crate::Value, items: &mut RootVec) -> bool {
    use crate::builtins::map::EntryKind;
    let mut push = |entries: Vec<(crate::Value, crate::Value)>, kind: EntryKind| {
        for (key, value) in entries {
            if kind != EntryKind::Value {
                items.push(key.bits());
            }
            if kind != EntryKind::Key {
                items.push(value.bits());
            }
        }
        kind == EntryKind::KeyAndValue
    };
    if let Some(iterator) = value.as_kind::<crate::builtins::map::MapIterator>() {
        let (entries, kind) = iterator.preview();
        return push(entries, kind);
    }
    if let Some(iterator) = value.as_kind::<crate::builtins::set::SetIterator>() {
        let (values, kind) = iterator.preview();
        let kind = if kind == EntryKind::KeyAndValue { kind } else { EntryKind::Key };
        return push(values.into_iter().map(|value| (value, value)).collect(), kind);
    }
    if let Some(map) = value.as_kind::<crate::builtins::weak_map::WeakMapObject>() {
        return push(map.entries(), EntryKind::KeyAndValue);
    }
    if let Some(set) = value.as_kind::<crate::builtins::weak_set::WeakSetObject>() {
        set.values().into_iter().for_each(|value| items.push(value.bits()));
    }
    false
}

impl Agent {
    /// A new realm with its own intrinsics and global object; the host adds its globals.
    pub fn create_realm(&mut self) -> Gc<Realm> {
        Realm::create(self)
    }
    /// A Uint8Array that owns its buffer. Errors: RangeError if there is no memory for it.
    pub fn uint8_array_from_vec(&mut self, bytes: Vec<u8>) -> crate::JsResult<Gc<TypedArrayObject>> {
        let length = bytes.len();
        let buffer = self.new_array_buffer_from_vec(bytes)?;
        Ok(self.new_uint8_array(buffer, 0, length))
    }
    /// queueMicrotask: a job that calls `callback`.
    pub fn queue_microtask(&mut self, callback: crate::Value) {
        let undefined = crate::Value::UNDEFINED;
        self.enqueue_job(Job { kind: JobKind::Callback, flag: false, a: callback, b: undefined, c: undefined });
    }
}
