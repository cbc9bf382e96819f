//! Marking: the tracer with its explicit stack, conservative look-up, ephemerons and liveness.

use std::collections::HashMap;
use std::mem::take;
use std::ptr::NonNull;

use crate::block::{BLOCK_SIZE, Block, GRANULE, Use, block_address, block_index, is_allocated};
use crate::cell::{Gc, Header, state};
use crate::heap::HeapInner;
use crate::region::REGION_SIZE;

/// Cells waiting between the mark stack and their tracing, while their headers are fetched.
const PREFETCH_DISTANCE: usize = 16;

/// Lists that live across collections to keep their capacity.
#[derive(Default)]
pub(crate) struct MarkLists {
    stack: Vec<usize>,
    pub ephemerons: Vec<usize>,
    pub weak: Vec<usize>,
}

impl MarkLists {
    pub fn clear(&mut self) {
        self.stack.clear();
        self.ephemerons.clear();
        self.weak.clear();
    }
}

/// Visits cells during a collection; handed to every trace function.
pub struct Tracer<'h> {
    heap: &'h HeapInner,
    base: usize,
    /// The first address that is no block, and the end of those ever used.
    blocks_start: usize,
    blocks_end: usize,
    minor: bool,
    /// The roots have been visited before in this collection.
    again: bool,
    check: bool,
    /// In check mode: the cell being traced.
    owner: usize,
    lists: MarkLists,
    queue: [usize; PREFETCH_DISTANCE],
    queue_position: usize,
    /// Values to visit once their key is marked.
    pending: HashMap<usize, Vec<u64>, AddressHasher>,
    has_pending: bool,
}

type AddressHasher = std::hash::BuildHasherDefault<AddressHash>;

/// Hashes an address by one multiplication.
#[derive(Default)]
pub(crate) struct AddressHash(u64);

impl std::hash::Hasher for AddressHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(byte as usize);
        }
    }

    fn write_usize(&mut self, word: usize) {
        let product = (self.0 ^ word as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }
}

#[inline(always)]
fn prefetch(addr: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint, harmless for any address.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(addr as *const i8);
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: a hint, harmless for any address.
    unsafe {
        std::arch::asm!("prfm pldl1keep, [{0}]", in(reg) addr, options(nostack, readonly, preserves_flags));
    }
}

