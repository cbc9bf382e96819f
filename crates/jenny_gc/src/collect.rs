//! One collection: roots, marking, weak references, and deciding what to sweep and when to collect again.

use std::mem::take;
use std::time::Duration;

use crate::block::{BLOCK_SIZE, FIRST_BLOCK, Use};
use crate::bump::BUMPS;
use crate::clock::now;
use crate::heap::{Exhaustion, HeapInner};
use crate::incremental::Phase;
use crate::large::large_bytes;
use crate::mark::{Liveness, Tracer};
use crate::stack::with_spilled_registers;

/// Blocks whose destructors run within the pause: what they own outside the heap should go soon.
const PROMPT_DROP_BLOCKS: usize = 64;

/// Free blocks given back to the system within one pause.
const DISCARDED_BLOCKS: usize = 256;

/// No native stack is longer.
const MAX_STACK: usize = 4 << 30;

/// What minor collections should take.
const MINOR_PAUSE: Duration = Duration::from_millis(2);

/// What a growing heap may grow beyond the usual ratio before it is traced whole.
const MAX_EXTRA_GROWTH: usize = 256 << 20;

/// What is to be marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Minor,
    Full,
    /// The rest of a full collection that was marked in slices.
    Finish,
}

/// What the callback below the spilled registers needs.
struct Scan<'a, 'h> {
    tracer: &'a mut Tracer<'h>,
    stack_base: usize,
}

extern "C" fn scan_stack(scan: *mut (), stack_top: usize) {
    // SAFETY: `trace_roots` passes a `Scan` that outlives the call.
    let scan = unsafe { &mut *scan.cast::<Scan<'_, '_>>() };
    // SAFETY: the stack between its top and its base is readable.
    unsafe { scan.tracer.visit_conservative_range(stack_top as *const u8, scan.stack_base as *const u8) };
}

impl HeapInner {
    /// Collects the new cells, or all of them. While a full collection is being marked in slices, "the new cells" means
    /// to finish it, and "all" to begin again.
    #[cold]
    #[inline(never)]
    pub fn collect(&self, full: bool) {
        assert!(!self.collecting.replace(true), "collection within a collection");
        let begin = now();
        let before = self.total_bytes();
        self.retire_runs();
        let kind = if full {
            self.abandon_cycle();
            self.begin_full();
            Kind::Full
        } else if self.phase.get() == Phase::Marking {
            Kind::Finish
        } else {
            Kind::Minor
        };
        let marking = self.mark(kind);
        let minor = kind == Kind::Minor;
        if !minor {
            self.phase.set(Phase::Idle);
        }
        self.classify(!minor);
        if self.zap.get() {
            self.sweep_all();
        }
        self.sweep_drops(if self.total_bytes() > self.limit.get() { usize::MAX } else { PROMPT_DROP_BLOCKS });
        self.discard_free_blocks((self.live_bytes.get() / 4).max(16 << 20) / BLOCK_SIZE, DISCARDED_BLOCKS);
        if minor && self.timed {
            self.adapt_eden(begin.elapsed(), marking);
        }
        self.set_triggers((!minor).then_some(before));
        self.collecting.set(false);
        self.collections.set(self.collections.get() + 1);
        self.full_collections.set(self.full_collections.get() + !minor as usize);
        let pause = begin.elapsed();
        self.last_pause.set(pause);
        self.count_pause(pause);
    }

    pub fn count_pause(&self, pause: Duration) {
        self.max_pause.set(self.max_pause.get().max(pause));
        self.total_pause.set(self.total_pause.get() + pause);
    }

    /// Finishes the sweep of the last collection and clears all marks.
    pub fn begin_full(&self) {
        for index in FIRST_BLOCK..self.frontier.get() {
            let block = self.block(index as u32);
            if block.unswept.get() {
                self.sweep(index as u32);
            }
            block.clear_marks();
            block.logged.set(false);
        }
        self.unswept_drops.borrow_mut().clear();
        // Marking makes every live cell old again, logged or not.
        // SAFETY: one thread, and the reference ends here.
        unsafe {
            (*self.log.get()).clear();
            (*self.granule_log.get()).clear();
        }
    }

    /// Visits the native stack, the roots on the Rust heap and those of the client.
    pub fn trace_roots(&self, tracer: &mut Tracer<'_>) {
        let here = (&raw const tracer) as usize;
        assert!(
            here < self.stack_base && self.stack_base - here < MAX_STACK,
            "a collection on another stack than the one the heap was made on"
        );
        let mut scan = Scan { tracer, stack_base: self.stack_base };
        // SAFETY: the callback gets the scan back, and returns before it dies.
        unsafe { with_spilled_registers((&raw mut scan).cast(), scan_stack) };
        tracer.visit_conservative(self.pinned.get());
        self.root_table.trace(tracer);
        if let Some((roots, data)) = self.roots.get() {
            // SAFETY: the client's promise.
            unsafe { roots(data, tracer) };
        }
    }

    /// Marks what is live; how long that took after the roots and the log were visited.
    fn mark(&self, kind: Kind) -> Duration {
        let mut tracer =
            Tracer::new(self, kind == Kind::Minor, kind == Kind::Finish, take(&mut self.mark_lists.borrow_mut()));
        self.trace_roots(&mut tracer);
        self.trace_log(&mut tracer, true);
        let begin = now();
        tracer.drain();
        tracer.run_ephemerons();
        let marking = begin.elapsed();
        *self.mark_lists.borrow_mut() = tracer.finish();
        if let Some((weak_roots, data)) = self.weak_roots.get() {
            // SAFETY: the client's promise.
            unsafe { weak_roots(data, &Liveness { heap: self }) };
        }
        marking
    }

