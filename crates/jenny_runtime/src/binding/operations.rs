//! Asynchronous work for natives: it runs on the reactor, and its results come back as tasks with the agent in hand.

use std::future::Future;
use std::io;

use jenny_engine::structured::{PlainHost, Serialized, deserialize, serialize};
use jenny_engine::{Agent, JsResult, Value};

use super::callbacks::Callback;
use super::state::RuntimeState;
use crate::event_loop::{OperationId, OperationKind, OperationSpec, TaskKind, TaskSource};
use crate::reactor::Poster;
use crate::recording::{Decoder, Encoder, Malformed, Taped};

/// How a result lies on a tape.
pub struct Codec<T> {
    pub write: fn(&T, &mut Encoder),
    /// Errors: bytes that no `write` made.
    pub read: fn(&mut Decoder<'_>) -> Result<T, Malformed>,
}

impl<T> Clone for Codec<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Codec<T> {}

impl<T: Taped> Codec<T> {
    /// The type's own.
    pub fn of() -> Codec<T> {
        Codec { write: T::write, read: T::read }
    }
}

/// What a task of an operation carries: a result of type `T`, and whether it is the last. A record gets it; in a replay it comes
/// from the record.
fn result_of<T: 'static>(agent: &Agent, kind: TaskKind, codec: Codec<T>) -> (Option<T>, bool) {
    let TaskKind::Operation { operation, outcome, last } = kind else { return (None, true) };
    let state = super::state_of(agent);
    if let Some(replay) = &state.replay {
        return (replay.outcome(operation, codec), last);
    }
    let result = outcome.and_then(|outcome| outcome.downcast::<T>().ok()).map(|result| *result);
    if let Some(recording) = &state.recording {
        recording.outcome(operation, |encoder| {
            encoder.bytes.push(u8::from(result.is_some()));
            if let Some(result) = &result {
                (codec.write)(result, encoder);
            }
        });
    }
    (result, last)
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
            .inspect(|&operation| self.inspection.operation_started(&self.event_loop, operation))
            .inspect_err(|_| drop(self.callbacks.borrow_mut().remove(payload)))
    }

    /// The same, begun by `start` unless the run is a replay: then nobody works on it, and its results are in the record.
    fn start_unless_replayed(
        &self,
        kind: OperationKind,
        source: TaskSource,
        callback: Callback,
        start: impl FnOnce(OperationSpec) -> io::Result<OperationId>,
    ) -> io::Result<OperationId> {
        self.start(kind, source, callback, |spec| match self.is_replay() {
            true => Ok(self.event_loop.start_external(spec).0),
            false => start(spec),
        })
    }

    /// Whether the run answers from a record: then nothing is asked of the world.
    pub fn is_replay(&self) -> bool {
        self.replay.is_some()
    }

    /// Runs `future` on the reactor, then `done` with its answer as a task. `done` gets None if the work was lost.
    ///
    /// # Errors
    /// The reactor's threads could not be made.
    pub fn spawn<T: Taped>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        future: impl Future<Output = T> + Send + 'static,
        done: impl FnOnce(&mut Agent, Option<T>) -> JsResult<()> + 'static,
    ) -> io::Result<OperationId> {
        let callback = Callback::once(move |agent, task| {
            let (result, _) = result_of(agent, task, Codec::of());
            done(agent, result)
        });
        self.start_unless_replayed(kind, source, callback, |spec| self.event_loop.start_operation(spec, future))
    }

    /// As [`RuntimeState::spawn`] for work that blocks a thread.
    pub fn spawn_blocking<T: Taped>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        work: impl FnOnce() -> T + Send + 'static,
        done: impl FnOnce(&mut Agent, Option<T>) -> JsResult<()> + 'static,
    ) -> io::Result<OperationId> {
        let callback = Callback::once(move |agent, task| {
            let (result, _) = result_of(agent, task, Codec::of());
            done(agent, result)
        });
        self.start_unless_replayed(kind, source, callback, |spec| self.event_loop.start_blocking(spec, work))
    }

    /// A call of the machine that the program waits for: a record holds its answer, a replay does not make it.
    pub fn outside_call<T: Taped>(&self, name: &str, call: impl FnOnce() -> T) -> T {
        self.outside_call_as(name, Codec::of(), call)
    }

    /// The same with a form on the tape that is not the type's own.
    pub fn outside_call_as<T>(&self, name: &str, codec: Codec<T>, call: impl FnOnce() -> T) -> T {
        if let Some(replay) = &self.replay {
            return replay.call(name, codec);
        }
        let answer = call();
        if let Some(recording) = &self.recording {
            recording.call(name, |encoder| (codec.write)(&answer, encoder));
        }
        answer
    }

    /// Runs on the reactor the future that `make` returns; `item` gets each result that it posts, and None at its end
    /// (with true if nothing follows).
    pub fn spawn_stream<T: Taped, F: Future<Output = ()> + Send + 'static>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        make: impl FnOnce(Poster) -> F,
        item: impl Fn(&mut Agent, Option<T>, bool) -> JsResult<()> + 'static,
    ) -> io::Result<OperationId> {
        let callback = Callback::native(move |agent, task| {
            let (result, last) = result_of(agent, task, Codec::of());
            item(agent, result, last)
        });
        self.start_unless_replayed(kind, source, callback, |spec| self.event_loop.start_stream(spec, make))
    }

    /// Registers an operation that somebody else runs; `item` gets each result that its poster posts. In a replay nobody may
    /// begin to run it (see [`RuntimeState::is_replay`]); its results come from the record.
    pub fn start_external<T: Taped>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        referenced: bool,
        item: impl Fn(&mut Agent, Option<T>, bool) -> JsResult<()> + 'static,
    ) -> (OperationId, Poster) {
        self.start_external_as(kind, source, referenced, Codec::of(), item)
    }

    /// The same with a form on the tape that is not the type's own.
    pub fn start_external_as<T: Send + 'static>(
        &self,
        kind: OperationKind,
        source: TaskSource,
        referenced: bool,
        codec: Codec<T>,
        item: impl Fn(&mut Agent, Option<T>, bool) -> JsResult<()> + 'static,
    ) -> (OperationId, Poster) {
        let callback = Callback::native(move |agent, task| {
            let (result, last) = result_of(agent, task, codec);
            item(agent, result, last)
        });
        let payload = self.add_callback(callback);
        let spec = OperationSpec { referenced, ..OperationSpec::new(kind, source, payload) };
        let started = self.event_loop.start_external(spec);
        self.inspection.operation_started(&self.event_loop, started.0);
        started
    }

    /// Stops an operation; none of its results arrives from now on.
    pub fn cancel(&self, operation: OperationId) {
        if let Some(payload) = self.event_loop.cancel_operation(operation) {
            self.callbacks.borrow_mut().remove(payload);
        }
    }
}

