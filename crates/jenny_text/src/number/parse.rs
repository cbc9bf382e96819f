//! Text to numbers: StringToNumber, `parseFloat`, `parseInt`, StringToBigInt and array indices, rounded correctly at any length.

use super::radix::digit_value;
use crate::text::Text;
use crate::whitespace;
use num_bigint::{BigInt, BigUint};
use num_traits::ToPrimitive;
use smallvec::SmallVec;

/// Significant digits after which a number of any radix is infinite (2^1025 in binary has 1,026).
const INFINITE_DIGITS: usize = 1_030;

/// StringToNumber (section 7.1.4.1.1): NaN for what the grammar does not take.
pub fn string_to_number(text: Text<'_>) -> f64 {
    if let Some(small) = small_decimal(text) {
        return small;
    }
    let text = whitespace::trim(text);
    if text.is_empty() {
        return 0.0;
    }
    if let Some((radix, digits)) = radix_prefix(text) {
        return match radix_digits(digits, radix) {
            Some(len) if len == digits.len() => radix_digits_to_number(digits, radix),
            _ => f64::NAN,
        };
    }
    match decimal_prefix(text) {
        Some((len, value)) if len == text.len() => value,
        _ => f64::NAN,
    }
}

/// One to nine plain digits, by far the most frequent input.
#[inline]
fn small_decimal(text: Text<'_>) -> Option<f64> {
    if !(1..=9).contains(&text.len()) {
        return None;
    }
    text.units()
        .try_fold(0_u32, |value, unit| match unit {
            0x30..=0x39 => Some(value * 10 + u32::from(unit - 0x30)),
            _ => None,
        })
        .map(f64::from)
}

/// `0x`, `0o` or `0b` and what follows it.
fn radix_prefix(text: Text<'_>) -> Option<(u32, Text<'_>)> {
    if text.len() < 3 || text.at(0) != u16::from(b'0') {
        return None;
    }
    let radix = match text.at(1) {
        0x78 | 0x58 => 16,
        0x6F | 0x4F => 8,
        0x62 | 0x42 => 2,
        _ => return None,
    };
    Some((radix, text.slice(2..text.len())))
}

/// How many digits of `radix` begin the text; `None` when none does.
fn radix_digits(text: Text<'_>, radix: u32) -> Option<usize> {
    let len = text.units().take_while(|&unit| digit_value(unit).is_some_and(|value| value < radix)).count();
    (len > 0).then_some(len)
}

/// The number that a non-empty run of digits of `radix` names, rounded to the nearest double.
pub fn radix_digits_to_number(digits: Text<'_>, radix: u32) -> f64 {
    let values = || digits.units().filter_map(digit_value).skip_while(|&value| value == 0);
    let significant = values().count();
    if significant <= 10 {
        // 36^10 is below 2^53: exact.
        return values().fold(0.0, |sum, value| sum * f64::from(radix) + f64::from(value));
    }
    if significant > INFINITE_DIGITS {
        return f64::INFINITY;
    }
    let bytes: Vec<u8> = values().map(|value| value as u8).collect();
    BigUint::from_radix_be(&bytes, radix).and_then(|n| n.to_f64()).unwrap_or(f64::NAN)
}

/// The longest prefix that is a StrDecimalLiteral: its length in units and its value.
fn decimal_prefix(text: Text<'_>) -> Option<(usize, f64)> {
    let is = |index: usize, byte: u8| text.get(index) == Some(u16::from(byte));
    let digits_from = |start: usize| {
        let mut end = start;
        while matches!(text.get(end), Some(0x30..=0x39)) {
            end += 1;
        }
        end
    };
    let negative = is(0, b'-');
    let start = usize::from(negative || is(0, b'+'));
    let sign = if negative { -1.0 } else { 1.0 };
    let infinity = Text::Latin1(b"Infinity");
    if text.slice(start..text.len()).starts_with(infinity) {
        return Some((start + infinity.len(), sign * f64::INFINITY));
    }
    let mut end = digits_from(start);
    let mut digits = end - start;
    if is(end, b'.') {
        let fraction_end = digits_from(end + 1);
        digits += fraction_end - (end + 1);
        if digits > 0 {
            end = fraction_end;
        }
    }
    if digits == 0 {
        return None;
    }
    if is(end, b'e') || is(end, b'E') {
        let exponent = end + 1 + usize::from(is(end + 1, b'+') || is(end + 1, b'-'));
        let exponent_end = digits_from(exponent);
        if exponent_end > exponent {
            end = exponent_end;
        }
    }
    let ascii: SmallVec<[u8; 64]> = text.slice(start..end).units().map(|unit| unit as u8).collect();
    // Rust's grammar takes `.5`, `5.` and `5.e3` and rounds correctly at any length.
    let value: f64 = std::str::from_utf8(&ascii).ok()?.parse().ok()?;
    Some((end, sign * value))
}

