//! The heap: configuration, the allocation fast and slow paths, triggers and limits.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::fmt;
use std::io;
use std::mem::{align_of, needs_drop, size_of};
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::time::Duration;

use crate::block::{
    BLOCK_SIZE, Block, CLASS_SIZES, FIRST_BLOCK, GRANULE, MAX_SMALL, Use, block_address, block_index, class_of_size,
};
use crate::bump::{BUMPS, Bump, bump_of};
use crate::cell::{CellType, Gc, GcCell, Header, state};
use crate::clock::Deadline;
use crate::config::{HeapConfig, HeapStats};
use crate::extents::Extents;
use crate::incremental::Phase;
use crate::large::PAGE;
use crate::mark::{Liveness, MarkLists, Tracer, resolve};
use crate::region::{REGION_SIZE, Region, region_base};
use crate::roots::RootTable;
use crate::stack::stack_base;

pub(crate) type RootsFn = unsafe fn(*mut (), &mut Tracer<'_>);
pub(crate) type WeakRootsFn = unsafe fn(*mut (), &Liveness<'_>);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exhaustion {
    No,
    /// A full collection left more than the limit; the client does not know yet.
    Found,
    /// The client has been told.
    Told,
}

/// A heap: one thread's cells in one region. Not `Send`.
///
/// All methods take `&self`; anything that allocates may collect.
#[repr(transparent)]
pub struct Heap(NonNull<HeapInner>);

#[repr(C)]
pub(crate) struct HeapInner {
    pub bumps: [Bump; BUMPS],
    pub types: &'static [CellType],
    pub region: Region,
    /// The first block never used.
    pub frontier: Cell<usize>,
    pub extents: RefCell<Extents>,
    /// Single free blocks that are in no extent.
    pub spare_blocks: RefCell<Vec<u32>>,
    /// Free blocks that hold old bytes.
    pub dirty_blocks: Cell<usize>,
    /// For each allocator: blocks with free cells.
    pub queues: [UnsafeCell<Vec<u32>>; BUMPS],
    /// Blocks with destructors to run.
    pub unswept_drops: RefCell<Vec<u32>>,
    /// Blocks allocated from since the last collection.
    pub eden_blocks: RefCell<Vec<u32>>,
    /// First blocks of the large cells: those that survived a collection, and the others.
    pub old_larges: RefCell<Vec<u32>>,
    pub new_larges: RefCell<Vec<u32>>,
    pub log: UnsafeCell<Vec<usize>>,
    /// Blocks of large cells with logged granules.
    pub granule_log: UnsafeCell<Vec<u32>>,
    pub mark_lists: RefCell<MarkLists>,
    pub root_table: Rc<RootTable>,
    pub roots: Cell<Option<(RootsFn, *mut ())>>,
    pub weak_roots: Cell<Option<(WeakRootsFn, *mut ())>>,
    pub stack_base: usize,
    /// A word scanned conservatively besides the stack: the shape of a cell being allocated.
    pub pinned: Cell<usize>,

    pub config: RefCell<HeapConfig>,
    pub limit: Cell<usize>,
    pub zap: Cell<bool>,
    /// Allocations between two stress collections; 0 when off.
    pub stress_every: Cell<u32>,
    pub stress_count: Cell<u32>,
    /// The fast path is closed: every allocation comes to the slow path.
    pub closed: Cell<bool>,
    pub gc_requested: Cell<bool>,
    pub collecting: Cell<bool>,
    pub timed: bool,

    /// Bytes in cells that survived the last collection.
    pub live_bytes: Cell<usize>,
    pub live_cells: Cell<usize>,
    /// Allocated since the last collection, but for the current runs.
    pub new_bytes: Cell<usize>,
    pub new_cells: Cell<usize>,
    pub external: Cell<usize>,
    /// What `external` was after the last collection.
    pub old_external: Cell<usize>,
    /// New bytes, external ones included, at which a collection is due.
    pub trigger: Cell<usize>,
    /// Total bytes at which a full collection is due.
    pub full_threshold: Cell<usize>,
    pub full_next: Cell<bool>,
    /// The eden that makes minor collections short enough.
    pub adapted_eden: Cell<usize>,
    pub phase: Cell<Phase>,
    /// The running cycle: allocation to be over in, cells to expect, new bytes at its begin and at its last slice, cells traced, visits to
    /// the roots.
    pub cycle_budget: Cell<usize>,
    pub cycle_cells: Cell<usize>,
    pub cycle_begin: Cell<usize>,
    pub cycle_last: Cell<usize>,
    pub cycle_done: Cell<usize>,
    pub cycle_rounds: Cell<usize>,
    pub exhaustion: Cell<Exhaustion>,

    pub collections: Cell<usize>,
    pub full_collections: Cell<usize>,
    pub last_pause: Cell<Duration>,
    pub max_pause: Cell<Duration>,
    pub total_pause: Cell<Duration>,
}

impl Heap {
    /// Makes a heap for the current thread; `types` is indexed by [`Header::kind`] and has at most 256 entries.
    ///
    /// Panics when the system has no address space left; see [`Heap::try_new`].
    pub fn new(types: &'static [CellType], config: HeapConfig) -> Heap {
        match Heap::try_new(types, config) {
            Ok(heap) => heap,
            Err(error) => panic!("cannot reserve the heap's address space: {error}"),
        }
    }

    /// As [`Heap::new`], with the system's error when the region cannot be reserved.
    pub fn try_new(types: &'static [CellType], config: HeapConfig) -> io::Result<Heap> {
        assert!(types.len() <= 256, "more than 256 cell types");
        let region = Region::reserve(FIRST_BLOCK * BLOCK_SIZE)?;
        let base = region.base();
        let inner = Box::new(HeapInner {
            bumps: std::array::from_fn(|_| Bump::default()),
            types,
            region,
            frontier: Cell::new(FIRST_BLOCK),
            extents: RefCell::default(),
            spare_blocks: RefCell::default(),
            dirty_blocks: Cell::new(0),
            queues: std::array::from_fn(|_| UnsafeCell::default()),
            unswept_drops: RefCell::default(),
            eden_blocks: RefCell::default(),
            old_larges: RefCell::default(),
            new_larges: RefCell::default(),
            log: UnsafeCell::default(),
            granule_log: UnsafeCell::default(),
            mark_lists: RefCell::default(),
            root_table: Rc::default(),
            roots: Cell::new(None),
            weak_roots: Cell::new(None),
            stack_base: stack_base(),
            pinned: Cell::new(0),
            limit: Cell::new(usable_limit(config.limit)),
            zap: Cell::new(config.zap || config.stress),
            stress_every: Cell::new(if config.stress { config.stress_every.max(1) } else { 0 }),
            stress_count: Cell::new(0),
            closed: Cell::new(config.stress),
            gc_requested: Cell::new(false),
            collecting: Cell::new(false),
            timed: config.timed,
            live_bytes: Cell::new(0),
            live_cells: Cell::new(0),
            new_bytes: Cell::new(0),
            new_cells: Cell::new(0),
            external: Cell::new(0),
            old_external: Cell::new(0),
            trigger: Cell::new(config.first_gc.min(config.limit)),
            full_threshold: Cell::new(config.first_gc),
            full_next: Cell::new(false),
            // Grows soon when little survives.
            adapted_eden: Cell::new(if config.timed { config.min_eden / 2 } else { config.max_eden }),
            phase: Cell::new(Phase::Idle),
            cycle_budget: Cell::new(0),
            cycle_cells: Cell::new(0),
            cycle_begin: Cell::new(0),
            cycle_last: Cell::new(0),
            cycle_done: Cell::new(0),
            cycle_rounds: Cell::new(0),
            exhaustion: Cell::new(Exhaustion::No),
            collections: Cell::new(0),
            full_collections: Cell::new(0),
            last_pause: Cell::default(),
            max_pause: Cell::default(),
            total_pause: Cell::default(),
            config: RefCell::new(config),
        });
        let inner = NonNull::from(Box::leak(inner));
        // SAFETY: the first page of the region is committed; the metadata of block 0 is unused, since no cell lies there.
        unsafe { (base as *mut NonNull<HeapInner>).write(inner) };
        Ok(Heap(inner))
    }

    #[inline(always)]
    pub(crate) fn inner(&self) -> &HeapInner {
        // SAFETY: freed only when the heap is dropped.
        unsafe { self.0.as_ref() }
    }

    /// The heap of any address in its region.
    ///
    /// # Safety
    /// `addr` lies in the region of a heap that outlives the result.
    #[inline(always)]
    pub unsafe fn of<'a>(addr: *const u8) -> &'a Heap {
        // SAFETY: the first word of a region is the pointer that a `Heap` consists of.
        unsafe { &*(region_base(addr as usize) as *const Heap) }
    }

    /// Allocates a cell; may collect first. Small cells never fail: there is a reserve beyond the limit.
    #[inline(always)]
    pub fn alloc<T: GcCell>(&self, value: T) -> Gc<T> {
        const { assert!(size_of::<T>() >= size_of::<Header>() && align_of::<T>() <= GRANULE && size_of::<T>() <= MAX_SMALL) };
        let inner = self.inner();
        let bump = const { bump_of(class_of_size(size_of::<T>()), needs_drop::<T>()) };
        let size = const { CLASS_SIZES[class_of_size(size_of::<T>())] as usize };
        let addr = match inner.bumps[bump].take(size) {
            Some(addr) => addr,
            None => {
                // SAFETY: a `GcCell` begins with a header.
                let header = unsafe { &*(&raw const value).cast::<Header>() };
                inner.alloc_slow(bump, header.aux.get())
            }
        };
        let cell = addr as *mut T;
        // SAFETY: fresh memory of at least that size, aligned to 16.
        unsafe {
            cell.write(value);
            debug_assert_eq!(
                inner.cell_type((*cell.cast::<Header>()).kind()).drop.is_some(),
                needs_drop::<T>(),
                "the cell's kind is not that of its type"
            );
            Gc::from_ptr(NonNull::new_unchecked(cell))
        }
    }

    /// Allocates `size` bytes, header included; the rest is zero. Never fails up to 8 KiB.
    ///
    /// The cell's trace function must cope with the zeroed state, in which it is left here.
    #[inline(always)]
    pub fn alloc_raw(&self, header: Header, size: usize) -> NonNull<u8> {
        let inner = self.inner();
        if size > MAX_SMALL {
            return inner.alloc_large_or_die(header, size);
        }
        let (bump, class_size) = inner.bump_for(&header, size);
        let addr = match inner.bumps[bump].take(class_size) {
            Some(addr) => addr,
            None => inner.alloc_slow(bump, header.aux.get()),
        };
        // SAFETY: fresh memory.
        unsafe { write_header(addr, header) }
    }

    /// As [`Heap::alloc_raw`] for any size; `None` past the limit even after a full collection, or for an absurd size.
    #[inline(always)]
    pub fn try_alloc_raw(&self, header: Header, size: usize) -> Option<NonNull<u8>> {
        let inner = self.inner();
        if size > MAX_SMALL {
            return inner.alloc_large(header, size);
        }
        let (bump, class_size) = inner.bump_for(&header, size);
        let addr = match inner.bumps[bump].take(class_size) {
            Some(addr) => addr,
            None => inner.try_alloc_slow(bump, header.aux.get())?,
        };
        // SAFETY: fresh memory.
        Some(unsafe { write_header(addr, header) })
    }

    /// Whether `is_exhausted` would answer true; asking changes nothing.
    #[inline(always)]
    pub fn has_news_of_exhaustion(&self) -> bool {
        self.inner().exhaustion.get() == Exhaustion::Found
    }

    /// Whether a full collection left more than the limit. True once for each such collection: the client then throws,
    /// and unless memory gets free, the next collection (a mebibyte later) finds the heap exhausted again.
    #[inline(always)]
    pub fn is_exhausted(&self) -> bool {
        let inner = self.inner();
        inner.exhaustion.get() == Exhaustion::Found && inner.tell_exhaustion()
    }

    /// Sets the callback that visits the client's exact roots in every collection.
    pub fn set_roots(&self, roots: unsafe fn(*mut (), &mut Tracer<'_>), data: *mut ()) {
        self.inner().roots.set(Some((roots, data)));
    }

    /// Sets the callback that clears the client's weak roots after every marking.
    pub fn set_weak_roots(&self, weak_roots: unsafe fn(*mut (), &Liveness<'_>), data: *mut ()) {
        self.inner().weak_roots.set(Some((weak_roots, data)));
    }

    /// Collects now: everything, or only the cells allocated since the last collection.
    pub fn collect(&self, full: bool) {
        self.inner().collect(full);
    }

    /// Begins a full collection that is marked in slices: by allocations and by [`Heap::idle`].
    pub fn begin_full_collection(&self) {
        let inner = self.inner();
        if inner.phase.get() == Phase::Idle {
            inner.begin_cycle(inner.trigger.get());
        }
    }

    /// Advances a full collection that is marked in slices by about `cells` cells. Whether there is more to do.
    pub fn advance(&self, cells: usize) -> bool {
        self.inner().advance(cells, Deadline::NEVER)
    }

    /// Does up to `time` of the collector's outstanding work: for a thread with nothing else to do.
    /// Whether there is more to do.
    pub fn idle(&self, time: Duration) -> bool {
        self.inner().idle(time)
    }

    /// Reports that cells now hold `delta` bytes more outside the heap. Never collects itself; the next allocation may.
    pub fn adjust_external(&self, delta: isize) {
        let inner = self.inner();
        inner.external.set(inner.external.get().saturating_add_signed(delta));
        if delta > 0 && inner.new_total() >= inner.trigger.get() {
            inner.request_collection();
        }
    }

    /// Whether `bytes` more, inside or outside the heap, stay below the limit, if need be after a full collection.
    pub fn has_room(&self, bytes: usize) -> bool {
        self.inner().has_room(bytes)
    }

    pub fn stats(&self) -> HeapStats {
        let inner = self.inner();
        let (mut bytes, mut cells) = (inner.new_bytes.get(), inner.new_cells.get());
        for (index, bump) in inner.bumps.iter().enumerate() {
            bytes += bump.used();
            cells += bump.used() / CLASS_SIZES[index / 2] as usize;
        }
        let blocks =
            inner.frontier.get() - FIRST_BLOCK - inner.extents.borrow().blocks() - inner.spare_blocks.borrow().len();
        HeapStats {
            used: inner.live_bytes.get() + bytes,
            objects: inner.live_cells.get() + cells,
            external: inner.external.get(),
            blocks: blocks * BLOCK_SIZE,
            live: inner.live_bytes.get() + inner.old_external.get(),
            limit: inner.limit.get(),
            collections: inner.collections.get(),
            full_collections: inner.full_collections.get(),
            last_pause: inner.last_pause.get(),
            max_pause: inner.max_pause.get(),
            total_pause: inner.total_pause.get(),
        }
    }

    /// Collects at every `every`th allocation from now on; 0 turns that off.
    pub fn set_stress(&self, every: u32) {
        let inner = self.inner();
        inner.stress_every.set(every);
        if every != 0 {
            inner.zap.set(true);
        }
        inner.update_closed();
    }

    pub fn set_limit(&self, limit: usize) {
        let inner = self.inner();
        inner.limit.set(usable_limit(limit));
        inner.exhaustion.set(Exhaustion::No);
        if inner.total_bytes() > limit {
            inner.request_collection();
        }
    }

    /// Whether the address lies in the blocks of this heap.
    #[inline]
    pub fn contains(&self, addr: usize) -> bool {
        let inner = self.inner();
        addr >= inner.blocks_start() && addr < inner.blocks_end()
    }

    /// The size in bytes that a cell of `size` bytes really has: what a growing buffer can use of it.
    pub const fn cell_size(size: usize) -> usize {
        if size <= MAX_SMALL { CLASS_SIZES[class_of_size(size)] as usize } else { size.next_multiple_of(PAGE) }
    }

    /// Calls `visit` with every live cell and its size in bytes, after a full collection. Not to be called while
    /// borrowing anything that trace functions read; `visit` must not allocate.
    pub fn for_each_cell(&self, visit: impl FnMut(&Header, usize)) {
        self.inner().for_each_cell(visit);
    }

    /// The same with the cells that no collection has found dead yet, whether anything refers to them or not, without one.
    pub fn for_each_kept_cell(&self, visit: impl FnMut(&Header, usize)) {
        self.inner().for_each_kept_cell(visit);
    }

    /// Live cells and their bytes by kind, after a full collection: (name, cells, bytes), the largest first.
    pub fn census(&self) -> Vec<(&'static str, usize, usize)> {
        let mut kinds = vec![(0, 0); 256];
        self.for_each_cell(|header, size| {
            let (cells, bytes) = &mut kinds[header.kind() as usize];
            *cells += 1;
            *bytes += size;
        });
        let mut census: Vec<_> = (0..=255)
            .zip(kinds)
            .filter(|&(_, (cells, _))| cells > 0)
            .map(|(kind, (cells, bytes))| (self.inner().cell_type(kind).name, cells, bytes))
            .collect();
        census.sort_by_key(|&(_, _, bytes)| std::cmp::Reverse(bytes));
        census
    }

    /// The start of the allocated cell that contains `addr`, if there is one.
    pub fn cell_containing(&self, addr: usize) -> Option<NonNull<Header>> {
        if !self.contains(addr) {
            return None;
        }
        NonNull::new(resolve(self.inner().base(), addr)? as *mut Header)
    }

    /// The base of the heap's region: any address in it serves [`Gc::decompress`].
    #[inline(always)]
    pub fn base(&self) -> *const u8 {
        self.inner().base() as *const u8
    }

    #[inline]
    pub(crate) fn log(&self, owner: &Header) {
        self.inner().log_cell(owner);
    }

    #[inline]
    pub(crate) fn log_slot(&self, owner: &Header, slot: usize) {
        self.inner().log_slot(owner, slot);
    }

    pub(crate) fn root_table(&self) -> Rc<RootTable> {
        self.inner().root_table.clone()
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        self.inner().drop_all_cells();
        // SAFETY: made by `try_new`, and this is the only `Heap` that owns it.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

impl fmt::Debug for Heap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stats().fmt(formatter)
    }
}

/// Writes the header of a fresh cell.
///
/// # Safety
/// `addr` is fresh memory for a cell.
#[inline(always)]
unsafe fn write_header(addr: usize, header: Header) -> NonNull<u8> {
    header.state.set(state::NEW);
    // SAFETY: see above; never null.
    unsafe {
        (addr as *mut Header).write(header);
        NonNull::new_unchecked(addr as *mut u8)
    }
}

/// The region leaves room for a reserve and for free blocks.
fn usable_limit(limit: usize) -> usize {
    limit.min(REGION_SIZE / 8 * 7)
}

impl HeapInner {
    #[inline(always)]
    pub fn base(&self) -> usize {
        self.region.base()
    }

    #[inline(always)]
    pub fn blocks_start(&self) -> usize {
        block_address(self.base(), FIRST_BLOCK)
    }

    #[inline(always)]
    pub fn blocks_end(&self) -> usize {
        block_address(self.base(), self.frontier.get())
    }

    #[inline(always)]
    pub fn block(&self, index: u32) -> &Block {
        debug_assert!((index as usize) < self.frontier.get());
        // SAFETY: the metadata below the frontier is committed.
        unsafe { Block::at(self.base(), index as usize) }
    }

    #[inline(always)]
    pub fn cell_type(&self, kind: u8) -> &CellType {
        static EMPTY: CellType = CellType::EMPTY;
        self.types.get(kind as usize).unwrap_or(&EMPTY)
    }

    /// Whether marking checks every pointer.
    pub fn checks_pointers(&self) -> bool {
        self.zap.get()
    }

    pub fn is_stressed(&self) -> bool {
        self.stress_every.get() != 0
    }

    #[inline(always)]
    fn bump_for(&self, header: &Header, size: usize) -> (usize, usize) {
        let class = class_of_size(size.max(size_of::<Header>()));
        (bump_of(class, self.cell_type(header.kind()).drop.is_some()), CLASS_SIZES[class] as usize)
    }

    pub fn log_cell(&self, owner: &Header) {
        owner.state.set(state::LOGGED);
        // SAFETY: one thread; no reference to the log is held elsewhere.
        unsafe { &mut *self.log.get() }.push((&raw const *owner) as usize);
    }

    /// Logs a cell of which only the word at `slot` changes: of a large cell of words only that place.
    pub fn log_slot(&self, owner: &Header, slot: usize) {
        let addr = (&raw const *owner) as usize;
        let place = slot.wrapping_sub(addr);
        if place < GRANULE || self.block(block_index(addr) as u32).use_.get() != Use::LargeHead {
            return self.log_cell(owner);
        }
        let head = self.block(block_index(addr) as u32);
        if place >= head.large_size.get() || !self.cell_type(owner.kind()).words {
            return self.log_cell(owner);
        }
        let index = block_index(slot) as u32;
        let block = self.block(index);
        block.mark(slot);
        if !block.logged.replace(true) {
            // SAFETY: as in `log_cell`.
            unsafe { &mut *self.granule_log.get() }.push(index);
        }
    }

    /// Bytes allocated since the last collection, in cells (but for the current runs) and outside.
    pub fn new_total(&self) -> usize {
        self.new_bytes.get() + self.external.get().saturating_sub(self.old_external.get())
    }

    /// Bytes in use, in cells (but for the current runs) and outside.
    pub fn total_bytes(&self) -> usize {
        self.live_bytes.get() + self.new_bytes.get() + self.external.get()
    }

    pub fn request_collection(&self) {
        self.gc_requested.set(true);
        self.update_closed();
    }

    /// Opens or closes the fast path of every allocator.
    pub fn update_closed(&self) {
        let closed = self.is_stressed() || self.gc_requested.get();
        self.closed.set(closed);
        for bump in &self.bumps {
            if closed {
                bump.close();
            } else {
                bump.open();
            }
        }
    }

    #[cold]
    #[inline(never)]
    pub fn tell_exhaustion(&self) -> bool {
        self.exhaustion.set(Exhaustion::Told);
        true
    }
}

/// Fills memory of a free cell.
///
/// # Safety
/// The range is in a committed block and in nobody's use.
pub(crate) unsafe fn fill(start: usize, length: usize, byte: u8) {
    // SAFETY: see above.
    unsafe { ptr::write_bytes(start as *mut u8, byte, length) };
}
