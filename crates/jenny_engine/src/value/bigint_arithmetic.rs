//! BigInt operators (ECMA-262 6.1.6.2) as the interpreter calls them.

use super::Value;
use super::bigint::JsBigInt;
use crate::JsResult;
use crate::agent::Agent;
use jenny_gc::Gc;
use num_bigint::{BigInt, Sign};
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Longest BigInt, in bits, as V8's.
pub const MAX_BITS: u64 = 1 << 30;

/// A binary operator on two BigInts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BigIntOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Exponentiate,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    /// `>>`
    SignedShiftRight,
    /// `>>>`: throws
    UnsignedShiftRight,
}

impl Agent {
    /// A BigInt from a computed integer. Errors: RangeError "Maximum BigInt size exceeded".
    pub fn try_bigint(&mut self, value: BigInt) -> JsResult<Gc<JsBigInt>> {
        let bits = value.bits();
        if bits > MAX_BITS {
            return Err(self.throw_bigint_too_big());
        }
        if bits > 1 << 20 && !self.heap.has_room((bits / 8) as usize) {
            return Err(self.throw_out_of_memory());
        }
        Ok(self.new_bigint(value))
    }
    #[cold]
    fn throw_bigint_too_big(&mut self) -> crate::Throw {
        self.throw_range_error("Maximum BigInt size exceeded")
    }
    /// "Cannot mix BigInt and other types, use explicit conversions"
    #[cold]
    pub fn throw_bigint_mix(&mut self) -> crate::Throw {
        self.throw_type_error("Cannot mix BigInt and other types, use explicit conversions")
    }
}

/// `a op b`. Errors: RangeError for results past MAX_BITS, division by zero, negative exponents; TypeError for `>>>`.
pub fn bigint_binary(agent: &mut Agent, op: BigIntOp, a: Gc<JsBigInt>, b: Gc<JsBigInt>) -> JsResult<Value> {
    let (x, y) = (a.value(), b.value());
    // Numbers of one machine word need no general arithmetic.
    if let (Some(i), Some(j)) = (small(x), small(y))
        && let Some(result) = small_binary(op, i, j)
    {
        return Ok(agent.new_bigint(BigInt::from(result)).into());
    }
    let result = match op {
        BigIntOp::Add => x + y,
        BigIntOp::Subtract => x - y,
        BigIntOp::Multiply => {
            if x.bits() + y.bits() > MAX_BITS + 1 {
                return Err(agent.throw_bigint_too_big());
            }
            super::bigint_large::multiply(agent, x, y)?
        }
        BigIntOp::Divide | BigIntOp::Remainder if y.is_zero() => {
            return Err(agent.throw_range_error("Division by zero"));
        }
        BigIntOp::Divide => x / y,
        BigIntOp::Remainder => x % y,
        BigIntOp::Exponentiate => return exponentiate(agent, x, y),
        BigIntOp::BitAnd => x & y,
        BigIntOp::BitOr => x | y,
        BigIntOp::BitXor => x ^ y,
        BigIntOp::ShiftLeft => return shift(agent, x, y, false),
        BigIntOp::SignedShiftRight => return shift(agent, x, y, true),
        BigIntOp::UnsignedShiftRight => {
            return Err(agent.throw_type_error("BigInts have no unsigned right shift, use >> instead"));
        }
    };
    Ok(agent.try_bigint(result)?.into())
}

/// The integer if it lies well within an i64.
#[inline]
fn small(x: &BigInt) -> Option<i64> {
    if x.bits() > 62 { None } else { x.to_i64() }
}

/// The result where it is found without wide arithmetic.
#[inline]
fn small_binary(op: BigIntOp, i: i64, j: i64) -> Option<i64> {
    match op {
        BigIntOp::Add => Some(i + j),
        BigIntOp::Subtract => Some(i - j),
        BigIntOp::Multiply => i.checked_mul(j),
        BigIntOp::Divide => i.checked_div(j),
        BigIntOp::Remainder => i.checked_rem(j),
        BigIntOp::BitAnd => Some(i & j),
        BigIntOp::BitOr => Some(i | j),
        BigIntOp::BitXor => Some(i ^ j),
        BigIntOp::SignedShiftRight if (0..63).contains(&j) => Some(i >> j),
        BigIntOp::ShiftLeft if (0..63).contains(&j) => {
            let shifted = i << j;
            (shifted >> j == i).then_some(shifted)
        }
        _ => None,
    }
}

