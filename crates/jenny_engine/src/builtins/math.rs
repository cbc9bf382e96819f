//! Math (ECMA-262 21.3). The transcendental functions are those of the FreeBSD mathematical library, on every platform.

use super::float16::{f16_bits_to_f64, f64_to_f16_bits};
use crate::object::Attributes;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use smallvec::SmallVec;

pub static MATH: ObjectSpec = ObjectSpec { parent: Intrinsic::ObjectPrototype, properties: PROPERTIES };

static PROPERTIES: &[PropertySpec] = &[
    method("abs", math_abs, 1),
    method("acos", math_acos, 1),
    method("acosh", math_acosh, 1),
    method("asin", math_asin, 1),
    method("asinh", math_asinh, 1),
    method("atan", math_atan, 1),
    method("atanh", math_atanh, 1),
    method("atan2", math_atan2, 2),
    method("ceil", math_ceil, 1),
    method("cbrt", math_cbrt, 1),
    method("expm1", math_expm1, 1),
    method("clz32", math_clz32, 1),
    method("cos", math_cos, 1),
    method("cosh", math_cosh, 1),
    method("exp", math_exp, 1),
    method("f16round", math_f16round, 1),
    method("floor", math_floor, 1),
    method("fround", math_fround, 1),
    method("hypot", math_hypot, 2),
    method("imul", math_imul, 2),
    method("log", math_log, 1),
    method("log1p", math_log1p, 1),
    method("log2", math_log2, 1),
    method("log10", math_log10, 1),
    method("max", math_max, 2),
    method("min", math_min, 2),
    method("pow", math_pow, 2),
    method("random", math_random, 0),
    method("round", math_round, 1),
    method("sign", math_sign, 1),
    method("sin", math_sin, 1),
    method("sinh", math_sinh, 1),
    method("sqrt", math_sqrt, 1),
    method("sumPrecise", math_sum_precise, 1),
    method("tan", math_tan, 1),
    method("tanh", math_tanh, 1),
    method("trunc", math_trunc, 1),
    constant("E", std::f64::consts::E),
    constant("LN10", std::f64::consts::LN_10),
    constant("LN2", std::f64::consts::LN_2),
    constant("LOG10E", std::f64::consts::LOG10_E),
    constant("LOG2E", std::f64::consts::LOG2_E),
    constant("PI", std::f64::consts::PI),
    constant("SQRT1_2", std::f64::consts::FRAC_1_SQRT_2),
    constant("SQRT2", std::f64::consts::SQRT_2),
    symbol_value(crate::WellKnownSymbol::ToStringTag, SpecValue::Text("Math"), Attributes::CONFIGURABLE),
];

macro_rules! unary {
    ($($function:ident $section:literal $body:expr;)*) => {
        $(
            #[doc = $section]
            fn $function(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
                let x = args.get(0).to_number(agent)?;
                let f: fn(f64) -> f64 = $body;
                Ok(Value::number(f(x)))
            }
        )*
    };
}

unary! {
    math_acos "21.3.2.2" libm::acos;
    math_acosh "21.3.2.3" libm::acosh;
    math_asin "21.3.2.4" libm::asin;
    math_asinh "21.3.2.5" libm::asinh;
    math_atan "21.3.2.6" libm::atan;
    math_atanh "21.3.2.7" libm::atanh;
    math_cbrt "21.3.2.9" libm::cbrt;
    math_cos "21.3.2.12" libm::cos;
    math_cosh "21.3.2.13" libm::cosh;
    math_exp "21.3.2.14" exp;
    math_expm1 "21.3.2.15" libm::expm1;
    math_f16round "21.3.2.17" |x| f16_bits_to_f64(f64_to_f16_bits(x));
    math_fround "21.3.2.18" |x| x as f32 as f64;
    math_log "21.3.2.21" libm::log;
    math_log1p "21.3.2.22" libm::log1p;
    math_log10 "21.3.2.23" log10;
    math_log2 "21.3.2.24" libm::log2;
    math_sign "21.3.2.29" |x| if x == 0.0 || x.is_nan() { x } else { x.signum() };
    math_sin "21.3.2.30" libm::sin;
    math_sinh "21.3.2.31" libm::sinh;
    math_sqrt "21.3.2.32" f64::sqrt;
    math_tan "21.3.2.34" libm::tan;
    math_tanh "21.3.2.35" tanh;
}

