//! BigInt (ECMA-262 21.2).

use super::number::group_thousands;
use crate::object::wrapper::PrimitiveWrapper;
use crate::operations::PreferredType;
use crate::realm::property_spec::*;
use crate::value::bigint::JsBigInt;
use crate::value::bigint_arithmetic::MAX_BITS;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use jenny_gc::Gc;
use num_bigint::{BigInt, Sign};
use num_traits::{One, Zero};

pub static BIGINT: ClassSpec =
    ClassSpec::new("BigInt", Intrinsic::BigInt, Intrinsic::BigIntPrototype, bigint_constructor, 1)
        .statics(&[method("asIntN", bigint_as_int_n, 2), method("asUintN", bigint_as_uint_n, 2)])
        .methods(&[
            method("toLocaleString", bigint_to_locale_string, 0),
            method("toString", bigint_to_string, 0),
            method("valueOf", bigint_value_of, 0),
            to_string_tag("BigInt"),
        ]);

/// 21.2.1.1
fn bigint_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if !args.new_target().is_undefined() {
        return Err(agent.throw_type_error("BigInt is not a constructor"));
    }
    let primitive = args.get(0).to_primitive(agent, PreferredType::Number)?;
    if let Some(n) = primitive.as_number() {
        return Ok(agent.number_to_bigint(n)?.into());
    }
    Ok(primitive.to_bigint(agent)?.into())
}

/// The lowest `bits` bits of an integer's two's complement form, as a natural number.
fn modulo_power(x: &BigInt, bits: u64) -> BigInt {
    if x.sign() != Sign::Minus && x.bits() <= bits {
        return x.clone();
    }
    let modulus = BigInt::one() << bits;
    let rest = x % &modulus;
    if rest.sign() == Sign::Minus { rest + modulus } else { rest }
}

/// 21.2.2.1
fn bigint_as_int_n(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let bits = to_bits(agent, args.get(0))?;
    let b = args.get(1).to_bigint(agent)?;
    // A number that has no more than bits - 1 bits is its own result.
    if bits > b.value().bits() {
        return Ok(b.into());
    }
    if bits == 0 {
        return Ok(agent.new_bigint(BigInt::zero()).into());
    }
    let natural = modulo_power(b.value(), bits);
    let result = if natural.bit(bits - 1) { natural - (BigInt::one() << bits) } else { natural };
    Ok(agent.new_bigint(result).into())
}

/// 21.2.2.2
fn bigint_as_uint_n(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let bits = to_bits(agent, args.get(0))?;
    let b = args.get(1).to_bigint(agent)?;
    if b.value().sign() != Sign::Minus && bits >= b.value().bits() {
        return Ok(b.into());
    }
    if bits > MAX_BITS {
        return Err(agent.throw_range_error("Maximum BigInt size exceeded"));
    }
    let result = modulo_power(b.value(), bits);
    Ok(agent.try_bigint(result)?.into())
}

fn to_bits(agent: &mut Agent, value: Value) -> JsResult<u64> {
    let n = value.to_integer_or_infinity(agent)?;
    if !(0.0..=9007199254740991.0).contains(&n) {
        return Err(agent.throw_range_error("Invalid value: not (convertible to) a safe integer"));
    }
    Ok(n as u64)
}

/// ThisBigIntValue (21.2.3.4.1)
fn this_bigint(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<JsBigInt>> {
    if let Some(b) = this.as_bigint() {
        return Ok(b);
    }
    if let Some(b) = this.as_kind::<PrimitiveWrapper>().and_then(|w| w.primitive().as_bigint()) {
        return Ok(b);
    }
    Err(agent.throw_type_error(format!("{method} requires that 'this' be a BigInt")))
}

/// 21.2.3.2; without arguments as the en-US locale writes numbers.
fn bigint_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let b = this_bigint(agent, this, "BigInt.prototype.toLocaleString")?;
    if !args.get(0).is_undefined() || !args.get(1).is_undefined() {
        return crate::builtins::intl::number_to_locale_text(agent, b.into(), args);
    }
    let sign = if b.value().sign() == Sign::Minus { "-" } else { "" };
    let text = format!("{sign}{}", group_thousands(&b.value().magnitude().to_string()));
    Ok(agent.try_string(&text)?.into())
}

/// 21.2.3.3
fn bigint_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let b = this_bigint(agent, this, "BigInt.prototype.toString")?;
    let radix = match args.get(0) {
        Value::UNDEFINED => 10.0,
        radix => radix.to_integer_or_infinity(agent)?,
    };
    if !(2.0..=36.0).contains(&radix) {
        return Err(agent.throw_range_error("toString() radix must be between 2 and 36"));
    }
    let text = crate::value::bigint_large::to_text(agent, b.value(), radix as u32)?;
    Ok(agent.try_string(&text)?.into())
}

/// 21.2.3.4
fn bigint_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this_bigint(agent, this, "BigInt.prototype.valueOf")?.into())
}
