//! The typed array constructors (ECMA-262 23.2.5), %TypedArray%.from and %TypedArray%.of.

use super::element::ElementType;
use super::object::TypedArrayObject;
use super::{allocate, copy_elements, create_from_constructor, length_in_bounds, throw_length};
use crate::builtins::array::array_with_default_iteration;
use crate::builtins::array_buffer::{ArrayBufferObject, to_index};
use crate::operations::values;
use crate::{Agent, Args, JsResult, Object, Value, WellKnownSymbol};
use jenny_gc::{Gc, RootVec};

/// 23.2.1.1
pub fn typed_array_constructor(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Err(agent.throw_type_error("Abstract class TypedArray not directly constructable"))
}

/// 23.2.5.1
pub(super) fn construct(agent: &mut Agent, args: Args, element_type: ElementType) -> JsResult<Value> {
    let new_target = args.new_target();
    if new_target.is_undefined() {
        return Err(agent.throw_requires_new(element_type.name()));
    }
    let first = args.get(0);
    let Some(object) = first.as_object() else {
        let n = first.to_integer_or_infinity(agent)?;
        if !(0.0..=9007199254740991.0).contains(&n) {
            let n = agent.number_to_string(n).to_rust_string();
            return Err(throw_length(agent, n));
        }
        let prototype = agent.get_prototype_from_constructor(new_target, element_type.prototype())?;
        return Ok(allocate(agent, element_type, prototype, n as u64)?.into());
    };
    let prototype = agent.get_prototype_from_constructor(new_target, element_type.prototype())?;
    if let Some(source) = first.as_kind::<TypedArrayObject>() {
        return Ok(from_typed_array(agent, element_type, prototype, source)?.into());
    }
    if let Some(buffer) = first.as_kind::<ArrayBufferObject>() {
        return Ok(from_buffer(agent, element_type, prototype, buffer, args.get(1), args.get(2))?.into());
    }
    let list = match list_of(agent, first)? {
        Some(list) => list,
        None => return Ok(from_array_like(agent, element_type, prototype, object)?.into()),
    };
    let array = allocate(agent, element_type, prototype, list.len() as u64)?;
    for i in 0..list.len() {
        array.set_element(agent, i, values(&list)[i])?;
    }
    Ok(array.into())
}

/// The values that iterating an object gives; None if it is not iterable.
fn list_of(agent: &mut Agent, iterable: Value) -> JsResult<Option<RootVec>> {
    let mut list = RootVec::new(&agent.heap);
    if let Some(array) = array_with_default_iteration(agent, iterable)
        && let Some(slice) = array.packed_slice()
    {
        slice.iter().for_each(|v| list.push(v.bits()));
        return Ok(Some(list));
    }
    let method = agent.get_method(iterable, agent.symbol_key(WellKnownSymbol::Iterator))?;
    if method.is_undefined() {
        return Ok(None);
    }
    let record = agent.get_iterator_from_method(iterable, method)?;
    while let Some(value) = agent.iterator_step_value(&record)? {
        if !list.try_reserve(1) {
            return Err(agent.throw_range_error("Invalid array length"));
        }
        list.push(value.bits());
        if list.len() & 0xfff == 0 {
            agent.poll_interrupts()?;
        }
    }
    Ok(Some(list))
}

/// InitializeTypedArrayFromTypedArray (23.2.5.1.2)
fn from_typed_array(
    agent: &mut Agent,
    element_type: ElementType,
    prototype: Gc<Object>,
    source: Gc<TypedArrayObject>,
) -> JsResult<Gc<TypedArrayObject>> {
    let length = length_in_bounds(agent, source, "Construct")?;
    if source.element_type().is_bigint() != element_type.is_bigint() {
        return Err(agent.throw_bigint_mix());
    }
    let array = allocate(agent, element_type, prototype, length as u64)?;
    copy_elements(source, 0, array, 0, length);
    Ok(array)
}