/// e to a power; e itself comes out right to the last bit.
fn exp(x: f64) -> f64 {
    if x == 1.0 { std::f64::consts::E } else { libm::exp(x) }
}

/// The decimal logarithm from the natural one of the significand, with log10(2) in two parts.
fn log10(x: f64) -> f64 {
    #[allow(clippy::excessive_precision)]
    const LOG10_2_HIGH: f64 = 3.01029995663611771306e-01;
    #[allow(clippy::excessive_precision)]
    const LOG10_2_LOW: f64 = 3.69423907715893078616e-13;
    if x.is_nan() || x <= 0.0 || x.is_infinite() {
        return libm::log10(x);
    }
    let (mut significand, mut exponent) = libm::frexp(x);
    // The significand is below 1 for negative exponents and at least 1 for the others.
    exponent -= 1;
    significand *= 2.0;
    if exponent < 0 {
        exponent += 1;
        significand /= 2.0;
    }
    let k = exponent as f64;
    (k * LOG10_2_LOW + std::f64::consts::LOG10_E * libm::log(significand)) + k * LOG10_2_HIGH
}

/// The hyperbolic tangent by way of e^x - 1.
fn tanh(x: f64) -> f64 {
    let magnitude = x.abs();
    if x.is_nan() || magnitude < 2f64.powi(-55) {
        return x;
    }
    let result = if magnitude >= 22.0 {
        1.0
    } else if magnitude >= 1.0 {
        1.0 - 2.0 / (libm::expm1(2.0 * magnitude) + 2.0)
    } else {
        let t = libm::expm1(-2.0 * magnitude);
        -t / (t + 2.0)
    };
    result.copysign(x)
}

/// Functions that leave integers alone.
macro_rules! rounding {
    ($($function:ident $section:literal $body:expr;)*) => {
        $(
            #[doc = $section]
            fn $function(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
                let value = args.get(0);
                if value.is_int() {
                    return Ok(value);
                }
                let x = value.to_number(agent)?;
                let f: fn(f64) -> f64 = $body;
                Ok(Value::number(f(x)))
            }
        )*
    };
}

rounding! {
    math_ceil "21.3.2.10" f64::ceil;
    math_floor "21.3.2.16" f64::floor;
    math_round "21.3.2.28" round;
    math_trunc "21.3.2.36" f64::trunc;
}

/// To the nearest integer, halves up; the sign of zero follows the argument's.
fn round(x: f64) -> f64 {
    let floor = x.floor();
    let rounded = if x - floor >= 0.5 { floor + 1.0 } else { floor };
    if rounded == 0.0 { rounded.copysign(x) } else { rounded }
}

/// 21.3.2.1
fn math_abs(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let value = args.get(0);
    if let Some(i) = value.as_int()
        && i != i32::MIN
    {
        return Ok(Value::int(i.abs()));
    }
    Ok(Value::number(value.to_number(agent)?.abs()))
}

/// 21.3.2.8
fn math_atan2(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let y = args.get(0).to_number(agent)?;
    let x = args.get(1).to_number(agent)?;
    Ok(Value::number(libm::atan2(y, x)))
}

/// 21.3.2.11
fn math_clz32(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(Value::int(args.get(0).to_uint32(agent)?.leading_zeros() as i32))
}

/// 21.3.2.20
fn math_imul(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let a = args.get(0).to_int32(agent)?;
    let b = args.get(1).to_int32(agent)?;
    Ok(Value::int(a.wrapping_mul(b)))
}

/// All arguments as Numbers, converted before any is used.
fn numbers(agent: &mut Agent, args: Args) -> JsResult<SmallVec<[f64; 8]>> {
    let mut list = SmallVec::new();
    for i in 0..args.len() {
        list.push(args.get(i).to_number(agent)?);
    }
    Ok(list)
}

