//! Number (ECMA-262 21.1).

use crate::object::wrapper::PrimitiveWrapper;
use crate::operations::bigint_to_number;
use crate::realm::property_spec::*;
use crate::{Agent, Args, AsObject, Intrinsic, JsResult, Object, Value};
use jenny_gc::Gc;
use jenny_text::number as text;

pub static NUMBER: ClassSpec =
    ClassSpec::new("Number", Intrinsic::Number, Intrinsic::NumberPrototype, number_constructor, 1)
        .statics(STATICS)
        .methods(METHODS)
        .make_prototype(make_prototype);

const MAX_SAFE_INTEGER: f64 = 9007199254740991.0;

static STATICS: &[PropertySpec] = &[
    constant("EPSILON", f64::EPSILON),
    constant("MAX_SAFE_INTEGER", MAX_SAFE_INTEGER),
    constant("MAX_VALUE", f64::MAX),
    constant("MIN_SAFE_INTEGER", -MAX_SAFE_INTEGER),
    constant("MIN_VALUE", 5e-324),
    constant("NaN", f64::NAN),
    constant("NEGATIVE_INFINITY", f64::NEG_INFINITY),
    constant("POSITIVE_INFINITY", f64::INFINITY),
    method("isFinite", number_is_finite, 1),
    method("isInteger", number_is_integer, 1),
    method("isNaN", number_is_nan, 1),
    method("isSafeInteger", number_is_safe_integer, 1),
    intrinsic("parseFloat", Intrinsic::ParseFloat),
    intrinsic("parseInt", Intrinsic::ParseInt),
];

static METHODS: &[PropertySpec] = &[
    method("toExponential", number_to_exponential, 1),
    method("toFixed", number_to_fixed, 1),
    method("toLocaleString", number_to_locale_string, 0),
    method("toPrecision", number_to_precision, 1),
    method("toString", number_to_string, 1),
    method("valueOf", number_value_of, 0),
];

/// Number.prototype is itself a Number object, of +0 (21.1.3).
fn make_prototype(agent: &mut Agent, parent: Value) -> Gc<Object> {
    let parent = parent.as_object().unwrap_or_else(|| agent.intrinsic(Intrinsic::ObjectPrototype));
    agent.new_wrapper(Value::ZERO, parent).as_object()
}

/// 21.1.1.1
fn number_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let mut number = Value::ZERO;
    if !args.is_empty() {
        number = args.get(0).to_numeric(agent)?;
        if let Some(b) = number.as_bigint() {
            number = Value::number(bigint_to_number(b.value()));
        }
    }
    if args.new_target().is_undefined() {
        return Ok(number);
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::NumberPrototype)?;
    Ok(agent.new_wrapper(number, prototype).into())
}

/// 21.1.2.2
fn number_is_finite(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(Value::bool(args.get(0).as_number().is_some_and(f64::is_finite)))
}
fn is_integral(value: Value) -> bool {
    value.as_number().is_some_and(|n| n.is_finite() && n.trunc() == n)
}
/// 21.1.2.3
fn number_is_integer(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(Value::bool(is_integral(args.get(0))))
}
/// 21.1.2.4
fn number_is_nan(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(Value::bool(args.get(0).as_number().is_some_and(f64::is_nan)))
}
/// 21.1.2.5
fn number_is_safe_integer(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let value = args.get(0);
    Ok(Value::bool(is_integral(value) && value.as_f64_unchecked().abs() <= MAX_SAFE_INTEGER))
}

/// ThisNumberValue (21.1.3.7.1)
#[inline]
fn this_number(agent: &mut Agent, this: Value, method: &str) -> JsResult<f64> {
    if let Some(n) = this.as_number() {
        return Ok(n);
    }
    if let Some(n) = this.as_kind::<PrimitiveWrapper>().and_then(|w| w.primitive().as_number()) {
        return Ok(n);
    }
    Err(agent.throw_type_error(format!("{method} requires that 'this' be a Number")))
}

/// 21.1.3.2
fn number_to_exponential(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let x = this_number(agent, this, "Number.prototype.toExponential")?;
    let digits = args.get(0).to_integer_or_infinity(agent)?;
    if !x.is_finite() {
        return Ok(agent.number_to_string(x).into());
    }
    if !(0.0..=100.0).contains(&digits) {
        return Err(agent.throw_range_error("toExponential() argument must be between 0 and 100"));
    }
    let digits = (!args.get(0).is_undefined()).then_some(digits as u32);
    Ok(agent.string(&text::to_exponential(x, digits)).into())
}

