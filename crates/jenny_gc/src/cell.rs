//! Cells: the eight-byte header, the pointer `Gc<T>` and the table of cell types.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::mem::needs_drop;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::heap::Heap;
use crate::mark::{Liveness, Tracer};
use crate::region::region_base;
use crate::trace::Trace;

/// The collector's view of a cell, kept in [`Header`].
pub(crate) mod state {
    /// Free memory. Zero, so that fresh pages are free cells.
    pub const FREE: u8 = 0;
    /// Allocated since the last collection.
    pub const NEW: u8 = 1;
    /// Survived a collection: a store into it must be logged.
    pub const OLD: u8 = 2;
    /// Old and already in the log of this cycle.
    pub const LOGGED: u8 = 3;
}

/// The first eight bytes of every cell.
///
/// `flags` and `aux` belong to the client; the collector never reads them, except that an allocation treats `aux` as a
/// compressed cell pointer to keep alive while it may collect.
#[repr(C)]
#[derive(Debug)]
pub struct Header {
    kind: u8,
    pub(crate) state: Cell<u8>,
    /// Free for the client.
    pub flags: Cell<u16>,
    /// Free for the client; meant for a compressed pointer (see [`Gc::compress`]).
    pub aux: Cell<u32>,
}

impl Header {
    /// A header of the given cell kind, `flags` and `aux` zero.
    #[inline(always)]
    pub const fn new(kind: u8) -> Header {
        Header::with_aux(kind, 0)
    }

    /// A header of the given cell kind with `aux` set.
    #[inline(always)]
    pub const fn with_aux(kind: u8, aux: u32) -> Header {
        Header { kind, state: Cell::new(state::NEW), flags: Cell::new(0), aux: Cell::new(aux) }
    }

    /// The index of the cell's type in the heap's table.
    #[inline(always)]
    pub fn kind(&self) -> u8 {
        self.kind
    }
}

/// A pointer to a live cell: `Copy`, eight bytes (also as an `Option`), tied to the thread of its heap.
///
/// It may live in locals, in traced fields of other cells and in roots, and nowhere else.
#[repr(transparent)]
pub struct Gc<T>(NonNull<T>, PhantomData<*mut T>);

impl<T> Gc<T> {
    /// # Safety
    /// `ptr` is the start of a live cell that holds a `T`.
    #[inline(always)]
    pub const unsafe fn from_ptr(ptr: NonNull<T>) -> Gc<T> {
        Gc(ptr, PhantomData)
    }

    #[inline(always)]
    pub const fn as_ptr(self) -> *mut T {
        self.0.as_ptr()
    }

    #[inline(always)]
    pub fn addr(self) -> usize {
        self.0.as_ptr() as usize
    }

    /// # Safety
    /// The cell holds a `U` (or one begins with the other).
    #[inline(always)]
    pub const unsafe fn cast<U>(self) -> Gc<U> {
        Gc(self.0.cast(), PhantomData)
    }

    #[inline(always)]
    pub fn header(&self) -> &Header {
        // SAFETY: every cell begins with a `Header`.
        unsafe { self.0.cast().as_ref() }
    }

    /// The cell's place in its region in units of 16 bytes. Never zero. It keeps nothing alive by itself.
    #[inline(always)]
    pub fn compress(self) -> u32 {
        ((self.addr() & (crate::REGION_SIZE - 1)) >> 4) as u32
    }

    /// Undoes [`Gc::compress`]; `near` is any address in the same region.
    ///
    /// # Safety
    /// `compressed` came from a cell of that region which still lives and holds a `T`.
    #[inline(always)]
    pub unsafe fn decompress(near: *const u8, compressed: u32) -> Gc<T> {
        let addr = region_base(near as usize) | ((compressed as usize) << 4);
        // SAFETY: not null, since no cell lies at the base of a region.
        Gc(unsafe { NonNull::new_unchecked(addr as *mut T) }, PhantomData)
    }

    /// The heap the cell lives in.
    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        // SAFETY: the cell lives, so its heap does.
        unsafe { Heap::of(self.0.as_ptr().cast()) }
    }

    /// Whether both are the same cell, whatever their types.
    #[inline(always)]
    pub fn is_same_cell<U>(self, other: Gc<U>) -> bool {
        self.addr() == other.addr()
    }
}

