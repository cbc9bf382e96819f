//! Handlers of signals, which run in the middle of anything: what they do is an atomic store or a waking.

use std::io;

/// Has `handler` called at each signal `number`, besides those of others.
///
/// # Errors
/// The signal cannot be caught.
pub fn on_signal(number: i32, handler: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
    // SAFETY: the callers in this crate store to atomics and wake a thread, which is an atomic and a system call: nothing is
    // allocated, and no lock is waited for.
    unsafe { signal_hook_registry::register(number, handler) }.map(|_| ())
}

/// Ends the process by the signal `number`, as if nobody had caught it.
pub fn end_by(number: i32) {
    // SAFETY: the default action needs no handler, and the signal goes to the process itself.
    unsafe {
        libc::signal(number, libc::SIG_DFL);
        libc::raise(number);
    }
}
