//! The slow path of allocation: runs, blocks, and the collections that allocation calls for.

use crate::block::{CLASS_SIZES, GRANULE};
use crate::bump::Bump;
use crate::clock::Deadline;
use crate::heap::{Exhaustion, HeapInner};
use crate::incremental::Phase;

impl HeapInner {
    #[cold]
    #[inline(never)]
    pub fn alloc_slow(&self, bump: usize, aux: u32) -> usize {
        match self.refill(bump, aux, false) {
            Some(addr) => addr,
            None => out_of_memory(CLASS_SIZES[bump / 2] as usize),
        }
    }

    #[cold]
    #[inline(never)]
    pub fn try_alloc_slow(&self, bump: usize, aux: u32) -> Option<usize> {
        self.refill(bump, aux, true)
    }

    /// Allocates a small cell by any means. With `bounded`, `None` past the limit.
    fn refill(&self, bump_index: usize, aux: u32, bounded: bool) -> Option<usize> {
        self.pin(aux);
        let cell = self.find_cell(bump_index, bounded);
        self.pinned.set(0);
        cell
    }

    fn find_cell(&self, bump_index: usize, bounded: bool) -> Option<usize> {
        debug_assert!(!self.collecting.get(), "allocation during a collection");
        let size = CLASS_SIZES[bump_index / 2] as usize;
        let bump = &self.bumps[bump_index];
        if self.closed.get() {
            self.collect_if_asked();
        }
        if let Some(addr) = self.take_from_runs(bump, size) {
            return Some(addr);
        }
        self.sweep_some_drops();
        self.pace();
        if self.new_total() >= self.trigger.get() {
            self.collect_for_allocation();
        }
        if bounded && self.total_bytes() > self.limit.get() && !self.is_in_reserve(size) && !self.has_room(size) {
            return None;
        }
        if !self.open_block(bump_index) {
            self.collect(true);
            if !self.open_block(bump_index) {
                return None;
            }
        }
        self.take_from_runs(bump, size)
    }

    /// Takes a cell from the current run or from the next ones of the same block.
    fn take_from_runs(&self, bump: &Bump, size: usize) -> Option<usize> {
        loop {
            if let Some(addr) = bump.take_slow(size) {
                if self.closed.get() {
                    bump.close();
                }
                return Some(addr);
            }
            self.retire_run(bump, size);
            let next = bump.next_run.get();
            if next == 0 {
                return None;
            }
            self.open_run(bump, next, self.closed.get());
        }
    }

    /// Counts what was allocated from the current run.
    pub fn retire_run(&self, bump: &Bump, size: usize) {
        let used = bump.used();
        self.new_bytes.set(self.new_bytes.get() + used);
        self.new_cells.set(self.new_cells.get() + used / size);
        bump.run_start.set(bump.cursor.get());
    }

    /// Minor collections find missing barriers, full ones missing roots, those in slices both.
    fn collect_for_stress(&self, count: u32) {
        match count % 8 {
            0 => self.collect(true),
            4 if self.phase.get() == Phase::Idle => self.begin_cycle(self.trigger.get()),
            5 | 6 if self.phase.get() != Phase::Idle => {
                self.advance(256, Deadline::NEVER);
            }
            _ => self.collect(false),
        }
    }

    /// Stress and requested collections.
    fn collect_if_asked(&self) {
        let every = self.stress_every.get();
        if every != 0 {
            let count = self.stress_count.get() + 1;
            self.stress_count.set(count);
            if count.is_multiple_of(every) {
                self.collect_for_stress(count / every);
            }
        }
        if self.gc_requested.get() {
            self.gc_requested.set(false);
            self.update_closed();
            self.collect_for_allocation();
        }
    }

    /// Keeps the cell whose compressed address is `aux` alive until `pinned` is set again.
    pub fn pin(&self, aux: u32) {
        self.pinned.set(self.base() | (aux as usize) << 4);
    }

    /// The collection due because of allocation: a full one if due or if the limit is passed.
    pub fn collect_for_allocation(&self) {
        if self.collections.get() == 0
            && self.phase.get() == Phase::Idle
            && self.new_cells.get() >= self.config.borrow().incremental_cells
            && self.total_bytes() < self.limit.get()
        {
            // How much of the first eden survives is unknown: as a whole it could take too long.
            let budget = self.config.borrow().min_eden.min(self.limit.get() - self.total_bytes());
            self.begin_cycle(budget);
            self.begin_marking();
            self.trigger.set(self.trigger.get() + budget);
            return;
        }
        let full = self.phase.get() == Phase::Idle && (self.full_next.get() || self.exhaustion.get() != Exhaustion::No);
        if let Phase::Sweeping(_) = self.phase.get()
            && self.total_bytes() <= self.limit.get()
        {
            // The allocation outran the sweep: marking begins now.
            self.begin_marking();
            self.trigger.set(self.trigger.get() + self.cycle_budget.get());
            return;
        }
        self.collect(full);
        if !full && self.total_bytes() > self.limit.get() {
            self.collect(true);
        }
        if self.total_bytes() > self.limit.get() {
            self.exhaustion.set(Exhaustion::Found);
        }
    }

    /// Whether `bytes` more fit in the reserve beyond the limit, which is open once a full collection found the heap exhausted:
    /// the client makes its error there, without a collection for every cell of it.
    fn is_in_reserve(&self, bytes: usize) -> bool {
        self.exhaustion.get() != Exhaustion::No
            && self.total_bytes().saturating_add(bytes) <= self.limit.get() + self.limit.get() / 8
    }

    pub fn has_room(&self, bytes: usize) -> bool {
        let fits = || self.total_bytes().checked_add(bytes).is_some_and(|total| total <= self.limit.get());
        if fits() {
            return true;
        }
        if bytes > self.limit.get() {
            return false;
        }
        self.collect(true);
        if self.total_bytes() > self.limit.get() {
            self.exhaustion.set(Exhaustion::Found);
        }
        fits()
    }
}

#[cold]
#[inline(never)]
pub(crate) fn out_of_memory(size: usize) -> ! {
    // Only when the system refuses memory, or a client that ignores `is_exhausted` fills the whole region.
    match std::alloc::Layout::from_size_align(size, GRANULE) {
        Ok(layout) => std::alloc::handle_alloc_error(layout),
        Err(_) => std::process::abort(),
    }
}