/// InitializeTypedArrayFromArrayBuffer (23.2.5.1.3)
fn from_buffer(
    agent: &mut Agent,
    element_type: ElementType,
    prototype: Gc<Object>,
    buffer: Gc<ArrayBufferObject>,
    byte_offset: Value,
    length: Value,
) -> JsResult<Gc<TypedArrayObject>> {
    let size = element_type.size() as u64;
    let name = element_type.name();
    let offset = to_index(agent, byte_offset, "Start offset is too large:")?;
    if offset % size != 0 {
        return Err(agent.throw_range_error(format!("start offset of {name} should be a multiple of {size}")));
    }
    let fixed = !buffer.is_resizable();
    let new_length = match length {
        Value::UNDEFINED => None,
        length => {
            let n = length.to_integer_or_infinity(agent)?;
            if !(0.0..=9007199254740991.0).contains(&n) {
                let n = agent.number_to_string(n).to_rust_string();
                return Err(throw_length(agent, n));
            }
            Some(n as u64)
        }
    };
    if buffer.is_detached() {
        return Err(agent.throw_type_error("Cannot perform Construct on a detached ArrayBuffer"));
    }
    let buffer_length = buffer.byte_length() as u64;
    let out_of_bounds = |agent: &mut Agent| {
        agent.throw_range_error(format!("Start offset {offset} is outside the bounds of the buffer"))
    };
    let count = match new_length {
        None if !fixed => {
            if offset > buffer_length {
                return Err(out_of_bounds(agent));
            }
            None
        }
        None => {
            if !buffer_length.is_multiple_of(size) {
                return Err(agent.throw_range_error(format!("byte length of {name} should be a multiple of {size}")));
            }
            if offset > buffer_length {
                return Err(out_of_bounds(agent));
            }
            Some((buffer_length - offset) / size)
        }
        Some(n) => {
            if n.checked_mul(size).and_then(|b| b.checked_add(offset)).is_none_or(|end| end > buffer_length) {
                return Err(throw_length(agent, n));
            }
            Some(n)
        }
    };
    Ok(agent.new_typed_array(element_type, prototype, buffer, offset as usize, count.map(|n| n as usize)))
}

/// InitializeTypedArrayFromArrayLike (23.2.5.1.5)
fn from_array_like(
    agent: &mut Agent,
    element_type: ElementType,
    prototype: Gc<Object>,
    source: Gc<Object>,
) -> JsResult<Gc<TypedArrayObject>> {
    let length = source.length_of_array_like(agent)?;
    let array = allocate(agent, element_type, prototype, length)?;
    for i in 0..length {
        let value = source.get_index(agent, i)?;
        array.set_element(agent, i as usize, value)?;
        if i & 0xfff == 0xfff {
            agent.poll_interrupts()?;
        }
    }
    Ok(array)
}

/// The receiver of from and of.
fn this_constructor(agent: &mut Agent, this: Value) -> JsResult<Gc<Object>> {
    match this.as_object() {
        Some(c) if c.is_constructor() => Ok(c),
        _ => {
            let text = crate::error::describe(agent, this);
            Err(agent.throw_type_error(format!("{text} is not a constructor")))
        }
    }
}

/// 23.2.2.1
pub fn typed_array_from(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let constructor = this_constructor(agent, this)?;
    let (source, mapper, this_argument) = (args.get(0), args.get(1), args.get(2));
    if !mapper.is_undefined() && !mapper.is_callable() {
        return Err(agent.throw_not_callable(mapper));
    }
    let method = agent.get_method(source, agent.symbol_key(WellKnownSymbol::Iterator))?;
    let list = if method.is_undefined() { None } else { list_of_method(agent, source, method)? };
    let object = match &list {
        Some(_) => None,
        None => Some(source.to_object(agent)?),
    };
    let length = match (&list, object) {
        (Some(list), _) => list.len() as u64,
        (None, Some(object)) => object.length_of_array_like(agent)?,
        (None, None) => 0,
    };
    let array = create_from_constructor(agent, constructor, &[Value::number(length as f64)], "from")?;
    for i in 0..length {
        let mut value = match (&list, object) {
            (Some(list), _) => values(list)[i as usize],
            (None, Some(object)) => object.get_index(agent, i)?,
            (None, None) => Value::UNDEFINED,
        };
        if !mapper.is_undefined() {
            value = agent.call(mapper, this_argument, &[value, Value::number(i as f64)])?;
        }
        array.set_element(agent, i as usize, value)?;
        if i & 0xfff == 0xfff {
            agent.poll_interrupts()?;
        }
    }
    Ok(array.into())
}

/// As `list_of`, with the iterator method that was read already.
fn list_of_method(agent: &mut Agent, iterable: Value, method: Value) -> JsResult<Option<RootVec>> {
    let mut list = RootVec::new(&agent.heap);
    let record = agent.get_iterator_from_method(iterable, method)?;
    while let Some(value) = agent.iterator_step_value(&record)? {
        if !list.try_reserve(1) {
            return Err(agent.throw_range_error("Invalid array length"));
        }
        list.push(value.bits());
    }
    Ok(Some(list))
}

/// 23.2.2.2
pub fn typed_array_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let constructor = this_constructor(agent, this)?;
    let array = create_from_constructor(agent, constructor, &[Value::from(args.len())], "of")?;
    for i in 0..args.len() {
        array.set_element(agent, i, args.get(i))?;
    }
    Ok(array.into())
}
