//! Usual awaits that come again and again: counted here, so that an observer need not be told of each.
//!
//! A round is what a loop over `await` of what is settled does: right after a job that threw nothing the next one starts, a promise is
//! made fulfilled, and the same activation awaits it, all at the same places as in the round before. The observer arms this
//! after it was told of one such round; the engine then counts the next ones. Whoever reads or writes the observer's order takes
//! what was counted first, which disarms it.

use std::cell::Cell;

use super::observer::{ActivationId, PromiseId, PromiseOrigin};
use super::{Agent, observer};
use crate::interpreter::{CallTrail, TrailCell};

/// What a round has come to; the next event of it is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Off,
    Awaited,
    JobStarted,
    PromiseMade,
}

/// The round that is expected to come again.
#[derive(Clone, Copy, Debug)]
pub struct Round<'a> {
    /// The promise of the last round; the next one has the number after it.
    pub promise: PromiseId,
    pub origin: PromiseOrigin,
    pub activation: ActivationId,
    /// Where the promise was made, and where it was awaited.
    pub made: &'a CallTrail,
    pub awaited: &'a CallTrail,
}

/// What came since a round was armed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// Whole rounds.
    pub rounds: u32,
    /// Of the round after these the job has started (and the one before has ended)..
    pub job_started: bool,
    /// ..and the promise was made.
    pub promise_made: bool,
}

/// Shared by an agent and its observer.
#[derive(Debug)]
pub struct Repeats {
    progress: Cell<Progress>,
    origin: Cell<PromiseOrigin>,
    /// Rounds that may still be counted.
    left: Cell<u32>,
    most: Cell<u32>,
    promise: Cell<u64>,
    activation: Cell<u64>,
    made: TrailCell,
    awaited: TrailCell,
}

impl Default for Repeats {
    fn default() -> Repeats {
        Repeats {
            progress: Cell::new(Progress::Off),
            origin: Cell::new(PromiseOrigin::Constructor),
            left: Cell::new(0),
            most: Cell::new(0),
            promise: Cell::new(0),
            activation: Cell::new(0),
            made: TrailCell::default(),
            awaited: TrailCell::default(),
        }
    }
}

impl Repeats {
    /// Counts up to `most` rounds like this one, which the observer was just told of to its end.
    pub fn arm(&self, round: &Round<'_>, most: u32) {
        self.progress.set(Progress::Awaited);
        self.origin.set(round.origin);
        self.left.set(most);
        self.most.set(most);
        self.promise.set(round.promise.0);
        self.activation.set(round.activation.0);
        self.made.set(round.made);
        self.awaited.set(round.awaited);
    }

    /// Whether there may be something to take.
    #[inline(always)]
    pub fn is_armed(&self) -> bool {
        self.progress.get() != Progress::Off
    }

    /// What was counted; nothing is counted any more.
    pub fn take(&self) -> Repeated {
        let progress = self.progress.replace(Progress::Off);
        Repeated {
            rounds: self.most.get() - self.left.get(),
            job_started: matches!(progress, Progress::JobStarted | Progress::PromiseMade),
            promise_made: progress == Progress::PromiseMade,
        }
    }

    /// A job starts right after another.
    #[inline(always)]
    pub(super) fn job_starts(&self) -> bool {
        let counted = self.progress.get() == Progress::Awaited && self.left.get() != 0;
        if counted {
            self.progress.set(Progress::JobStarted);
        }
        counted
    }

    /// A promise was made fulfilled.
    #[inline(always)]
    pub(super) fn promise_made(&self, agent: &Agent, promise: PromiseId, origin: PromiseOrigin) -> bool {
        let counted = self.progress.get() == Progress::JobStarted
            && promise.0 == self.promise.get() + 1
            && origin == self.origin.get()
            && agent.is_at_cell(&self.made);
        if counted {
            self.progress.set(Progress::PromiseMade);
        }
        counted
    }

    /// An activation awaits a fulfilled promise.
    #[inline(always)]
    pub(super) fn awaits(&self, agent: &Agent, promise: PromiseId, activation: ActivationId) -> bool {
        let counted = self.progress.get() == Progress::PromiseMade
            && promise.0 == self.promise.get() + 1
            && activation.0 == self.activation.get()
            && agent.is_at_cell(&self.awaited);
        if counted {
            self.promise.set(promise.0);
            self.left.set(self.left.get() - 1);
            self.progress.set(Progress::Awaited);
        }
        counted
    }
}

impl observer::Observation {
    /// What the observer counts by; one that counts nothing has one that is never armed.
    pub(super) fn repeats_of(observer: Option<&dyn observer::AgentObserver>) -> std::rc::Rc<Repeats> {
        observer.and_then(observer::AgentObserver::repeats).unwrap_or_default()
    }
}
