//! Sweeping: dead cells of a block become linked free runs, lazily, when an allocator needs them.

use std::ptr::NonNull;

use crate::block::{BLOCK_SIZE, CLASS_SIZES, Use, block_address, block_index, is_allocated};
use crate::bump::{BUMPS, Bump};
use crate::cell::{Header, state};
use crate::heap::{HeapInner, fill};
use crate::large::large_bytes;

/// The beginning of a free run; all of it but `next` and `length` is zero (or zapped).
#[repr(C)]
struct FreeRun {
    header: u64,
    /// The address of the next run as an offset in the block, or 0.
    next: u32,
    /// In bytes.
    length: u32,
}

/// Blocks with destructors swept at each visit of the slow path.
const DROP_BLOCKS_PER_STEP: usize = 2;

impl HeapInner {
    /// Gives an allocator a block with free cells. False if there is no memory.
    pub fn open_block(&self, bump_index: usize) -> bool {
        let bump = &self.bumps[bump_index];
        while let Some(index) = self.next_queued(bump_index) {
            let block = self.block(index);
            if block.unswept.get() {
                self.sweep(index);
            }
            let first_run = block.head.get();
            if first_run != u32::MAX {
                self.eden_blocks.borrow_mut().push(index);
                bump.next_run.set(block_address(self.base(), index as usize) + first_run as usize);
                return true;
            }
        }
        let Some(index) = self.take_blocks(1) else {
            return false;
        };
        let block = self.block(index);
        self.clean_block(index, block);
        let size = CLASS_SIZES[bump_index / 2] as usize;
        block.prepare_small(bump_index as u8, size, bump_index & 1 != 0);
        self.eden_blocks.borrow_mut().push(index);
        let start = block_address(self.base(), index as usize);
        bump.set_run(start, start + block.cell_count.get() as usize * size, false);
        bump.next_run.set(0);
        true
    }

    fn next_queued(&self, bump_index: usize) -> Option<u32> {
        // SAFETY: one thread, and the reference ends here.
        unsafe { &mut *self.queues[bump_index].get() }.pop()
    }

    /// Makes a free run of a swept block the current run.
    pub fn open_run(&self, bump: &Bump, addr: usize, closed: bool) {
        let run = addr as *mut FreeRun;
        // SAFETY: sweeping left a `FreeRun` here, and nothing was allocated in it since.
        unsafe {
            let (next, length) = ((*run).next, (*run).length as usize);
            (*run).next = 0;
            (*run).length = 0;
            if self.zap.get() {
                fill(addr, length, 0);
            }
            bump.set_run(addr, addr + length, closed);
            let block = block_address(self.base(), block_index(addr));
            bump.next_run.set(if next == 0 { 0 } else { block + next as usize });
        }
    }

    /// Frees the unmarked cells of a block: runs their destructors, zeroes them and links them as runs.
    pub fn sweep(&self, index: u32) {
        let block = self.block(index);
        debug_assert!(block.unswept.get() && block.use_.get() == Use::Small);
        block.unswept.set(false);
        let start = block_address(self.base(), index as usize);
        let size = block.cell_size.get() as usize;
        let end = block.cell_count.get() as usize * size;
        let mut first_run = u32::MAX;
        let mut last_run = 0;
        let mut offset = 0;
        while offset < end {
            if block.is_marked(offset) {
                offset += size;
                continue;
            }
            let run = offset;
            while offset < end && !block.is_marked(offset) {
                if block.drops.get() {
                    // SAFETY: the start of a cell; if it is allocated, it is dead and dropped once, here.
                    unsafe {
                        if is_allocated(start + offset) {
                            self.drop_cell(start + offset);
                        }
                    }
                }
                offset += size;
            }
            // SAFETY: nobody uses these cells any more; a run is at least 16 bytes long and aligned to 16.
            unsafe {
                if self.zap.get() {
                    self.zap_cells(start + run, start + offset, size);
                } else {
                    fill(start + run, offset - run, 0);
                }
                let link = (start + run) as *mut FreeRun;
                (*link).next = 0;
                (*link).length = (offset - run) as u32;
                if first_run == u32::MAX {
                    first_run = run as u32;
                } else {
                    (*((start + last_run) as *mut FreeRun)).next = run as u32;
                }
            }
            last_run = run;
        }
        block.head.set(first_run);
    }

