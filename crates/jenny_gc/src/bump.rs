//! Bump allocators: one for each size class, with and without destructors.

use std::cell::Cell;

use crate::block::CLASSES;

pub(crate) const BUMPS: usize = CLASSES * 2;

/// The index of the allocator for a size class.
#[inline(always)]
pub(crate) const fn bump_of(class: usize, drops: bool) -> usize {
    class * 2 + drops as usize
}

/// The free run that one allocator is filling.
#[derive(Default)]
pub(crate) struct Bump {
    /// Where the next cell begins.
    pub cursor: Cell<usize>,
    /// Where the fast path ends: `run_end`, or the cursor when the next allocation must take the slow path.
    pub limit: Cell<usize>,
    pub run_end: Cell<usize>,
    pub run_start: Cell<usize>,
    /// The next free run of the block, or 0.
    pub next_run: Cell<usize>,
}

impl Bump {
    /// Takes `size` bytes of the current run if the fast path is open.
    #[inline(always)]
    pub fn take(&self, size: usize) -> Option<usize> {
        let cell = self.cursor.get();
        let next = cell + size;
        if next <= self.limit.get() {
            self.cursor.set(next);
            Some(cell)
        } else {
            None
        }
    }

    /// Takes `size` bytes of the current run even if the fast path is closed.
    #[inline]
    pub fn take_slow(&self, size: usize) -> Option<usize> {
        let cell = self.cursor.get();
        let next = cell + size;
        if next <= self.run_end.get() {
            self.cursor.set(next);
            Some(cell)
        } else {
            None
        }
    }

    pub fn set_run(&self, start: usize, end: usize, closed: bool) {
        self.cursor.set(start);
        self.run_start.set(start);
        self.run_end.set(end);
        self.limit.set(if closed { start } else { end });
    }

    /// Bytes allocated from the current run.
    pub fn used(&self) -> usize {
        self.cursor.get() - self.run_start.get()
    }

    /// Sends the next allocation to the slow path.
    pub fn close(&self) {
        self.limit.set(self.cursor.get());
    }

    /// Lets the fast path fill the run again.
    pub fn open(&self) {
        self.limit.set(self.run_end.get());
    }

    /// Leaves the run and the block.
    pub fn reset(&self) {
        self.set_run(0, 0, false);
        self.next_run.set(0);
    }
}
