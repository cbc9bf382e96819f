//! Value: any ECMAScript language value in 64 bits, NaN-boxed.
//!
//! Bit layout (the top 16 bits decide):
//!
//! ```text
//! 0000:PPPP:PPPP:PPPP   pointer to a heap cell, as it is (a conservative scan sees it), bit 1 clear
//! 0000:0000:0000:0002   null
//! 0000:0000:0000:0006   false        0000:0000:0000:0007   true
//! 0000:0000:0000:000a   undefined    0000:0000:0000:0012   empty (hole, uninitialised binding)
//! 0000:SSSS:SSSS:SSSe   lazy: a `&'static` property specification, made real at its first touch (never leaves object storage)
//! 0002..fffc            double, its bits plus 2^49
//! fffe:0000:IIII:IIII   int32
//! ```
//!
//! All immediates but lazy are below 0x20, so "undefined, null, boolean or empty" is one compare, and a cell is one mask test:
//! no other value has all of the bits of `NOT_CELL_MASK` clear. The all-zero word is no value; fresh storage is filled.

use crate::kind::Kind;
use crate::object::Object;
use crate::string::{JsString, Symbol};
use jenny_gc::{Gc, Header, Trace, Tracer};
use std::ptr::NonNull;

pub mod bigint;
pub mod bigint_arithmetic;
pub mod bigint_large;
pub mod held;

/// An ECMAScript language value, or `empty`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

const INT_TAG: u64 = 0xFFFE_0000_0000_0000;
const DOUBLE_OFFSET: u64 = 0x0002_0000_0000_0000;
const NOT_CELL_MASK: u64 = INT_TAG | 2;

impl Value {
    pub const NULL: Value = Value(0x02);
    pub const FALSE: Value = Value(0x06);
    pub const TRUE: Value = Value(0x07);
    pub const UNDEFINED: Value = Value(0x0a);
    /// The array hole, the uninitialised binding; no JavaScript program can hold it.
    pub const EMPTY: Value = Value(0x12);
    pub const NAN: Value = Value(0x7ff8_0000_0000_0000 + DOUBLE_OFFSET);
    pub const ZERO: Value = Value(INT_TAG);

    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }
    #[inline(always)]
    pub const fn int(i: i32) -> Value {
        Value(INT_TAG | i as u32 as u64)
    }
    /// A Number as a double, whatever its value (no int32 normalisation).
    #[inline(always)]
    pub fn double(d: f64) -> Value {
        if d.is_nan() { Value::NAN } else { Value(d.to_bits().wrapping_add(DOUBLE_OFFSET)) }
    }
    /// A Number; int32 where the value is one (and not -0).
    #[inline(always)]
    pub fn number(d: f64) -> Value {
        let i = truncated(d);
        if i as f64 == d && (i != 0 || d.is_sign_positive()) { Value::int(i) } else { Value::double(d) }
    }
    #[inline(always)]
    pub const fn bool(b: bool) -> Value {
        Value(0x06 | b as u64)
    }
    #[inline(always)]
    pub fn cell<T>(gc: Gc<T>) -> Value {
        Value(gc.addr() as u64)
    }
    /// A lazy property value; see `realm::property_spec`.
    pub(crate) fn lazy<T>(spec: &'static T) -> Value {
        let address = spec as *const T as u64;
        debug_assert_eq!(address & 7, 0);
        Value((address >> 3) << 4 | 0xe)
    }

    #[inline(always)]
    pub fn is_int(self) -> bool {
        self.0 >= INT_TAG
    }
    #[inline(always)]
    pub fn is_double(self) -> bool {
        self.0 >= DOUBLE_OFFSET && self.0 < INT_TAG
    }
    #[inline(always)]
    pub fn is_number(self) -> bool {
        self.0 >= DOUBLE_OFFSET
    }
    #[inline(always)]
    pub fn is_cell(self) -> bool {
        self.0 & NOT_CELL_MASK == 0
    }
    #[inline(always)]
    pub fn is_undefined(self) -> bool {
        self == Value::UNDEFINED
    }
    #[inline(always)]
    pub fn is_null(self) -> bool {
        self == Value::NULL
    }
    #[inline(always)]
    pub fn is_nullish(self) -> bool {
        self.0 & !8 == 2
    }
    #[inline(always)]
    pub fn is_bool(self) -> bool {
        self.0 & !1 == 6
    }
    #[inline(always)]
    pub fn is_true(self) -> bool {
        self == Value::TRUE
    }
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self == Value::EMPTY
    }
    #[inline(always)]
    pub(crate) fn is_lazy(self) -> bool {
        self.0 & 0xFFFF_0000_0000_000F == 0xe
    }
    pub(crate) fn lazy_address(self) -> usize {
        ((self.0 >> 4) << 3) as usize
    }

    /// The int32 payload; meaningless unless `is_int`.
    #[inline(always)]
    pub fn as_int_unchecked(self) -> i32 {
        self.0 as i32
    }
    #[inline(always)]
    pub fn as_int(self) -> Option<i32> {
        self.is_int().then_some(self.0 as i32)
    }
    /// The double payload; meaningless unless `is_double`.
    #[inline(always)]
    pub fn as_double_unchecked(self) -> f64 {
        f64::from_bits(self.0.wrapping_sub(DOUBLE_OFFSET))
    }
    /// The mathematical value of a Number; meaningless unless `is_number`.
    #[inline(always)]
    pub fn as_f64_unchecked(self) -> f64 {
        if self.is_int() { self.0 as i32 as f64 } else { self.as_double_unchecked() }
    }
    #[inline(always)]
    pub fn as_number(self) -> Option<f64> {
        self.is_number().then(|| self.as_f64_unchecked())
    }
    #[inline(always)]
    pub fn as_bool(self) -> Option<bool> {
        self.is_bool().then_some(self.0 & 1 == 1)
    }
    /// The cell's header, if this is a cell.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        // SAFETY: a Value with the cell pattern always holds the address of a live cell, whose first field is a Header.
        self.is_cell().then(|| unsafe { &*(self.0 as *const Header) })
    }
    #[inline(always)]
    pub fn kind(self) -> Option<Kind> {
        self.header().map(|h| Kind::from_u8(h.kind()))
    }
    #[inline(always)]
    pub fn is_kind(self, kind: Kind) -> bool {
        self.header().is_some_and(|h| h.kind() == kind as u8)
    }
    /// The cell as a `Gc<T>`.
    ///
    /// # Safety
    /// The value must be a cell whose type is `T` (or begins with `T`).
    #[inline(always)]
    pub unsafe fn as_gc_unchecked<T>(self) -> Gc<T> {
        // SAFETY: the caller vouches for the type; cell addresses are never null.
        unsafe { Gc::from_ptr(NonNull::new_unchecked(self.0 as *mut T)) }
    }
    #[inline(always)]
    pub fn is_object(self) -> bool {
        self.header().is_some_and(|h| h.kind() >= Kind::FIRST_OBJECT as u8)
    }
    #[inline(always)]
    pub fn as_object(self) -> Option<Gc<Object>> {
        // SAFETY: object kinds all begin with Object.
        self.is_object().then(|| unsafe { self.as_gc_unchecked() })
    }
    #[inline(always)]
    pub fn is_string(self) -> bool {
        self.is_kind(Kind::String)
    }
    #[inline(always)]
    pub fn as_string(self) -> Option<Gc<JsString>> {
        // SAFETY: the kind was checked.
        self.is_string().then(|| unsafe { self.as_gc_unchecked() })
    }
    #[inline(always)]
    pub fn is_symbol(self) -> bool {
        self.is_kind(Kind::Symbol)
    }
    #[inline(always)]
    pub fn as_symbol(self) -> Option<Gc<Symbol>> {
        // SAFETY: the kind was checked.
        self.is_symbol().then(|| unsafe { self.as_gc_unchecked() })
    }
    #[inline(always)]
    pub fn is_bigint(self) -> bool {
        self.is_kind(Kind::BigInt)
    }
    #[inline(always)]
    pub fn as_bigint(self) -> Option<Gc<bigint::JsBigInt>> {
        // SAFETY: the kind was checked.
        self.is_bigint().then(|| unsafe { self.as_gc_unchecked() })
    }
    /// The object as a concrete object type, if its kind is the type's.
    #[inline(always)]
    pub fn as_kind<T: crate::object::ObjectType>(self) -> Option<Gc<T>> {
        // SAFETY: the kind identifies the type.
        self.is_kind(T::KIND).then(|| unsafe { self.as_gc_unchecked() })
    }
    /// IsCallable.
    #[inline(always)]
    pub fn is_callable(self) -> bool {
        self.as_object().is_some_and(|o| o.is_callable())
    }
    /// IsConstructor.
    #[inline(always)]
    pub fn is_constructor(self) -> bool {
        self.as_object().is_some_and(|o| o.is_constructor())
    }
    /// `undefined` for None, the cell otherwise.
    pub fn from_option<T>(cell: Option<Gc<T>>) -> Value {
        cell.map_or(Value::UNDEFINED, Value::cell)
    }
}

