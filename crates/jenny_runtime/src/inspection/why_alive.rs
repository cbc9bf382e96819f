//! What keeps a program alive that has nothing to run: told when it has waited for a while, and at Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::desk;

/// How often the waits are looked at.
const LOOK: Duration = Duration::from_millis(20);
/// How long Ctrl-C waits for agents that do not answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Ctrl-C was pressed.
static PRESSED: AtomicBool = AtomicBool::new(false);

/// Starts the thread, at the first call. `after`: how long a wait is told of.
pub(super) fn start(after: Duration) {
    static STARTED: AtomicBool = AtomicBool::new(false);
    if STARTED.swap(true, Ordering::Relaxed) {
        return;
    }
    let interrupt = rustix::process::Signal::INT.as_raw();
    let watched = crate::os::signals::on_signal(interrupt, || PRESSED.store(true, Ordering::SeqCst)).is_ok();
    // A system without a thread for it tells nothing.
    let _ = std::thread::Builder::new().name("jenny-why-alive".into()).spawn(move || {
        loop {
            std::thread::sleep(LOOK.min(after.max(Duration::from_millis(1))));
            if watched && PRESSED.swap(false, Ordering::SeqCst) {
                super::ear::describe_all("Ctrl-C", PATIENCE, crate::process::tell);
                if !crate::process::has_listener(interrupt) {
                    crate::stdin::restore_terminal();
                    crate::os::signals::end_by(interrupt);
                }
            }
            let now = desk::now();
            for desk in desk::all() {
                let since = desk.waiting_since.load(Ordering::Relaxed);
                if since != 0 && now.saturating_sub(since) >= after.as_nanos() as u64 {
                    // Once for each wait.
                    desk.waiting_since.store(0, Ordering::Relaxed);
                    desk.why_alive.store(true, Ordering::Relaxed);
                    desk.ring();
                }
            }
        }
    });
}