/// What a native asks of the machine, as the value that it answers: a record holds it, or what was thrown instead, and a replay
/// does not ask. The value is plain data.
///
/// # Errors
/// What `ask` threw.
pub fn outside_value(
    agent: &mut Agent,
    name: &str,
    ask: impl FnOnce(&mut Agent) -> JsResult<Value>,
) -> JsResult<Value> {
    let state = super::state_of(agent);
    let codec: Codec<(bool, Option<Vec<u8>>)> = Codec::of();
    if let Some(replay) = &state.replay {
        let (threw, bytes) = replay.call(name, codec);
        let value = match bytes {
            Some(bytes) => deserialize(agent, Serialized::from_plain(bytes), &mut PlainHost)?.value,
            None => Value::UNDEFINED,
        };
        return if threw { Err(agent.throw(value)) } else { Ok(value) };
    }
    let answer = ask(agent);
    let Some(recording) = &state.recording else { return answer };
    let (threw, value) = match answer {
        Ok(value) => (false, value),
        Err(thrown) if agent.is_terminating() => return Err(thrown),
        Err(thrown) => (true, agent.take_exception(thrown)),
    };
    let bytes = match serialize(agent, value, &[], &mut PlainHost) {
        Ok(message) => message.as_plain().map(<[u8]>::to_vec),
        Err(thrown) => {
            agent.take_exception(thrown);
            None
        }
    };
    recording.call(name, |encoder| (codec.write)(&(threw, bytes), encoder));
    if threw { Err(agent.throw(value)) } else { Ok(value) }
}
