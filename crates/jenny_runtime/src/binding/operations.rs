//! Asynchronous work for natives: it runs on the reactor, and its results come back as tasks with the agent in hand.

use std::future::Future;
use std::io;

use jenny_engine::{Agent, JsResult};

use super::callbacks::Callback;
use super::state::RuntimeState;
use crate::event_loop::{OperationId, OperationKind, OperationSpec, TaskKind, TaskSource};
use crate::reactor::Poster;
use crate::recording::Taped;
use jenny_trace::Decision;
use jenny_trace::field::{Hash, Operation};

/// What a task of an operation carries: a result of type `T`, and whether it is the last.
fn result_of<T: 'static>(kind: TaskKind) -> (Option<T>, bool) {
    match kind {
        TaskKind::Operation { outcome, last, .. } => {
            (outcome.and_then(|outcome| outcome.downcast::<T>().ok()).map(|result| *result), last)
        }
        _ => (None, true),
    }
}

impl RuntimeState {
    /// Starts an operation that the callback hears of, and forgets the callback if `start` fails.
    fn start(
        &self,
        kind: OperationKind,
        source: TaskSource,
        callback: Callback,
        start: impl FnOnce(OperationSpec) -> io::Result<OperationId>,
    ) -> io::Result<OperationId> {
        let payload = self.add_callback(callback);
        start(OperationSpec::new(kind, source, payload))
            .inspect_err(|_| drop(self.callbacks.borrow_mut().remove(payload)))
    }

    /// Runs `future` on the reactor, then `done` with its answer as a task. `done` gets None if the work was lost.
    ///
    /// # Errors
    /// The reactor's threads could not be made.
    pub fn spawn<T: Send + 'static>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        future: impl Future<Output = T> + Send + 'static,
        done: impl FnOnce(&mut Agent, Option<T>) -> JsResult<()> + 'static,
    ) -> io::Result<OperationId> {
        let callback = Callback::once(move |agent, task| done(agent, result_of(task).0));
        self.start(kind, source, callback, |spec| self.event_loop.start_operation(spec, future))
    }

    /// As [`RuntimeState::spawn`] for work that blocks a thread.
    pub fn spawn_blocking<T: Send + 'static>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        work: impl FnOnce() -> T + Send + 'static,
        done: impl FnOnce(&mut Agent, Option<T>) -> JsResult<()> + 'static,
    ) -> io::Result<OperationId> {
        let callback = Callback::once(move |agent, task| done(agent, result_of(task).0));
        self.start(kind, source, callback, |spec| self.event_loop.start_blocking(spec, work))
    }

    /// As [`RuntimeState::spawn_blocking`] for work whose results a record holds: a replay does not do it.
    pub fn spawn_blocking_taped<T: Taped>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        work: impl FnOnce() -> T + Send + 'static,
        done: impl FnOnce(&mut Agent, Option<T>) -> JsResult<()> + 'static,
    ) -> io::Result<OperationId> {
        let callback = Callback::once(move |agent, task| {
            let operation = match &task {
                TaskKind::Operation { operation, .. } => Some(*operation),
                _ => None,
            };
            let state = super::state_of(agent);
            let outcome = match (&state.replay, operation) {
                (Some(replay), Some(operation)) => Some(replay.outcome(operation)),
                _ => result_of::<T>(task).0,
            };
            if let (Some(recording), Some(operation), Some(outcome)) = (&state.recording, operation, &outcome) {
                let operation = Operation(operation.number());
                recording.decision(&Decision::Outcome { operation, bytes: outcome.to_bytes() });
            }
            done(agent, outcome)
        });
        self.start(kind, source, callback, |spec| match &self.replay {
            Some(replay) => {
                let (operation, poster) = self.event_loop.start_external(spec);
                replay.keep(poster);
                Ok(operation)
            }
            None => self.event_loop.start_blocking(spec, work),
        })
    }

    /// A call of the machine that the program waits for: a record holds its answer, a replay does not make it.
    pub fn outside_call<T: Taped>(&self, name: &str, call: impl FnOnce() -> T) -> T {
        if let Some(replay) = &self.replay {
            return replay.call(name);
        }
        let answer = call();
        if let Some(recording) = &self.recording {
            let name = recording.string(name);
            recording.decision(&Decision::Call { name, question: Hash(0), answer: answer.to_bytes() });
        }
        answer
    }

    /// Runs on the reactor the future that `make` returns; `item` gets each result that it posts, and None at its end
    /// (with true if nothing follows).
    pub fn spawn_stream<T: Send + 'static, F: Future<Output = ()> + Send + 'static>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        make: impl FnOnce(Poster) -> F,
        item: impl Fn(&mut Agent, Option<T>, bool) -> JsResult<()> + 'static,
    ) -> io::Result<OperationId> {
        let callback = Callback::native(move |agent, task| {
            let (result, last) = result_of(task);
            item(agent, result, last)
        });
        self.start(kind, source, callback, |spec| self.event_loop.start_stream(spec, make))
    }

    /// Registers an operation that somebody else runs; `item` gets each result that its poster posts.
    pub fn start_external<T: Send + 'static>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        referenced: bool,
        item: impl Fn(&mut Agent, Option<T>, bool) -> JsResult<()> + 'static,
    ) -> (OperationId, Poster) {
        let callback = Callback::native(move |agent, task| {
            let (result, last) = result_of(task);
            item(agent, result, last)
        });
        let payload = self.add_callback(callback);
        let spec = OperationSpec { referenced, ..OperationSpec::new(kind, source, payload) };
        self.event_loop.start_external(spec)
    }

    /// Stops an operation; none of its results arrives from now on.
    pub fn cancel(&self, operation: OperationId) {
        if let Some(payload) = self.event_loop.cancel_operation(operation) {
            self.callbacks.borrow_mut().remove(payload);
        }
    }
}
