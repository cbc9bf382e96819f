//! What runs asynchronous operations outside the loop's thread: one tokio runtime, created by the first of them.
//!
//! An operation is a future, a piece of blocking work, or a thread of somebody's own. Whatever it is, its
//! results reach the loop as plain data through one [`Inbox`], where the oracle puts them in order.

mod inbox;
#[cfg(test)]
mod inbox_tests;
pub(crate) mod model;
mod poster;

use std::future::Future;
use std::io;

pub use inbox::{Arrival, Inbox};
pub use poster::{Outcome, Poster};

/// Threads for blocking work: the file system and name look-ups. As many as libuv's pool has.
const BLOCKING_THREADS: usize = 4;

/// The worker threads behind a loop. Dropping it stops what still runs, without waiting.
#[derive(Debug)]
pub struct Reactor {
    runtime: Option<tokio::runtime::Runtime>,
}

impl Reactor {
    /// Starts one worker thread with timers and sockets. `blocking_threads` of 0 means the usual number.
    pub fn start(blocking_threads: usize) -> io::Result<Reactor> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(if blocking_threads == 0 { BLOCKING_THREADS } else { blocking_threads })
            .thread_name("jenny-io")
            .enable_io()
            .enable_time()
            .build()?;
        Ok(Reactor { runtime: Some(runtime) })
    }

    /// Runs `future` to its end, unless the handle aborts it.
    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) -> tokio::task::AbortHandle {
        self.handle().spawn(future).abort_handle()
    }

    /// Runs `work` on a thread that may block.
    pub fn spawn_blocking(&self, work: impl FnOnce() + Send + 'static) {
        self.handle().spawn_blocking(work);
    }

    /// The runtime's handle, for what needs its context on another thread.
    pub fn handle(&self) -> &tokio::runtime::Handle {
        // The runtime is taken only by `drop`.
        match &self.runtime {
            Some(runtime) => runtime.handle(),
            None => unreachable!("a reactor in use has its runtime"),
        }
    }
}

impl Drop for Reactor {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
