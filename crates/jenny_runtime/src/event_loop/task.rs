//! Tasks, their sources, and what a task carries.

use super::{OperationId, Payload, TaskId};
use crate::oracle::Input;
use crate::reactor::Outcome;

/// Where tasks come from (HTML, "task sources"). Tasks of one source and channel never overtake each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaskSource {
    /// The entry script or module.
    Script,
    /// `setTimeout` and `setInterval`.
    Timer,
    /// `setImmediate`.
    Immediate,
    /// `fetch`, sockets, servers, name look-ups.
    Networking,
    /// Files and directories.
    FileIo,
    /// Key presses, lines, prompts, clicks on the stage.
    UserInteraction,
    /// One port of a channel; each port is a queue of its own.
    MessagePort,
    /// A Worker's life: its start, its errors, its end.
    Worker,
    /// What the language itself hands over: `Atomics.waitAsync`, finalization.
    JavaScriptEngine,
    /// Signals.
    Signal,
    /// Child processes.
    ChildProcess,
    /// Work given to the thread pool: hashing, compression.
    Pool,
    /// Close callbacks.
    Close,
    /// Everything that a specification queues on no named source.
    Generic,
}

/// What an operation is, for its name in a record and in messages about what is still pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationKind {
    Timer,
    Immediate,
    Fs,
    FsWatch,
    Net,
    Http,
    Dns,
    Child,
    Pool,
    Stream,
    Lock,
    UiListener,
    Signal,
    Stdin,
    Worker,
    MessagePort,
}

/// What one task is to run.
#[derive(Debug)]
pub enum TaskKind {
    /// A callback without a value: scripts, close callbacks, generic tasks.
    Callback,
    /// A timer that came due.
    Timer { operation: OperationId, repeats: bool },
    /// An immediate whose turn it is.
    Immediate { operation: OperationId },
    /// A result of an operation. `outcome` is `None` if the operation ended without one; `last` says that
    /// nothing follows, so that the binding may forget the payload.
    Operation { operation: OperationId, outcome: Option<Outcome>, last: bool },
    /// An input from outside.
    Input(Box<Input>),
}

/// A task on its way to [`super::Host::run_task`].
#[derive(Debug)]
pub struct Task {
    pub id: TaskId,
    pub source: TaskSource,
    /// The queue inside the source: a port, a socket, an operation. Order is kept inside it.
    pub channel: u64,
    pub payload: Payload,
    pub kind: TaskKind,
}