/// 21.3.2.19
fn math_hypot(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let list = numbers(agent, args)?;
    if list.iter().any(|x| x.is_infinite()) {
        return Ok(Value::number(f64::INFINITY));
    }
    if list.iter().any(|x| x.is_nan()) {
        return Ok(Value::NAN);
    }
    let largest = list.iter().fold(0f64, |m, x| m.max(x.abs()));
    if largest == 0.0 {
        return Ok(Value::ZERO);
    }
    // Scaled by the largest, with compensated summation: neither overflow nor lost digits.
    let (mut sum, mut compensation) = (0f64, 0f64);
    for x in &list {
        let n = x.abs() / largest;
        let summand = n * n - compensation;
        let preliminary = sum + summand;
        compensation = (preliminary - sum) - summand;
        sum = preliminary;
    }
    Ok(Value::number(sum.sqrt() * largest))
}

/// 21.3.2.25
fn math_max(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.len() == 2
        && let (Some(a), Some(b)) = (args.get(0).as_int(), args.get(1).as_int())
    {
        return Ok(Value::int(a.max(b)));
    }
    let mut result = f64::NEG_INFINITY;
    for x in numbers(agent, args)? {
        if x.is_nan() || result.is_nan() {
            result = f64::NAN;
        } else if x > result || (x == 0.0 && result == 0.0 && result.is_sign_negative()) {
            result = x;
        }
    }
    Ok(Value::number(result))
}

/// 21.3.2.26
fn math_min(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.len() == 2
        && let (Some(a), Some(b)) = (args.get(0).as_int(), args.get(1).as_int())
    {
        return Ok(Value::int(a.min(b)));
    }
    let mut result = f64::INFINITY;
    for x in numbers(agent, args)? {
        if x.is_nan() || result.is_nan() {
            result = f64::NAN;
        } else if x < result || (x == 0.0 && result == 0.0 && x.is_sign_negative()) {
            result = x;
        }
    }
    Ok(Value::number(result))
}

/// Number::exponentiate (6.1.6.1.3): what `**` and Math.pow compute.
pub fn number_exponentiate(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    if exponent == 2.0 {
        return base * base;
    }
    libm::pow(base, exponent)
}

/// 21.3.2.27
fn math_pow(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let base = args.get(0).to_number(agent)?;
    let exponent = args.get(1).to_number(agent)?;
    Ok(Value::number(number_exponentiate(base, exponent)))
}

/// 21.3.2.28: 53 random bits as a fraction.
fn math_random(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    let mut bytes = [0u8; 8];
    agent.host.random("Math.random", &mut bytes);
    Ok(Value::number((u64::from_le_bytes(bytes) >> 11) as f64 / 9007199254740992.0))
}

/// 21.3.2.33
fn math_sum_precise(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let items = args.get(0);
    if items.is_nullish() {
        let text = crate::error::describe(agent, items);
        return Err(agent.throw_type_error(format!("{text} is not iterable")));
    }
    let mut sum = ExactSum::default();
    agent.iterate(items, |agent, value| match value.as_number() {
        Some(n) => {
            sum.add(n);
            Ok(())
        }
        None => {
            let text = crate::error::describe(agent, value);
            Err(agent.throw_type_error(format!("{text} is not a number")))
        }
    })?;
    Ok(Value::number(sum.finish()))
}

/// Limbs of 32 bits from 2^-1074 up; enough for the largest double and 2^53 of them.
const LIMBS: usize = 70;

/// The exact sum of doubles, as one wide integer.
pub struct ExactSum {
    limbs: [i64; LIMBS],
    pending: u32,
    any_but_minus_zero: bool,
    plus_infinity: bool,
    minus_infinity: bool,
    nan: bool,
}

impl Default for ExactSum {
    fn default() -> Self {
        ExactSum {
            limbs: [0; LIMBS],
            pending: 0,
            any_but_minus_zero: false,
            plus_infinity: false,
            minus_infinity: false,
            nan: false,
        }
    }
}