/// 21.1.3.3
fn number_to_fixed(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let x = this_number(agent, this, "Number.prototype.toFixed")?;
    let digits = args.get(0).to_integer_or_infinity(agent)?;
    if !(0.0..=100.0).contains(&digits) {
        return Err(agent.throw_range_error("toFixed() digits argument must be between 0 and 100"));
    }
    Ok(agent.string(&text::to_fixed(x, digits as u32)).into())
}

/// 21.1.3.5
fn number_to_precision(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let x = this_number(agent, this, "Number.prototype.toPrecision")?;
    if args.get(0).is_undefined() {
        return Ok(agent.number_to_string(x).into());
    }
    let precision = args.get(0).to_integer_or_infinity(agent)?;
    if !x.is_finite() {
        return Ok(agent.number_to_string(x).into());
    }
    if !(1.0..=100.0).contains(&precision) {
        return Err(agent.throw_range_error("toPrecision() argument must be between 1 and 100"));
    }
    Ok(agent.string(&text::to_precision(x, precision as u32)).into())
}

/// 21.1.3.6
fn number_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let x = this_number(agent, this, "Number.prototype.toString")?;
    let radix = match args.get(0) {
        Value::UNDEFINED => 10.0,
        radix => radix.to_integer_or_infinity(agent)?,
    };
    if !(2.0..=36.0).contains(&radix) {
        return Err(agent.throw_range_error("toString() radix argument must be between 2 and 36"));
    }
    if radix == 10.0 {
        return Ok(agent.number_to_string(x).into());
    }
    Ok(agent.string(&text::number_to_string_radix(x, radix as u32)).into())
}

/// 21.1.3.7
fn number_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::number(this_number(agent, this, "Number.prototype.valueOf")?))
}

/// 21.1.3.4; without arguments as the en-US locale writes numbers: groups of three, at most three fraction digits.
fn number_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let x = this_number(agent, this, "Number.prototype.toLocaleString")?;
    if !args.get(0).is_undefined() || !args.get(1).is_undefined() {
        return crate::builtins::intl::number_to_locale_text(agent, Value::number(x), args);
    }
    Ok(agent.string(&en_us_number(x)).into())
}

/// A number in the default format of the en-US locale.
pub fn en_us_number(x: f64) -> String {
    if x.is_nan() {
        return "NaN".into();
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_infinite() {
        return format!("{sign}∞");
    }
    let (whole, fraction) = rounded_decimal(x.abs(), 3);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", group_thousands(&whole))
}

/// The shortest decimal digits of a magnitude, halves rounded up at `places` fraction digits: whole part, fraction.
fn rounded_decimal(magnitude: f64, places: usize) -> (String, String) {
    let mut buffer = text::NumberBuffer::new();
    let shortest = buffer.format(magnitude);
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((shortest, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
    // Digits before the decimal point; may be negative.
    let point = whole.len() as i64 + exponent;
    let keep = point + places as i64;
    if keep < 0 {
        return ("0".into(), String::new());
    }
    let keep = keep as usize;
    let round_up = digits.get(keep).is_some_and(|&d| d >= 5);
    digits.resize(keep, 0);
    let mut point = point;
    if round_up {
        let mut i = keep;
        loop {
            if i == 0 {
                digits.insert(0, 1);
                point += 1;
                break;
            }
            i -= 1;
            if digits[i] < 9 {
                digits[i] += 1;
                break;
            }
            digits[i] = 0;
        }
    }
    while point < 1 {
        digits.insert(0, 0);
        point += 1;
    }
    let text: String = digits.iter().map(|d| (d + b'0') as char).collect();
    let (whole, fraction) = text.split_at(point as usize);
    (whole.into(), fraction.into())
}

/// Digits with a comma before each group of three from the right.
pub fn group_thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::en_us_number;

    #[test]
    fn en_us_numbers() {
        let table = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1234.5, "1,234.5"),
            (1234567.8915, "1,234,567.892"),
            (999999.9999, "1,000,000"),
            (-12345.0, "-12,345"),
            (f64::INFINITY, "∞"),
            (1e21, "1,000,000,000,000,000,000,000"),
            (0.0005, "0.001"),
            (1.5e-7, "0"),
            (1.005, "1.005"),
            (0.9999, "1"),
        ];
        for (x, expected) in table {
            assert_eq!(en_us_number(x), expected);
        }
    }
}