/// The integer part of a double that fits in an int32; for others any number.
#[inline(always)]
fn truncated(d: f64) -> i32 {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_mm_cvttsd_si32, _mm_set_sd};
        // SAFETY: SSE2 is part of x86-64.
        #[allow(unused_unsafe)]
        unsafe {
            _mm_cvttsd_si32(_mm_set_sd(d))
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        d as i32
    }
}

impl<T> From<Gc<T>> for Value {
    #[inline(always)]
    fn from(gc: Gc<T>) -> Value {
        Value::cell(gc)
    }
}
impl From<bool> for Value {
    #[inline]
    fn from(b: bool) -> Value {
        Value::bool(b)
    }
}
impl From<i32> for Value {
    #[inline]
    fn from(i: i32) -> Value {
        Value::int(i)
    }
}
impl From<u32> for Value {
    #[inline]
    fn from(i: u32) -> Value {
        Value::number(i as f64)
    }
}
impl From<usize> for Value {
    #[inline]
    fn from(i: usize) -> Value {
        Value::number(i as f64)
    }
}
impl From<f64> for Value {
    #[inline]
    fn from(d: f64) -> Value {
        Value::number(d)
    }
}

// SAFETY: visit_word marks the cell if the word is one.
unsafe impl Trace for Value {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit_word(if self.is_cell() { self.0 } else { 0 });
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(n) = self.as_number() {
            return write!(f, "{n}");
        }
        match *self {
            Value::UNDEFINED => f.write_str("undefined"),
            Value::NULL => f.write_str("null"),
            Value::TRUE => f.write_str("true"),
            Value::FALSE => f.write_str("false"),
            Value::EMPTY => f.write_str("<empty>"),
            _ => match self.as_string() {
                Some(s) => write!(f, "{:?}", s.to_rust_string()),
                None => write!(f, "<cell {:#x} {:?}>", self.0, self.kind()),
            },
        }
    }
}
