//! Workers that run on when the program ends: what they have told lies on their threads, so they are asked for it.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jenny_engine::agent::{InterruptHandle, interrupt};

use crate::reactor::Inbox;

#[derive(Default)]
struct Inner {
    workers: BTreeMap<u16, (InterruptHandle, Arc<Inbox>)>,
    is_closing: bool,
}

/// The Workers whose records are not at their ends.
#[derive(Default)]
pub(super) struct StillRunning {
    inner: Mutex<Inner>,
    left: Condvar,
}

impl StillRunning {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Whoever panicked changed nothing by halves.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn join(&self, agent: u16, interrupts: InterruptHandle, inbox: Arc<Inbox>) {
        let mut inner = self.lock();
        if !inner.is_closing {
            inner.workers.insert(agent, (interrupts, inbox));
        }
    }

    /// The agent has handed over what it had.
    pub fn leave(&self, agent: u16) {
        self.lock().workers.remove(&agent);
        self.left.notify_all();
    }

    /// Whether agents are asked for what they have.
    pub fn is_closing(&self) -> bool {
        self.lock().is_closing
    }

    /// Asks all and waits until they have answered or `patience` is over: one that is inside a call of the system answers
    /// when that is.
    pub fn gather(&self, patience: Duration) {
        let mut inner = self.lock();
        inner.is_closing = true;
        for (interrupts, inbox) in inner.workers.values() {
            interrupts.request(interrupt::HOST);
            inbox.wake();
        }
        let waited = self.left.wait_timeout_while(inner, patience, |inner| !inner.workers.is_empty());
        drop(waited);
    }
}
