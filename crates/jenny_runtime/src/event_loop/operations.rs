//! Operations: what runs outside the loop's thread and comes back as tasks.

use std::future::Future;
use std::io;

use rustc_hash::FxHashMap;
use tokio::task::AbortHandle;

use super::{EventLoop, LoopEvent, OperationId, OperationKind, Payload, TaskKind, TaskSource};
use crate::oracle::VTime;
use crate::reactor::{Arrival, Poster};

/// How an operation's results become tasks.
#[derive(Clone, Copy, Debug)]
pub struct OperationSpec {
    pub kind: OperationKind,
    pub source: TaskSource,
    /// The queue of its results: operations on one socket or stream share a channel, and never overtake each other.
    /// `None` gives the operation a queue of its own.
    pub channel: Option<u64>,
    pub payload: Payload,
    /// Whether it keeps the loop alive.
    pub referenced: bool,
}

impl OperationSpec {
    /// An independent operation that keeps the loop alive.
    pub fn new(kind: OperationKind, source: TaskSource, payload: Payload) -> OperationSpec {
        OperationSpec { kind, source, channel: None, payload, referenced: true }
    }

    /// The same, with its results in the queue `channel`.
    pub fn on_channel(self, channel: u64) -> OperationSpec {
        OperationSpec { channel: Some(channel), ..self }
    }

    /// The same, not keeping the loop alive.
    pub fn unreferenced(self) -> OperationSpec {
        OperationSpec { referenced: false, ..self }
    }
}

/// Something pending, for those who look at the loop.
#[derive(Clone, Copy, Debug)]
pub struct PendingOperation {
    pub operation: OperationId,
    pub kind: OperationKind,
    pub payload: Payload,
    pub referenced: bool,
    /// Of a timer: nanoseconds until it is due.
    pub due: Option<VTime>,
    pub repeats: bool,
}

#[derive(Debug)]
struct Entry {
    spec: OperationSpec,
    abort: Option<AbortHandle>,
}

/// The operations under way.
#[derive(Debug, Default)]
pub(super) struct Operations {
    entries: FxHashMap<OperationId, Entry>,
    referenced: usize,
}

impl Operations {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn referenced(&self) -> usize {
        self.referenced
    }

    pub fn contains(&self, operation: OperationId) -> bool {
        self.entries.contains_key(&operation)
    }

    pub fn list(&self) -> Vec<(OperationId, OperationKind, Payload)> {
        let mut list: Vec<_> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.spec.referenced)
            .map(|(&id, entry)| (id, entry.spec.kind, entry.spec.payload))
            .collect();
        list.sort_unstable_by_key(|&(id, ..)| id);
        list
    }

    /// Gives `visit` every operation with what is known of it.
    pub fn each_pending(&self, mut visit: impl FnMut(PendingOperation)) {
        for (&operation, Entry { spec, .. }) in &self.entries {
            visit(PendingOperation {
                operation,
                kind: spec.kind,
                payload: spec.payload,
                referenced: spec.referenced,
                due: None,
                repeats: false,
            });
        }
    }

    /// Gives `visit` every operation.
    pub fn each_operation(&self, visit: impl FnMut(OperationId)) {
        self.entries.keys().copied().for_each(visit);
    }

    fn insert(&mut self, operation: OperationId, spec: OperationSpec) {
        self.referenced += usize::from(spec.referenced);
        self.entries.insert(operation, Entry { spec, abort: None });
    }

    fn remove(&mut self, operation: OperationId) -> Option<Entry> {
        let entry = self.entries.remove(&operation)?;
        self.referenced -= usize::from(entry.spec.referenced);
        Some(entry)
    }
}

impl EventLoop {
    /// Registers an operation that somebody else runs: a thread, a Worker, a library. Its [`Poster`] may go anywhere.
    pub fn start_external(&self, spec: OperationSpec) -> (OperationId, Poster) {
        let operation = self.new_operation_id();
        self.with_oracle(|oracle| oracle.operation_starts(operation, spec.kind));
        self.inner.operations.borrow_mut().insert(operation, spec);
        self.observe(|| LoopEvent::OperationStart {
            operation,
            kind: spec.kind,
            creator: self.running_task(),
            payload: spec.payload,
            due: None,
            repeats: false,
        });
        if !spec.referenced {
            self.observe(|| LoopEvent::OperationRef { operation, referenced: false });
        }
        (operation, Poster::new(self.inner.inbox.clone(), operation))
    }

