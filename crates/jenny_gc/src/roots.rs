//! Roots held from the Rust heap: `Root<T>` and `RootVec`.

use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::rc::Rc;

use crate::cell::Gc;
use crate::heap::Heap;
use crate::mark::Tracer;

/// All roots of one heap; shared by the heap and the roots, so that neither need outlive the other.
#[derive(Default)]
pub(crate) struct RootTable {
    slots: UnsafeCell<Vec<usize>>,
    free_slots: UnsafeCell<Vec<u32>>,
    vectors: UnsafeCell<Vec<NonNull<RootWords>>>,
}

struct RootWords {
    words: UnsafeCell<Vec<u64>>,
    index: Cell<usize>,
}

impl RootTable {
    fn add(&self, addr: usize) -> u32 {
        // SAFETY: one thread, and no reference into the table outlives a method.
        let (slots, free) = unsafe { (&mut *self.slots.get(), &mut *self.free_slots.get()) };
        if let Some(slot) = free.pop() {
            slots[slot as usize] = addr;
            slot
        } else {
            slots.push(addr);
            (slots.len() - 1) as u32
        }
    }

    fn get(&self, slot: u32) -> usize {
        // SAFETY: as in `add`.
        let slots = unsafe { &*self.slots.get() };
        slots[slot as usize]
    }

    fn remove(&self, slot: u32) {
        // SAFETY: as in `add`.
        let (slots, free) = unsafe { (&mut *self.slots.get(), &mut *self.free_slots.get()) };
        slots[slot as usize] = 0;
        free.push(slot);
    }

    pub fn trace(&self, tracer: &mut Tracer<'_>) {
        // SAFETY: as in `add`; tracing does not touch the table.
        let (slots, vectors) = unsafe { (&*self.slots.get(), &*self.vectors.get()) };
        for &addr in slots {
            tracer.visit_word(addr as u64);
        }
        for vector in vectors {
            // SAFETY: a vector leaves the table before it is freed.
            for &word in unsafe { &*vector.as_ref().words.get() } {
                tracer.visit_word(word);
            }
        }
    }
}

/// Keeps one cell alive from the Rust heap.
pub struct Root<T> {
    table: Rc<RootTable>,
    slot: u32,
    cell: PhantomData<Gc<T>>,
}

impl<T> Root<T> {
    pub fn new(heap: &Heap, cell: Gc<T>) -> Root<T> {
        let table = heap.root_table();
        let slot = table.add(cell.addr());
        Root { table, slot, cell: PhantomData }
    }

    #[inline]
    pub fn get(&self) -> Gc<T> {
        // SAFETY: the slot holds the cell given to `new`, and keeps it alive. It is not copied into the root itself, where
        // a conservative scan would find it after the root has gone.
        unsafe { Gc::from_ptr(NonNull::new_unchecked(self.table.get(self.slot) as *mut T)) }
    }
}

impl<T> Clone for Root<T> {
    fn clone(&self) -> Root<T> {
        Root { table: self.table.clone(), slot: self.table.add(self.table.get(self.slot)), cell: PhantomData }
    }
}

impl<T> Drop for Root<T> {
    fn drop(&mut self) {
        self.table.remove(self.slot);
    }
}

/// A growable list of value words on the Rust heap, each kept alive if it is a cell pointer.
pub struct RootVec {
    table: Rc<RootTable>,
    words: NonNull<RootWords>,
    not_send: PhantomData<*mut u64>,
}

impl RootVec {
    pub fn new(heap: &Heap) -> RootVec {
        RootVec::with_capacity(heap, 0)
    }

    pub fn with_capacity(heap: &Heap, capacity: usize) -> RootVec {
        let table = heap.root_table();
        // SAFETY: as in `RootTable::add`.
        let vectors = unsafe { &mut *table.vectors.get() };
        let words = Box::new(RootWords {
            words: UnsafeCell::new(Vec::with_capacity(capacity)),
            index: Cell::new(vectors.len()),
        });
        let words = NonNull::from(Box::leak(words));
        vectors.push(words);
        RootVec { table, words, not_send: PhantomData }
    }

    #[inline(always)]
    fn words(&self) -> &Vec<u64> {
        // SAFETY: changed only through `&mut self`; the collector only reads.
        unsafe { &*self.words.as_ref().words.get() }
    }

    #[inline(always)]
    fn words_mut(&mut self) -> &mut Vec<u64> {
        // SAFETY: `&mut self`; no collection runs while the result lives, since nothing here allocates in the heap.
        unsafe { &mut *self.words.as_ref().words.get() }
    }

    #[inline]
    pub fn push(&mut self, word: u64) {
        self.words_mut().push(word);
    }

    /// The word at `index`. Panics past the end.
    #[inline]
    pub fn get(&self, index: usize) -> u64 {
        self.words()[index]
    }

    /// Replaces the word at `index`. Panics past the end.
    #[inline]
    pub fn set(&mut self, index: usize, word: u64) {
        self.words_mut()[index] = word;
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.words().len()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.words().is_empty()
    }

    #[inline]
    pub fn pop(&mut self) -> Option<u64> {
        self.words_mut().pop()
    }

    #[inline]
    pub fn last(&self) -> Option<u64> {
        self.words().last().copied()
    }

    pub fn clear(&mut self) {
        self.words_mut().clear();
    }

    pub fn truncate(&mut self, length: usize) {
        self.words_mut().truncate(length);
    }

    pub fn extend_from_slice(&mut self, words: &[u64]) {
        self.words_mut().extend_from_slice(words);
    }

    pub fn reverse(&mut self) {
        self.words_mut().reverse();
    }

    pub fn swap_remove(&mut self, index: usize) -> u64 {
        self.words_mut().swap_remove(index)
    }

    /// Room for `additional` more words, or false if there is no memory for them.
    pub fn try_reserve(&mut self, additional: usize) -> bool {
        self.words_mut().try_reserve(additional).is_ok()
    }

    #[inline]
    pub fn as_slice(&self) -> &[u64] {
        self.words()
    }

    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [u64] {
        self.words_mut()
    }
}

impl Drop for RootVec {
    fn drop(&mut self) {
        // SAFETY: as in `RootTable::add`; the box was made by `with_capacity` and is in the table once.
        unsafe {
            let vectors = &mut *self.table.vectors.get();
            let index = self.words.as_ref().index.get();
            vectors.swap_remove(index);
            if let Some(moved) = vectors.get(index) {
                moved.as_ref().index.set(index);
            }
            drop(Box::from_raw(self.words.as_ptr()));
        }
    }
}