/// `parseFloat`.
pub fn parse_float(text: Text<'_>) -> f64 {
    decimal_prefix(whitespace::trim_start(text)).map_or(f64::NAN, |(_, value)| value)
}

/// `parseInt`, `radix` already through ToInt32 (0 means none given).
pub fn parse_int(text: Text<'_>, radix: i32) -> f64 {
    let mut text = whitespace::trim_start(text);
    let mut sign = 1.0;
    if let Some(unit @ (0x2B | 0x2D)) = text.get(0) {
        if unit == 0x2D {
            sign = -1.0;
        }
        text = text.slice(1..text.len());
    }
    if radix != 0 && !(2..=36).contains(&radix) {
        return f64::NAN;
    }
    let has_prefix = text.len() >= 2 && text.at(0) == 0x30 && matches!(text.at(1), 0x58 | 0x78);
    let radix = match radix {
        0 | 16 if has_prefix => {
            text = text.slice(2..text.len());
            16
        }
        0 => 10,
        _ => radix.unsigned_abs(),
    };
    let Some(len) = radix_digits(text, radix) else {
        return f64::NAN;
    };
    sign * radix_digits_to_number(text.slice(0..len), radix)
}

/// StringToBigInt (section 7.1.14): `None` for what the grammar does not take.
pub fn string_to_bigint(text: Text<'_>) -> Option<BigInt> {
    let read = |digits: &[u8], radix| Ok::<_, std::convert::Infallible>(BigUint::parse_bytes(digits, radix));
    string_to_bigint_with(text, read).unwrap_or_else(|never| match never {})
}

/// The same, with the digits (never none of them) read by `read`, which may fail in its own way.
///
/// # Errors
/// What `read` says.
pub fn string_to_bigint_with<E>(
    text: Text<'_>,
    read: impl FnOnce(&[u8], u32) -> Result<Option<BigUint>, E>,
) -> Result<Option<BigInt>, E> {
    let text = whitespace::trim(text);
    if text.is_empty() {
        return Ok(Some(BigInt::default()));
    }
    let (negative, radix, digits) = match radix_prefix(text) {
        Some((radix, digits)) => (false, radix, digits),
        None => {
            let signed = matches!(text.at(0), 0x2B | 0x2D);
            (text.at(0) == 0x2D, 10, text.slice(usize::from(signed)..text.len()))
        }
    };
    if radix_digits(digits, radix) != Some(digits.len()) || digits.is_empty() {
        return Ok(None);
    }
    let ascii: Vec<u8> = digits.units().map(|unit| unit as u8).collect();
    let magnitude = read(&ascii, radix)?;
    Ok(magnitude.map(|magnitude| if negative { -BigInt::from(magnitude) } else { BigInt::from(magnitude) }))
}

/// The array index (0 to 2^32 - 2) that the text spells canonically.
#[inline]
pub fn parse_array_index(text: Text<'_>) -> Option<u32> {
    let len = text.len();
    if len == 0 || len > 10 {
        return None;
    }
    let first = text.at(0);
    if first == 0x30 {
        return (len == 1).then_some(0);
    }
    if !matches!(first, 0x31..=0x39) {
        return None;
    }
    let value = text.units().try_fold(0_u64, |value, unit| match unit {
        0x30..=0x39 => Some(value * 10 + u64::from(unit - 0x30)),
        _ => None,
    })?;
    u32::try_from(value).ok().filter(|&index| index != u32::MAX)
}

/// CanonicalNumericIndexString (section 7.1.21): the number of which the text is the canonical spelling, or -0 for `-0`.
pub fn canonical_numeric_index(text: Text<'_>) -> Option<f64> {
    // Every canonical spelling begins with a digit, a sign, `Infinity` or `NaN`, and is short.
    if text.len() > 32 || !matches!(text.get(0)?, 0x30..=0x39 | 0x2D | 0x49 | 0x4E) {
        return None;
    }
    if text.eq_ascii(b"-0") {
        return Some(-0.0);
    }
    let number = string_to_number(text);
    text.eq_ascii(super::NumberBuffer::new().format(number).as_bytes()).then_some(number)
}