impl<T> Clone for Gc<T> {
    #[inline(always)]
    fn clone(&self) -> Gc<T> {
        *self
    }
}

impl<T> Copy for Gc<T> {}

impl<T> PartialEq for Gc<T> {
    #[inline(always)]
    fn eq(&self, other: &Gc<T>) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Gc<T> {}

impl<T> Hash for Gc<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.addr().hash(state);
    }
}

impl<T> Deref for Gc<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: a `Gc` points to a live cell as long as it is where the collector sees it.
        unsafe { self.0.as_ref() }
    }
}

impl<T> fmt::Debug for Gc<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Gc({:#x})", self.addr())
    }
}

/// A type that may be allocated as a cell.
///
/// # Safety
/// The type is `repr(C)` and begins with a [`Header`], or with a struct that does; its header's kind names a
/// [`CellType`] made for this very type.
pub unsafe trait GcCell: Trace + 'static {
    /// Everything after the first 16 bytes are value words (see [`Tracer::visit_word`]), set by [`crate::Field::set`] or after
    /// [`crate::write_barrier`]. A minor collection then looks only at the words of a large cell that were set.
    const WORDS: bool = false;
}

/// What the collector knows of one kind of cell; the heap's table is indexed by [`Header::kind`].
#[derive(Clone, Copy, Debug)]
pub struct CellType {
    /// For messages and statistics.
    pub name: &'static str,
    /// Visits everything the cell refers to. It must cope with a cell whose bytes after the header are zero.
    pub trace: unsafe fn(NonNull<Header>, &mut Tracer<'_>),
    /// Releases what the cell owns outside the heap. It may not touch other cells.
    pub drop: Option<unsafe fn(NonNull<Header>)>,
    /// The cell refers to nothing: `trace` is not called.
    pub leaf: bool,
    /// See [`GcCell::WORDS`].
    pub words: bool,
    /// Run after marking for a cell that called [`Tracer::defer_weak`]: clears what is dead.
    pub weak: Option<unsafe fn(NonNull<Header>, &Liveness<'_>)>,
    /// Run until nothing more gets marked for a cell that called [`Tracer::defer_ephemerons`].
    pub ephemerons: Option<unsafe fn(NonNull<Header>, &mut Tracer<'_>)>,
}

unsafe fn trace_nothing(_: NonNull<Header>, _: &mut Tracer<'_>) {}

unsafe fn trace_cell<T: GcCell>(cell: NonNull<Header>, tracer: &mut Tracer<'_>) {
    // SAFETY: the caller looked this function up by the cell's kind.
    unsafe { cell.cast::<T>().as_ref() }.trace(tracer);
}

unsafe fn drop_cell<T: GcCell>(cell: NonNull<Header>) {
    // SAFETY: as above; the collector drops a dead cell once.
    unsafe { cell.cast::<T>().drop_in_place() };
}

impl CellType {
    /// A kind that no cell has.
    pub const EMPTY: CellType =
        CellType { name: "", trace: trace_nothing, drop: None, leaf: true, words: false, weak: None, ephemerons: None };

    /// The type of cells holding a `T`; it has a destructor if `T` needs one.
    pub const fn of<T: GcCell>(name: &'static str) -> CellType {
        CellType {
            name,
            trace: trace_cell::<T>,
            drop: if needs_drop::<T>() { Some(drop_cell::<T>) } else { None },
            leaf: false,
            words: T::WORDS,
            weak: None,
            ephemerons: None,
        }
    }

    /// The cells refer to nothing.
    pub const fn leaf(mut self) -> CellType {
        self.leaf = true;
        self
    }

    /// With a callback that clears dead weak references.
    pub const fn with_weak(mut self, weak: unsafe fn(NonNull<Header>, &Liveness<'_>)) -> CellType {
        self.weak = Some(weak);
        self
    }

    /// With a callback that visits the values whose keys are marked.
    pub const fn with_ephemerons(mut self, ephemerons: unsafe fn(NonNull<Header>, &mut Tracer<'_>)) -> CellType {
        self.ephemerons = Some(ephemerons);
        self
    }
}
