//! Methods of %TypedArray%.prototype that read elements: at, includes, indexOf, lastIndexOf, join (ECMA-262 23.2.3).

use super::object::TypedArrayObject;
use super::validate;
use crate::string::StringBuilder;
use crate::{Agent, Args, JsResult, Value};
use jenny_gc::Gc;
use num_traits::ToPrimitive;

/// 23.2.3.1
pub fn typed_array_at(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "at")?;
    let relative = args.get(0).to_integer_or_infinity(agent)?;
    let k = if relative >= 0.0 { relative } else { length as f64 + relative };
    if k < 0.0 || k >= length as f64 {
        return Ok(Value::UNDEFINED);
    }
    Ok(array.get_element(agent, k as usize))
}

/// What elements are compared with.
enum Sought {
    Number(f64),
    /// bits of a BigInt that the element type can hold
    Bits(u64),
    /// no element can be it
    Nothing,
}

fn sought(array: Gc<TypedArrayObject>, value: Value) -> Sought {
    use super::element::ElementType::{BigInt64, BigUint64};
    match (array.element_type(), value.as_number(), value.as_bigint()) {
        (BigInt64, _, Some(b)) => b.value().to_i64().map_or(Sought::Nothing, |i| Sought::Bits(i as u64)),
        (BigUint64, _, Some(b)) => b.value().to_u64().map_or(Sought::Nothing, Sought::Bits),
        (BigInt64 | BigUint64, ..) => Sought::Nothing,
        (_, Some(n), _) => Sought::Number(n),
        _ => Sought::Nothing,
    }
}

/// Whether element `i` is what is sought; NaN equals itself if `same_value_zero`.
#[inline]
fn matches(array: Gc<TypedArrayObject>, i: usize, sought: &Sought, same_value_zero: bool) -> bool {
    let Some(bits) = array.bits(i) else { return false };
    match sought {
        Sought::Number(n) => {
            let element = array.element_type().number_of_bits(bits);
            element == *n || (same_value_zero && element.is_nan() && n.is_nan())
        }
        Sought::Bits(b) => bits == *b,
        Sought::Nothing => false,
    }
}

/// Where a search from the front begins; None if past the end.
fn start_of(agent: &mut Agent, value: Value, length: usize) -> JsResult<usize> {
    let n = value.to_integer_or_infinity(agent)?;
    let length = length as f64;
    Ok(if n < 0.0 { (length + n).max(0.0) } else { n.min(length) } as usize)
}

/// 23.2.3.16
pub fn typed_array_includes(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "includes")?;
    if length == 0 {
        return Ok(Value::FALSE);
    }
    let start = start_of(agent, args.get(1), length)?;
    let current = array.length_or_zero().min(length);
    if args.get(0).is_undefined() {
        // Elements that a conversion took away read as undefined.
        return Ok(Value::bool(start < length && current < length));
    }
    let sought = sought(array, args.get(0));
    Ok(Value::bool((start..current).any(|i| matches(array, i, &sought, true))))
}

/// 23.2.3.17
pub fn typed_array_index_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "indexOf")?;
    if length == 0 {
        return Ok(Value::int(-1));
    }
    let start = start_of(agent, args.get(1), length)?;
    let sought = sought(array, args.get(0));
    let current = array.length_or_zero().min(length);
    Ok((start..current).find(|&i| matches(array, i, &sought, false)).map_or(Value::int(-1), Value::from))
}

/// 23.2.3.20
pub fn typed_array_last_index_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "lastIndexOf")?;
    if length == 0 {
        return Ok(Value::int(-1));
    }
    let last = length as f64 - 1.0;
    let n = if args.len() > 1 { args.get(1).to_integer_or_infinity(agent)? } else { last };
    let k = if n >= 0.0 { n.min(last) } else { length as f64 + n };
    if k < 0.0 {
        return Ok(Value::int(-1));
    }
    let sought = sought(array, args.get(0));
    let end = (k as usize + 1).min(array.length_or_zero());
    Ok((0..end).rev().find(|&i| matches(array, i, &sought, false)).map_or(Value::int(-1), Value::from))
}

/// 23.2.3.18
pub fn typed_array_join(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "join")?;
    let separator = match args.get(0) {
        Value::UNDEFINED => agent.single_unit_string(b',' as u16),
        separator => separator.to_js_string(agent)?,
    };
    let mut out = StringBuilder::new();
    for i in 0..length {
        if i > 0 {
            out.push_string(agent, separator)?;
        }
        let element = array.get_element(agent, i);
        if !element.is_undefined() {
            let text = element.to_js_string(agent)?;
            out.push_string(agent, text)?;
        }
        if i & 0xfff == 0xfff {
            agent.poll_interrupts()?;
        }
    }
    Ok(out.finish(agent)?.into())
}

/// 23.2.3.31
pub fn typed_array_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (array, length) = validate(agent, this, "toLocaleString")?;
    let key = agent.key("toLocaleString");
    let mut out = StringBuilder::new();
    for i in 0..length {
        if i > 0 {
            out.push_unit(b',' as u16);
        }
        let element = array.get_element(agent, i);
        if !element.is_undefined() {
            let text = agent.invoke(element, key, &[args.get(0), args.get(1)])?.to_js_string(agent)?;
            out.push_string(agent, text)?;
        }
    }
    Ok(out.finish(agent)?.into())
}
