//! `toFixed`, `toExponential` and `toPrecision`, exact: the double is expanded as a big integer, never rounded twice.

use num_bigint::BigUint;
use num_traits::{One, Zero};

/// Splits a finite positive double into `mantissa * 2^exponent`.
fn decompose(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let field = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) }
}

fn pow10(exponent: u32) -> BigUint {
    BigUint::from(10_u32).pow(exponent)
}

/// The integer nearest to `x * 10^scale`, the larger one when two are equally near. `x` is finite and not negative.
fn scaled(x: f64, scale: i32) -> BigUint {
    let (mantissa, exponent) = decompose(x);
    let mut numerator = BigUint::from(mantissa);
    let mut denominator = BigUint::one();
    if scale >= 0 {
        numerator *= pow10(scale.unsigned_abs());
    } else {
        denominator *= pow10(scale.unsigned_abs());
    }
    if exponent >= 0 {
        numerator <<= exponent.unsigned_abs();
    } else {
        denominator <<= exponent.unsigned_abs();
    }
    // floor(n / d + 1/2)
    ((numerator << 1_u32) + &denominator) / (denominator << 1_u32)
}

/// The same where 128 bits hold all that is computed and 64 the answer: nearly all that programs print.
fn scaled_in_a_word(x: f64, scale: u32) -> Option<u64> {
    let (mantissa, exponent) = decompose(x);
    // 2^53 * 10^17 < 2^110
    if scale > 17 || !(-120..=0).contains(&exponent) {
        return None;
    }
    let product = u128::from(mantissa) * 10_u128.pow(scale);
    let scaled = match exponent.unsigned_abs() {
        0 => product,
        // floor(n / 2^shift + 1/2)
        shift => (product + (1 << (shift - 1))) >> shift,
    };
    u64::try_from(scaled).ok()
}

/// `digits` decimal digits of finite positive `x` and the exponent of the first (section 21.1.3.2 step 10: the larger
/// candidate when two are equally near).
fn digits_and_exponent(x: f64, digits: u32) -> (String, i32) {
    let mut exponent = x.log10().floor() as i32;
    loop {
        let text = scaled(x, digits as i32 - 1 - exponent).to_string();
        // The estimate of the logarithm is at most one off, and rounding may add a digit.
        match text.len().cmp(&(digits as usize)) {
            std::cmp::Ordering::Equal => {
                // Just below a power of ten, which it was rounded to, one more place is nearer.
                if text.bytes().skip(1).all(|b| b == b'0') {
                    let finer = scaled(x, digits as i32 - exponent).to_string();
                    if finer.len() == digits as usize {
                        return (finer, exponent - 1);
                    }
                }
                return (text, exponent);
            }
            std::cmp::Ordering::Less => exponent -= 1,
            std::cmp::Ordering::Greater => exponent += 1,
        }
    }
}

fn non_finite(x: f64) -> Option<&'static str> {
    match x {
        _ if x.is_nan() => Some("NaN"),
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        _ => None,
    }
}

/// `Number.prototype.toFixed` for `fraction_digits` in 0..=100, which the caller has checked.
pub fn to_fixed(x: f64, fraction_digits: u32) -> String {
    if x.is_nan() || x.abs() >= 1e21 {
        return super::NumberBuffer::new().format(x).to_owned();
    }
    let places = fraction_digits as usize;
    let width = places + 1;
    let mut text = match scaled_in_a_word(x.abs(), fraction_digits) {
        Some(scaled) => format!("{scaled:0>width$}"),
        None => format!("{:0>width$}", scaled(x.abs(), fraction_digits as i32).to_string()),
    };
    if places > 0 {
        text.insert(text.len() - places, '.');
    }
    // -0 has no sign, but a negative number that rounds to zero keeps it.
    if x < 0.0 {
        text.insert(0, '-');
    }
    text
}

/// `Number.prototype.toExponential`; `None` asks for as many digits as necessary. Digits are in 0..=100.
pub fn to_exponential(x: f64, fraction_digits: Option<u32>) -> String {
    if let Some(text) = non_finite(x) {
        return text.to_owned();
    }
    let magnitude = x.abs();
    let (digits, exponent) = match fraction_digits {
        _ if magnitude.is_zero() => ("0".repeat(fraction_digits.unwrap_or(0) as usize + 1), 0),
        Some(places) => digits_and_exponent(magnitude, places + 1),
        None => shortest(magnitude),
    };
    let mut out = String::with_capacity(digits.len() + 8);
    if x < 0.0 {
        out.push('-');
    }
    push_scientific(&digits, exponent, &mut out);
    out
}

/// `Number.prototype.toPrecision` for `precision` in 1..=100, which the caller has checked.
pub fn to_precision(x: f64, precision: u32) -> String {
    if let Some(text) = non_finite(x) {
        return text.to_owned();
    }
    let magnitude = x.abs();
    let (digits, exponent) = if magnitude.is_zero() {
        ("0".repeat(precision as usize), 0)
    } else {
        digits_and_exponent(magnitude, precision)
    };
    let mut out = String::with_capacity(digits.len() + 8);
    if x < 0.0 {
        out.push('-');
    }
    if exponent < -6 || exponent >= precision as i32 {
        push_scientific(&digits, exponent, &mut out);
    } else if exponent < 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
        out.push_str(&digits);
    } else {
        let (integer, fraction) = digits.split_at(exponent as usize + 1);
        out.push_str(integer);
        if !fraction.is_empty() {
            out.push('.');
            out.push_str(fraction);
        }
    }
    out
}

fn push_scientific(digits: &str, exponent: i32, out: &mut String) {
    let (first, rest) = digits.split_at(1);
    out.push_str(first);
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out.push('e');
    out.push(if exponent < 0 { '-' } else { '+' });
    out.push_str(&exponent.unsigned_abs().to_string());
}

/// The shortest digits that name `x`, and the exponent of the first.
fn shortest(x: f64) -> (String, i32) {
    // Rust's own scientific notation is the shortest too; the standard asks for the digits of Number::toString.
    let text = format!("{x:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_in_a_word_is_what_big_integers_say() {
        let mut random = 1_u64;
        let mut in_a_word = 0;
        for n in 0..20_000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Ties and short fractions, and doubles of all sizes around 1.
            let x = match n % 3 {
                0 => (random >> 40) as f64 / 8.0,
                1 => (random >> 40) as f64 / 1000.0,
                _ => f64::from_bits((random >> 12) | ((1023 - 70 + random % 140) << 52)),
            };
            let scale = (random >> 20) as u32 % 21;
            if let Some(word) = scaled_in_a_word(x, scale) {
                assert_eq!(BigUint::from(word), scaled(x, scale as i32), "{x} {scale}");
                in_a_word += 1;
            }
        }
        assert!(in_a_word > 5_000, "{in_a_word}");
    }
}