    /// Runs `future` on the reactor; what it answers comes back as one task, with the answer as its outcome.
    ///
    /// # Errors
    /// The reactor's threads could not be made.
    pub fn start_operation<T: Send + 'static>(
        &self,
        spec: OperationSpec,
        future: impl Future<Output = T> + Send + 'static,
    ) -> io::Result<OperationId> {
        self.start_stream(spec, move |poster| async move { poster.finish(future.await) })
    }

    /// Runs on the reactor the future that `make` returns; each result that it posts comes back as a task.
    pub fn start_stream<F: Future<Output = ()> + Send + 'static>(
        &self,
        spec: OperationSpec,
        make: impl FnOnce(Poster) -> F,
    ) -> io::Result<OperationId> {
        let reactor = self.reactor()?;
        let (operation, poster) = self.start_external(spec);
        let abort = reactor.spawn(make(poster));
        if let Some(entry) = self.inner.operations.borrow_mut().entries.get_mut(&operation) {
            entry.abort = Some(abort);
        }
        Ok(operation)
    }

    /// Runs `work` on a thread that may block; what it answers comes back as one task. Cancelling it discards
    /// the answer; the work itself runs to its end.
    pub fn start_blocking<T: Send + 'static>(
        &self,
        spec: OperationSpec,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<OperationId> {
        let reactor = self.reactor()?;
        let (operation, poster) = self.start_external(spec);
        reactor.spawn_blocking(move || poster.finish(work()));
        Ok(operation)
    }

    /// Stops an operation; no task of it runs from now on. Answers its payload, or `None` if it has ended.
    pub fn cancel_operation(&self, operation: OperationId) -> Option<Payload> {
        let entry = self.inner.operations.borrow_mut().remove(operation)?;
        if let Some(abort) = entry.abort {
            abort.abort();
        }
        let of_operation =
            |kind: &TaskKind| matches!(kind, TaskKind::Operation { operation: of, .. } if *of == operation);
        for task in self.inner.tasks.borrow_mut().remove(|task| of_operation(&task.kind)) {
            self.observe(|| LoopEvent::TaskCancel { task });
        }
        self.observe(|| LoopEvent::OperationCancel { operation, by: self.running_task() });
        Some(entry.spec.payload)
    }

    /// Whether the operation is under way.
    pub fn has_operation(&self, operation: OperationId) -> bool {
        self.inner.operations.borrow().contains(operation)
    }

    /// Whether the operation keeps the loop alive; `None` if it has ended.
    pub fn operation_has_ref(&self, operation: OperationId) -> Option<bool> {
        self.inner.operations.borrow().entries.get(&operation).map(|entry| entry.spec.referenced)
    }

    pub fn set_operation_ref(&self, operation: OperationId, referenced: bool) {
        let operations = &mut *self.inner.operations.borrow_mut();
        if let Some(entry) = operations.entries.get_mut(&operation) {
            let before = std::mem::replace(&mut entry.spec.referenced, referenced);
            operations.referenced = operations.referenced + usize::from(referenced) - usize::from(before);
            self.observe(|| LoopEvent::OperationRef { operation, referenced });
        }
    }

    /// Turns what has arrived into tasks. Arrivals of cancelled operations are dropped.
    pub(super) fn collect_arrivals(&self) {
        let turn = self.inner.turn.get();
        let mut arrivals = self.with_oracle(|oracle| oracle.arrivals(&self.inner.inbox, turn));
        if arrivals.is_empty() {
            return;
        }
        while let Some(Arrival { operation, outcome, last }) = arrivals.pop_front() {
            let Some(spec) = self.inner.operations.borrow().entries.get(&operation).map(|entry| entry.spec) else {
                continue;
            };
            self.observe(|| LoopEvent::OperationReady { operation });
            let channel = spec.channel.unwrap_or(operation.bits());
            let kind = TaskKind::Operation { operation, outcome, last };
            let task = self.make_task(spec.source, channel, spec.payload, kind, Some(operation));
            self.inner.tasks.borrow_mut().push(task);
        }
        self.inner.inbox.refill(arrivals);
    }

    /// Forgets an operation whose last task is about to run.
    pub(super) fn end_operation(&self, operation: OperationId) {
        self.inner.operations.borrow_mut().remove(operation);
        self.observe(|| LoopEvent::OperationEnd { operation });
    }
}
