//! The BigInt cell.

use crate::agent::Agent;
use crate::kind::Kind;
use jenny_gc::{Gc, GcCell, Header, Trace, Tracer};
use num_bigint::BigInt;

/// A BigInt primitive.
#[repr(C)]
pub struct JsBigInt {
    header: Header,
    value: BigInt,
}

impl JsBigInt {
    /// The integer.
    pub fn value(&self) -> &BigInt {
        &self.value
    }
}

// SAFETY: holds no cells.
unsafe impl Trace for JsBigInt {
    fn trace(&self, _: &mut Tracer<'_>) {}
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for JsBigInt {}

impl Agent {
    /// A BigInt value. Its size counts as external memory of the heap while it lives is left to the collector's trigger.
    pub fn new_bigint(&mut self, value: BigInt) -> Gc<JsBigInt> {
        self.heap.alloc(JsBigInt { header: Header::new(Kind::BigInt as u8), value })
    }
}
