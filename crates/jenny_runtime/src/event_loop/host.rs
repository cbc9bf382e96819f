//! What the loop asks of the JavaScript engine's binding.

use std::ops::ControlFlow;

use super::{Payload, Task};

/// Whether the loop goes on. `Break` carries the exit code: an uncaught error, or `process.exit`.
pub type Flow = ControlFlow<i32>;

/// The engine's side. The binding implements this; the loop calls it and holds no borrow of its own while it does,
/// so that every method here may use the loop's handle freely.
pub trait Host {
    /// Runs one task's callback. An error that nobody catches is reported here.
    fn run_task(&mut self, task: Task) -> Flow;

    /// Runs one `process.nextTick` callback.
    fn run_tick(&mut self, payload: Payload) -> Flow;

    /// Runs the agent's jobs in first-in, first-out order until none is left, those included that were queued meanwhile.
    fn run_microtasks(&mut self) -> Flow;

    /// True if the agent has jobs queued.
    fn has_microtasks(&self) -> bool;

    /// How many jobs wait, for an observer.
    fn queued_jobs(&self) -> usize {
        0
    }

    /// Called after a checkpoint has emptied both queues: reports unhandled rejections (HTML, "notify about rejected
    /// promises"). May queue ticks and jobs; the checkpoint then goes on.
    fn notify_rejections(&mut self) -> Flow {
        Flow::Continue(())
    }

    /// Called at the start of a turn: an agent that was told to end does so here, also when it was woken from a wait.
    fn turn_begins(&mut self) -> Flow {
        Flow::Continue(())
    }

    /// Called before the loop waits, so that buffered output is written and idle work is done.
    fn before_park(&mut self) {}

    /// Called when nothing keeps the loop alive. May start new work, and the loop then goes on.
    fn before_exit(&mut self) -> Flow {
        Flow::Continue(())
    }
}
