//! The JavaScript register stack: contiguous, bounded, scanned by the collector.

use super::InterruptHandle;
use crate::Value;
use jenny_gc::{LazyPages, Tracer};
use std::io;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A mapped run of words that frames live in; it does not grow.
pub struct VmStack {
    memory: LazyPages,
    words: usize,
    /// First word that no frame uses.
    pub top: *mut Value,
    /// Frames may not reach this. Another thread lowers it to make the next call look for interrupts.
    limit: AtomicPtr<Value>,
    /// What it is otherwise.
    full: *mut Value,
    /// `limit` stays so low that every call finds it reached and is told of.
    calls_watched: bool,
    /// Who may lower it.
    watched: Option<InterruptHandle>,
}

impl VmStack {
    /// A stack of that many bytes; a part at its end is kept back for handling the overflow itself.
    ///
    /// # Errors
    /// The system has no address space for it.
    pub fn new(bytes: usize) -> io::Result<VmStack> {
        let words = (bytes / 8).max(4096);
        let memory = LazyPages::new(words * 8)?;
        let base = memory.start().cast::<Value>();
        // SAFETY: stays within the allocation.
        let full = unsafe { base.add(words - 1024) };
        Ok(VmStack { memory, words, top: base, limit: AtomicPtr::new(full), full, calls_watched: false, watched: None })
    }
    /// Frames may not reach this.
    #[inline(always)]
    pub fn limit(&self) -> *mut Value {
        self.limit.load(Ordering::Relaxed)
    }
    /// What frames may not reach, whatever was lowered meanwhile.
    pub(crate) fn full_limit(&self) -> *mut Value {
        self.full
    }
    /// Lets `interrupts` lower the limit. The stack stays where it is from now on.
    pub(super) fn watch(&mut self, interrupts: &InterruptHandle) {
        interrupts.attach(&self.limit);
        self.watched = Some(interrupts.clone());
    }
    /// Undoes the lowering by requests; interrupts are to be looked for after it.
    pub(crate) fn restore_limit(&self) {
        let limit = if self.calls_watched { self.base().cast_mut() } else { self.full };
        self.limit.store(limit, Ordering::SeqCst);
    }
    #[inline(always)]
    pub fn base(&self) -> *const Value {
        self.memory.start().cast()
    }
    /// One past the last word.
    #[inline(always)]
    pub fn end(&self) -> *const Value {
        // SAFETY: one past the end of the allocation.
        unsafe { self.base().add(self.words) }
    }
    /// The next call of compiled code takes the slow path and finds that it is watched: a plain run pays nothing for it.
    pub(crate) fn watch_calls(&mut self) {
        self.calls_watched = true;
        self.restore_limit();
    }
    /// Calls are as they were; false if nobody watched them.
    pub(crate) fn unwatch_calls(&mut self) -> bool {
        let watched = std::mem::replace(&mut self.calls_watched, false);
        self.restore_limit();
        watched
    }
    /// Whether the next call is watched.
    pub(crate) fn is_watched(&self) -> bool {
        self.calls_watched
    }
    #[inline(always)]
    pub fn contains(&self, at: *const Value) -> bool {
        at >= self.base() && at < self.end()
    }
    /// Gives what lies above `top`, the word past those in use, back to the system, but for a little that calls soon use again.
    pub(crate) fn give_back(&mut self, top: *const Value) {
        let used = (top as usize).saturating_sub(self.base() as usize);
        self.memory.discard_from(used + 4096);
    }
    /// Registers below the top may be stale, so they are resolved like native stack words.
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        // SAFETY: both lie in the stack's memory, base first.
        unsafe { tracer.visit_conservative_range(self.base().cast(), self.top.cast_const().cast()) };
    }
}

impl Drop for VmStack {
    fn drop(&mut self) {
        if let Some(interrupts) = &self.watched {
            interrupts.detach();
        }
    }
}
