//! Interrupts: what other threads, and handlers of signals, ask of a running agent.
//!
//! Loops look at the bits themselves. Calls do not: a request lowers the limit of the agent's stack, so that the next call takes
//! its slow path, and looks there.

use crate::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

/// End the program: the pending operation throws an uncatchable error.
pub const TERMINATE: u32 = 1;
/// Tell the agent's [`super::host::InterruptListener`].
pub const HOST: u32 = 4;
/// Tell the observer of jobs and promises.
pub const OBSERVER: u32 = 8;

#[derive(Default, Debug)]
struct Shared {
    bits: AtomicU32,
    /// The stack limit of the agent while that lives.
    limit: AtomicPtr<AtomicPtr<Value>>,
    /// Somebody uses or changes `limit`.
    busy: AtomicBool,
}

/// Asks a running agent to stop or to look at something; may be held by other threads.
#[derive(Clone, Default, Debug)]
pub struct InterruptHandle(Arc<Shared>);

impl InterruptHandle {
    /// Asks for attention.
    pub fn request(&self, bits: u32) {
        self.0.bits.fetch_or(bits, Ordering::SeqCst);
        while !self.try_lower_limit() {
            std::hint::spin_loop();
        }
    }
    /// The same for the handler of a signal: it takes no lock and waits for nobody. Where another thread asks at the same moment,
    /// that one's request serves both.
    pub fn request_from_signal(&self, bits: u32) {
        self.0.bits.fetch_or(bits, Ordering::SeqCst);
        self.try_lower_limit();
    }
    #[inline(always)]
    pub fn pending(&self) -> u32 {
        self.0.bits.load(Ordering::Relaxed)
    }
    pub fn clear(&self, bits: u32) {
        self.0.bits.fetch_and(!bits, Ordering::SeqCst);
    }
    /// False if somebody else is about to do the same, or the agent is just going away.
    fn try_lower_limit(&self) -> bool {
        if self.0.busy.swap(true, Ordering::Acquire) {
            return false;
        }
        let limit = self.0.limit.load(Ordering::Relaxed);
        // SAFETY: what is attached lives until `detach`, which waits for `busy`.
        if let Some(limit) = unsafe { limit.as_ref() } {
            limit.store(std::ptr::null_mut(), Ordering::SeqCst);
        }
        self.0.busy.store(false, Ordering::Release);
        true
    }
    /// From now on requests lower this limit, which must be detached before it goes away.
    pub(super) fn attach(&self, limit: &AtomicPtr<Value>) {
        self.0.limit.store(std::ptr::from_ref(limit).cast_mut(), Ordering::Release);
    }
    /// Requests lower nothing any more.
    pub(super) fn detach(&self) {
        while self.0.busy.swap(true, Ordering::Acquire) {
            std::hint::spin_loop();
        }
        self.0.limit.store(std::ptr::null_mut(), Ordering::Relaxed);
        self.0.busy.store(false, Ordering::Release);
    }
}
