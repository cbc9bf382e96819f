//! Reads and writes of memory that other threads may write at the same time: relaxed atomics, so that a race is a value of the
//! program's and no undefined behaviour of ours.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64};

/// How far byte `i` of a value of `size` bytes is shifted.
fn shift(i: usize, size: usize) -> usize {
    8 * if cfg!(target_endian = "little") { i } else { size - 1 - i }
}

/// The `size` (1, 2, 4 or 8) bytes at an address; in one piece if the address is aligned.
///
/// # Safety
/// `size` bytes at the address must be readable and writable.
pub unsafe fn read(at: *const u8, size: usize) -> u64 {
    let at = at.cast_mut();
    // SAFETY: the caller vouches for the bytes; each width is used at an aligned address only.
    unsafe {
        match size {
            2 if at.cast::<u16>().is_aligned() => AtomicU16::from_ptr(at.cast()).load(Relaxed) as u64,
            4 if at.cast::<u32>().is_aligned() => AtomicU32::from_ptr(at.cast()).load(Relaxed) as u64,
            8 if at.cast::<u64>().is_aligned() => AtomicU64::from_ptr(at.cast()).load(Relaxed),
            _ => (0..size)
                .map(|i| (AtomicU8::from_ptr(at.add(i)).load(Relaxed) as u64) << shift(i, size))
                .fold(0, |bits, byte| bits | byte),
        }
    }
}

/// Overwrites the `size` bytes at an address with the low bytes of `bits`; in one piece if the address is aligned.
///
/// # Safety
/// As for `read`.
pub unsafe fn write(at: *mut u8, size: usize, bits: u64) {
    // SAFETY: the caller vouches for the bytes; each width is used at an aligned address only.
    unsafe {
        match size {
            2 if at.cast::<u16>().is_aligned() => AtomicU16::from_ptr(at.cast()).store(bits as u16, Relaxed),
            4 if at.cast::<u32>().is_aligned() => AtomicU32::from_ptr(at.cast()).store(bits as u32, Relaxed),
            8 if at.cast::<u64>().is_aligned() => AtomicU64::from_ptr(at.cast()).store(bits, Relaxed),
            _ => (0..size).for_each(|i| AtomicU8::from_ptr(at.add(i)).store((bits >> shift(i, size)) as u8, Relaxed)),
        }
    }
}

/// Copies bytes in ascending order: where the ranges overlap, a byte may be read after it was written.
///
/// # Safety
/// `count` bytes at both addresses must be readable and writable.
pub unsafe fn copy_forward(from: *const u8, to: *mut u8, count: usize) {
    // SAFETY: the caller vouches for both ranges.
    (0..count).for_each(|i| unsafe { write(to.add(i), 1, read(from.add(i), 1)) });
}

/// Copies bytes as if through a buffer between.
///
/// # Safety
/// As for `copy_forward`.
pub unsafe fn copy(from: *const u8, to: *mut u8, count: usize) {
    // SAFETY: the caller vouches for both ranges.
    unsafe {
        if from.addr() >= to.addr() {
            copy_forward(from, to, count);
        } else {
            (0..count).rev().for_each(|i| write(to.add(i), 1, read(from.add(i), 1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_and_alignments() {
        let mut memory = [0u64; 4];
        let base: *mut u8 = memory.as_mut_ptr().cast();
        for size in [1, 2, 4, 8] {
            for offset in 0..9 {
                let bits = 0x0123_4567_89ab_cdef_u64 >> (64 - 8 * size);
                // SAFETY: the offset and the size stay within the array.
                let found = unsafe {
                    write(base.add(offset), size, bits);
                    read(base.add(offset), size)
                };
                assert_eq!(found, bits, "{size} bytes at {offset}");
            }
        }
    }

    #[test]
    fn overlapping_copies() {
        let mut bytes = [1u8, 2, 3, 4, 5, 6];
        let base = bytes.as_mut_ptr();
        // SAFETY: both ranges lie within the array.
        unsafe { copy(base, base.add(2), 4) };
        assert_eq!(bytes, [1, 2, 1, 2, 3, 4]);
        // SAFETY: as above.
        unsafe { copy(base.add(2), base, 4) };
        assert_eq!(bytes, [1, 2, 3, 4, 3, 4]);
    }
}
