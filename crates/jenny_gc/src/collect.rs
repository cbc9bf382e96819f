//! One collection: roots, marking, weak references, and deciding what to sweep and when to collect again.

use std::mem::take;
use std::time::Instant;

use crate::block::{BLOCK_SIZE, FIRST_BLOCK, Use};
use crate::bump::BUMPS;
use crate::heap::{Exhaustion, HeapInner};
use crate::large::large_bytes;
use crate::mark::{Liveness, Tracer};
use crate::stack::with_spilled_registers;

/// Blocks whose destructors run within the pause: what they own outside the heap should go soon.
const PROMPT_DROP_BLOCKS: usize = 64;

/// What the callback below the spilled registers needs.
struct Request<'h> {
    heap: &'h HeapInner,
    full: bool,
}

extern "C" fn collect_below(request: *mut (), stack_top: usize) {
    // SAFETY: `collect` passes a `Request` that outlives the call.
    let request = unsafe { &*request.cast::<Request<'_>>() };
    request.heap.mark(request.full, stack_top);
}

impl HeapInner {
    /// Collects the new cells, or all of them.
    #[cold]
    #[inline(never)]
    pub fn collect(&self, full: bool) {
        assert!(!self.collecting.replace(true), "collection within a collection");
        #[expect(clippy::disallowed_methods, reason = "pauses are counted for people; no program sees them")]
        let begin = Instant::now();
        self.retire_runs();
        if full {
            self.begin_full();
        }
        let request = Request { heap: self, full };
        // SAFETY: the callback gets the request back, and returns before it dies.
        unsafe { with_spilled_registers((&raw const request).cast_mut().cast(), collect_below) };
        self.classify(full);
        if self.zap.get() {
            self.sweep_all();
        }
        self.sweep_drops(if self.total_bytes() > self.limit.get() { usize::MAX } else { PROMPT_DROP_BLOCKS });
        if full {
            self.discard_free_blocks((self.live_bytes.get() / 4).max(16 << 20) / BLOCK_SIZE);
        }
        self.set_triggers(full);
        self.collecting.set(false);
        let pause = begin.elapsed();
        self.collections.set(self.collections.get() + 1);
        self.full_collections.set(self.full_collections.get() + full as usize);
        self.last_pause.set(pause);
        self.max_pause.set(self.max_pause.get().max(pause));
        self.total_pause.set(self.total_pause.get() + pause);
    }

    /// Finishes the sweep of the last collection and clears all marks.
    fn begin_full(&self) {
        for index in FIRST_BLOCK..self.frontier.get() {
            let block = self.block(index as u32);
            if block.unswept.get() {
                self.sweep(index as u32);
            }
            block.clear_marks();
        }
        self.unswept_drops.borrow_mut().clear();
        for queue in &self.queues {
            // SAFETY: one thread, and the reference ends here.
            unsafe { &mut *queue.get() }.clear();
        }
        // Marking makes every live cell old again, logged or not.
        // SAFETY: as above.
        unsafe { &mut *self.log.get() }.clear();
    }

    fn mark(&self, full: bool, stack_top: usize) {
        let mut tracer = Tracer::new(self, !full, take(&mut self.mark_lists.borrow_mut()));
        // SAFETY: the stack between its top and its base is readable.
        unsafe { tracer.visit_conservative_range(stack_top as *const u8, self.stack_base as *const u8) };
        tracer.visit_conservative(self.pinned.get());
        self.root_table.trace(&mut tracer);
        if let Some((roots, data)) = self.roots.get() {
            // SAFETY: the client's promise.
            unsafe { roots(data, &mut tracer) };
        }
        // SAFETY: one thread; tracing does not reach the log.
        let log = take(unsafe { &mut *self.log.get() });
        for &addr in &log {
            // SAFETY: an old cell lives until the next full collection, which clears the log.
            unsafe { tracer.trace_cell(addr) };
        }
        tracer.drain();
        tracer.run_ephemerons();
        *self.mark_lists.borrow_mut() = tracer.finish();
        if let Some((weak_roots, data)) = self.weak_roots.get() {
            // SAFETY: the client's promise.
            unsafe { weak_roots(data, &Liveness { heap: self }) };
        }
        let mut log = log;
        log.clear();
        // SAFETY: as above.
        unsafe { *self.log.get() = log };
    }

    /// Counts what is live, frees blocks without live cells and queues the others for sweeping.
    fn classify(&self, full: bool) {
        let mut eden = take(&mut *self.eden_blocks.borrow_mut());
        if full {
            self.live_bytes.set(0);
            self.live_cells.set(0);
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

    /// Decides when the next collection is due, and of which kind.
    fn set_triggers(&self, full: bool) {
        self.new_bytes.set(0);
        self.new_cells.set(0);
        self.old_external.set(self.external.get());
        let total = self.total_bytes();
        let config = self.config.borrow();
        if full {
            self.full_threshold.set((total / 100 * config.ratio_percent).max(total + config.min_eden));
        }
        let threshold = self.full_threshold.get();
        let room = threshold.saturating_sub(total);
        // An eden of less than a fifth of the heap is not worth a minor collection.
        self.full_next.set(!full && room < threshold / 5);
        let eden = room.clamp(config.min_eden.min(config.max_eden), config.max_eden);
        let limit = self.limit.get();
        self.trigger.set(eden.min(limit.saturating_sub(total)).max(1 << 20));
        if total <= limit {
            self.exhaustion.set(Exhaustion::No);
        }
    }
}