    /// Counts what is live, frees blocks without live cells and queues the others for sweeping.
    fn classify(&self, full: bool) {
        let mut eden = take(&mut *self.eden_blocks.borrow_mut());
        if full {
            self.live_bytes.set(0);
            self.live_cells.set(0);
            for queue in &self.queues {
                // SAFETY: one thread, and the reference ends here.
                unsafe { &mut *queue.get() }.clear();
            }
            for index in FIRST_BLOCK..self.frontier.get() {
                if self.block(index as u32).use_.get() == Use::Small {
                    self.block(index as u32).live_cells.set(0);
                    self.classify_block(index as u32);
                }
            }
        } else {
            for &index in &eden {
                self.classify_block(index);
            }
        }
        eden.clear();
        *self.eden_blocks.borrow_mut() = eden;
        let mut candidates = take(&mut *self.new_larges.borrow_mut());
        if full {
            candidates.extend(take(&mut *self.old_larges.borrow_mut()));
        }
        let mut survivors = self.old_larges.borrow_mut();
        for &index in &candidates {
            let head = self.block(index);
            if head.is_marked(0) {
                survivors.push(index);
                self.live_bytes.set(self.live_bytes.get() + large_bytes(head.large_size.get()));
                self.live_cells.set(self.live_cells.get() + 1);
            } else {
                self.free_large(index);
            }
        }
        candidates.clear();
        *self.new_larges.borrow_mut() = candidates;
    }

    fn classify_block(&self, index: u32) {
        let block = self.block(index);
        let live = block.count_marks();
        let before = block.live_cells.replace(live);
        self.live_cells.set(self.live_cells.get() + live as usize - before as usize);
        let size = block.cell_size.get() as usize;
        self.live_bytes.set(self.live_bytes.get() + live as usize * size - before as usize * size);
        if live == 0 && !block.drops.get() {
            self.free_blocks(index, 1);
        } else if live < block.cell_count.get() {
            block.unswept.set(true);
            let bump = block.bump.get() as usize;
            debug_assert!(bump < BUMPS);
            // SAFETY: one thread, and the reference ends here.
            unsafe { &mut *self.queues[bump].get() }.push(index);
            if block.drops.get() {
                self.unswept_drops.borrow_mut().push(index);
            }
        }
    }

    /// Decides when the next collection is due, and of which kind. `full`: the total in bytes before this one, if it was full.
    fn set_triggers(&self, full: Option<usize>) {
        self.new_bytes.set(0);
        self.new_cells.set(0);
        self.old_external.set(self.external.get());
        let total = self.total_bytes();
        let config = self.config.borrow();
        if let Some(before) = full {
            let threshold = (total / 100 * config.ratio_percent).max(total + config.min_growth);
            self.full_threshold.set(threshold + self.growth_of_a_growing_heap(before, total));
        }
        let threshold = self.full_threshold.get();
        let room = threshold.saturating_sub(total);
        let adapted = self.adapted_eden.get();
        let eden = room.clamp(config.min_eden.min(config.max_eden), config.max_eden.max(adapted)).min(adapted);
        // An eden of less than a fifth of the heap is not worth a minor collection.
        self.full_next.set(full.is_none() && room < threshold / 5);
        let limit = self.limit.get();
        if total <= limit {
            self.exhaustion.set(Exhaustion::No);
        }
        let mut trigger = eden;
        if let Phase::Sweeping(_) = self.phase.get() {
            // A minor collection in between: it left blocks to sweep.
            self.begin_cycle(self.cycle_budget.get());
        }
        if self.full_next.get()
            && self.phase.get() == Phase::Idle
            && self.live_cells.get() >= config.incremental_cells
            && total < limit
        {
            trigger = config.min_eden.max(threshold / 5);
            self.begin_cycle(trigger);
        }
        self.trigger.set(trigger.min(limit.saturating_sub(total)).max(1 << 20));
    }

    /// A full collection that freed little is followed by a later one: what the heap may grow beyond the usual ratio, in bytes. A program
    /// that builds something large is traced whole a few times only.
    fn growth_of_a_growing_heap(&self, before: usize, after: usize) -> usize {
        let freed = before.saturating_sub(after);
        let kept_beyond_half = (after.saturating_sub(freed)) as f64 / before.max(1) as f64;
        ((after as f64 * 2.0 * kept_beyond_half) as usize).min(MAX_EXTRA_GROWTH)
    }

    /// Shrinks the eden when its survivors take too long to mark, and grows it when something else does, such as the roots.
    fn adapt_eden(&self, pause: Duration, marking: Duration) {
        let eden = self.adapted_eden.get();
        let most = self.config.borrow().max_eden;
        if pause > MINOR_PAUSE && marking > pause / 2 {
            self.adapted_eden.set((eden / 2).max(1 << 20));
        } else if pause > MINOR_PAUSE {
            self.adapted_eden.set((eden * 2).min(most * 4));
        } else if pause < MINOR_PAUSE / 4 {
            self.adapted_eden.set(if eden > most { eden / 2 } else { (eden * 2).min(most) });
        }
    }
}
