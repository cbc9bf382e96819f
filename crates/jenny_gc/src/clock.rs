//! The collector's clock: pauses are counted for people and cut short; no program sees them.

use std::time::{Duration, Instant};

/// The time now.
#[expect(clippy::disallowed_methods, reason = "the one place where the collector reads the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// When a slice has to end, if ever.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub const NEVER: Deadline = Deadline(None);

    pub fn after(time: Duration) -> Deadline {
        Deadline(now().checked_add(time))
    }

    /// The earlier of this and `time` from now.
    pub fn or_after(self, time: Duration) -> Deadline {
        Deadline([self.0, now().checked_add(time)].into_iter().flatten().min())
    }

    pub fn is_past(self) -> bool {
        self.0.is_some_and(|deadline| now() >= deadline)
    }
}
