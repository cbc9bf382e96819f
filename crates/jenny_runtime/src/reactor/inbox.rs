//! The one door through which results of operations come back to the loop's thread.

use std::collections::VecDeque;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use super::Outcome;
use super::model::{
    AtomicBool, AtomicUsize, Mutex, MutexGuard, OnceLock, Ordering, Thread, current, fence, park, park_timeout,
};
use crate::event_loop::OperationId;

/// A result of an operation on its way to the loop.
#[derive(Debug)]
pub struct Arrival {
    pub operation: OperationId,
    /// `None` if the operation ended without a result: a stream's end, or work that was lost.
    pub outcome: Option<Outcome>,
    /// True if nothing of this operation follows.
    pub last: bool,
}

#[derive(Debug, Default)]
struct State {
    arrivals: VecDeque<Arrival>,
    /// Somebody asked the loop to look around, with or without an arrival.
    woken: bool,
    /// The loop waits: only then a signal is worth its system call.
    waiting: bool,
}

/// A queue that any thread fills and one loop empties.
#[derive(Debug, Default)]
pub struct Inbox {
    state: Mutex<State>,
    /// The loop's thread, once it has waited.
    thread: OnceLock<Thread>,
    /// As `woken`, by the handler of a signal, which takes no lock.
    signalled: AtomicBool,
    /// Number of arrivals, so that a busy loop looks without taking the lock.
    length: AtomicUsize,
    /// `State::woken` for who looks without the lock.
    nudged: AtomicBool,
    idle: Mutex<Idle>,
}

/// How long a loop has waited.
#[derive(Debug, Default)]
struct Idle {
    /// When the loop was made; None before its first wait.
    origin: Option<Instant>,
    whole: Duration,
    /// It waits since then.
    since: Option<Instant>,
}

impl Inbox {
    pub fn new() -> Inbox {
        Inbox::default()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked while it pushed left the queue whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds `arrival` and wakes the loop.
    pub fn push(&self, arrival: Arrival) {
        let mut state = self.lock();
        state.arrivals.push_back(arrival);
        self.length.store(state.arrivals.len(), Ordering::Release);
        let waiting = state.waiting;
        drop(state);
        if waiting {
            self.unpark();
        }
    }

    fn unpark(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }

    /// Makes the loop come out of its wait, from the handler of a signal: an atomic and, where the loop waits, a system call.
    pub fn wake_from_signal(&self) {
        self.signalled.store(true, Ordering::SeqCst);
        self.nudged.store(true, Ordering::Release);
        // Either the loop's first wait sees the signal, or this sees its thread: both might look before the other has written.
        fence(Ordering::SeqCst);
        self.unpark();
    }

    /// Makes the loop come out of its wait.
    pub fn wake(&self) {
        let mut state = self.lock();
        state.woken = true;
        self.nudged.store(true, Ordering::Release);
        let waiting = state.waiting;
        drop(state);
        if waiting {
            self.unpark();
        }
    }

    /// Whether the loop waits now.
    pub fn is_waiting(&self) -> bool {
        self.lock().waiting
    }

    /// True if nothing has arrived.
    pub fn is_empty(&self) -> bool {
        self.length.load(Ordering::Acquire) == 0
    }

    /// Takes all that has arrived, in order of arrival. A wake stays for the next wait: nobody has looked around for it yet.
    pub fn drain(&self) -> VecDeque<Arrival> {
        if self.is_empty() {
            return VecDeque::new();
        }
        let mut state = self.lock();
        self.length.store(0, Ordering::Release);
        std::mem::take(&mut state.arrivals)
    }

    /// Takes the emptied queue of an earlier `drain` to be filled again, unless it is large or another is in use.
    pub fn refill(&self, emptied: VecDeque<Arrival>) {
        let most = 64;
        if emptied.is_empty() && (1..=most).contains(&emptied.capacity()) {
            let mut state = self.lock();
            if state.arrivals.capacity() == 0 {
                state.arrivals = emptied;
            }
        }
    }

    /// Looks again and again until there is an arrival or a wake, or `end` says so: what answers within microseconds is not worth
    /// two system calls and a sleeping processor.
    pub fn spin(&self, end: impl Fn() -> bool) {
        while !end() {
            for _ in 0..32 {
                if self.has_news() {
                    return;
                }
                std::hint::spin_loop();
            }
        }
    }

    /// Whether a wait would be over at once.
    pub fn has_news(&self) -> bool {
        !self.is_empty() || self.nudged.load(Ordering::Acquire)
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The loop, made at `origin`, waits from `now` on.
    pub fn begin_idle(&self, origin: Instant, now: Instant) {
        let mut idle = self.idle();
        idle.origin = Some(origin);
        idle.since = Some(now);
    }

    /// Its wait is over.
    pub fn end_idle(&self, now: Instant) {
        let mut idle = self.idle();
        if let Some(since) = idle.since.take() {
            idle.whole += now - since;
        }
    }

    /// How long the loop has waited until `now`, and how long it has not; both are 0 before its first wait.
    pub fn times(&self, now: Instant) -> (Duration, Duration) {
        let idle = self.idle();
        let Some(origin) = idle.origin else { return (Duration::ZERO, Duration::ZERO) };
        let waited = idle.whole + idle.since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        (waited, now.saturating_duration_since(origin).saturating_sub(waited))
    }

    /// Waits for an arrival or a wake, at most `timeout`; answers whether there was one. Only the loop's own thread waits.
    pub fn wait(&self, timeout: Option<Duration>) -> bool {
        self.thread.get_or_init(current);
        fence(Ordering::SeqCst);
        let deadline = timeout.map(|timeout| Instant::now().checked_add(timeout));
        loop {
            let mut state = self.lock();
            if state.woken || !state.arrivals.is_empty() || self.signalled.swap(false, Ordering::SeqCst) {
                (state.woken, state.waiting) = (false, false);
                self.nudged.store(false, Ordering::Relaxed);
                return true;
            }
            let left = match deadline {
                // A moment that no clock reaches.
                None | Some(None) => None,
                Some(Some(deadline)) => Some(deadline.saturating_duration_since(Instant::now())),
            };
            if left == Some(Duration::ZERO) {
                state.waiting = false;
                return false;
            }
            state.waiting = true;
            drop(state);
            // Whatever comes from here on leaves a token, so that this returns at once.
            match left {
                None => park(),
                Some(left) => park_timeout(left),
            }
        }
    }
}
