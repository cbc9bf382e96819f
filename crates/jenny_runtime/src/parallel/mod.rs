//! What crosses threads: ports of message channels, broadcast channels, locks, and the threads of Workers, shared ones too.
//!
//! Nothing of a heap does: messages are [`jenny_engine::structured::Serialized`], and each agent keeps to its thread.

mod broadcast;
mod locks;
mod port;
mod processor_time;
mod shared_workers;
mod threads;
mod worker;

pub use broadcast::{Subscription, publish, subscribe};
pub use locks::{LockId, LockInfo, LockMode, LockNews, LockWish, query_locks, release_lock, request_lock};
pub use port::{Port, Received, channel, numbered_channel};
pub use shared_workers::{Shared, SharedHold, SharedKey, forget_shared, share};
pub use threads::{Hearing, hear_as, post_to_thread};
pub use worker::{Audience, Recipe, WorkerHandle, WorkerLimits, WorkerNews, WorkerSetup, spawn};
