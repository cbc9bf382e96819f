//! Blocks: size classes and the out-of-line metadata of each 16 KiB block.

use std::cell::Cell;

use crate::cell::{Header, state};
use crate::region::REGION_SIZE;

pub(crate) const BLOCK_SIZE: usize = 16 << 10;
pub(crate) const BLOCK_SHIFT: u32 = BLOCK_SIZE.trailing_zeros();
/// Cells are multiples of this many bytes and aligned to it.
pub(crate) const GRANULE: usize = 16;
/// The largest cell that shares a block with others.
pub(crate) const MAX_SMALL: usize = 8 << 10;

const MARK_WORDS: usize = BLOCK_SIZE / GRANULE / 64;
const METADATA_SIZE: usize = 256;
const METADATA_SHIFT: u32 = METADATA_SIZE.trailing_zeros();
pub(crate) const BLOCKS_IN_REGION: usize = REGION_SIZE / BLOCK_SIZE;
/// Blocks below this index are where the metadata lies.
pub(crate) const FIRST_BLOCK: usize = BLOCKS_IN_REGION * METADATA_SIZE / BLOCK_SIZE;

/// Cell sizes: every 16 bytes up to 256, then sizes that fill a block well, about a fifth apart.
pub(crate) const CLASS_SIZES: [u16; 35] = [
    16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 336, 400, 512, 576, 672, 816, 1024,
    1168, 1360, 1632, 2048, 2336, 2720, 3264, 4096, 5456, 6144, 8192,
];
pub(crate) const CLASSES: usize = CLASS_SIZES.len();

/// The class of each size in granules, rounded up.
static CLASS_OF_GRANULES: [u8; MAX_SMALL / GRANULE + 1] = {
    let mut table = [0; MAX_SMALL / GRANULE + 1];
    let mut granules = 0;
    let mut class = 0;
    while granules < table.len() {
        if granules * GRANULE > CLASS_SIZES[class] as usize {
            class += 1;
        }
        table[granules] = class as u8;
        granules += 1;
    }
    table
};

/// The size class for `size` bytes, which must not exceed [`MAX_SMALL`].
#[inline(always)]
pub(crate) const fn class_of_size(size: usize) -> usize {
    CLASS_OF_GRANULES[size.div_ceil(GRANULE)] as usize
}

/// What a block is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Use {
    Free = 0,
    /// Cells of one size.
    Small = 1,
    /// The first block of a large cell.
    LargeHead = 2,
    /// Another block of a large cell.
    LargeTail = 3,
}

/// The metadata of one block, zero for a block never used.
#[repr(C, align(256))]
pub(crate) struct Block {
    /// One bit for each granule. Those at the start of a cell are marks; the others are used in large cells of words only,
    /// for the granules that were set since the last collection.
    pub marks: [Cell<u64>; MARK_WORDS],
    pub use_: Cell<Use>,
    /// Dead cells are still in place: only marked cells are live.
    pub unswept: Cell<bool>,
    /// Not all bytes are zero (of a free block).
    pub dirty: Cell<bool>,
    /// The cells have destructors.
    pub drops: Cell<bool>,
    /// Of a large cell: granules of this block are logged.
    pub logged: Cell<bool>,
    /// The allocator this block belongs to.
    pub bump: Cell<u8>,
    pub cell_size: Cell<u32>,
    pub cell_count: Cell<u32>,
    /// `ceil(2^32 / cell_size)`.
    pub reciprocal: Cell<u32>,
    /// Cells marked by the last collection that looked at this block.
    pub live_cells: Cell<u32>,
    /// For the blocks of a large cell: the index of the first.
    pub head: Cell<u32>,
    /// For the first block of a large cell: how many there are.
    pub span: Cell<u32>,
    /// For the first block of a large cell: the size asked for.
    pub large_size: Cell<usize>,
}

const _: () = assert!(size_of::<Block>() == METADATA_SIZE);

impl Block {
    /// The metadata of block `index` of the region at `base`.
    ///
    /// # Safety
    /// The block's metadata is committed and the region outlives the result.
    #[inline(always)]
    pub unsafe fn at<'a>(base: usize, index: usize) -> &'a Block {
        // SAFETY: the metadata table begins at the base; all fields are `Cell`s and valid when zero.
        unsafe { &*((base + (index << METADATA_SHIFT)) as *const Block) }
    }