impl<'h> Tracer<'h> {
    /// Of a minor collection; of a full one, whose roots were visited before or not.
    pub(crate) fn new(heap: &'h HeapInner, minor: bool, again: bool, lists: MarkLists) -> Tracer<'h> {
        Tracer {
            heap,
            base: heap.base(),
            blocks_start: heap.blocks_start(),
            blocks_end: heap.blocks_end(),
            minor,
            again,
            check: heap.checks_pointers(),
            owner: 0,
            lists,
            queue: [0; PREFETCH_DISTANCE],
            queue_position: 0,
            pending: HashMap::default(),
            has_pending: false,
        }
    }

    /// Visits a cell that is referred to strongly.
    #[inline(always)]
    pub fn visit<T>(&mut self, cell: Gc<T>) {
        self.visit_address(cell.addr());
    }

    /// Visits a value word: a cell pointer if its upper 16 bits are zero and it lies in the heap's blocks.
    #[inline(always)]
    pub fn visit_word(&mut self, word: u64) {
        let addr = word as usize;
        if addr >= self.blocks_start && addr < self.blocks_end {
            self.visit_address(addr);
        }
    }

    /// Visits a value word that may be out of date: what it names may be dead or of another kind by now.
    #[inline(always)]
    pub(crate) fn visit_stale_word(&mut self, word: u64) {
        let addr = word as usize;
        if addr < self.blocks_start || addr >= self.blocks_end {
            return;
        }
        // OPTIMIZATION: most are marked, which the block tells without a look at the cell.
        // SAFETY: the metadata of used blocks is committed.
        let block = unsafe { Block::at(self.base, block_index(addr)) };
        if block.use_.get() == Use::Small && addr.is_multiple_of(GRANULE) && block.is_marked(addr) {
            return;
        }
        if self.resolve(addr) == Some(addr) {
            self.visit_address(addr);
        }
    }

    /// Visits the value words of `[start, end)`, some of which may be out of date.
    ///
    /// # Safety
    /// The range is readable; both are multiples of 8.
    pub unsafe fn visit_stale_range(&mut self, start: *const u64, end: *const u64) {
        let mut word = start;
        while word < end {
            // SAFETY: within the range.
            self.visit_stale_word(unsafe { word.read() });
            word = word.wrapping_add(1);
        }
    }

    /// Visits a cell given its [compressed](Gc::compress) address; zero is no cell.
    #[inline(always)]
    pub fn visit_compressed(&mut self, compressed: u32) {
        if compressed != 0 {
            self.visit_address(self.base | (compressed as usize) << 4);
        }
    }

    #[inline(always)]
    fn visit_address(&mut self, addr: usize) {
        // A cell outside the region is immortal: a constant of the program, which refers to no cell of this heap.
        if addr.wrapping_sub(self.base) >= REGION_SIZE {
            return;
        }
        if self.check {
            self.check_cell(addr);
        }
        // SAFETY: a cell of this heap has committed metadata.
        if unsafe { Block::at(self.base, block_index(addr)) }.mark(addr) {
            self.lists.stack.push(addr);
            if self.has_pending {
                self.visit_pending(addr);
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn check_cell(&self, addr: usize) {
        let valid = addr >= self.blocks_start && addr < self.blocks_end && self.resolve(addr) == Some(addr);
        if !valid {
            let owner = if self.owner == 0 {
                "a root".to_owned()
            } else {
                // SAFETY: the cell being traced is live.
                let kind = unsafe { &*(self.owner as *const Header) }.kind();
                format!("a {} (kind {kind}) at {:#x}", self.heap.cell_type(kind).name, self.owner)
            };
            panic!("dangling cell pointer {addr:#x} in {owner}");
        }
    }

    /// Visits whatever cell contains the address `word`, or ends at it; ignores any other word.
    #[inline]
    pub fn visit_conservative(&mut self, word: usize) {
        if word < self.blocks_start || word > self.blocks_end {
            return;
        }
        if word < self.blocks_end
            && let Some(cell) = self.resolve(word)
        {
            self.visit_address(cell);
            if cell != word {
                return;
            }
        }
        // The start of a cell, or of a free one, may be the end of a slice in the cell to the left.
        if word > self.blocks_start
            && let Some(cell) = self.resolve(word - 1)
        {
            self.visit_address(cell);
        }
    }

    /// Visits the words of `[start, end)` conservatively.
    ///
    /// # Safety
    /// The range is readable; both are multiples of 8.
    pub unsafe fn visit_conservative_range(&mut self, start: *const u8, end: *const u8) {
        let mut word = start.cast::<usize>();
        while word < end.cast() {
            // SAFETY: within the range. Volatile, since other frames own this memory.
            self.visit_conservative(unsafe { word.read_volatile() });
            word = word.wrapping_add(1);
        }
    }

    /// The live cell that contains `addr`, an address within the used blocks.
    #[inline]
    pub(crate) fn resolve(&self, addr: usize) -> Option<usize> {
        resolve(self.base, addr)
    }

    /// To be called by the trace function of a cell with weak keys: its type's `ephemerons` callback runs until nothing
    /// more gets marked.
    pub fn defer_ephemerons(&mut self, cell: &Header) {
        self.lists.ephemerons.push((&raw const *cell) as usize);
    }

    /// To be called by the trace function of a cell with weak references: its type's `weak` callback runs after marking.
    pub fn defer_weak(&mut self, cell: &Header) {
        self.lists.weak.push((&raw const *cell) as usize);
    }

    /// For an `ephemerons` callback: visits `value` if `key` is marked, now or later in this collection.
    /// Chains of any length cost linear time this way.
    pub fn visit_ephemeron<T>(&mut self, key: Gc<T>, value: u64) {
        if self.is_marked(key) {
            self.visit_word(value);
        } else {
            self.has_pending = true;
            self.pending.entry(key.addr()).or_default().push(value);
        }
    }

    /// Whether the cell has been reached (in a minor collection: or is old).
    #[inline]
    pub fn is_marked<T>(&self, cell: Gc<T>) -> bool {
        Liveness { heap: self.heap }.is_live(cell)
    }

    #[inline]
    pub(crate) fn is_address_marked(&self, addr: usize) -> bool {
        // SAFETY: a cell of this heap has committed metadata.
        unsafe { Block::at(self.base, block_index(addr)) }.is_marked(addr)
    }

    /// Whether a value word is no cell pointer, or one to a marked cell.
    pub fn is_word_marked(&self, word: u64) -> bool {
        Liveness { heap: self.heap }.is_word_live(word)
    }

    /// Whether what roots named at their last visit is known: only what has become a root since then needs to be visited.
    pub fn knows_old_roots(&self) -> bool {
        self.minor || self.again
    }

    #[cold]
    fn visit_pending(&mut self, key: usize) {
        if let Some(values) = self.pending.remove(&key) {
            for value in values {
                // Not recursive beyond one level for each key: keys are removed before their values are visited.
                self.push_word(value);
            }
        }
    }

    /// Marks and pushes a value word, following pending keys with a list of its own.
    fn push_word(&mut self, word: u64) {
        let mut work = vec![word];
        while let Some(word) = work.pop() {
            let addr = word as usize;
            if addr < self.blocks_start || addr >= self.blocks_end {
                continue;
            }
            // SAFETY: a cell of this heap has committed metadata.
            if unsafe { Block::at(self.base, block_index(addr)) }.mark(addr) {
                self.lists.stack.push(addr);
                if let Some(values) = self.pending.remove(&addr) {
                    work.extend(values);
                }
            }
        }
    }

    /// The cells that were visited since the last call, whose marks are taken back: what one cell, or the roots, refer to. Values of
    /// weak keys count as referred to by their table.
    pub(crate) fn take_visited(&mut self) -> Vec<usize> {
        for addr in std::mem::take(&mut self.lists.ephemerons) {
            // SAFETY: the cell deferred itself while it was traced, so it is live.
            let header = unsafe { NonNull::new_unchecked(addr as *mut Header) };
            // SAFETY: as above.
            let kind = unsafe { header.as_ref() }.kind();
            if let Some(ephemerons) = self.heap.cell_type(kind).ephemerons {
                // SAFETY: the callback of the cell's type.
                unsafe { ephemerons(header, self) };
            }
        }
        for word in std::mem::take(&mut self.pending).into_values().flatten() {
            self.visit_word(word);
        }
        self.has_pending = false;
        self.lists.weak.clear();
        let visited = std::mem::take(&mut self.lists.stack);
        for &addr in &visited {
            // SAFETY: a cell of this heap has committed metadata.
            unsafe { Block::at(self.base, block_index(addr)) }.unmark(addr);
        }
        visited
    }

    /// Traces the cells on the mark stack until it is empty.
    pub(crate) fn drain(&mut self) {
        while let Some(addr) = self.next_cell() {
            // SAFETY: only live cells are pushed.
            unsafe { self.trace_cell(addr) };
        }
    }

    /// Traces up to `cells` cells; how many there were.
    pub(crate) fn drain_some(&mut self, cells: usize) -> usize {
        for done in 0..cells {
            let Some(addr) = self.next_cell() else { return done };
            // SAFETY: only live cells are pushed.
            unsafe { self.trace_cell(addr) };
        }
        cells
    }

    /// Gives the lists back with all the cells that still have to be traced.
    pub(crate) fn suspend(mut self) -> MarkLists {
        self.lists.stack.extend(self.queue.iter().filter(|&&addr| addr != 0));
        self.lists
    }

    /// The next cell to trace: the oldest of the prefetch queue.
    #[inline(always)]
    fn next_cell(&mut self) -> Option<usize> {
        for _ in 0..=PREFETCH_DISTANCE {
            let incoming = self.lists.stack.pop().unwrap_or(0);
            let outgoing = std::mem::replace(&mut self.queue[self.queue_position], incoming);
            self.queue_position = (self.queue_position + 1) % PREFETCH_DISTANCE;
            if incoming != 0 {
                prefetch(incoming);
            }
            if outgoing != 0 {
                return Some(outgoing);
            }
        }
        None
    }

    /// Makes a marked cell old and visits what it refers to.
    ///
    /// # Safety
    /// `addr` is a live cell.
    #[inline(always)]
    pub(crate) unsafe fn trace_cell(&mut self, addr: usize) {
        // SAFETY: every cell begins with a header.
        let header = unsafe { NonNull::new_unchecked(addr as *mut Header) };
        // SAFETY: as above.
        let kind = unsafe { header.as_ref() }.kind();
        // SAFETY: as above.
        unsafe { header.as_ref() }.state.set(state::OLD);
        let cell_type = self.heap.cell_type(kind);
        if !cell_type.leaf {
            self.owner = addr;
            // SAFETY: the type is that of the cell's kind.
            unsafe { (cell_type.trace)(header, self) };
            self.owner = 0;
        }
    }

    /// Runs the ephemeron callbacks to the fix-point.
    pub(crate) fn run_ephemerons(&mut self) {
        self.lists.ephemerons.sort_unstable();
        self.lists.ephemerons.dedup();
        loop {
            self.pending.clear();
            let tables = self.lists.ephemerons.len();
            let mut index = 0;
            let mut progress = false;
            while index < self.lists.ephemerons.len() {
                let addr = self.lists.ephemerons[index];
                index += 1;
                // SAFETY: the cell deferred itself while it was traced, so it is live.
                let header = unsafe { NonNull::new_unchecked(addr as *mut Header) };
                // SAFETY: as above.
                let kind = unsafe { header.as_ref() }.kind();
                if let Some(ephemerons) = self.heap.cell_type(kind).ephemerons {
                    // SAFETY: the callback of the cell's type.
                    unsafe { ephemerons(header, self) };
                    if !self.lists.stack.is_empty() {
                        progress = true;
                        self.drain();
                    }
                }
            }
            if !progress && self.lists.ephemerons.len() == tables {
                break;
            }
        }
        self.pending.clear();
        self.has_pending = false;
    }

    /// Runs the weak callbacks of the deferred cells and gives the lists back.
    pub(crate) fn finish(mut self) -> MarkLists {
        let liveness = Liveness { heap: self.heap };
        let mut weak = take(&mut self.lists.weak);
        // A cell that was logged while marking in slices was traced twice.
        weak.sort_unstable();
        weak.dedup();
        for addr in weak.drain(..) {
            // SAFETY: the cell deferred itself while it was traced, so it is live.
            let header = unsafe { NonNull::new_unchecked(addr as *mut Header) };
            // SAFETY: as above.
            let kind = unsafe { header.as_ref() }.kind();
            if let Some(callback) = self.heap.cell_type(kind).weak {
                // SAFETY: the callback of the cell's type.
                unsafe { callback(header, &liveness) };
            }
        }
        self.lists.weak = weak;
        self.lists.ephemerons.clear();
        self.lists
    }
}

/// The live cell that contains `addr`, an address within the used blocks of the region at `base`.
#[inline]
pub(crate) fn resolve(base: usize, addr: usize) -> Option<usize> {
    let index = block_index(addr);
    // SAFETY: the metadata of used blocks is committed.
    let block = unsafe { Block::at(base, index) };
    match block.use_.get() {
        Use::Small => {
            let offset = block.cell_at(addr & (BLOCK_SIZE - 1))?;
            let cell = block_address(base, index) + offset;
            // SAFETY: the start of a cell; in an unswept block the mark decides.
            let live = if block.unswept.get() { block.is_marked(offset) } else { unsafe { is_allocated(cell) } };
            live.then_some(cell)
        }
        Use::LargeHead | Use::LargeTail => Some(block_address(base, block.head.get() as usize)),
        Use::Free => None,
    }
}

/// Tells weak callbacks which cells survive.
pub struct Liveness<'h> {
    pub(crate) heap: &'h HeapInner,
}

impl Liveness<'_> {
    #[inline]
    pub fn is_live<T>(&self, cell: Gc<T>) -> bool {
        self.is_word_live(cell.addr() as u64)
    }

    /// Whether a value word is no cell pointer, or one to a live cell.
    pub fn is_word_live(&self, word: u64) -> bool {
        let addr = word as usize;
        addr < self.heap.blocks_start()
            || addr >= self.heap.blocks_end()
            // SAFETY: as above.
            || unsafe { Block::at(self.heap.base(), block_index(addr)) }.is_marked(addr)
    }

    /// Whether the cell with this [compressed](Gc::compress) address survives; zero is no cell.
    pub fn is_compressed_live(&self, compressed: u32) -> bool {
        compressed == 0 || self.is_word_live((self.heap.base() | (compressed as usize) << 4) as u64)
    }
}
