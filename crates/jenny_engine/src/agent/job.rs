//! The job queue (ECMA-262 9.5, HTML's microtask queue): a ring of small typed records, first in first out.

use crate::Value;
use jenny_gc::{Trace, Tracer};
use std::cell::Cell;

/// What a job does; its operands are in the record.
#[derive(Clone, Copy, Debug)]
pub enum JobKind {
    /// NewPromiseReactionJob: a = handler (or undefined), b = argument, c = derived promise or capability; `flag`: it is a rejection
    Reaction,
    /// A member of Promise.all or allSettled has settled, without functions that nobody could see: a = what its members share,
    /// b = value or reason, c = the member's place; `flag`: it is a rejection
    Member,
    /// NewPromiseResolveThenableJob: a = promise, b = thenable, c = then
    ResolveThenable,
    /// Resume an async function or generator: a = its generator object, b = value, c = empty, or the state of an AsyncIteratorStep;
    /// `flag`: throw the value
    Resume,
    /// The next job runs in the async context a
    InContext,
    /// queueMicrotask: a = callback
    Callback,
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

/// A place of the ring that holds no job.
const NO_JOB: Job =
    Job { kind: JobKind::Callback, flag: false, a: Value::UNDEFINED, b: Value::UNDEFINED, c: Value::UNDEFINED };

/// Jobs in order.
#[derive(Default)]
pub struct JobQueue {
    // OPTIMIZATION: a ring of its own, since the one of the standard library adds a job by a call that copies it twice.
    /// as many places as a power of two, or none
    ring: Vec<Job>,
    head: usize,
    len: usize,
    /// How many at the front were traced by a collection: what they hold is old until the next full one.
    traced: Cell<usize>,
}

impl JobQueue {
    #[inline]
    fn place(&self, index: usize) -> usize {
        (self.head + index) & (self.ring.len().wrapping_sub(1))
    }
    #[inline]
    pub fn push(&mut self, job: Job) {
        if self.len == self.ring.len() {
            self.grow();
        }
        let place = self.place(self.len);
        if let Some(free) = self.ring.get_mut(place) {
            *free = job;
            self.len += 1;
        }
    }
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let capacity = (self.ring.len() * 2).max(64);
        self.ring.rotate_left(self.head);
        self.head = 0;
        self.ring.resize(capacity, NO_JOB);
    }
    #[inline]
    pub fn pop(&mut self) -> Option<Job> {
        if self.len == 0 {
            return None;
        }
        self.traced.set(self.traced.get().saturating_sub(1));
        let job = self.ring.get(self.head).copied();
        self.head = self.place(1);
        self.len -= 1;
        job
    }
    pub fn len(&self) -> usize {
        self.len
    }
    /// The jobs from the `first` on, in order.
    fn iter(&self, first: usize) -> impl Iterator<Item = &Job> {
        (first..self.len).filter_map(|index| self.ring.get(self.place(index)))
    }
    /// Jobs without the contexts that some are preceded by.
    pub fn count(&self) -> usize {
        self.iter(0).filter(|job| !matches!(job.kind, JobKind::InContext)).count()
    }
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        // Jobs never change, so new ones are enough where the others were visited.
        let known = if tracer.knows_old_roots() { self.traced.get() } else { 0 };
        self.traced.set(self.len);
        for job in self.iter(known) {
            job.a.trace(tracer);
            job.b.trace(tracer);
            job.c.trace(tracer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_come_in_order_however_the_ring_lies() {
        let mut queue = JobQueue::default();
        let (mut pushed, mut popped) = (0, 0);
        for round in 0..50 {
            for _ in 0..round * 3 {
                queue.push(Job { a: Value::int(pushed), ..NO_JOB });
                pushed += 1;
            }
            for _ in 0..round * 2 {
                assert_eq!(queue.pop().and_then(|job| job.a.as_int()), Some(popped));
                popped += 1;
            }
            let left: Vec<i32> = queue.iter(0).filter_map(|job| job.a.as_int()).collect();
            assert_eq!((left, queue.len()), ((popped..pushed).collect(), (pushed - popped) as usize));
        }
        while queue.pop().is_some() {
            popped += 1;
        }
        assert_eq!((popped, queue.is_empty()), (pushed, true));
    }
}
