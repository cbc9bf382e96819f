//! Methods of %TypedArray%.prototype that write elements or make new arrays of them (ECMA-262 23.2.3).

use super::object::TypedArrayObject;
use super::{
    check_writable, copy_elements, create_same_type, length_in_bounds, species_create, this_array, validate,
    validate_writable,
};
use crate::builtins::array_buffer::{racy, relative_position};
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::Gc;

/// 23.2.3.6
pub fn typed_array_copy_within(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate_writable(agent, this, "copyWithin")?;
    let to = relative_position(agent, args.get(0), length, 0)?;
    let from = relative_position(agent, args.get(1), length, 0)?;
    let end = relative_position(agent, args.get(2), length, length)?;
    let count = end.saturating_sub(from).min(length - to);
    if count > 0 {
        let length = length_in_bounds(agent, array, "%TypedArray%.prototype.copyWithin")?;
        let count = count.min(length.saturating_sub(from)).min(length.saturating_sub(to));
        copy_elements(array, from, array, to, count);
    }
    Ok(array.into())
}

/// 23.2.3.9
pub fn typed_array_fill(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate_writable(agent, this, "fill")?;
    let bits = array.element_type().bits_of_value(agent, args.get(0))?;
    let start = relative_position(agent, args.get(1), length, 0)?;
    let end = relative_position(agent, args.get(2), length, length)?;
    let length = length_in_bounds(agent, array, "%TypedArray%.prototype.fill")?;
    let end = end.min(length);
    if array.element_type().size() == 1 && start < end && !array.buffer().is_shared() {
        array.bytes_mut()[start..end].fill(bits as u8);
    } else {
        (start..end).for_each(|i| array.set_bits(i, bits));
    }
    Ok(array.into())
}

/// 23.2.3.25
pub fn typed_array_reverse(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let (array, length) = validate_writable(agent, this, "reverse")?;
    for lower in 0..length / 2 {
        let upper = length - 1 - lower;
        if let (Some(a), Some(b)) = (array.bits(lower), array.bits(upper)) {
            array.set_bits(lower, b);
            array.set_bits(upper, a);
        }
    }
    Ok(array.into())
}

/// 23.2.3.32
pub fn typed_array_to_reversed(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "toReversed")?;
    let new = create_same_type(agent, array, length)?;
    for i in 0..length {
        if let Some(bits) = array.bits(length - 1 - i) {
            new.set_bits(i, bits);
        }
    }
    Ok(new.into())
}

/// 23.2.3.36
pub fn typed_array_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "with")?;
    let relative = args.get(0).to_integer_or_infinity(agent)?;
    let index = if relative >= 0.0 { relative } else { length as f64 + relative };
    let bits = array.element_type().bits_of_value(agent, args.get(1))?;
    if !(0.0..array.length_or_zero() as f64).contains(&index) {
        return Err(agent.throw_range_error("Invalid typed array index"));
    }
    let new = create_same_type(agent, array, length)?;
    for i in 0..length {
        // An element that a conversion took away converts from undefined.
        let missing = if array.element_type().is_bigint() { 0 } else { array.element_type().bits_of_number(f64::NAN) };
        new.set_bits(i, array.bits(i).unwrap_or(missing));
    }
    new.set_bits(index as usize, bits);
    Ok(new.into())
}

/// 23.2.3.26
pub fn typed_array_set_from(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let target = this_array(agent, this)?;
    check_writable(agent, target, "set")?;
    let offset = args.get(1).to_integer_or_infinity(agent)?;
    if offset < 0.0 {
        return Err(agent.throw_range_error("offset is out of bounds"));
    }
    let method = "%TypedArray%.prototype.set";
    let target_length = length_in_bounds(agent, target, method)? as f64;
    if let Some(source) = args.get(0).as_kind::<TypedArrayObject>() {
        let source_length = length_in_bounds(agent, source, method)?;
        if source.element_type().is_bigint() != target.element_type().is_bigint() {
            return Err(agent.throw_bigint_mix());
        }
        if source_length as f64 + offset > target_length {
            return Err(agent.throw_range_error("offset is out of bounds"));
        }
        copy_elements(source, 0, target, offset as usize, source_length);
        return Ok(Value::UNDEFINED);
    }
    let source = args.get(0).to_object(agent)?;
    let source_length = source.length_of_array_like(agent)?;
    if source_length as f64 + offset > target_length {
        return Err(agent.throw_range_error("offset is out of bounds"));
    }
    for i in 0..source_length {
        let value = source.get_index(agent, i)?;
        target.set_element(agent, offset as usize + i as usize, value)?;
        if i & 0xfff == 0xfff {
            agent.poll_interrupts()?;
        }
    }
    Ok(Value::UNDEFINED)
}

/// 23.2.3.27
pub fn typed_array_slice(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "slice")?;
    let start = relative_position(agent, args.get(0), length, 0)?;
    let end = relative_position(agent, args.get(1), length, length)?;
    let count = end.saturating_sub(start);
    let new = species_create(agent, array, &[Value::from(count)], "slice")?;
    if count == 0 {
        return Ok(new.into());
    }
    let length = length_in_bounds(agent, array, "%TypedArray%.prototype.slice")?;
    let end = end.min(length);
    let count = end.saturating_sub(start);
    if new.element_type() == array.element_type() {
        copy_forward(array, start, new, count.min(new.length_or_zero()));
    } else {
        for i in 0..count {
            let value = array.get_element(agent, start + i);
            new.set_element(agent, i, value)?;
        }
    }
    Ok(new.into())
}

/// Copies bytes in ascending order, so that overlapping ones repeat as the specification's loop makes them.
fn copy_forward(from: Gc<TypedArrayObject>, start: usize, to: Gc<TypedArrayObject>, count: usize) {
    if from.buffer() != to.buffer() {
        copy_elements(from, start, to, 0, count);
        return;
    }
    let size = from.element_type().size();
    let input = from.data().wrapping_add(start * size);
    let output = to.data();
    if start + count > from.length_or_zero() || count > to.length_or_zero() {
        return;
    }
    if from.buffer().is_shared() {
        // SAFETY: both ranges were checked against the lengths of now.
        return unsafe { racy::copy_forward(input, output, count * size) };
    }
    for i in 0..count * size {
        // SAFETY: as above.
        unsafe { *output.add(i) = *input.add(i) };
    }
}

/// 23.2.3.30
pub fn typed_array_subarray(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let array = this_array(agent, this)?;
    let length = array.length_or_zero();
    let start = relative_position(agent, args.get(0), length, 0)?;
    let begin = Value::from(array.raw_byte_offset() + start * array.element_type().size());
    let buffer = array.buffer().into();
    let new = if array.is_length_tracking() && args.get(1).is_undefined() {
        species_create(agent, array, &[buffer, begin], "subarray")?
    } else {
        let end = relative_position(agent, args.get(1), length, length)?;
        let count = Value::from(end.saturating_sub(start));
        species_create(agent, array, &[buffer, begin, count], "subarray")?
    };
    Ok(new.into())
}
