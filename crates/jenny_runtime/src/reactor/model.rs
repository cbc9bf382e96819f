//! What threads share here stands on these, so that a model checker can put its own in their place (`models/`).

pub(crate) use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
pub(crate) use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
pub(crate) use std::thread::{Thread, current, park, park_timeout};