    #[inline(always)]
    fn bit(offset: usize) -> (usize, u64) {
        ((offset >> 10) & (MARK_WORDS - 1), 1 << ((offset >> 4) & 63))
    }

    /// Whether the cell at `offset` (any multiple of 16; the bits above the block size are ignored) is marked.
    #[inline(always)]
    pub fn is_marked(&self, offset: usize) -> bool {
        let (word, bit) = Block::bit(offset);
        self.marks[word].get() & bit != 0
    }

    /// Marks the cell at `offset`; false if it was marked before.
    #[inline(always)]
    pub fn mark(&self, offset: usize) -> bool {
        let (word, bit) = Block::bit(offset);
        let old = self.marks[word].get();
        self.marks[word].set(old | bit);
        old & bit == 0
    }

    /// Takes the mark of the cell at `offset` back.
    pub fn unmark(&self, offset: usize) {
        let (word, bit) = Block::bit(offset);
        self.marks[word].set(self.marks[word].get() & !bit);
    }

    pub fn clear_marks(&self) {
        for word in &self.marks {
            word.set(0);
        }
    }

    pub fn count_marks(&self) -> u32 {
        self.marks.iter().map(|word| word.get().count_ones()).sum()
    }

    /// The byte offset in the block of the cell that contains byte `offset`; `None` in the unused tail.
    #[inline(always)]
    pub fn cell_at(&self, offset: usize) -> Option<usize> {
        let index = (offset as u64 * self.reciprocal.get() as u64) >> 32;
        if index < self.cell_count.get() as u64 { Some(index as usize * self.cell_size.get() as usize) } else { None }
    }

    pub fn prepare_small(&self, bump: u8, cell_size: usize, drops: bool) {
        self.use_.set(Use::Small);
        self.unswept.set(false);
        self.drops.set(drops);
        self.bump.set(bump);
        self.cell_size.set(cell_size as u32);
        self.cell_count.set((BLOCK_SIZE / cell_size) as u32);
        self.reciprocal.set((1u64 << 32).div_ceil(cell_size as u64) as u32);
        self.live_cells.set(0);
        self.clear_marks();
    }
}

/// The address of block `index`.
#[inline(always)]
pub(crate) fn block_address(base: usize, index: usize) -> usize {
    base + (index << BLOCK_SHIFT)
}

/// The index of the block that contains `addr`.
#[inline(always)]
pub(crate) fn block_index(addr: usize) -> usize {
    (addr & (REGION_SIZE - 1)) >> BLOCK_SHIFT
}

/// The end of the metadata of the blocks below `index`.
pub(crate) fn metadata_end(base: usize, index: usize) -> usize {
    base + (index << METADATA_SHIFT)
}

/// Whether the memory at `addr`, the start of a cell in a swept block, holds a cell.
///
/// # Safety
/// `addr` is such an address.
#[inline(always)]
pub(crate) unsafe fn is_allocated(addr: usize) -> bool {
    // SAFETY: free cells keep a header whose state is FREE.
    unsafe { &*(addr as *const Header) }.state.get() != state::FREE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_gets_the_smallest_class_that_fits() {
        for size in 1..=MAX_SMALL {
            let class = class_of_size(size);
            assert!(CLASS_SIZES[class] as usize >= size);
            assert!(class == 0 || (CLASS_SIZES[class - 1] as usize) < size);
        }
    }

    #[test]
    fn every_byte_of_a_block_resolves_to_its_cell() {
        for &size in &CLASS_SIZES {
            let size = size as usize;
            assert_eq!(size % GRANULE, 0);
            // SAFETY: zero is a valid `Block`.
            let block: Block = unsafe { std::mem::zeroed() };
            block.prepare_small(0, size, false);
            for offset in 0..BLOCK_SIZE {
                let index = offset / size;
                let expected = (index < BLOCK_SIZE / size).then_some(index * size);
                assert_eq!(block.cell_at(offset), expected, "size {size}, offset {offset}");
            }
        }
    }
}
