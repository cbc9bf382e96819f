//! How array methods read and write elements: fast over dense elements, by the specification otherwise.

use crate::kind::Kind;
use crate::object::array::ArrayObject;
use crate::object::{AsObject, Object, flags};
use crate::{Agent, Args, Intrinsic, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

/// 2^53 - 1
pub(super) const MAX_SAFE: u64 = 9_007_199_254_740_991;

/// get Array [ %Symbol.species% ] (23.1.2.5)
pub(super) fn array_species(_: &mut Agent, this: Value, _: Args) -> JsResult<Value> {
    Ok(this)
}

/// The methods of which V8 says "Array.prototype.x called on null or undefined".
const CALLED_ON: [&str; 13] = [
    "concat",
    "every",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "forEach",
    "indexOf",
    "map",
    "reduce",
    "reduceRight",
    "some",
];

/// ToObject of the receiver, naming the method.
#[inline]
pub(super) fn this_object(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<Object>> {
    match this.as_object() {
        Some(object) => Ok(object),
        None => {
            if CALLED_ON.contains(&method.trim_start_matches("Array.prototype.")) {
                this.require_object_coercible(agent, method)?;
            }
            this.to_object(agent)
        }
    }
}

/// The callback of an iteration method.
#[inline]
pub(super) fn callback_of(agent: &mut Agent, value: Value) -> JsResult<Value> {
    if value.is_callable() { Ok(value) } else { Err(agent.throw_not_callable_argument(value)) }
}

/// A relative index argument clamped to 0..=length; undefined is `default`.
pub(super) fn relative_index(agent: &mut Agent, value: Value, length: u64, default: u64) -> JsResult<u64> {
    if value.is_undefined() {
        return Ok(default);
    }
    let relative = value.to_integer_or_infinity(agent)?;
    Ok(if relative < 0.0 { (length as f64 + relative).max(0.0) as u64 } else { relative.min(length as f64) as u64 })
}

/// Whether no object on the prototype chain has indexed properties, so that a hole of this object is plainly absent.
#[inline]
pub fn holes_are_absent(object: Gc<Object>) -> bool {
    let mut next = object.prototype().as_object();
    while let Some(prototype) = next {
        if !(prototype.is_kind(Kind::Object) || prototype.is_kind(Kind::Array))
            || !prototype.raw_elements().is_undefined()
        {
            return false;
        }
        next = prototype.prototype().as_object();
    }
    true
}

/// The next index from `i` on at which an array has an element, or `length`; None where reading a hole might be observed.
pub(super) fn next_present(object: Gc<Object>, i: u64, length: u64) -> Option<u64> {
    if !object.is_kind(Kind::Array) || !holes_are_absent(object) {
        return None;
    }
    let Ok(from) = u32::try_from(i) else { return Some(length) };
    let next = if let Some(sparse) = object.sparse_elements() {
        sparse.first_at_or_above(from).map(u64::from)
    } else if let Some(dense) = object.dense_elements() {
        let rest = dense.as_slice().get(from as usize..).unwrap_or(&[]);
        rest.iter().position(|value| !value.is_empty()).map(|place| i + place as u64)
    } else {
        None
    };
    Some(next.unwrap_or(length).min(length))
}

/// The own dense element at `i`, if there is one.
#[inline(always)]
pub(super) fn dense_value(object: Gc<Object>, i: u64) -> Option<Value> {
    let dense = object.dense_elements()?;
    if i < dense.len() as u64 && object.internal_methods().elements_are_ordinary {
        let value = dense.get(i as u32);
        return (!value.is_empty()).then_some(value);
    }
    None
}

/// HasProperty, then Get: None if the index is absent.
#[inline(always)]
pub(super) fn get_if_present(agent: &mut Agent, object: Gc<Object>, i: u64) -> JsResult<Option<Value>> {
    match dense_value(object, i) {
        Some(value) => Ok(Some(value)),
        None => get_if_present_slow(agent, object, i),
    }
}

#[cold]
fn get_if_present_slow(agent: &mut Agent, object: Gc<Object>, i: u64) -> JsResult<Option<Value>> {
    if i & 1023 == 1023 {
        agent.poll_interrupts()?;
    }
    if object.is_kind(Kind::Array) && object.sparse_elements().is_none() && holes_are_absent(object) {
        return Ok(None);
    }
    let key = agent.key_from_integer(i);
    if !object.has_property(agent, key)? {
        return Ok(None);
    }
    Ok(Some(object.get(agent, key)?))
}

/// Get(O, i), polling for interrupts now and then.
#[inline(always)]
pub(super) fn get_element(agent: &mut Agent, object: Gc<Object>, i: u64) -> JsResult<Value> {
    if let Some(value) = dense_value(object, i) {
        return Ok(value);
    }
    if i & 1023 == 1023 {
        agent.poll_interrupts()?;
    }
    object.get_index(agent, i)
}

/// Set(O, i, V, true).
#[inline]
pub(super) fn set_element(agent: &mut Agent, object: Gc<Object>, i: u64, value: Value) -> JsResult<()> {
    // Dense elements are writable data properties.
    if dense_value(object, i).is_some()
        && let Some(dense) = object.dense_elements()
    {
        dense.set(i as u32, value);
        return Ok(());
    }
    if i & 1023 == 1023 {
        agent.poll_interrupts()?;
    }
    object.set_index(agent, i, value)
}

/// DeletePropertyOrThrow(O, i).
pub(super) fn delete_element(agent: &mut Agent, object: Gc<Object>, i: u64) -> JsResult<()> {
    if i & 1023 == 1023 {
        agent.poll_interrupts()?;
    }
    let key = agent.key_from_integer(i);
    object.delete_or_throw(agent, key)
}

/// Set(O, "length", n, true).
pub(super) fn set_length(agent: &mut Agent, object: Gc<Object>, length: u64) -> JsResult<()> {
    object.set(agent, agent.names.length, Value::number(length as f64))
}

/// The object as an array whose `length` elements lie densely (holes allowed) and may be moved about freely.
#[inline]
pub(super) fn movable(object: Gc<Object>, length: u64) -> Option<Gc<ArrayObject>> {
    let array = Value::from(object).as_kind::<ArrayObject>()?;
    let dense = object.dense_elements()?;
    (dense.len() as u64 == length
        && array.length() as u64 == length
        && !object.has_flag(flags::IS_PROTOTYPE | flags::NON_EXTENSIBLE)
        && array.is_length_writable()
        && holes_are_absent(object))
    .then_some(array)
}

/// Whether elements may be added past the array's end without asking anybody.
#[inline]
pub(super) fn appendable(array: Gc<ArrayObject>, count: usize) -> bool {
    let object = array.as_object();
    !object.has_flag(flags::IS_PROTOTYPE | flags::NON_EXTENSIBLE)
        && array.is_length_writable()
        && object.sparse_elements().is_none()
        && array.length() as u64 + (count as u64) < u32::MAX as u64
        && holes_are_absent(object)
}

/// Where a method puts its result: an array that nobody else has seen yet, or whatever a species constructor made.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub object: Gc<Object>,
    pub fresh: Option<Gc<ArrayObject>>,
}

impl Target {
    pub fn fresh(array: Gc<ArrayObject>) -> Target {
        Target { object: array.as_object(), fresh: Some(array) }
    }
    /// CreateDataPropertyOrThrow(A, i, V)
    #[inline]
    pub fn put(self, agent: &mut Agent, i: u64, value: Value) -> JsResult<()> {
        if let Some(array) = self.fresh
            && i < u32::MAX as u64
        {
            let i = i as u32;
            if let Some(dense) = self.object.dense_elements()
                && dense.len() == i
                && i < dense.capacity()
            {
                dense.push_within_capacity(value);
                if i >= array.length() {
                    array.set_length_raw(i + 1);
                }
                return Ok(());
            }
            if i == array.length() {
                return agent.array_push(array, value);
            }
            agent.put_element(self.object, i, value, array.length())?;
            if i >= array.length() {
                array.set_length_raw(i + 1);
            }
            return Ok(());
        }
        let key = agent.key_from_integer(i);
        self.object.create_data_property_or_throw(agent, key, value)
    }
    /// Set(A, "length", n, true)
    pub fn finish(self, agent: &mut Agent, length: u64) -> JsResult<Value> {
        match self.fresh {
            Some(array) if array.length() as u64 == length => {}
            Some(array) if length <= u32::MAX as u64 && array.length() as u64 <= length => {
                array.set_length_raw(length as u32)
            }
            _ => set_length(agent, self.object, length)?,
        }
        Ok(self.object.into())
    }
}

/// Whether ArraySpeciesCreate for this array is known to make a plain array, without asking.
fn has_default_species(agent: &mut Agent, original: Gc<Object>) -> bool {
    let prototype = agent.intrinsic(Intrinsic::ArrayPrototype);
    let constructor = agent.intrinsic(Intrinsic::Array);
    let constructor_key = agent.names.constructor;
    if original.prototype() != prototype.into() || original.shape().find(constructor_key).is_some() {
        return false;
    }
    let Some(found) = prototype.shape().find(constructor_key) else { return false };
    if prototype.raw_slot(found.slot) != constructor.into() {
        return false;
    }
    let species = agent.symbol_key(WellKnownSymbol::Species);
    let Some(found) = constructor.shape().find(species) else { return false };
    let value = constructor.raw_slot(found.slot);
    if value.is_lazy() {
        return true;
    }
    if !found.attributes.is_accessor() {
        return false;
    }
    // SAFETY: the value of an accessor property that is not lazy is an Accessor cell.
    let pair = unsafe { value.as_gc_unchecked::<crate::object::Accessor>() };
    is_native(pair.getter(), array_species)
}

/// Whether a value is a native function object that runs `function`.
pub(super) fn is_native(value: Value, function: crate::NativeFunction) -> bool {
    value
        .as_kind::<crate::function::NativeFunctionObject>()
        .is_some_and(|native| std::ptr::fn_addr_eq(native.function(), function))
}

/// ArraySpeciesCreate (10.4.2.2). Errors: RangeError past 2^32-1, TypeError for a species that is no constructor.
pub(super) fn array_species_create(agent: &mut Agent, original: Gc<Object>, length: u64) -> JsResult<Target> {
    let value = Value::from(original);
    if (original.is_kind(Kind::Array) && has_default_species(agent, original)) || !value.is_array(agent)? {
        return Ok(Target::fresh(agent.array_create(length, None)?));
    }
    let mut constructor = original.get(agent, agent.names.constructor)?;
    if constructor.is_constructor()
        && let Some(object) = constructor.as_object()
    {
        let realm = agent.get_function_realm(object)?;
        if !realm.is_same_cell(agent.realm()) && object == realm.intrinsic(agent, Intrinsic::Array) {
            constructor = Value::UNDEFINED;
        }
    }
    if let Some(object) = constructor.as_object() {
        constructor = object.get(agent, agent.symbol_key(WellKnownSymbol::Species))?;
        if constructor.is_null() {
            constructor = Value::UNDEFINED;
        }
    }
    if constructor.is_undefined() {
        return Ok(Target::fresh(agent.array_create(length, None)?));
    }
    match constructor.as_object() {
        Some(object) if object.is_constructor() => {
            let made = agent.construct(object, &[Value::number(length as f64)], object)?;
            Ok(Target { object: made, fresh: None })
        }
        _ => Err(agent.throw_type_error("object.constructor[Symbol.species] is not a constructor")),
    }
}

/// A copy of the elements from..to of a dense array as a fresh array.
pub(super) fn copy_dense(
    agent: &mut Agent,
    source: Gc<ArrayObject>,
    from: u32,
    to: u32,
) -> JsResult<Option<Gc<ArrayObject>>> {
    let Some(dense) = source.as_object().dense_elements().filter(|d| to <= d.len() && from <= to) else {
        return Ok(None);
    };
    if from == to {
        return Ok(Some(agent.new_array_with_elements(None)));
    }
    let copy = agent.new_elements(to - from)?;
    dense.as_slice()[from as usize..to as usize].iter().for_each(|v| copy.push_within_capacity(*v));
    Ok(Some(agent.new_array_with_elements(Some(copy))))
}

/// The length that an array iterator sees at a step: of a typed array its own, without asking. Errors: TypeError out of bounds.
pub(super) fn iterated_length(agent: &mut Agent, target: Gc<Object>) -> JsResult<u64> {
    if let Some(array) = Value::from(target).as_kind::<crate::builtins::typed_array::TypedArrayObject>() {
        let method = "%ArrayIteratorPrototype%.next";
        return Ok(crate::builtins::typed_array::length_in_bounds(agent, array, method)? as u64);
    }
    if let Some(typed) = Value::from(target).as_kind::<crate::builtins::typed_array::TypedArrayObject>() {
        return match typed.length() {
            Some(length) => Ok(length as u64),
            None => {
                Err(agent.throw_type_error("Cannot perform %ArrayIteratorPrototype%.next on a detached ArrayBuffer"))
            }
        };
    }
    target.length_of_array_like(agent)
}
