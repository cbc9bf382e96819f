//! Testing and comparison operations (ECMA-262 7.2).

use super::PreferredType;
use crate::agent::Agent;
use crate::{JsResult, Value};
use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};
use std::cmp::Ordering;

/// SameValue (7.2.9)
pub fn same_value(x: Value, y: Value) -> bool {
    match (x.as_number(), y.as_number()) {
        (Some(a), Some(b)) => (a == b && a.is_sign_negative() == b.is_sign_negative()) || (a.is_nan() && b.is_nan()),
        (None, None) => same_value_non_number(x, y),
        _ => false,
    }
}

/// SameValueZero (7.2.10)
pub fn same_value_zero(x: Value, y: Value) -> bool {
    match (x.as_number(), y.as_number()) {
        (Some(a), Some(b)) => a == b || (a.is_nan() && b.is_nan()),
        (None, None) => same_value_non_number(x, y),
        _ => false,
    }
}

/// IsStrictlyEqual (7.2.15)
#[inline]
pub fn is_strictly_equal(x: Value, y: Value) -> bool {
    if x == y {
        return !x.is_double() || !x.as_double_unchecked().is_nan();
    }
    match (x.as_number(), y.as_number()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => same_value_non_number(x, y),
        _ => false,
    }
}

fn same_value_non_number(x: Value, y: Value) -> bool {
    if x == y {
        return true;
    }
    if let (Some(a), Some(b)) = (x.as_string(), y.as_string()) {
        return a.equals(&b);
    }
    if let (Some(a), Some(b)) = (x.as_bigint(), y.as_bigint()) {
        return a.value() == b.value();
    }
    false
}

/// IsLooselyEqual (7.2.14)
pub fn is_loosely_equal(agent: &mut Agent, x: Value, y: Value) -> JsResult<bool> {
    let (mut x, mut y) = (x, y);
    loop {
        if x.is_number() && y.is_number()
            || x.is_string() && y.is_string()
            || x.is_bool() && y.is_bool()
            || x.is_symbol() && y.is_symbol()
            || x.is_bigint() && y.is_bigint()
            || x.is_object() && y.is_object()
        {
            return Ok(is_strictly_equal(x, y));
        }
        if x.is_nullish() || y.is_nullish() {
            let other = if x.is_nullish() { y } else { x };
            return Ok(
                other.is_nullish() || other.as_object().is_some_and(|o| o.has_flag(crate::object::flags::IS_HTMLDDA))
            );
        }
        if x.is_bool() {
            x = Value::int(x.is_true() as i32);
            continue;
        }
        if y.is_bool() {
            y = Value::int(y.is_true() as i32);
            continue;
        }
        if x.is_object() {
            x = x.to_primitive(agent, PreferredType::Default)?;
            continue;
        }
        if y.is_object() {
            y = y.to_primitive(agent, PreferredType::Default)?;
            continue;
        }
        if x.is_symbol() || y.is_symbol() {
            return Ok(false);
        }
        // Numbers, strings and BigInts of different types remain.
        let (b, other) = match (x.as_bigint(), y.as_bigint()) {
            (Some(b), _) => (b, y),
            (_, Some(b)) => (b, x),
            _ => return Ok(x.to_number(agent)? == y.to_number(agent)?),
        };
        if let Some(s) = other.as_string() {
            return Ok(jenny_text::number::string_to_bigint(super::text_of(s.view())).is_some_and(|n| n == *b.value()));
        }
        return Ok(compare_bigint_number(b.value(), other.as_f64_unchecked()) == Some(Ordering::Equal));
    }
}

/// Order of a BigInt and a Number; None for NaN.
pub fn compare_bigint_number(b: &BigInt, n: f64) -> Option<Ordering> {
    if n.is_nan() {
        return None;
    }
    if n.is_infinite() {
        return Some(if n > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = BigInt::from_f64(n.trunc())?;
    Some(b.cmp(&whole).then_with(|| {
        let fraction = n - n.trunc();
        0.0f64.partial_cmp(&fraction).unwrap_or(Ordering::Equal)
    }))
}

/// IsLessThan (7.2.13): None is undefined (a NaN).
pub fn is_less_than(agent: &mut Agent, x: Value, y: Value, left_first: bool) -> JsResult<Option<bool>> {
    let (px, py) = if left_first {
        let px = x.to_primitive(agent, PreferredType::Number)?;
        (px, y.to_primitive(agent, PreferredType::Number)?)
    } else {
        let py = y.to_primitive(agent, PreferredType::Number)?;
        (x.to_primitive(agent, PreferredType::Number)?, py)
    };
    if let (Some(a), Some(b)) = (px.as_string(), py.as_string()) {
        return Ok(Some(a.view().compare(&b.view()) == Ordering::Less));
    }
    if let (Some(a), Some(b)) = (px.as_bigint(), py.as_string()) {
        return Ok(jenny_text::number::string_to_bigint(super::text_of(b.view())).map(|b| *a.value() < b));
    }
    if let (Some(a), Some(b)) = (px.as_string(), py.as_bigint()) {
        return Ok(jenny_text::number::string_to_bigint(super::text_of(a.view())).map(|a| a < *b.value()));
    }
    let nx = px.to_numeric(agent)?;
    let ny = py.to_numeric(agent)?;
    Ok(match (nx.as_bigint(), ny.as_bigint()) {
        (None, None) => nx.as_f64_unchecked().partial_cmp(&ny.as_f64_unchecked()).map(|o| o == Ordering::Less),
        (Some(a), Some(b)) => Some(a.value() < b.value()),
        (Some(a), None) => compare_bigint_number(a.value(), ny.as_f64_unchecked()).map(|o| o == Ordering::Less),
        (None, Some(b)) => compare_bigint_number(b.value(), nx.as_f64_unchecked()).map(|o| o == Ordering::Greater),
    })
}

/// The nearest Number to a BigInt.
pub fn bigint_to_number(b: &BigInt) -> f64 {
    b.to_f64().unwrap_or(f64::NAN)
}
