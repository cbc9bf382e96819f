//! Arithmetic beyond two Numbers: strings, BigInts, conversions.

use crate::agent::Agent;
use crate::value::bigint_arithmetic::{BigIntOp, bigint_binary, bigint_bitwise_not, bigint_unary_minus};
use crate::{JsResult, PreferredType, Value};

/// ApplyStringOrNumericBinaryOperator for `+` (13.15.3).
#[inline(never)]
pub fn add(agent: &mut Agent, l: Value, r: Value) -> JsResult<Value> {
    if let (Some(a), Some(b)) = (l.as_string(), r.as_string()) {
        return Ok(agent.concat(a, b)?.into());
    }
    match (l.as_string(), r.as_string()) {
        (Some(a), None) if r.is_number() => return Ok(agent.concat_number(a, r, false)?.into()),
        (None, Some(b)) if l.is_number() => return Ok(agent.concat_number(b, l, true)?.into()),
        _ => {}
    }
    let l = l.to_primitive(agent, PreferredType::Default)?;
    let r = r.to_primitive(agent, PreferredType::Default)?;
    if l.is_string() || r.is_string() {
        let a = l.to_js_string(agent)?;
        let b = r.to_js_string(agent)?;
        return Ok(agent.concat(a, b)?.into());
    }
    numeric(agent, l, r, BigIntOp::Add, |a, b| a + b)
}

#[inline(never)]
fn numeric(agent: &mut Agent, l: Value, r: Value, op: BigIntOp, f: fn(f64, f64) -> f64) -> JsResult<Value> {
    let l = l.to_numeric(agent)?;
    let r = r.to_numeric(agent)?;
    match (l.as_bigint(), r.as_bigint()) {
        (None, None) => Ok(Value::number(f(l.as_f64_unchecked(), r.as_f64_unchecked()))),
        (Some(a), Some(b)) => bigint_binary(agent, op, a, b),
        _ => Err(throw_mixed(agent)),
    }
}

#[cold]
fn throw_mixed(agent: &mut Agent) -> crate::Throw {
    agent.throw_type_error("Cannot mix BigInt and other types, use explicit conversions")
}

#[inline(never)]
fn integer(agent: &mut Agent, l: Value, r: Value, op: BigIntOp, f: fn(i32, i32) -> Value) -> JsResult<Value> {
    let l = l.to_numeric(agent)?;
    let r = r.to_numeric(agent)?;
    match (l.as_bigint(), r.as_bigint()) {
        (None, None) => Ok(f(l.to_int32(agent)?, r.to_int32(agent)?)),
        (Some(a), Some(b)) => bigint_binary(agent, op, a, b),
        _ => Err(throw_mixed(agent)),
    }
}

macro_rules! operations {
    (numeric { $($name:ident $op:ident $f:expr;)* } integer { $($iname:ident $iop:ident $g:expr;)* }) => {
        $(pub fn $name(agent: &mut Agent, l: Value, r: Value) -> JsResult<Value> { numeric(agent, l, r, BigIntOp::$op, $f) })*
        $(pub fn $iname(agent: &mut Agent, l: Value, r: Value) -> JsResult<Value> { integer(agent, l, r, BigIntOp::$iop, $g) })*
    };
}
operations! {
    numeric {
        sub Subtract |a, b| a - b;
        mul Multiply |a, b| a * b;
        div Divide |a, b| a / b;
        modulo Remainder remainder;
        exp Exponentiate exponentiate;
    }
    integer {
        bit_and BitAnd |a, b| Value::int(a & b);
        bit_or BitOr |a, b| Value::int(a | b);
        bit_xor BitXor |a, b| Value::int(a ^ b);
        shl ShiftLeft |a, b| Value::int(a.wrapping_shl(b as u32));
        shr SignedShiftRight |a, b| Value::int(a.wrapping_shr(b as u32));
        ushr UnsignedShiftRight |a, b| Value::from((a as u32).wrapping_shr(b as u32));
    }
}

/// Number::remainder (6.1.6.1.6)
pub fn remainder(a: f64, b: f64) -> f64 {
    if b.is_infinite() && a.is_finite() {
        return a;
    }
    let r = a % b;
    if r == 0.0 && a.is_sign_negative() { -0.0 } else { r }
}

/// Number::exponentiate (6.1.6.1.3)
pub fn exponentiate(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    if exponent.fract() == 0.0 && exponent.abs() <= 64.0 && base.fract() == 0.0 && exponent >= 0.0 {
        // Exact for integers that stay exact, as repeated multiplication is.
        let exact = base.powi(exponent as i32);
        if exact.abs() < 9007199254740992.0 {
            return exact;
        }
    }
    base.powf(exponent)
}

pub fn neg(agent: &mut Agent, v: Value) -> JsResult<Value> {
    let v = v.to_numeric(agent)?;
    match v.as_bigint() {
        Some(b) => Ok(bigint_unary_minus(agent, b)),
        None => Ok(Value::number(-v.as_f64_unchecked())),
    }
}

pub fn bit_not(agent: &mut Agent, v: Value) -> JsResult<Value> {
    let v = v.to_numeric(agent)?;
    match v.as_bigint() {
        Some(b) => bigint_bitwise_not(agent, b),
        None => Ok(Value::int(!v.to_int32(agent)?)),
    }
}

pub fn to_number(agent: &mut Agent, v: Value) -> JsResult<Value> {
    Ok(Value::number(v.to_number(agent)?))
}

/// `++` and `--`
pub fn increment(agent: &mut Agent, v: Value, by: i32) -> JsResult<Value> {
    let v = v.to_numeric(agent)?;
    match v.as_bigint() {
        Some(b) => {
            let one = agent.new_bigint(by.into());
            bigint_binary(agent, BigIntOp::Add, b, one)
        }
        None => Ok(Value::number(v.as_f64_unchecked() + by as f64)),
    }
}
