//! The one place where a cell's field is set: the write barrier and `Field<T>`.

use std::cell::Cell;
use std::fmt;

use crate::cell::{Header, state};
use crate::heap::Heap;

/// Tells the collector that a field of `owner` is about to change, or just did.
///
/// Object-logging: an old cell is noted once per cycle and traced again by the next collection.
/// Needed for weak references too: the barrier goes to the cell whose `trace` defers them.
#[inline(always)]
pub fn write_barrier(owner: &Header) {
    if owner.state.get() == state::OLD {
        log_cell(owner);
    }
}

/// Whether a store into the cell has something to log: where it has not, a fast path is a plain store.
#[inline(always)]
pub fn is_logged_or_new(owner: &Header) -> bool {
    owner.state.get() != state::OLD
}

/// As [`write_barrier`] when it is known that only the word at `slot`, a place within the cell, changes.
#[inline(always)]
pub fn write_barrier_at<T>(owner: &Header, slot: *const T) {
    if owner.state.get() == state::OLD {
        log_slot(owner, slot.cast());
    }
}

#[inline(never)]
fn log_slot(owner: &Header, slot: *const u8) {
    // SAFETY: as in `log_cell`.
    unsafe { Heap::of((&raw const *owner).cast()) }.log_slot(owner, slot as usize);
}

#[cold]
#[inline(never)]
fn log_cell(owner: &Header) {
    // SAFETY: only the collector makes a header old, and only in a cell of a live heap.
    unsafe { Heap::of((&raw const *owner).cast()) }.log(owner);
}

/// A field of a cell: a `Cell` whose stores go through the write barrier.
#[repr(transparent)]
pub struct Field<T: Copy>(Cell<T>);

impl<T: Copy> Field<T> {
    #[inline(always)]
    pub const fn new(value: T) -> Field<T> {
        Field(Cell::new(value))
    }

    #[inline(always)]
    pub fn get(&self) -> T {
        self.0.get()
    }

    /// Stores `value`; `owner` is the header of the cell that contains this field.
    #[inline(always)]
    pub fn set(&self, owner: &Header, value: T) {
        write_barrier_at(owner, self);
        self.0.set(value);
    }

    /// Stores without a barrier: only into a cell allocated since the last point where anything was allocated.
    #[inline(always)]
    pub fn init(&self, value: T) {
        self.0.set(value);
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for Field<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(formatter)
    }
}

impl<T: Copy + Default> Default for Field<T> {
    fn default() -> Field<T> {
        Field::new(T::default())
    }
}
