//! The part of an agent that other threads reach.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jenny_engine::agent::{InterruptHandle, interrupt};

use crate::reactor::Inbox;

/// A description that was asked for: the agent's number and the text.
pub(super) type Answer = (u16, String);

/// One agent as other threads see it.
#[derive(Debug)]
pub(super) struct Desk {
    pub agent: u16,
    interrupts: InterruptHandle,
    inbox: Arc<Inbox>,
    /// Who waits for a description.
    asked: Mutex<Vec<Sender<Answer>>>,
    /// A sample of the stack is asked for.
    pub sample: AtomicBool,
    /// What keeps it alive is asked for.
    pub why_alive: AtomicBool,
    /// Nanoseconds since [`origin`] at the start of what runs; 0 while nothing does.
    pub running_since: AtomicU64,
    /// The same of the wait.
    pub waiting_since: AtomicU64,
}

static DESKS: Mutex<Vec<Arc<Desk>>> = Mutex::new(Vec::new());

fn desks() -> MutexGuard<'static, Vec<Arc<Desk>>> {
    DESKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All agents that live, in the order of their numbers.
pub(super) fn all() -> Vec<Arc<Desk>> {
    let mut all = desks().clone();
    all.sort_by_key(|desk| desk.agent);
    all
}

/// Nanoseconds on a clock of this room's own, never 0. Nothing that a program does depends on it.
pub(super) fn now() -> u64 {
    static ORIGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    ORIGIN.get_or_init(Instant::now).elapsed().as_nanos() as u64 + 1
}

impl Desk {
    /// A desk for an agent, in the list of all.
    pub fn open(agent: u16, interrupts: InterruptHandle, inbox: Arc<Inbox>) -> Arc<Desk> {
        let desk = Arc::new(Desk {
            agent,
            interrupts,
            inbox,
            asked: Mutex::default(),
            sample: AtomicBool::new(false),
            why_alive: AtomicBool::new(false),
            running_since: AtomicU64::new(0),
            waiting_since: AtomicU64::new(0),
        });
        desks().push(desk.clone());
        desk
    }

    /// Takes it out of the list.
    pub fn close(&self) {
        desks().retain(|desk| !std::ptr::eq(&raw const **desk, self));
    }

    /// Makes the agent look at what is asked, whether it runs or waits.
    pub fn ring(&self) {
        self.interrupts.request(interrupt::HOST);
        self.inbox.wake();
    }

    /// The same for the handler of a signal.
    pub fn ring_from_signal(&self) {
        self.interrupts.request_from_signal(interrupt::HOST);
        self.inbox.wake_from_signal();
    }

    /// Makes the agent look if it runs; one that waits stays asleep.
    pub fn ring_if_running(&self) {
        self.interrupts.request(interrupt::HOST);
    }

    /// Asks for a description.
    pub fn ask(&self, answer: Sender<Answer>) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(answer);
        self.ring();
    }

    /// Those who wait for a description.
    pub fn take_asked(&self) -> Vec<Sender<Answer>> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Something begins to run.
    pub fn runs(&self, since: u64) {
        self.running_since.store(since, Ordering::Relaxed);
    }
}
