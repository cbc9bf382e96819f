//! Large cells: each in adjacent blocks of its own; and taking and freeing blocks.

use std::ptr::NonNull;

use crate::allocate::out_of_memory;
use crate::block::{BLOCK_SIZE, Block, GRANULE, Use, block_address, metadata_end};
use crate::cell::{Header, state};
use crate::heap::{HeapInner, fill};
use crate::region::REGION_SIZE;

/// Large cells count in units of the smallest page.
pub(crate) const PAGE: usize = 4096;

/// Free blocks kept at hand, the last freed first.
const SPARE_BLOCKS: usize = 512;

/// What a large cell of `size` bytes counts for.
pub(crate) const fn large_bytes(size: usize) -> usize {
    size.next_multiple_of(PAGE)
}

impl HeapInner {
    /// A zeroed large cell; `None` past the limit.
    #[cold]
    #[inline(never)]
    pub fn alloc_large(&self, header: Header, size: usize) -> Option<NonNull<u8>> {
        if size > REGION_SIZE / 2 {
            return None;
        }
        self.pin(header.aux.get());
        let first = self.find_large(size);
        self.pinned.set(0);
        Some(self.place_large(header, size, first?))
    }

    /// Takes the blocks for a large cell, collecting as need be.
    fn find_large(&self, size: usize) -> Option<u32> {
        let bytes = large_bytes(size);
        self.pace();
        if self.is_stressed() {
            self.collect(true);
        } else if self.new_total() + bytes >= self.trigger.get() && self.new_total() > 0 {
            self.collect_for_allocation();
        }
        if !self.has_room(bytes) {
            return None;
        }
        let blocks = size.div_ceil(BLOCK_SIZE) as u32;
        self.take_blocks(blocks).or_else(|| {
            self.collect(true);
            self.take_blocks(blocks)
        })
    }

    /// As [`HeapInner::alloc_large`], but ignoring the limit.
    #[cold]
    #[inline(never)]
    pub fn alloc_large_or_die(&self, header: Header, size: usize) -> NonNull<u8> {
        let limit = self.limit.replace(usize::MAX / 2);
        let cell = self.alloc_large(header, size);
        self.limit.set(limit);
        if self.total_bytes() > limit {
            // Finds the heap exhausted, if it is.
            self.request_collection();
        }
        match cell {
            Some(cell) => cell,
            None => out_of_memory(size),
        }
    }

    fn place_large(&self, header: Header, size: usize, first: u32) -> NonNull<u8> {
        let blocks = size.div_ceil(BLOCK_SIZE) as u32;
        for index in first..first + blocks {
            let block = self.block(index);
            self.clean_block(index, block);
            block.use_.set(Use::LargeTail);
            block.unswept.set(false);
            block.head.set(first);
            block.logged.set(false);
            block.clear_marks();
        }
        let head = self.block(first);
        head.use_.set(Use::LargeHead);
        head.span.set(blocks);
        head.large_size.set(size);
        head.drops.set(self.cell_type(header.kind()).drop.is_some());
        self.new_larges.borrow_mut().push(first);
        self.new_bytes.set(self.new_bytes.get() + large_bytes(size));
        self.new_cells.set(self.new_cells.get() + 1);
        let addr = block_address(self.base(), first as usize);
        header.state.set(state::NEW);
        // SAFETY: the blocks are ours and committed; never null.
        unsafe {
            (addr as *mut Header).write(header);
            NonNull::new_unchecked(addr as *mut u8)
        }
    }

    /// Frees the blocks of a dead large cell, after running its destructor.
    pub fn free_large(&self, first: u32) {
        let head = self.block(first);
        if head.drops.get() {
            // SAFETY: the cell is dead and dropped once, here.
            unsafe { self.drop_cell(block_address(self.base(), first as usize)) };
        }
        self.free_blocks(first, head.span.get());
    }

    /// Takes adjacent blocks that are free; they may be dirty.
    pub fn take_blocks(&self, blocks: u32) -> Option<u32> {
        if blocks == 1
            && let Some(index) = self.spare_blocks.borrow_mut().pop()
        {
            return Some(index);
        }
        let found = self.extents.borrow_mut().take(blocks);
        if found.is_some() {
            return found;
        }
        if !self.spare_blocks.borrow().is_empty() {
            self.flush_spare_blocks();
            let found = self.extents.borrow_mut().take(blocks);
            if found.is_some() {
                return found;
            }
        }
        let first = self.frontier.get();
        let end = first + blocks as usize;
        if end > crate::block::BLOCKS_IN_REGION {
            return None;
        }
        if !self.region.commit(metadata_end(self.base(), end), block_address(self.base(), end)) {
            return None;
        }
        self.frontier.set(end);
        Some(first as u32)
    }

    /// Makes all bytes of a block just taken zero.
    pub fn clean_block(&self, index: u32, block: &Block) {
        if block.dirty.get() {
            // SAFETY: the block is free and committed.
            unsafe { fill(block_address(self.base(), index as usize), BLOCK_SIZE, 0) };
            block.dirty.set(false);
            self.dirty_blocks.set(self.dirty_blocks.get() - 1);
        }
    }

    /// Gives adjacent blocks back to the free ones.
    pub fn free_blocks(&self, first: u32, blocks: u32) {
        for index in first..first + blocks {
            let block = self.block(index);
            block.use_.set(Use::Free);
            block.unswept.set(false);
            block.dirty.set(true);
        }
        self.dirty_blocks.set(self.dirty_blocks.get() + blocks as usize);
        if self.zap.get() {
            // SAFETY: nobody uses these blocks any more.
            unsafe { fill(block_address(self.base(), first as usize), blocks as usize * BLOCK_SIZE, 0xEF) };
        }
        let mut spare = self.spare_blocks.borrow_mut();
        if blocks == 1 && spare.len() < SPARE_BLOCKS {
            spare.push(first);
        } else {
            self.extents.borrow_mut().add(first, blocks);
        }
    }

    /// Gives memory of up to `most` free blocks back to the system, but for `keep` dirty ones.
    pub fn discard_free_blocks(&self, keep: usize, most: usize) {
        let excess = self.dirty_blocks.get().saturating_sub(keep).min(most);
        if excess == 0 {
            return;
        }
        self.flush_spare_blocks();
        let mut left = excess;
        for (start, length) in self.extents.borrow().iter().rev() {
            // From the end of the extent: the beginning is taken first.
            let mut end = start + length;
            while end > start && left > 0 {
                while end > start && !self.block(end - 1).dirty.get() {
                    end -= 1;
                }
                let mut first = end;
                while first > start && self.block(first - 1).dirty.get() && ((end - first) as usize) < left {
                    first -= 1;
                }
                let blocks = (end - first) as usize;
                let address = block_address(self.base(), first as usize);
                if blocks > 0 && self.region.discard(address, blocks * BLOCK_SIZE) {
                    for index in first..end {
                        self.block(index).dirty.set(false);
                    }
                    self.dirty_blocks.set(self.dirty_blocks.get() - blocks);
                }
                left -= blocks;
                end = first;
            }
            if left == 0 {
                break;
            }
        }
    }

    /// Gives the spare blocks back to the extents, where they join their neighbours.
    fn flush_spare_blocks(&self) {
        let mut extents = self.extents.borrow_mut();
        let mut spare = self.spare_blocks.borrow_mut();
        spare.sort_unstable();
        for index in spare.drain(..) {
            extents.add(index, 1);
        }
    }
}

const _: () = assert!(PAGE.is_multiple_of(GRANULE));
