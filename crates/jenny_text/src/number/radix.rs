//! Number::toString with a radix other than 10: the shortest digits that name the double, as every shipped engine prints them.

/// Value of an alphanumeric digit (`z` and `Z` are 35), or `None`.
#[inline]
pub const fn digit_value(unit: u16) -> Option<u32> {
    match unit {
        0x30..=0x39 => Some(unit as u32 - 0x30),
        0x41..=0x5A => Some(unit as u32 - 0x41 + 10),
        0x61..=0x7A => Some(unit as u32 - 0x61 + 10),
        _ => None,
    }
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// The digits of `x` in `radix` (2 to 36). Radix 10 is [`super::number_to_string`]'s.
///
/// Fraction digits are written until what is left is less than half the distance to the next double, and the last is
/// rounded; integer digits beyond the 53 bits of the double are zeros.
pub fn number_to_string_radix(x: f64, radix: u32) -> String {
    debug_assert!((2..=36).contains(&radix));
    if radix == 10 {
        return super::NumberBuffer::new().format(x).to_owned();
    }
    if x.is_nan() {
        return "NaN".to_owned();
    }
    if x.is_infinite() {
        return if x > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let value = x.abs();
    let mut integer = value.floor();
    let fraction = fraction_digits(value, &mut integer, radix);
    let mut out = integer_digits(integer, radix);
    if x < 0.0 {
        out.insert(0, '-');
    }
    if !fraction.is_empty() {
        out.push('.');
        out.extend(fraction.iter().map(|&digit| char::from(DIGITS[usize::from(digit)])));
    }
    out
}

/// Digits after the point; rounding up may carry into `integer`.
fn fraction_digits(value: f64, integer: &mut f64, radix: u32) -> Vec<u8> {
    let base = f64::from(radix);
    let mut digits = Vec::new();
    let mut fraction = value - *integer;
    let mut delta = (0.5 * (value.next_up() - value)).max(0f64.next_up());
    if fraction < delta {
        return digits;
    }
    loop {
        fraction *= base;
        delta *= base;
        let digit = fraction as u8;
        digits.push(digit);
        fraction -= f64::from(digit);
        let rounds_up = fraction > 0.5 || (fraction == 0.5 && digit & 1 == 1);
        if rounds_up && fraction + delta > 1.0 {
            carry(&mut digits, integer, radix);
            return digits;
        }
        if fraction < delta {
            return digits;
        }
    }
}

fn carry(digits: &mut Vec<u8>, integer: &mut f64, radix: u32) {
    while let Some(last) = digits.pop() {
        if u32::from(last) + 1 < radix {
            digits.push(last + 1);
            return;
        }
    }
    *integer += 1.0;
}

fn integer_digits(mut integer: f64, radix: u32) -> String {
    let base = f64::from(radix);
    let mut reversed = Vec::new();
    // While even the next digit's place is above 2^53, this one is below the double's precision.
    while integer / base >= 9007199254740992.0 {
        integer /= base;
        reversed.push(b'0');
    }
    loop {
        let remainder = integer % base;
        reversed.push(DIGITS[remainder as usize]);
        integer = (integer - remainder) / base;
        if integer <= 0.0 {
            break;
        }
    }
    reversed.iter().rev().map(|&b| char::from(b)).collect()
}
