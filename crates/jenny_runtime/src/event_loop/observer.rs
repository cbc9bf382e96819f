//! The loop's events, for those who record or draw it. With no observer set, each site costs one predictable branch.

use super::{OperationId, OperationKind, Payload, TaskId, TaskSource};
use crate::oracle::VTime;

/// A part of a turn, as Node's loop has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Poll,
    Check,
    Close,
    Timers,
}

/// What happened. Names and fields are those of the trace format.
#[derive(Clone, Debug, PartialEq)]
pub enum LoopEvent {
    TurnBegin {
        turn: u64,
    },
    TurnEnd {
        turn: u64,
        digest: QueueDigest,
    },
    Phase(Phase),
    /// `next_due` counts from now.
    Park {
        next_due: Option<VTime>,
        pending: usize,
    },
    Unpark {
        by_arrival: bool,
    },
    /// `creator` is the task that ran when this one was queued, `trigger` the operation that made it runnable.
    TaskQueue {
        task: TaskId,
        source: TaskSource,
        channel: u64,
        creator: Option<TaskId>,
        trigger: Option<OperationId>,
        payload: Payload,
    },
    TaskStart {
        task: TaskId,
        source: TaskSource,
    },
    TaskEnd {
        task: TaskId,
        broke: bool,
    },
    TaskCancel {
        task: TaskId,
    },
    /// A `process.nextTick` callback was queued.
    TickQueue {
        payload: Payload,
        creator: Option<TaskId>,
    },
    TickStart {
        payload: Payload,
    },
    /// A checkpoint ended; `ticks` is how many of them it ran.
    Checkpoint {
        ticks: u64,
    },
    OperationStart {
        operation: OperationId,
        kind: OperationKind,
        creator: Option<TaskId>,
        payload: Payload,
        /// Counts from now.
        due: Option<VTime>,
        repeats: bool,
    },
    OperationRef {
        operation: OperationId,
        referenced: bool,
    },
    /// A timer waits anew; `due` counts from now.
    OperationRearm {
        operation: OperationId,
        due: VTime,
    },
    /// Done outside, not delivered yet.
    OperationReady {
        operation: OperationId,
    },
    OperationEnd {
        operation: OperationId,
    },
    OperationCancel {
        operation: OperationId,
        by: Option<TaskId>,
    },
}

/// What the loop's queues hold at the end of a turn, to check a picture against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueDigest {
    pub timers: usize,
    pub immediates: usize,
    pub tasks: usize,
    pub operations: usize,
    pub closing: usize,
    pub jobs: usize,
    /// A hash of what is pending and of the task queues, in order (`jenny_trace::digest`); 0 where it was not taken.
    pub hash: u64,
}

/// Receives [`LoopEvent`]s on the loop's own thread. It must not call back into the loop.
pub trait LoopObserver {
    fn event(&mut self, event: &LoopEvent);
}
