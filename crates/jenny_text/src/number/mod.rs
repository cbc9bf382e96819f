//! Numbers to and from text: ToString, StringToNumber, the Number.prototype formats, int32 and array indices.

mod format;
mod parse;
mod radix;

pub use format::{to_exponential, to_fixed, to_precision};
pub use parse::{
    canonical_numeric_index, parse_array_index, parse_float, parse_int, radix_digits_to_number, string_to_bigint,
    string_to_bigint_with, string_to_number,
};
pub use radix::{digit_value, number_to_string_radix};

/// Room for any decimal Number::toString result, on the stack.
pub struct NumberBuffer {
    ryu: ryu_js::Buffer,
    int: [u8; 11],
}

impl Default for NumberBuffer {
    fn default() -> Self {
        NumberBuffer::new()
    }
}

impl NumberBuffer {
    pub fn new() -> Self {
        NumberBuffer { ryu: ryu_js::Buffer::new(), int: [0; 11] }
    }

    /// Number::toString with radix 10.
    #[inline]
    pub fn format(&mut self, x: f64) -> &str {
        let int = x as i32;
        if f64::from(int) == x {
            // -0 prints as 0 too.
            return self.format_int(int);
        }
        self.ryu.format(x)
    }

    /// Decimal digits of an int32.
    #[inline]
    pub fn format_int(&mut self, x: i32) -> &str {
        // Only ASCII digits and a sign are written.
        std::str::from_utf8(self.format_int_bytes(x)).unwrap_or_default()
    }

    /// Decimal digits of an int32, as ASCII.
    #[inline]
    pub fn format_int_bytes(&mut self, x: i32) -> &[u8] {
        let mut rest = x.unsigned_abs();
        let mut at = self.int.len();
        let digit = |value: u32| b'0' + value as u8;
        while rest >= 100 {
            let pair = rest % 100;
            rest /= 100;
            at -= 2;
            self.int[at] = digit(pair / 10);
            self.int[at + 1] = digit(pair % 10);
        }
        if rest >= 10 {
            at -= 1;
            self.int[at] = digit(rest % 10);
            rest /= 10;
        }
        at -= 1;
        self.int[at] = digit(rest);
        if x < 0 {
            at -= 1;
            self.int[at] = b'-';
        }
        &self.int[at..]
    }
}

/// Number::toString with radix 10, written into `buffer`.
pub fn number_to_string(x: f64, buffer: &mut NumberBuffer) -> &str {
    buffer.format(x)
}

/// Decimal digits of an int32.
pub fn int_to_string(x: i32, buffer: &mut NumberBuffer) -> &str {
    buffer.format_int(x)
}

/// ToInt32 of a number.
#[inline]
pub fn to_int32(x: f64) -> i32 {
    let int = x as i32;
    if f64::from(int) == x { int } else { to_int32_slow(x) }
}

/// ToUint32 of a number.
#[inline]
pub fn to_uint32(x: f64) -> u32 {
    to_int32(x) as u32
}

#[cold]
fn to_int32_slow(x: f64) -> i32 {
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32 - 1075;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    // Beyond 2^84 every bit that modulo 2^32 would keep is 0; this also takes in NaN and the infinities.
    let magnitude = match exponent {
        32.. => 0,
        0..=31 => (mantissa << exponent) as u32,
        -52..=-1 => (mantissa >> -exponent) as u32,
        _ => 0,
    };
    let signed = magnitude as i32;
    if x < 0.0 { signed.wrapping_neg() } else { signed }
}

/// ToIntegerOrInfinity of a number: NaN and -0 are 0.
#[inline]
pub fn to_integer_or_infinity(x: f64) -> f64 {
    if x.is_nan() { 0.0 } else { x.trunc() + 0.0 }
}

/// The int32 that equals `x`, unless `x` is -0 or has none.
#[inline]
pub fn as_int32(x: f64) -> Option<i32> {
    let int = x as i32;
    (f64::from(int).to_bits() == x.to_bits()).then_some(int)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn int32_conversions_wrap() {
        let cases = [
            (0.0, 0),
            (-0.0, 0),
            (1.9, 1),
            (-1.9, -1),
            (2147483648.0, i32::MIN),
            (-2147483649.0, i32::MAX),
            (4294967296.0, 0),
            (4294967295.5, -1),
            (1e21, -559939584),
            (2f64.powi(84), 0),
            (2f64.powi(83) + 2f64.powi(31), i32::MIN),
            (-2f64.powi(52) - 3.0, -3),
            (f64::NAN, 0),
            (f64::INFINITY, 0),
            (f64::MIN_POSITIVE, 0),
            (5e-324, 0),
        ];
        for (x, expected) in cases {
            assert_eq!(to_int32(x), expected, "{x}");
            assert_eq!(to_uint32(x), expected as u32, "{x}");
        }
        assert_eq!(as_int32(-0.0), None);
        assert_eq!(as_int32(7.0), Some(7));
        assert_eq!(to_integer_or_infinity(-0.5).to_bits(), 0);
    }

    #[test]
    fn int32_digits() {
        let mut buffer = NumberBuffer::new();
        for x in [0, 7, -1, 10, i32::MAX, i32::MIN] {
            assert_eq!(buffer.format_int(x), x.to_string());
        }
        assert_eq!(buffer.format(-0.0), "0");
        assert_eq!(buffer.format(f64::NAN), "NaN");
        assert_eq!(buffer.format(f64::NEG_INFINITY), "-Infinity");
    }
}
