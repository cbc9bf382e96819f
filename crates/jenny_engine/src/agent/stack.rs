//! The JavaScript register stack: contiguous, bounded, scanned by the collector.

use crate::Value;
use jenny_gc::Tracer;

/// A mapped run of words that frames live in; it does not grow.
pub struct VmStack {
    memory: Box<[u64]>,
    /// First word that no frame uses.
    pub top: *mut Value,
    /// Frames may not reach this.
    pub limit: *mut Value,
}

impl VmStack {
    /// A stack of that many bytes; a part at its end is kept back for handling the overflow itself.
    pub fn new(bytes: usize) -> VmStack {
        let words = (bytes / 8).max(4096);
        // Zeroed pages come lazily from the system.
        let mut memory = vec![0u64; words].into_boxed_slice();
        let base = memory.as_mut_ptr().cast::<Value>();
        // SAFETY: stays within the allocation.
        let limit = unsafe { base.add(words - 1024) };
        VmStack { memory, top: base, limit }
    }
    pub fn base(&self) -> *const Value {
        self.memory.as_ptr().cast()
    }
    /// One past the last word.
    pub fn end(&self) -> *const Value {
        // SAFETY: one past the end of the allocation.
        unsafe { self.memory.as_ptr().add(self.memory.len()).cast() }
    }
    #[inline(always)]
    pub fn contains(&self, at: *const Value) -> bool {
        at >= self.base() && at < self.end()
    }
    /// Registers below the top may be stale, so they are resolved like native stack words.
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        // SAFETY: both lie in the stack's memory, base first.
        unsafe { tracer.visit_conservative_range(self.base().cast(), self.top.cast_const().cast()) };
    }
}
