//! The bytes of an ArrayBuffer, outside the heap: zeroed when made, at an address that resizing does not change.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// No buffer is longer, whatever memory there is.
pub const MAX_BYTE_LENGTH: u64 = 1 << 36;
/// Alignment of memory made here.
const ALIGNMENT: usize = 16;

/// A Data Block. May be shared between threads (SharedArrayBuffer), so its length is atomic.
pub struct BackingStore {
    data: NonNull<u8>,
    /// what is in use
    length: AtomicUsize,
    /// what was reserved, and may be grown into
    capacity: usize,
    /// how to release the memory; size 0: there is none
    layout: Layout,
}

// SAFETY: the bytes are plain memory that the store owns; accesses from several threads go through atomics or are the
// races that the memory model of ECMA-262 allows.
unsafe impl Send for BackingStore {}
// SAFETY: as above.
unsafe impl Sync for BackingStore {}

impl BackingStore {
    /// `length` zero bytes with room for `capacity`; None when memory runs out.
    pub fn new(length: usize, capacity: usize) -> Option<BackingStore> {
        let layout = Layout::from_size_align(capacity.max(length), ALIGNMENT).ok()?;
        let data = if layout.size() == 0 {
            // A made-up address that is aligned for every element type.
            NonNull::without_provenance(std::num::NonZeroUsize::new(ALIGNMENT)?)
        } else {
            // SAFETY: the size is not zero.
            NonNull::new(unsafe { alloc_zeroed(layout) })?
        };
        Some(BackingStore { data, length: AtomicUsize::new(length), capacity: layout.size(), layout })
    }
    /// Takes over the bytes of a vector, without copying.
    pub fn from_vec(bytes: Vec<u8>) -> BackingStore {
        let mut bytes = std::mem::ManuallyDrop::new(bytes);
        let (length, capacity) = (bytes.len(), bytes.capacity());
        let layout = Layout::array::<u8>(capacity).unwrap_or(Layout::new::<()>());
        // SAFETY: a vector's pointer is never null.
        let data = unsafe { NonNull::new_unchecked(bytes.as_mut_ptr()) };
        BackingStore { data, length: AtomicUsize::new(length), capacity: length, layout }
    }
    /// A copy of `bytes` with room for `capacity`; None when memory runs out.
    pub fn copy_of(bytes: &[u8], capacity: usize) -> Option<BackingStore> {
        let store = BackingStore::new(bytes.len(), capacity)?;
        // SAFETY: the store is new, and has room for them.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), store.data(), bytes.len()) };
        Some(store)
    }
    /// A copy of what is in use. Other threads may write it meanwhile.
    pub fn to_vec(&self) -> Vec<u8> {
        // SAFETY: the bytes lie within the store; each is read as an atomic, since the memory may be shared.
        let byte = |at| unsafe { AtomicU8::from_ptr(self.data().add(at)) }.load(Ordering::Relaxed);
        (0..self.len()).map(byte).collect()
    }
    /// The first byte; dangling when there is none.
    pub fn data(&self) -> *mut u8 {
        self.data.as_ptr()
    }
    pub fn len(&self) -> usize {
        self.length.load(Ordering::SeqCst)
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The length that it may be resized to.
    pub fn capacity(&self) -> usize {
        self.capacity
    }
    /// Sets the length within the capacity; what is given up reads as zero if it comes back.
    pub fn resize(&self, length: usize) {
        let length = length.min(self.capacity);
        let old = self.length.swap(length, Ordering::SeqCst);
        if length < old {
            // SAFETY: both lie within the capacity.
            unsafe { std::ptr::write_bytes(self.data().add(length), 0, old - length) };
        }
    }
    /// Lengthens a shared store: false if another thread made it longer than that already.
    pub fn grow(&self, length: usize) -> bool {
        length <= self.capacity
            && self
                .length
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |old| (length >= old).then_some(length))
                .is_ok()
    }
}

impl Drop for BackingStore {
    fn drop(&mut self) {
        if self.layout.size() > 0 {
            // SAFETY: allocated by the global allocator with this layout (a vector's memory is too).
            unsafe { dealloc(self.data.as_ptr(), self.layout) };
        }
    }
}

impl std::fmt::Debug for BackingStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BackingStore").field("length", &self.len()).field("capacity", &self.capacity).finish()
    }
}