/// BigInt::exponentiate (6.1.6.2.3)
fn exponentiate(agent: &mut Agent, base: &BigInt, exponent: &BigInt) -> JsResult<Value> {
    if exponent.is_negative() {
        return Err(agent.throw_range_error("Exponent must be non-negative"));
    }
    let odd = exponent.bit(0);
    let result = if exponent.is_zero() {
        BigInt::one()
    } else if base.is_zero() {
        BigInt::zero()
    } else if base.magnitude().is_one() {
        if odd { base.clone() } else { BigInt::one() }
    } else {
        let power = match exponent.to_u64() {
            Some(power) if power <= MAX_BITS && (base.bits() - 1).saturating_mul(power) <= MAX_BITS => power as u32,
            _ => return Err(agent.throw_bigint_too_big()),
        };
        power_of(agent, base, power)?
    };
    Ok(agent.try_bigint(result)?.into())
}

/// base^power by squaring; large ones can be interrupted between the steps.
fn power_of(agent: &mut Agent, base: &BigInt, power: u32) -> JsResult<BigInt> {
    if let Some(shift) = base.magnitude().trailing_zeros()
        && shift + 1 == base.bits()
    {
        let magnitude = BigInt::one() << (shift * power as u64);
        return Ok(if base.is_negative() && power & 1 == 1 { -magnitude } else { magnitude });
    }
    let mut result = BigInt::one();
    for i in (0..u32::BITS - power.leading_zeros()).rev() {
        result = super::bigint_large::multiply(agent, &result, &result)?;
        if power >> i & 1 == 1 {
            result *= base;
        }
        agent.poll_interrupts()?;
    }
    Ok(result)
}

/// BigInt::leftShift and signedRightShift (6.1.6.2.9, 6.1.6.2.10)
fn shift(agent: &mut Agent, x: &BigInt, by: &BigInt, right: bool) -> JsResult<Value> {
    let to_right = right != by.is_negative();
    let distance = by.magnitude().to_u64().unwrap_or(u64::MAX);
    let result = if x.is_zero() || distance == 0 {
        x.clone()
    } else if to_right {
        if distance >= x.bits() { if x.is_negative() { -BigInt::one() } else { BigInt::zero() } } else { x >> distance }
    } else {
        if distance > MAX_BITS || x.bits() + distance > MAX_BITS {
            return Err(agent.throw_bigint_too_big());
        }
        x << distance
    };
    Ok(agent.try_bigint(result)?.into())
}

/// BigInt::unaryMinus
pub fn bigint_unary_minus(agent: &mut Agent, a: Gc<JsBigInt>) -> Value {
    let negated = -a.value();
    agent.new_bigint(negated).into()
}

/// BigInt::bitwiseNOT: -a - 1
pub fn bigint_bitwise_not(agent: &mut Agent, a: Gc<JsBigInt>) -> JsResult<Value> {
    let result = -a.value() - 1;
    Ok(agent.try_bigint(result)?.into())
}

/// a + 1
pub fn bigint_increment(agent: &mut Agent, a: Gc<JsBigInt>) -> JsResult<Value> {
    let result = a.value() + 1;
    Ok(agent.try_bigint(result)?.into())
}

/// a - 1
pub fn bigint_decrement(agent: &mut Agent, a: Gc<JsBigInt>) -> JsResult<Value> {
    let result = a.value() - 1;
    Ok(agent.try_bigint(result)?.into())
}

/// a modulo 2^64, as ToBigUint64 (7.1.16) has it; the same bits are ToBigInt64's.
pub fn bigint_to_u64_wrapping(a: &BigInt) -> u64 {
    let low = a.iter_u64_digits().next().unwrap_or(0);
    if a.sign() == Sign::Minus { low.wrapping_neg() } else { low }
}