impl ExactSum {
    /// Adds one double.
    pub fn add(&mut self, x: f64) {
        if !x.is_finite() {
            self.nan |= x.is_nan();
            self.plus_infinity |= x == f64::INFINITY;
            self.minus_infinity |= x == f64::NEG_INFINITY;
            return;
        }
        if x == 0.0 {
            self.any_but_minus_zero |= x.is_sign_positive();
            return;
        }
        self.any_but_minus_zero = true;
        let bits = x.to_bits();
        let biased = (bits >> 52 & 0x7ff) as usize;
        let fraction = bits & ((1 << 52) - 1);
        let (significand, offset) = if biased == 0 { (fraction, 0) } else { (fraction | 1 << 52, biased - 1) };
        let wide = (significand as u128) << (offset % 32);
        for i in 0..3 {
            let part = (wide >> (32 * i)) as u32 as i64;
            self.limbs[offset / 32 + i] += if x < 0.0 { -part } else { part };
        }
        self.pending += 1;
        if self.pending == 1 << 30 {
            self.carry();
        }
    }
    /// Brings all limbs but the highest into 0..2^32.
    fn carry(&mut self) {
        self.pending = 0;
        for i in 0..LIMBS - 1 {
            let high = self.limbs[i] >> 32;
            self.limbs[i] -= high << 32;
            self.limbs[i + 1] += high;
        }
    }
    /// The double nearest to the sum.
    pub fn finish(mut self) -> f64 {
        if self.nan || (self.plus_infinity && self.minus_infinity) {
            return f64::NAN;
        }
        if self.plus_infinity {
            return f64::INFINITY;
        }
        if self.minus_infinity {
            return f64::NEG_INFINITY;
        }
        if !self.any_but_minus_zero {
            return -0.0;
        }
        self.carry();
        let negative = self.limbs[LIMBS - 1] < 0;
        if negative {
            self.limbs.iter_mut().for_each(|l| *l = -*l);
            self.carry();
        }
        let Some(top) = self.limbs.iter().rposition(|&l| l != 0) else { return 0.0 };
        let highest = top * 32 + 63 - self.limbs[top].leading_zeros() as usize;
        let bit = |i: usize| self.limbs[i / 32] >> (i % 32) & 1;
        // The low end of a 53-bit window, or of the subnormal numbers.
        let low = highest.saturating_sub(52);
        let mut significand = 0u64;
        for i in (low..=highest).rev() {
            significand = significand << 1 | bit(i) as u64;
        }
        if low > 0 && bit(low - 1) == 1 {
            let sticky = (0..low - 1).any(|i| bit(i) == 1);
            if sticky || significand & 1 == 1 {
                significand += 1;
            }
        }
        // 2^(low - 1074) in two factors, so that neither overflows before the product does.
        let value = if low > 1500 {
            significand as f64 * 2f64.powi(900) * 2f64.powi(low as i32 - 1974)
        } else {
            scale_down(significand as f64, low)
        };
        if negative { -value } else { value }
    }
}

/// x * 2^(low - 1074), exactly.
fn scale_down(x: f64, low: usize) -> f64 {
    // The significand is a whole number below 2^54, so both products are exact.
    let exponent = low as i32 - 1074;
    if exponent >= -1000 { x * 2f64.powi(exponent) } else { x * 2f64.powi(-500) * 2f64.powi(exponent + 500) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_sums() {
        let table: &[(&[f64], f64)] = &[
            (&[], -0.0),
            (&[-0.0, 0.0], 0.0),
            (&[1e308, 1e308, 0.1, 0.1, 1e30, 0.1, -1e30, -1e308, -1e308], 0.30000000000000004),
            (&[0.1; 10], 1.0),
            (&[8.98846567431158e307, 8.988465674311579e307, -1.7976931348623157e308], 9.9792015476736e291),
            (&[5e-324, 5e-324], 1e-323),
            (&[f64::MAX, f64::MAX], f64::INFINITY),
            (&[f64::MAX, -5e-324], f64::MAX),
            (&[1e16, 1.0, 5e-324], 10000000000000002.0),
            (&[-1e300, 1e300, -3.0], -3.0),
        ];
        for (list, expected) in table {
            let mut sum = ExactSum::default();
            list.iter().for_each(|x| sum.add(*x));
            let got = sum.finish();
            assert_eq!(got.to_bits(), expected.to_bits(), "{list:?} gave {got}");
        }
    }

    #[test]
    fn rounds_halves_up() {
        for (x, expected) in [
            (0.5, 1.0),
            (-0.5, -0.0),
            (2.5, 3.0),
            (-2.5, -2.0),
            (0.49999999999999994, 0.0),
            (4503599627370497.0, 4503599627370497.0),
        ] {
            assert_eq!(round(x).to_bits(), f64::to_bits(expected), "{x}");
        }
    }
}
