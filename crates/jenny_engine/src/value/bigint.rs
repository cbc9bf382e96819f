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

/// Bytes that a large integer holds outside the heap; small ones are not worth counting.
fn external_bytes(value: &BigInt) -> usize {
    let bits = value.bits();
    if bits > 8192 { (bits / 8) as usize } else { 0 }
}

impl Drop for JsBigInt {
    fn drop(&mut self) {
        let bytes = external_bytes(&self.value);
        if bytes > 0 {
            // SAFETY: BigInt cells exist in a heap only.
            unsafe { jenny_gc::Heap::of(std::ptr::from_ref(self).cast()) }.adjust_external(-(bytes as isize));
        }
    }
}

// SAFETY: holds no cells.
unsafe impl Trace for JsBigInt {
    fn trace(&self, _: &mut Tracer<'_>) {}
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for JsBigInt {}

impl Agent {
    /// A BigInt value. What a large one holds counts as external memory of the heap.
    pub fn new_bigint(&mut self, value: BigInt) -> Gc<JsBigInt> {
        let bytes = external_bytes(&value);
        if bytes > 0 {
            self.heap.adjust_external(bytes as isize);
        }
        self.heap.alloc(JsBigInt { header: Header::new(Kind::BigInt as u8), value })
    }
}
