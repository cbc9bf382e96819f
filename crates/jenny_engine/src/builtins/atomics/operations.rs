//! Atomic operations on the elements of an integer typed array, sequentially consistent.

use crate::builtins::array_buffer::racy;
use crate::builtins::typed_array::ElementType;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64};

/// What is made of the old value and the operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadModifyWrite {
    Add,
    And,
    Exchange,
    Or,
    Sub,
    Xor,
}

impl ReadModifyWrite {
    fn of(self, old: u64, operand: u64) -> u64 {
        match self {
            Self::Add => old.wrapping_add(operand),
            Self::And => old & operand,
            Self::Exchange => operand,
            Self::Or => old | operand,
            Self::Sub => old.wrapping_sub(operand),
            Self::Xor => old ^ operand,
        }
    }
}

/// Runs `$body` with `$cell` as the atomic of the element's width. Memory that is not aligned is not shared either, since all
/// shared memory is ours: `$plain` does for it.
macro_rules! with_cell {
    ($at:expr, $element_type:expr, |$cell:ident, $unit:ident| $body:expr, $plain:expr) => {
        match $element_type.size() {
            1 => with_cell!(@ $at, u8, AtomicU8, $cell, $unit, $body),
            2 if $at.cast::<u16>().is_aligned() => with_cell!(@ $at, u16, AtomicU16, $cell, $unit, $body),
            4 if $at.cast::<u32>().is_aligned() => with_cell!(@ $at, u32, AtomicU32, $cell, $unit, $body),
            8 if $at.cast::<u64>().is_aligned() => with_cell!(@ $at, u64, AtomicU64, $cell, $unit, $body),
            _ => $plain,
        }
    };
    (@ $at:expr, $int:ident, $atomic:ident, $cell:ident, $unit:ident, $body:expr) => {{
        type $unit = $int;
        // SAFETY: the callers' callers vouch for the address; it is aligned.
        let $cell = unsafe { $atomic::from_ptr($at.cast()) };
        #[allow(clippy::unnecessary_cast)]
        let bits = ($body) as u64;
        bits
    }};
}

/// # Safety
/// The address must be that of an element of that type.
pub unsafe fn load(at: *mut u8, element_type: ElementType) -> u64 {
    // SAFETY: the caller's promise.
    with_cell!(at, element_type, |cell, Unit| cell.load(SeqCst) as Unit, unsafe { racy::read(at, element_type.size()) })
}

/// # Safety
/// As for `load`.
pub unsafe fn store(at: *mut u8, element_type: ElementType, bits: u64) {
    let _ = with_cell!(
        at,
        element_type,
        |cell, Unit| {
            cell.store(bits as Unit, SeqCst);
            0
        },
        {
            // SAFETY: the caller's promise.
            unsafe { racy::write(at, element_type.size(), bits) };
            0
        }
    );
}

/// The old bits.
///
/// # Safety
/// As for `load`.
pub unsafe fn read_modify_write(at: *mut u8, element_type: ElementType, op: ReadModifyWrite, operand: u64) -> u64 {
    with_cell!(
        at,
        element_type,
        |cell, Unit| {
            let operand = operand as Unit;
            match op {
                ReadModifyWrite::Add => cell.fetch_add(operand, SeqCst),
                ReadModifyWrite::And => cell.fetch_and(operand, SeqCst),
                ReadModifyWrite::Exchange => cell.swap(operand, SeqCst),
                ReadModifyWrite::Or => cell.fetch_or(operand, SeqCst),
                ReadModifyWrite::Sub => cell.fetch_sub(operand, SeqCst),
                ReadModifyWrite::Xor => cell.fetch_xor(operand, SeqCst),
            }
        },
        {
            // SAFETY: the caller's promise.
            unsafe {
                let old = racy::read(at, element_type.size());
                racy::write(at, element_type.size(), op.of(old, operand));
                old
            }
        }
    )
}

/// The old bits; they are replaced if they are `expected`.
///
/// # Safety
/// As for `load`.
pub unsafe fn compare_exchange(at: *mut u8, element_type: ElementType, expected: u64, new: u64) -> u64 {
    with_cell!(
        at,
        element_type,
        |cell, Unit| match cell.compare_exchange(expected as Unit, new as Unit, SeqCst, SeqCst) {
            Ok(old) | Err(old) => old,
        },
        {
            // SAFETY: the caller's promise.
            unsafe {
                let old = racy::read(at, element_type.size());
                let mask = u64::MAX >> (64 - 8 * element_type.size());
                if old == expected & mask {
                    racy::write(at, element_type.size(), new);
                }
                old
            }
        }
    )
}
