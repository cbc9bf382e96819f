//! Element types of typed arrays (ECMA-262 table 71): conversion of values to bits, reading and writing them.

use crate::builtins::float16::{f16_bits_to_f64, f64_to_f16_bits};
use crate::value::bigint_arithmetic::bigint_to_u64_wrapping;
use crate::{Agent, Intrinsic, JsResult, Value};
use jenny_text::number::to_int32;
use num_bigint::BigInt;

/// What a typed array holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ElementType {
    Int8,
    Uint8,
    Uint8Clamped,
    Int16,
    Uint16,
    Int32,
    Uint32,
    Float16,
    Float32,
    Float64,
    BigInt64,
    BigUint64,
}

use ElementType::*;

impl ElementType {
    /// Bytes of one element.
    #[inline(always)]
    pub const fn size(self) -> usize {
        match self {
            Int8 | Uint8 | Uint8Clamped => 1,
            Int16 | Uint16 | Float16 => 2,
            Int32 | Uint32 | Float32 => 4,
            Float64 | BigInt64 | BigUint64 => 8,
        }
    }
    /// log2 of the size.
    #[inline(always)]
    pub const fn shift(self) -> u32 {
        self.size().trailing_zeros()
    }
    /// Whether elements are BigInts.
    #[inline(always)]
    pub const fn is_bigint(self) -> bool {
        matches!(self, BigInt64 | BigUint64)
    }
    /// The class name.
    pub const fn name(self) -> &'static str {
        match self {
            Int8 => "Int8Array",
            Uint8 => "Uint8Array",
            Uint8Clamped => "Uint8ClampedArray",
            Int16 => "Int16Array",
            Uint16 => "Uint16Array",
            Int32 => "Int32Array",
            Uint32 => "Uint32Array",
            Float16 => "Float16Array",
            Float32 => "Float32Array",
            Float64 => "Float64Array",
            BigInt64 => "BigInt64Array",
            BigUint64 => "BigUint64Array",
        }
    }
    /// The constructor.
    pub const fn constructor(self) -> Intrinsic {
        match self {
            Int8 => Intrinsic::Int8Array,
            Uint8 => Intrinsic::Uint8Array,
            Uint8Clamped => Intrinsic::Uint8ClampedArray,
            Int16 => Intrinsic::Int16Array,
            Uint16 => Intrinsic::Uint16Array,
            Int32 => Intrinsic::Int32Array,
            Uint32 => Intrinsic::Uint32Array,
            Float16 => Intrinsic::Float16Array,
            Float32 => Intrinsic::Float32Array,
            Float64 => Intrinsic::Float64Array,
            BigInt64 => Intrinsic::BigInt64Array,
            BigUint64 => Intrinsic::BigUint64Array,
        }
    }
    /// The prototype object.
    pub const fn prototype(self) -> Intrinsic {
        match self {
            Int8 => Intrinsic::Int8ArrayPrototype,
            Uint8 => Intrinsic::Uint8ArrayPrototype,
            Uint8Clamped => Intrinsic::Uint8ClampedArrayPrototype,
            Int16 => Intrinsic::Int16ArrayPrototype,
            Uint16 => Intrinsic::Uint16ArrayPrototype,
            Int32 => Intrinsic::Int32ArrayPrototype,
            Uint32 => Intrinsic::Uint32ArrayPrototype,
            Float16 => Intrinsic::Float16ArrayPrototype,
            Float32 => Intrinsic::Float32ArrayPrototype,
            Float64 => Intrinsic::Float64ArrayPrototype,
            BigInt64 => Intrinsic::BigInt64ArrayPrototype,
            BigUint64 => Intrinsic::BigUint64ArrayPrototype,
        }
    }

    /// The bits of a Number as an element of this type, in the low bytes (NumericToRawBytes, 25.1.3.18).
    #[inline]
    pub fn bits_of_number(self, n: f64) -> u64 {
        match self {
            Int8 | Uint8 | Int16 | Uint16 | Int32 | Uint32 => to_int32(n) as u32 as u64,
            // The cast saturates, and takes NaN to 0.
            Uint8Clamped => n.round_ties_even() as u8 as u64,
            Float16 => f64_to_f16_bits(n) as u64,
            Float32 => (n as f32).to_bits() as u64,
            Float64 => n.to_bits(),
            BigInt64 | BigUint64 => 0,
        }
    }
    /// The bits of a value as an element of this type; converts it first, which may run user code.
    #[inline]
    pub fn bits_of_value(self, agent: &mut Agent, value: Value) -> JsResult<u64> {
        if self.is_bigint() {
            return Ok(bigint_to_u64_wrapping(value.to_bigint(agent)?.value()));
        }
        if let Some(i) = value.as_int() {
            return Ok(self.bits_of_int(i));
        }
        Ok(self.bits_of_number(value.to_number(agent)?))
    }
    #[inline(always)]
    fn bits_of_int(self, i: i32) -> u64 {
        match self {
            Int8 | Uint8 | Int16 | Uint16 | Int32 | Uint32 => i as u32 as u64,
            Uint8Clamped => i.clamp(0, 255) as u64,
            _ => self.bits_of_number(i as f64),
        }
    }
    /// The Number that bits are; not for BigInt types.
    #[inline]
    pub fn number_of_bits(self, bits: u64) -> f64 {
        match self {
            Int8 => bits as i8 as f64,
            Uint8 | Uint8Clamped => bits as u8 as f64,
            Int16 => bits as i16 as f64,
            Uint16 => bits as u16 as f64,
            Int32 => bits as i32 as f64,
            Uint32 => bits as u32 as f64,
            Float16 => f16_bits_to_f64(bits as u16),
            Float32 => f32::from_bits(bits as u32) as f64,
            Float64 => f64::from_bits(bits),
            BigInt64 => bits as i64 as f64,
            BigUint64 => bits as f64,
        }
    }
    /// The value that bits are (RawBytesToNumeric, 25.1.3.15).
    #[inline]
    pub fn value_of_bits(self, agent: &mut Agent, bits: u64) -> Value {
        match self {
            Int8 => Value::int(bits as i8 as i32),
            Uint8 | Uint8Clamped => Value::int(bits as u8 as i32),
            Int16 => Value::int(bits as i16 as i32),
            Uint16 => Value::int(bits as u16 as i32),
            Int32 => Value::int(bits as i32),
            BigInt64 => agent.new_bigint(BigInt::from(bits as i64)).into(),
            BigUint64 => agent.new_bigint(BigInt::from(bits)).into(),
            _ => Value::number(self.number_of_bits(bits)),
        }
    }
    /// Reads the bits at an address.
    ///
    /// # Safety
    /// `size()` bytes at the address must be readable.
    #[inline(always)]
    pub unsafe fn read(self, at: *const u8) -> u64 {
        // SAFETY: the caller vouches for the bytes; no alignment is needed.
        unsafe {
            match self.size() {
                1 => *at as u64,
                2 => at.cast::<u16>().read_unaligned() as u64,
                4 => at.cast::<u32>().read_unaligned() as u64,
                _ => at.cast::<u64>().read_unaligned(),
            }
        }
    }
    /// Writes the low bytes of bits at an address.
    ///
    /// # Safety
    /// `size()` bytes at the address must be writable.
    #[inline(always)]
    pub unsafe fn write(self, at: *mut u8, bits: u64) {
        // SAFETY: the caller vouches for the bytes; no alignment is needed.
        unsafe {
            match self.size() {
                1 => *at = bits as u8,
                2 => at.cast::<u16>().write_unaligned(bits as u16),
                4 => at.cast::<u32>().write_unaligned(bits as u32),
                _ => at.cast::<u64>().write_unaligned(bits),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_conversions() {
        let table = [
            (Int8, 200.0, -56.0),
            (Uint8, -1.0, 255.0),
            (Uint8Clamped, 1.5, 2.0),
            (Uint8Clamped, 2.5, 2.0),
            (Uint8Clamped, -5.0, 0.0),
            (Uint8Clamped, 300.0, 255.0),
            (Uint8Clamped, f64::NAN, 0.0),
            (Int16, 40000.0, -25536.0),
            (Uint16, 65537.0, 1.0),
            (Int32, 4294967295.0, -1.0),
            (Uint32, -1.0, 4294967295.0),
            (Float16, 1.337, 1.3369140625),
            (Float32, 0.1, 0.10000000149011612),
            (Float64, 0.1, 0.1),
        ];
        for (element, n, expected) in table {
            assert_eq!(element.number_of_bits(element.bits_of_number(n)), expected, "{element:?} {n}");
        }
    }
}
