//! Property access that missed its cache: the look-up, and what it teaches the cache.

use super::Insn;
use crate::agent::{Agent, epoch_bucket};
use crate::inline_cache::megamorphic::Access;
use crate::inline_cache::{CacheWay, InlineCache, Way, holder_of};
use crate::interpreter::frame::Frame;
use crate::object::internal_methods::{ordinary_get, ordinary_own_property, ordinary_set};
use crate::object::shape::Found;
use crate::object::{Attributes, Object, PropertyDescriptor, flags};
use crate::string::PropertyKey;
use crate::{JsResult, Value};
use jenny_gc::Gc;

/// Objects on a chain longer than this are not cached.
const MAX_HOPS: usize = 64;

fn record(agent: &mut Agent, cache: &InlineCache, way: CacheWay) {
    if let Some(code) = Frame(agent.interpreter.regs).code() {
        code.feedback().record(cache, way);
    }
}

/// As `record`, but not at every miss of a site that its ways are too few for; `stale`: one of them is for this shape.
fn record_if_wanted(agent: &mut Agent, cache: &InlineCache, way: CacheWay, stale: bool) {
    if stale || cache.wants_more() {
        record(agent, cache, way);
    }
}

/// The value of a data property by a way for an object of its shape; None if it no longer holds, or leads elsewhere.
#[inline(always)]
pub fn data_by(agent: &Agent, object: Gc<Object>, way: &CacheWay, bucket: u8) -> Option<Value> {
    Some(match way.way {
        Way::OwnInline => object.inline_slot(way.slot),
        Way::OwnOverflow => object.overflow_slot(way.slot),
        _ if way.epoch != agent.prototype_epochs[bucket as usize] => return None,
        Way::Prototype => {
            let holder = holder_of(way);
            if way.next != 0 { holder.inline_slot(way.slot) } else { holder.overflow_slot(way.slot) }
        }
        Way::Missing => Value::UNDEFINED,
        _ => return None,
    })
}

/// What a way to read a property gives for an object of its shape; None if it no longer holds.
#[inline]
fn follow(
    agent: &mut Agent,
    object: Gc<Object>,
    receiver: Value,
    way: &CacheWay,
    bucket: u8,
) -> Option<JsResult<Value>> {
    if way.way == Way::Getter && way.epoch == agent.prototype_epochs[bucket as usize] {
        let value = holder_of(way).raw_slot(way.slot);
        return Some(crate::OwnProperty { value, attributes: Attributes::ACCESSOR }.read(agent, receiver));
    }
    data_by(agent, object, way, bucket).map(Ok)
}

/// Dictionaries with more properties than this are used as maps: what is looked up in them rarely comes again soon.
const MANY: u32 = 64;

/// Whether keyed access to an object goes through the megamorphic cache.
#[inline]
fn is_cached_by_key(object: Gc<Object>) -> bool {
    let shape = object.shape();
    !shape.is_dictionary() || shape.count() <= MANY
}

