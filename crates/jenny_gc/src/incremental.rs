//! Full collections in slices: sweep what is left, mark a little at every refill, stop only for the end.
//!
//! The barrier needs no second mode. Marking makes a cell old, and storing into an old cell logs it; the log is traced
//! again before marking ends, and so are all roots. New cells are white, and reached from there if they live.

use std::mem::take;
use std::time::Duration;

use crate::block::{FIRST_BLOCK, GRANULE, Use, block_address, block_index};
use crate::clock::{Deadline, now};
use crate::heap::HeapInner;
use crate::mark::Tracer;

/// Where the incremental full collection stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Phase {
    Idle,
    /// Sweeping what the last collection left, from this block on.
    Sweeping(usize),
    /// Marking; minor collections have to wait.
    Marking,
}

/// The longest slice.
const SLICE: Duration = Duration::from_millis(1);
/// Allocated bytes between two slices.
const STRIDE: usize = 32 << 10;
/// Cells traced, or blocks swept times four, between two looks at the clock.
const QUANTUM: usize = 256;
/// Roots are visited again up to so many times before the collection stops for the end.
const ROOT_ROUNDS: usize = 3;

/// Free blocks an idle heap keeps, and those it gives back at a time.
const IDLE_BLOCKS: usize = 128;

impl HeapInner {
    /// Begins an incremental full collection, to be over after about `budget` bytes of allocation.
    pub fn begin_cycle(&self, budget: usize) {
        self.cycle_budget.set(budget.max(1));
        self.cycle_cells.set(self.live_cells.get() + self.new_cells.get());
        self.cycle_begin.set(self.new_total());
        self.cycle_last.set(self.new_total());
        self.cycle_done.set(0);
        self.cycle_rounds.set(0);
        self.phase.set(Phase::Sweeping(FIRST_BLOCK));
    }

    /// Does the share of a running cycle that the allocation since the last slice calls for.
    #[inline]
    pub fn pace(&self) {
        if self.phase.get() != Phase::Idle && self.new_total() >= self.cycle_last.get() + STRIDE {
            self.cycle_last.set(self.new_total());
            self.run_slice();
        }
    }

    #[cold]
    #[inline(never)]
    fn run_slice(&self) {
        // A quarter for the sweep, and a quarter in hand for what is allocated meanwhile.
        let allocated = self.new_total().saturating_sub(self.cycle_begin.get()) as f64;
        let share = allocated / (self.cycle_budget.get() as f64 * 0.5);
        let due = (self.cycle_cells.get() as f64 * share) as usize;
        let work = due.saturating_sub(self.cycle_done.get());
        if work > 0 {
            self.advance(work.max(QUANTUM), if self.timed { Deadline::after(SLICE) } else { Deadline::NEVER });
        }
    }

    /// Advances a running cycle by about `work` cells, until the deadline at most; ends it when marking is
    /// done. Whether there is more to do.
    pub fn advance(&self, work: usize, deadline: Deadline) -> bool {
        if self.phase.get() == Phase::Idle {
            return false;
        }
        let begin = now();
        self.collecting.set(true);
        let mut finished = false;
        if let Phase::Sweeping(from) = self.phase.get() {
            self.sweep_slice(from, work, deadline);
        } else {
            finished = self.mark_slice(work, deadline);
        }
        self.collecting.set(false);
        self.count_pause(begin.elapsed());
        if finished {
            self.collect(false);
        }
        self.phase.get() != Phase::Idle
    }

    /// Uses spare time: advances a cycle, runs destructors, gives memory back.
    pub fn idle(&self, time: Duration) -> bool {
        let deadline = Deadline::after(time);
        while self.phase.get() != Phase::Idle {
            if deadline.is_past() {
                return true;
            }
            self.advance(QUANTUM * 16, deadline.or_after(SLICE));
        }
        while !self.unswept_drops.borrow().is_empty() {
            if deadline.is_past() {
                return true;
            }
            self.sweep_drops(8);
        }
        self.discard_free_blocks(IDLE_BLOCKS, IDLE_BLOCKS);
        self.dirty_blocks.get() > IDLE_BLOCKS
    }

