//! `Atomics.waitAsync` on the loop: a wait is an operation that a thread which notifies ends, or a timer does.

use std::cell::Cell;
use std::rc::Rc;

use jenny_engine::Agent;
use jenny_engine::agent::host::AsyncWaits;
use jenny_engine::builtins::atomics::finish_async_wait;

use super::callbacks::Callback;
use super::state::state_of;
use crate::event_loop::{OperationId, OperationKind, TaskSource, TimerId};

/// The longest that one timer runs, in milliseconds.
const LONGEST_TIMER: f64 = i32::MAX as f64;

/// The waits of a runtime's agent.
pub struct LoopWaits;

impl AsyncWaits for LoopWaits {
    fn begin(&self, agent: &mut Agent, wait: u64, timeout: Option<f64>) -> Box<dyn FnOnce() + Send> {
        let state = state_of(agent);
        let timer = Rc::new(Cell::new(None));
        let set = timer.clone();
        let notified = move |agent: &mut Agent, _: Option<()>, _: bool| {
            if let Some(timer) = set.take() {
                state_of(agent).clear_timer(timer);
            }
            finish_async_wait(agent, wait);
            Ok(())
        };
        let (operation, poster) =
            state.start_external(OperationKind::Lock, TaskSource::JavaScriptEngine, true, notified);
        if let Some(timeout) = timeout {
            arm(agent, wait, operation, &timer, timeout);
        }
        Box::new(move || poster.finish(()))
    }
}

/// Sets the timer of what is left of a wait.
fn arm(agent: &mut Agent, wait: u64, operation: OperationId, timer: &Rc<Cell<Option<TimerId>>>, left: f64) {
    let slice = left.min(LONGEST_TIMER);
    let again = timer.clone();
    let due = Callback::once(move |agent, _| {
        again.set(None);
        if left > slice {
            arm(agent, wait, operation, &again, left - slice);
        } else {
            state_of(agent).cancel(operation);
            finish_async_wait(agent, wait);
        }
        Ok(())
    });
    timer.set(Some(state_of(agent).set_timer(due, slice.ceil(), false)));
}