/// object[key] for a key that is no index, through the megamorphic cache.
fn get_by_key(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<Value> {
    if !is_cached_by_key(object) {
        return object.get(agent, key);
    }
    let bucket = epoch_bucket(key);
    if let Some(way) = agent.megamorphic.find(object.shape_id(), key, Access::Read)
        && let Some(value) = follow(agent, object, object.into(), &way, bucket)
    {
        return value;
    }
    if let Some(way) = way_to(agent, object, key, bucket) {
        agent.megamorphic.insert(key, Access::Read, way);
        if let Some(value) = follow(agent, object, object.into(), &way, bucket) {
            return value;
        }
    }
    object.get(agent, key)
}

/// object.name after a miss of the first way.
#[inline(never)]
pub fn get_named(agent: &mut Agent, v: Value, cache: &InlineCache) -> JsResult<Value> {
    let key = cache.key;
    let Some(object) = v.as_object() else { return get_named_of_primitive(agent, v, cache) };
    let shape = object.shape_id();
    let known = cache.way_of(shape);
    if let Some(way) = known
        && let Some(value) = follow(agent, object, v, &way, cache.bucket)
    {
        return value;
    }
    if let Some(way) = agent.megamorphic.find(shape, key, Access::Read)
        && let Some(value) = follow(agent, object, v, &way, cache.bucket)
    {
        record_if_wanted(agent, cache, way, known.is_some());
        return value;
    }
    if let Some(way) = way_to(agent, object, key, cache.bucket) {
        if cache.is_full() {
            agent.megamorphic.insert(key, Access::Read, way);
        }
        record_if_wanted(agent, cache, way, known.is_some());
        if let Some(value) = follow(agent, object, v, &way, cache.bucket) {
            return value;
        }
    }
    object.get(agent, key)
}

/// Where a named property is found on an ordinary chain, without running user code.
enum Search {
    Found(Gc<Object>, Found),
    Missing,
    Unknown,
}

fn search(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> Search {
    let mut o = object;
    for _ in 0..MAX_HOPS {
        let methods = o.internal_methods();
        let is_typed_array = o.is_kind(crate::Kind::TypedArray);
        if !methods.named_properties_are_ordinary
            || !is_typed_array && methods.get as usize != ordinary_get as *const () as usize
            || is_typed_array && crate::builtins::typed_array::is_canonical_numeric_string(key)
        {
            return Search::Unknown;
        }
        // Makes lazy and virtual properties real, so that what is cached is really in the slot.
        if o.has_flag(flags::LAZY_FUNCTION) && (methods.get_own_property)(agent, o, key).is_err() {
            return Search::Unknown;
        }
        if let Some(found) = o.shape().find(key) {
            if o.raw_slot(found.slot).is_lazy() {
                ordinary_own_property(agent, o, key);
            }
            return Search::Found(o, found);
        }
        if key == agent.names.length && (o.is_kind(crate::Kind::Array) || o.is_kind(crate::Kind::PrimitiveWrapper)) {
            return Search::Unknown;
        }
        if key == agent.names.stack && o.is_kind(crate::Kind::Error) {
            return Search::Unknown;
        }
        match o.prototype().as_object() {
            Some(p) => {
                p.set_flag(flags::IS_PROTOTYPE);
                o = p;
            }
            None => return Search::Missing,
        }
    }
    Search::Unknown
}

fn learn_get(agent: &mut Agent, object: Gc<Object>, key: PropertyKey, cache: &InlineCache) {
    if let Some(way) = way_to(agent, object, key, cache.bucket) {
        record(agent, cache, way);
    }
}

/// The way to read a property of objects of this one's shape, if there is one that a cache may hold.
fn way_to(agent: &mut Agent, object: Gc<Object>, key: PropertyKey, bucket: u8) -> Option<CacheWay> {
    let epoch = agent.prototype_epochs[bucket as usize];
    let found = search(agent, object, key);
    let shape = object.shape_id();
    Some(match found {
        Search::Unknown => return None,
        // A dictionary may gain the property without a change of shape.
        Search::Missing if object.shape().is_dictionary() => return None,
        Search::Missing => CacheWay { shape, way: Way::Missing, epoch, ..CacheWay::EMPTY },
        Search::Found(holder, found) => {
            let inline = holder.shape().inline_capacity();
            let is_inline = found.slot < inline;
            if found.attributes.is_accessor() {
                if holder != object && object.shape().is_dictionary() {
                    return None;
                }
                // An own accessor is guarded by the shape, but its holder must be this very object: shapes are shared.
                if holder == object && !object.shape().is_dictionary() {
                    return None;
                }
                CacheWay { shape, slot: found.slot, way: Way::Getter, epoch, next: 0, holder: holder.addr() as u64 }
            } else if holder == object {
                if is_inline {
                    CacheWay { shape, slot: found.slot, way: Way::OwnInline, ..CacheWay::EMPTY }
                } else {
                    CacheWay { shape, slot: found.slot - inline, way: Way::OwnOverflow, ..CacheWay::EMPTY }
                }
            } else {
                if object.shape().is_dictionary() {
                    return None;
                }
                let slot = if is_inline { found.slot } else { found.slot - inline };
                CacheWay {
                    shape,
                    slot,
                    way: Way::Prototype,
                    epoch,
                    next: is_inline as u32,
                    holder: holder.addr() as u64,
                }
            }
        }
    })
}

#[inline(never)]
fn get_named_of_primitive(agent: &mut Agent, v: Value, cache: &InlineCache) -> JsResult<Value> {
    let key = cache.key;
    if v.is_nullish() || v.is_string() && key == agent.names.length {
        return get_of_nullish(agent, v, key);
    }
    // Primitives share the cache of their prototype object, marked by a shape id that no object has.
    let prototype = agent.primitive_prototype(v);
    let way = cache.first.get();
    if way.shape == prototype.shape_id()
        && way.way == Way::OwnOverflow
        && prototype.shape().is_dictionary()
        && !v.is_object()
    {
        return Ok(prototype.overflow_slot(way.slot));
    }
    learn_get(agent, prototype, key, cache);
    prototype.get_with_receiver(agent, key, v)
}

#[cold]
fn get_of_nullish(agent: &mut Agent, v: Value, key: PropertyKey) -> JsResult<Value> {
    agent.get_v(v, key)
}

/// object.name = value after a miss of the first way.
#[inline(never)]
pub fn set_named(agent: &mut Agent, target: Value, value: Value, cache: &InlineCache) -> JsResult<()> {
    let key = cache.key;
    let Some(object) = target.as_object() else { return set_on_primitive(agent, target, key, value) };
    let shape = object.shape_id();
    let known = cache.way_of(shape);
    if let Some(way) = known
        && follow_to_write(agent, object, value, &way, cache.bucket)?
    {
        return Ok(());
    }
    if let Some(way) = agent.megamorphic.find(shape, key, Access::Write)
        && follow_to_write(agent, object, value, &way, cache.bucket)?
    {
        record_if_wanted(agent, cache, way, known.is_some());
        return Ok(());
    }
    if let Some(way) = write(agent, object, key, value, cache.bucket)? {
        if cache.is_full() {
            agent.megamorphic.insert(key, Access::Write, way);
        }
        record_if_wanted(agent, cache, way, known.is_some());
    }
    Ok(())
}

/// Writes as a way says to an object of its shape; false if it no longer holds.
#[inline]
fn follow_to_write(agent: &mut Agent, object: Gc<Object>, value: Value, way: &CacheWay, bucket: u8) -> JsResult<bool> {
    match way.way {
        Way::OwnInline => object.set_inline_slot(way.slot, value),
        Way::OwnOverflow => object.set_overflow_slot(way.slot, value),
        _ if way.epoch != agent.prototype_epochs[bucket as usize] || object.has_flag(flags::IS_PROTOTYPE) => {
            return Ok(false);
        }
        Way::AddInline => {
            object.set_inline_slot(way.slot, value);
            object.set_shape_id(way.next);
        }
        Way::AddOverflow => {
            agent.grow_slots(object, object.shape().inline_capacity() + way.slot)?;
            object.set_overflow_slot(way.slot, value);
            object.set_shape_id(way.next);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// object[key] = value as the running code's mode has it; the way to do the same with objects of the shape that it had, if
/// there is one that a cache may hold.
fn write(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    value: Value,
    bucket: u8,
) -> JsResult<Option<CacheWay>> {
    let shape = object.shape_id();
    let methods = object.internal_methods();
    let cacheable = methods.named_properties_are_ordinary
        && methods.set as usize == ordinary_set as *const () as usize
        && !object.has_flag(flags::LAZY_FUNCTION)
        && !key.is_index()
        && (key != agent.names.length || !object.is_kind(crate::Kind::Array))
        && !object.is_kind(crate::Kind::Error);
    let before = object.shape();
    let existing = if cacheable { before.find(key) } else { None };
    let strict = Frame(agent.interpreter.regs).code().is_some_and(|c| c.template.flags.strict);
    if !object.set_with_receiver(agent, key, value, object.into())? {
        return if strict { Err(agent.throw_read_only(key, object.into())) } else { Ok(None) };
    }
    if !cacheable {
        return Ok(None);
    }
    let inline = before.inline_capacity();
    Ok(match existing {
        Some(found)
            if found.attributes.is_writable()
                && !found.attributes.is_accessor()
                && object.shape() == before
                && !object.has_flag(flags::IS_PROTOTYPE)
                && before.realm().is_none() =>
        {
            Some(if found.slot < inline {
                CacheWay { shape, slot: found.slot, way: Way::OwnInline, ..CacheWay::EMPTY }
            } else {
                CacheWay { shape, slot: found.slot - inline, way: Way::OwnOverflow, ..CacheWay::EMPTY }
            })
        }
        None if !before.is_dictionary() => {
            let after = object.shape();
            let added = before.find_transition(key, Attributes::ALL) == Some(after)
                && match search_above(agent, object, key) {
                    Search::Missing => true,
                    // A default in a prototype, which the new property hides.
                    Search::Found(_, found) => found.attributes.is_writable() && !found.attributes.is_accessor(),
                    Search::Unknown => false,
                };
            added.then(|| {
                let epoch = agent.prototype_epochs[bucket as usize];
                let (way, slot) = match before.count().checked_sub(inline) {
                    None => (Way::AddInline, before.count()),
                    Some(slot) => (Way::AddOverflow, slot),
                };
                CacheWay { shape, slot, way, epoch, next: after.compress(), holder: 0 }
            })
        }
        _ => None,
    })
}

/// The search from the prototype on.
fn search_above(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> Search {
    match object.prototype().as_object() {
        Some(p) => {
            p.set_flag(flags::IS_PROTOTYPE);
            search(agent, p, key)
        }
        None => Search::Missing,
    }
}

#[cold]
fn set_on_primitive(agent: &mut Agent, target: Value, key: PropertyKey, value: Value) -> JsResult<()> {
    if target.is_nullish() {
        let text = if target.is_null() { "null" } else { "undefined" };
        return Err(agent.throw_type_error(format!("Cannot set properties of {text} (setting '{}')", key.to_display())));
    }
    let prototype = agent.primitive_prototype(target);
    let done = match target.as_string() {
        Some(s) if key == agent.names.length || key.as_index().is_some_and(|i| (i as usize) < s.len()) => false,
        _ => prototype.set_with_receiver(agent, key, value, target)?,
    };
    let strict = Frame(agent.interpreter.regs).code().is_some_and(|c| c.template.flags.strict);
    if !done && strict {
        let text = crate::error::describe(agent, target);
        let kind = target.type_of();
        return Err(agent.throw_type_error(format!(
            "Cannot create property '{}' on {kind} '{}'",
            key.to_display(),
            text.trim_matches('"')
        )));
    }
    Ok(())
}

/// CreateDataProperty in an object literal.
#[inline(never)]
pub fn define_named(agent: &mut Agent, object: Gc<Object>, value: Value, cache: &InlineCache) -> JsResult<()> {
    learn_define(agent, object, cache, |agent| object.create_data_property(agent, cache.key, value).map(|_| ()))
}

/// Runs `define`, which creates a data property, and remembers the transition if it was a plain addition in an inline slot.
#[inline]
fn learn_define(
    agent: &mut Agent,
    object: Gc<Object>,
    cache: &InlineCache,
    define: impl FnOnce(&mut Agent) -> JsResult<()>,
) -> JsResult<()> {
    let key = cache.key;
    let before = object.shape();
    let fresh =
        object.is_kind(crate::Kind::Object) && !before.is_dictionary() && !key.is_index() && before.find(key).is_none();
    define(agent)?;
    if fresh && before.count() < before.inline_capacity() {
        let after = object.shape();
        if before.find_transition(key, Attributes::ALL) == Some(after) {
            let way = CacheWay {
                shape: before.compress(),
                slot: before.count(),
                way: Way::AddInline,
                next: after.compress(),
                ..CacheWay::EMPTY
            };
            record(agent, cache, way);
        }
    }
    Ok(())
}

/// object[key]
#[inline(never)]
pub fn get_keyed(agent: &mut Agent, v: Value, key: Value) -> JsResult<Value> {
    if let Some(i) = key.as_int()
        && i >= 0
    {
        if let Some(arguments) = v.as_kind::<crate::function::arguments::ArgumentsObject>()
            && let Some(value) = arguments.element(i as u32)
        {
            return Ok(value);
        }
        if let Some(object) = v.as_object() {
            return object.get_index(agent, i as u64);
        }
        if let Some(string) = v.as_string()
            && (i as usize) < string.len()
        {
            let unit = string.at(i as usize);
            return Ok(agent.single_unit_string(unit).into());
        }
    }
    if v.is_nullish() {
        let text = if v.is_null() { "null" } else { "undefined" };
        let shown =
            if key.is_object() { crate::error::describe(agent, key) } else { key.to_property_key(agent)?.to_display() };
        return Err(agent.throw_type_error(format!("Cannot read properties of {text} (reading '{shown}')")));
    }
    let key = key.to_property_key(agent)?;
    match v.as_object() {
        Some(object) if !key.is_index() => get_by_key(agent, object, key),
        _ => agent.get_v(v, key),
    }
}

/// Whether the array inherits from the original prototypes, and they have no elements: appending asks nobody.
fn has_plain_chain(agent: &mut Agent, array: Gc<crate::object::array::ArrayObject>) -> bool {
    let prototype = agent.intrinsic(crate::Intrinsic::ArrayPrototype);
    let root = agent.intrinsic(crate::Intrinsic::ObjectPrototype);
    array.object().prototype() == prototype.into()
        && prototype.raw_elements().is_undefined()
        && prototype.prototype() == root.into()
        && root.raw_elements().is_undefined()
        && root.prototype().is_null()
}

/// object[key] = value
#[inline(never)]
pub fn set_keyed(agent: &mut Agent, target: Value, key: Value, value: Value) -> JsResult<()> {
    // Appending to a dense array.
    if let (Some(i), Some(array)) = (key.as_int(), target.as_kind::<crate::object::array::ArrayObject>())
        && i >= 0
        && i as u32 == array.length()
        && has_plain_chain(agent, array)
        && array.is_length_writable()
        && !array.object().has_flag(flags::NON_EXTENSIBLE | flags::IS_PROTOTYPE)
        && !array.object().raw_elements().is_undefined()
        && array.object().sparse_elements().is_none()
    {
        return agent.array_push(array, value);
    }
    if let (Some(i), Some(object)) = (key.as_int(), target.as_object())
        && let Some(shifted) = object.shifted_elements()
        && shifted.overwrite(i as u32, value)
    {
        return Ok(());
    }
    if target.is_nullish() {
        let text = if target.is_null() { "null" } else { "undefined" };
        let shown =
            if key.is_object() { crate::error::describe(agent, key) } else { key.to_property_key(agent)?.to_display() };
        return Err(agent.throw_type_error(format!("Cannot set properties of {text} (setting '{shown}')")));
    }
    let key = key.to_property_key(agent)?;
    let Some(object) = target.as_object() else { return set_on_primitive(agent, target, key, value) };
    if key.is_index() || !is_cached_by_key(object) {
        let done = object.set_with_receiver(agent, key, value, target)?;
        let strict = !done && Frame(agent.interpreter.regs).code().is_some_and(|c| c.template.flags.strict);
        return if strict { Err(agent.throw_read_only(key, target)) } else { Ok(()) };
    }
    let bucket = epoch_bucket(key);
    if let Some(way) = agent.megamorphic.find(object.shape_id(), key, Access::Write)
        && follow_to_write(agent, object, value, &way, bucket)?
    {
        return Ok(());
    }
    if let Some(way) = write(agent, object, key, value, bucket)? {
        agent.megamorphic.insert(key, Access::Write, way);
    }
    Ok(())
}

/// Whether an object has a property, through the megamorphic cache; None where no cache can tell.
fn has_by_key(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> Option<bool> {
    if key.is_index() || !is_cached_by_key(object) {
        return None;
    }
    let bucket = epoch_bucket(key);
    let known = agent.megamorphic.find(object.shape_id(), key, Access::Read).filter(|way| {
        matches!(way.way, Way::OwnInline | Way::OwnOverflow) || way.epoch == agent.prototype_epochs[bucket as usize]
    });
    let way = match known {
        Some(way) => way,
        None => {
            let way = way_to(agent, object, key, bucket)?;
            agent.megamorphic.insert(key, Access::Read, way);
            way
        }
    };
    Some(way.way != Way::Missing)
}

pub fn has_property(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let Some(object) = insn.get(3).as_object() else {
        let (key, target) = (crate::error::describe(agent, insn.get(2)), crate::error::describe(agent, insn.get(3)));
        let key = key.trim_matches('"');
        let target = target.trim_matches('"');
        return Err(agent.throw_type_error(format!("Cannot use 'in' operator to search for '{key}' in {target}")));
    };
    let key = insn.get(2).to_property_key(agent)?;
    let has = match has_by_key(agent, object, key) {
        Some(has) => has,
        None => object.has_property(agent, key)?,
    };
    insn.set(1, has);
    Ok(())
}

pub fn delete_keyed(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let target = insn.get(2);
    if target.is_nullish() {
        return Err(agent.throw_type_error("Cannot convert undefined or null to object"));
    }
    let object = target.to_object(agent)?;
    let key = insn.get(3).to_property_key(agent)?;
    let deleted = object.delete(agent, key)?;
    if !deleted && insn.is_strict() {
        let text = crate::error::describe(agent, object.into());
        return Err(agent.throw_type_error(format!("Cannot delete property '{}' of {text}", key.to_display())));
    }
    insn.set(1, deleted);
    Ok(())
}

pub fn get_super(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let base = insn.get(2);
    let this = insn.word_register(1);
    let key = insn.get(3);
    let Some(base) = base.as_object() else {
        let value = get_keyed(agent, base, key)?;
        insn.set(1, value);
        return Ok(());
    };
    let key = key.to_property_key(agent)?;
    let value = base.get_with_receiver(agent, key, this)?;
    insn.set(1, value);
    Ok(())
}

pub fn set_super(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let base = insn.get(1);
    let this = insn.word_register(1);
    let key = insn.get(2).to_property_key(agent)?;
    let Some(base) = base.as_object() else {
        return Err(agent.throw_type_error(format!("Cannot set properties of null (setting '{}')", key.to_display())));
    };
    if !base.set_with_receiver(agent, key, insn.get(3), this)? && insn.is_strict() {
        return Err(agent.throw_read_only(key, this));
    }
    Ok(())
}

/// CreateDataPropertyOrThrow of a class field.
#[inline(never)]
pub fn define_field(agent: &mut Agent, target: Value, value: Value, cache: &InlineCache) -> JsResult<()> {
    let Some(object) = target.as_object() else { return Ok(()) };
    learn_define(agent, object, cache, |agent| object.create_data_property_or_throw(agent, cache.key, value))
}

pub fn define_keyed(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let object = insn.get(1).to_object(agent)?;
    let key = insn.get(2).to_property_key(agent)?;
    object.create_data_property_or_throw(agent, key, insn.get(3))
}

pub fn define_method(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let object = insn.get(1).to_object(agent)?;
    let key = insn.get(2).to_property_key(agent)?;
    let attributes = Attributes::BUILTIN.with(Attributes::ENUMERABLE, insn.word(1) & 1 != 0);
    object.define_or_throw(agent, key, &PropertyDescriptor::data(insn.get(3), attributes))
}

pub fn define_accessor(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let object = insn.get(1).to_object(agent)?;
    let key = insn.get(2).to_property_key(agent)?;
    let mut desc =
        PropertyDescriptor { enumerable: Some(insn.word(1) & 1 != 0), configurable: Some(true), ..Default::default() };
    if insn.word(1) & 2 != 0 {
        desc.set = Some(insn.get(3));
    } else {
        desc.get = Some(insn.get(3));
    }
    object.define_or_throw(agent, key, &desc)
}
