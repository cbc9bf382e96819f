//! What crosses threads: ports of message channels, broadcast channels, and the threads of Workers.
//!
//! Nothing of a heap does: messages are [`jenny_engine::structured::Serialized`], and each agent keeps to its thread.

mod broadcast;
mod port;
mod worker;

pub use broadcast::{Subscription, publish, subscribe};
pub use port::{Port, Received, channel};
pub use worker::{Recipe, WorkerHandle, WorkerLimits, WorkerNews, WorkerSetup, spawn};
