//! What crosses threads: ports of message channels, broadcast channels, locks, and the threads of Workers.
//!
//! Nothing of a heap does: messages are [`jenny_engine::structured::Serialized`], and each agent keeps to its thread.

mod broadcast;
mod locks;
mod port;
mod processor_time;
mod worker;

pub use broadcast::{Subscription, publish, subscribe};
pub use locks::{LockId, LockInfo, LockMode, LockNews, LockWish, query_locks, release_lock, request_lock};
pub use port::{Port, Received, channel, numbered_channel};
pub use worker::{Recipe, WorkerHandle, WorkerLimits, WorkerNews, WorkerSetup, spawn};
