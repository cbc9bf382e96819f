//! The job queue (ECMA-262 9.5, HTML's microtask queue): a ring of small typed records, first in first out.

use crate::Value;
use jenny_gc::{Trace, Tracer};
use std::cell::Cell;
use std::collections::VecDeque;

/// What a job does; its operands are in the record.
#[derive(Clone, Copy, Debug)]
pub enum JobKind {
    /// NewPromiseReactionJob: a = handler (or undefined), b = argument, c = derived promise or capability; `flag`: it is a rejection
    Reaction,
    /// NewPromiseResolveThenableJob: a = promise, b = thenable, c = then
    ResolveThenable,
    /// Resume an async function or generator: a = its generator object, b = value, c = empty, or the state of an AsyncIteratorStep;
    /// `flag`: throw the value
    Resume,
    /// The next job runs in the async context a
    InContext,
    /// queueMicrotask: a = callback
    Callback,
    /// An engine-internal step: a, b, c as the function in `builtins` that queued it says
    Native(fn(&mut crate::agent::Agent, Value, Value, Value) -> crate::JsResult<()>),
}

/// One job.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub kind: JobKind,
    pub flag: bool,
    pub a: Value,
    pub b: Value,
    pub c: Value,
}

/// Jobs in order.
#[derive(Default)]
pub struct JobQueue {
    queue: VecDeque<Job>,
    /// How many at the front were traced by a collection: what they hold is old until the next full one.
    traced: Cell<usize>,
}

impl JobQueue {
    #[inline]
    pub fn push(&mut self, job: Job) {
        self.queue.push_back(job);
    }
    #[inline]
    pub fn pop(&mut self) -> Option<Job> {
        self.traced.set(self.traced.get().saturating_sub(1));
        self.queue.pop_front()
    }
    pub fn len(&self) -> usize {
        self.queue.len()
    }
    /// Jobs without the contexts that some are preceded by.
    pub fn count(&self) -> usize {
        self.queue.iter().filter(|job| !matches!(job.kind, JobKind::InContext)).count()
    }
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        // Jobs never change, so a minor collection looks at new ones only.
        let known = if tracer.is_minor() { self.traced.get() } else { 0 };
        self.traced.set(self.queue.len());
        for job in self.queue.range(known.min(self.queue.len())..) {
            job.a.trace(tracer);
            job.b.trace(tracer);
            job.c.trace(tracer);
        }
    }
}
