//! The reserved virtual region of one heap: reserve, commit, give back.

use std::cell::Cell;
use std::io;
use std::ptr::{self, NonNull};

/// Bytes of address space a heap reserves; the base is aligned to it.
pub const REGION_SIZE: usize = 1 << 34;

/// Zeroed memory that the system gives page by page, as it is touched: for what is large and mostly unused. An allocator clears such memory
/// by hand, all of it, where it uses it again.
pub struct LazyPages {
    start: NonNull<u8>,
    length: usize,
}

impl LazyPages {
    /// At least `length` bytes, aligned to a page.
    ///
    /// # Errors
    /// The system has no address space for them.
    pub fn new(length: usize) -> io::Result<LazyPages> {
        let length = length.max(1).next_multiple_of(4096);
        // SAFETY: an anonymous mapping at an address of the system's choice.
        let raw = unsafe {
            libc::mmap(
                ptr::null_mut(),
                length,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        match NonNull::new(raw.cast()) {
            Some(start) if raw != libc::MAP_FAILED => Ok(LazyPages { start, length }),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// The first byte.
    #[inline(always)]
    pub fn start(&self) -> *mut u8 {
        self.start.as_ptr()
    }

    /// Gives the whole pages from this byte on back to the system; they read as zeros from now on.
    pub fn discard_from(&mut self, offset: usize) {
        let offset = offset.next_multiple_of(4096);
        if offset < self.length {
            // SAFETY: whole pages of our own mapping.
            unsafe { libc::madvise(self.start.as_ptr().add(offset).cast(), self.length - offset, libc::MADV_DONTNEED) };
        }
    }
}

impl Drop for LazyPages {
    fn drop(&mut self) {
        // SAFETY: our own mapping, which nobody uses any more.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length) };
    }
}

/// The base of the region that contains `addr`.
#[inline(always)]
pub(crate) fn region_base(addr: usize) -> usize {
    addr & !(REGION_SIZE - 1)
}

/// A part of the region that is committed from its start upwards.
struct Zone {
    start: usize,
    end: usize,
    committed: Cell<usize>,
    step: usize,
}

impl Zone {
    /// Makes `[start, end)` usable. False if the system refuses.
    fn commit(&self, end: usize) -> bool {
        let committed = self.committed.get();
        if end <= committed {
            return true;
        }
        if end > self.end {
            return false;
        }
        let step = self.step.max(((committed - self.start) / 8).min(64 << 20)).next_multiple_of(self.step);
        for step in [step, self.step] {
            let target = end.next_multiple_of(self.step).max(committed + step).min(self.end);
            // SAFETY: the range lies in our own reservation and holds nothing yet.
            let result =
                unsafe { libc::mprotect(committed as *mut _, target - committed, libc::PROT_READ | libc::PROT_WRITE) };
            if result == 0 {
                self.committed.set(target);
                return true;
            }
        }
        false
    }
}

/// One reservation of [`REGION_SIZE`] bytes: block metadata first, blocks after it.
pub(crate) struct Region {
    base: usize,
    metadata: Zone,
    blocks: Zone,
}

impl Region {
    /// Reserves a region whose blocks begin `blocks_offset` bytes from its base.
    pub fn reserve(blocks_offset: usize) -> io::Result<Region> {
        let length = REGION_SIZE * 2;
        // SAFETY: an anonymous mapping at an address of the system's choice.
        let raw = unsafe {
            libc::mmap(
                ptr::null_mut(),
                length,
                libc::PROT_NONE,
                libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if raw == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let start = raw as usize;
        let base = start.next_multiple_of(REGION_SIZE);
        let end = base + REGION_SIZE;
        // SAFETY: both ranges are the unaligned ends of the mapping just made.
        unsafe {
            if base > start {
                libc::munmap(raw, base - start);
            }
            if start + length > end {
                libc::munmap(end as *mut _, start + length - end);
            }
        }
        let region = Region {
            base,
            metadata: Zone { start: base, end: base + blocks_offset, committed: Cell::new(base), step: 64 << 10 },
            blocks: Zone {
                start: base + blocks_offset,
                end,
                committed: Cell::new(base + blocks_offset),
                step: 1 << 20,
            },
        };
        // The first page holds the pointer to the heap.
        if !region.metadata.commit(base + 1) {
            return Err(io::Error::last_os_error());
        }
        Ok(region)
    }

    #[inline(always)]
    pub fn base(&self) -> usize {
        self.base
    }

    /// Makes metadata below `metadata_end` and blocks below `blocks_end` (addresses) usable.
    pub fn commit(&self, metadata_end: usize, blocks_end: usize) -> bool {
        self.metadata.commit(metadata_end) && self.blocks.commit(blocks_end)
    }

    /// Gives the pages of `[start, start + length)` back; they read as zero afterwards. False if they still hold data.
    pub fn discard(&self, start: usize, length: usize) -> bool {
        #[cfg(target_os = "linux")]
        // SAFETY: the range lies in our blocks and the caller says that it is free.
        let done = unsafe { libc::madvise(start as *mut _, length, libc::MADV_DONTNEED) } == 0;
        #[cfg(not(target_os = "linux"))]
        // SAFETY: as above; mapping over it drops the old pages.
        let done = unsafe {
            libc::mmap(
                start as *mut _,
                length,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_NORESERVE | libc::MAP_FIXED,
                -1,
                0,
            )
        } != libc::MAP_FAILED;
        done
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: our own reservation; the heap drops it last.
        unsafe { libc::munmap(self.base as *mut _, REGION_SIZE) };
    }
}