    fn sweep_slice(&self, from: usize, work: usize, deadline: Deadline) {
        let mut left = work / 4 + 1;
        for index in from..self.frontier.get() {
            if self.block(index as u32).unswept.get() {
                self.sweep(index as u32);
                left -= 1;
                if left == 0 || (left.is_multiple_of(QUANTUM / 4) && deadline.is_past()) {
                    self.phase.set(Phase::Sweeping(index + 1));
                    return;
                }
            }
        }
        // A minor collection may have left blocks unswept behind this point: this finishes them.
        self.begin_marking();
    }

    /// Clears all marks and visits the roots for the first time.
    pub fn begin_marking(&self) {
        self.begin_full();
        self.phase.set(Phase::Marking);
        let mut tracer = Tracer::new(self, false, false, take(&mut self.mark_lists.borrow_mut()));
        self.trace_roots(&mut tracer);
        *self.mark_lists.borrow_mut() = tracer.suspend();
    }

    /// Marks up to `work` cells; whether nothing but the end is left.
    fn mark_slice(&self, work: usize, deadline: Deadline) -> bool {
        let mut tracer = Tracer::new(self, false, true, take(&mut self.mark_lists.borrow_mut()));
        let mut done = 0;
        let finished = loop {
            if done >= work || (done > 0 && deadline.is_past()) {
                break false;
            }
            let traced = tracer.drain_some(QUANTUM);
            done += traced;
            if traced == QUANTUM {
                continue;
            }
            if self.trace_log(&mut tracer, false) {
                done += 1;
                continue;
            }
            if self.cycle_rounds.get() == ROOT_ROUNDS {
                break true;
            }
            self.cycle_rounds.set(self.cycle_rounds.get() + 1);
            self.trace_roots(&mut tracer);
            done += 1;
        };
        self.cycle_done.set(self.cycle_done.get() + done);
        *self.mark_lists.borrow_mut() = tracer.suspend();
        finished
    }

    /// Traces the logged cells that are marked again; whether there were any. The others are dead or yet to be reached.
    /// Large cells have to wait for the `end`: they may be long, and they would soon be logged again.
    pub fn trace_log(&self, tracer: &mut Tracer<'_>, end: bool) -> bool {
        // SAFETY: one thread; tracing does not reach the log.
        let mut log = take(unsafe { &mut *self.log.get() });
        let mut any = false;
        log.retain(|&addr| {
            if !tracer.is_address_marked(addr) {
                return false;
            }
            if !end && self.block(block_index(addr) as u32).use_.get() != Use::Small {
                return true;
            }
            any = true;
            // SAFETY: marked, so it is not swept before the next collection.
            unsafe { tracer.trace_cell(addr) };
            false
        });
        // SAFETY: as above.
        unsafe { *self.log.get() = log };
        self.trace_granule_log(tracer) || any
    }

    /// Visits the logged granules of large cells, but for those of cells that are not marked.
    fn trace_granule_log(&self, tracer: &mut Tracer<'_>) -> bool {
        // SAFETY: one thread; tracing does not reach the log.
        let mut log = take(unsafe { &mut *self.granule_log.get() });
        let any = !log.is_empty();
        for index in log.drain(..) {
            let block = self.block(index);
            let head = block.head.get();
            let marked = self.block(head).is_marked(0);
            block.logged.set(false);
            for (word, bits) in block.marks.iter().enumerate() {
                // The first granule of the cell is its mark.
                let mark = if index == head && word == 0 { bits.get() & 1 } else { 0 };
                let mut granules = bits.replace(mark) & !mark;
                while granules != 0 && marked {
                    let granule = word * 64 + granules.trailing_zeros() as usize;
                    granules &= granules - 1;
                    let addr = block_address(self.base(), index as usize) + granule * GRANULE;
                    // SAFETY: two words of a live cell of words.
                    unsafe {
                        tracer.visit_stale_word(*(addr as *const u64));
                        tracer.visit_stale_word(*((addr + 8) as *const u64));
                    }
                }
            }
        }
        // SAFETY: as above.
        unsafe { *self.granule_log.get() = log };
        any
    }

    /// Gives up a running cycle; the next full collection begins anew.
    pub fn abandon_cycle(&self) {
        if self.phase.replace(Phase::Idle) == Phase::Marking {
            self.mark_lists.borrow_mut().clear();
        }
    }
}
