//! The thread that asks for samples of the stack while something runs. There is one, and only where a flag asks for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::desk;

/// Starts the thread, at the first call. `interval`: between two samples; `after`: nothing that has run for less is sampled.
pub(super) fn start(interval: Duration, after: Duration) {
    static STARTED: AtomicBool = AtomicBool::new(false);
    if STARTED.swap(true, Ordering::Relaxed) {
        return;
    }
    // A system without a thread for it takes no samples.
    let _ = std::thread::Builder::new().name("jenny-sampler".into()).spawn(move || {
        loop {
            std::thread::sleep(interval);
            let now = desk::now();
            for desk in desk::all() {
                let since = desk.running_since.load(Ordering::Relaxed);
                if since != 0 && now.saturating_sub(since) >= after.as_nanos() as u64 {
                    desk.sample.store(true, Ordering::Relaxed);
                    desk.ring_if_running();
                }
            }
        }
    });
}
