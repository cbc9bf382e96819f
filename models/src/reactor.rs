//! The room that the inbox and its posters lie in.

pub(crate) mod model {
    pub(crate) use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
    pub(crate) use loom::sync::{Arc, Mutex, MutexGuard};
    pub(crate) use loom::thread::{Thread, current, park};

    /// Models know no time.
    pub(crate) fn park_timeout(_: std::time::Duration) {
        park();
    }

    /// One whose being set is seen late, as the system's is.
    #[derive(Debug)]
    pub(crate) struct OnceLock<T> {
        is_set: AtomicBool,
        value: std::sync::OnceLock<T>,
    }

    impl<T> Default for OnceLock<T> {
        fn default() -> OnceLock<T> {
            OnceLock { is_set: AtomicBool::new(false), value: std::sync::OnceLock::new() }
        }
    }

    impl<T> OnceLock<T> {
        pub(crate) fn get(&self) -> Option<&T> {
            if self.is_set.load(Ordering::Acquire) { self.value.get() } else { None }
        }

        pub(crate) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
            let value = self.value.get_or_init(make);
            if !self.is_set.load(Ordering::Acquire) {
                self.is_set.store(true, Ordering::Release);
            }
            value
        }
    }
}

#[path = "../../crates/jenny_runtime/src/reactor/inbox.rs"]
pub(crate) mod inbox;
#[path = "../../crates/jenny_runtime/src/reactor/poster.rs"]
mod poster;

pub(crate) use inbox::{Arrival, Inbox};
pub(crate) use poster::{Outcome, Poster};