    /// Fills cells with 0xEF, but for the state byte.
    ///
    /// # Safety
    /// Nobody uses these cells any more.
    unsafe fn zap_cells(&self, start: usize, end: usize, size: usize) {
        // SAFETY: see above.
        unsafe { fill(start, end - start, 0xEF) };
        for cell in (start..end).step_by(size) {
            // SAFETY: a cell begins with a header.
            unsafe { &*(cell as *const Header) }.state.set(state::FREE);
        }
    }

    /// Sweeps all blocks of a collection right away.
    pub fn sweep_all(&self) {
        for index in crate::block::FIRST_BLOCK..self.frontier.get() {
            if self.block(index as u32).unswept.get() {
                self.sweep(index as u32);
            }
        }
        self.unswept_drops.borrow_mut().clear();
    }

    /// Runs some of the destructors that are due.
    pub fn sweep_some_drops(&self) {
        self.sweep_drops(DROP_BLOCKS_PER_STEP);
    }

    /// Runs the destructors that are due in up to `blocks` blocks.
    pub fn sweep_drops(&self, blocks: usize) {
        for _ in 0..blocks {
            let Some(index) = self.unswept_drops.borrow_mut().pop() else {
                return;
            };
            if self.block(index).unswept.get() {
                self.sweep(index);
            }
        }
    }

    /// Runs the destructor of a dead cell.
    ///
    /// # Safety
    /// The cell is dead and not dropped yet.
    pub unsafe fn drop_cell(&self, addr: usize) {
        // SAFETY: see above.
        unsafe {
            let header = NonNull::new_unchecked(addr as *mut Header);
            if let Some(drop) = self.cell_type(header.as_ref().kind()).drop {
                drop(header);
            }
        }
    }

    /// Calls `visit` with every cell that survives a full collection, and its size.
    pub fn for_each_cell(&self, visit: impl FnMut(&Header, usize)) {
        self.collect(true);
        self.for_each_kept_cell(visit);
    }

    /// The same with every cell that no collection has found dead yet: what such a cell refers to is there, too.
    pub fn for_each_kept_cell(&self, mut visit: impl FnMut(&Header, usize)) {
        self.retire_runs();
        self.sweep_all();
        self.collecting.set(true);
        for index in crate::block::FIRST_BLOCK..self.frontier.get() {
            let block = self.block(index as u32);
            let start = block_address(self.base(), index);
            let (size, count) = match block.use_.get() {
                Use::Small => (block.cell_size.get() as usize, block.cell_count.get() as usize),
                Use::LargeHead => (large_bytes(block.large_size.get()), 1),
                Use::LargeTail | Use::Free => continue,
            };
            for cell in (0..count).map(|cell| start + cell * size) {
                // SAFETY: the start of a cell of a swept block; if it is allocated it begins with a header.
                unsafe {
                    if is_allocated(cell) {
                        visit(&*(cell as *const Header), size);
                    }
                }
            }
        }
        self.collecting.set(false);
    }

    /// Runs the destructors of all cells, dead or alive, before the heap goes.
    pub fn drop_all_cells(&self) {
        self.collecting.set(true);
        for index in crate::block::FIRST_BLOCK..self.frontier.get() {
            let block = self.block(index as u32);
            let start = block_address(self.base(), index);
            match block.use_.get() {
                Use::Small if block.drops.get() => {
                    let size = block.cell_size.get() as usize;
                    for cell in 0..block.cell_count.get() as usize {
                        // SAFETY: the start of a cell that is dropped once, here.
                        unsafe {
                            if is_allocated(start + cell * size) {
                                self.drop_cell(start + cell * size);
                            }
                        }
                    }
                }
                // SAFETY: as above.
                Use::LargeHead if block.drops.get() => unsafe { self.drop_cell(start) },
                _ => {}
            }
        }
    }

    /// Ends all current runs; the rest of each is found again by the next sweep of its block.
    pub fn retire_runs(&self) {
        for index in 0..BUMPS {
            let bump = &self.bumps[index];
            self.retire_run(bump, CLASS_SIZES[index / 2] as usize);
            // What the run and the following ones hold must look free: a zapped run has its states cleared by the sweep.
            bump.reset();
        }
    }
}

const _: () = assert!(BLOCK_SIZE <= u32::MAX as usize && size_of::<FreeRun>() == 16);
