//! The native stack: its bounds, and spilling the callee-saved registers so that a scan sees them.

use std::arch::{asm, naked_asm};

/// The address just above the first frame of the current thread's stack.
pub(crate) fn stack_base() -> usize {
    #[cfg(target_os = "linux")]
    {
        // The main thread's bounds would be read from /proc/self/maps. The loader's random bytes lie above its first frame.
        // SAFETY: plain system calls.
        if unsafe { libc::getpid() as libc::c_long == libc::syscall(libc::SYS_gettid) } {
            // SAFETY: reads the auxiliary vector.
            let random = unsafe { libc::getauxval(libc::AT_RANDOM) } as usize;
            if random > (&raw const random) as usize {
                return random & !7;
            }
        }
        pthread_stack_base()
    }
    #[cfg(target_os = "macos")]
    {
        // SAFETY: asks about the current thread.
        unsafe { libc::pthread_get_stackaddr_np(libc::pthread_self()) as usize }
    }
}

#[cfg(target_os = "linux")]
fn pthread_stack_base() -> usize {
    let (low, size) = pthread_stack();
    low + size
}

/// The lowest address of the current thread's stack, and its size; zeros where the system does not tell.
#[cfg(target_os = "linux")]
fn pthread_stack() -> (usize, usize) {
    use std::mem::MaybeUninit;
    use std::ptr;
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut low = ptr::null_mut();
    let mut size = 0;
    // SAFETY: the attributes are filled by the first call and released by the last.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return (0, 0);
        }
        libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut low, &raw mut size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
    }
    (low as usize, size)
}

/// Gives the pages of the native stack that lie well below the caller's frame back to the system: what the start of a program used is
/// not used again by one that waits for messages. Only for threads that are not the process's first.
pub fn give_back_dead_stack() {
    #[cfg(target_os = "linux")]
    {
        // Calls to come soon find their pages.
        let near = 4 << 10;
        let (low, size) = pthread_stack();
        let end = ((&raw const near as usize).saturating_sub(near)) & !4095;
        if low != 0 && low < end && end < low + size {
            // SAFETY: below the frames of this thread lies nothing that anybody reads before it is written.
            unsafe { libc::madvise(low as *mut libc::c_void, end - low, libc::MADV_DONTNEED) };
        }
    }
}

/// Calls `function(data, sp)` with every callee-saved register stored at or above `sp`.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn with_spilled_registers(data: *mut (), function: extern "C" fn(*mut (), usize)) {
    naked_asm!(
        "push rbp",
        "push rbx",
        "push r12",
        "push r13",
        "push r14",
        "push r15",
        "sub rsp, 8",
        "mov rax, rsi",
        "mov rsi, rsp",
        "call rax",
        "add rsp, 56",
        "ret",
    )
}

/// Calls `function(data, sp)` with every callee-saved register stored at or above `sp`.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn with_spilled_registers(data: *mut (), function: extern "C" fn(*mut (), usize)) {
    naked_asm!(
        "stp x29, x30, [sp, #-160]!",
        "stp x19, x20, [sp, #16]",
        "stp x21, x22, [sp, #32]",
        "stp x23, x24, [sp, #48]",
        "stp x25, x26, [sp, #64]",
        "stp x27, x28, [sp, #80]",
        "stp d8, d9, [sp, #96]",
        "stp d10, d11, [sp, #112]",
        "stp d12, d13, [sp, #128]",
        "stp d14, d15, [sp, #144]",
        "mov x29, sp",
        "mov x9, x1",
        "mov x1, sp",
        "blr x9",
        "ldp x29, x30, [sp], #160",
        "ret",
    )
}

/// Keeps a cell alive up to this point, although only memory that it owns is still in use.
#[inline(always)]
pub fn keep_alive<T: Copy>(cell: T) {
    let address = &raw const cell;
    // SAFETY: no instruction; the compiler must assume that the value is read here.
    unsafe { asm!("/* {0} */", in(reg) address, options(nostack, preserves_flags)) };
}
