//! IEEE 754 binary16 conversion, for Float16Array, DataView and Math.f16round.

/// The binary16 nearest to a double (ties to even), as its bits.
pub fn f64_to_f16_bits(x: f64) -> u16 {
    let sign = if x.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = x.abs();
    if magnitude.is_nan() {
        return 0x7e00;
    }
    if magnitude >= 65520.0 {
        return sign | 0x7c00;
    }
    // 2^-14 is the smallest normal number, 2^-24 the distance of the subnormal ones.
    if magnitude < 6.103515625e-5 {
        return sign | (magnitude * 16777216.0).round_ties_even() as u16;
    }
    let exponent = ((magnitude.to_bits() >> 52) as i32) - 1023;
    let significand = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    // A significand rounded up to 2^11 carries into the exponent by itself.
    sign | ((((exponent + 15) as u32) << 10) + (significand - 1024)) as u16
}

/// The value of binary16 bits.
pub fn f16_bits_to_f64(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let exponent = (bits >> 10 & 0x1f) as i32;
    let fraction = (bits & 0x3ff) as f64;
    match exponent {
        0 => sign * fraction / 16777216.0,
        31 if fraction == 0.0 => sign * f64::INFINITY,
        31 => f64::NAN,
        _ => sign * (1024.0 + fraction) * 2f64.powi(exponent - 25),
    }
}

#[cfg(test)]
mod tests {
    use super::{f16_bits_to_f64, f64_to_f16_bits};

    #[test]
    fn every_binary16_survives() {
        for bits in 0..=u16::MAX {
            let x = f16_bits_to_f64(bits);
            if !x.is_nan() {
                assert_eq!(f64_to_f16_bits(x), bits);
            }
        }
    }

    #[test]
    fn rounding() {
        let table = [
            (65519.99, 65504.0),
            (65520.0, f64::INFINITY),
            (2.980232238769531e-8, 0.0),
            (2.980232238769532e-8, 5.960464477539063e-8),
            (1.337, 1.3369140625),
            (2049.0, 2048.0),
            (2051.0, 2052.0),
            (6.1e-5, 6.097555160522461e-5),
        ];
        for (x, expected) in table {
            assert_eq!(f16_bits_to_f64(f64_to_f16_bits(x)), expected, "{x}");
        }
    }
}
