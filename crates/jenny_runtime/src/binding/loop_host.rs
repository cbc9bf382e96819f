//! The loop's `Host`: tasks, ticks, jobs and rejections of one agent.

use std::rc::Rc;

use jenny_engine::agent::interrupt;
use jenny_engine::{Agent, JsResult, Value};

use super::host_hooks::FINALIZATION;
use super::state::RuntimeState;
use super::uncaught::{self, Origin};
use crate::event_loop::{Flow, Host, Payload, Task, TaskKind, TaskSource};

/// So often a Worker gives back what its start used of its stacks: before it waits for its first message, and once more after that.
const FIRST_PARKS: u8 = 2;

/// An agent while its loop turns.
pub struct LoopHost<'a> {
    pub agent: &'a mut Agent,
    pub state: Rc<RuntimeState>,
}

impl LoopHost<'_> {
    /// Whether the loop goes on after a callback.
    fn after(&mut self, result: JsResult<()>) -> Flow {
        if let Err(thrown) = result {
            if self.agent.is_terminating() {
                if self.state.options.survive_errors {
                    return self.flow();
                }
                return Flow::Break(self.state.failed.get().unwrap_or(1));
            }
            let error = self.agent.take_exception(thrown);
            uncaught::report_uncaught(self.agent, error, Origin::Exception);
        }
        self.flow()
    }

    fn flow(&mut self) -> Flow {
        // Who stops a program wants to see what it has printed.
        if self.state.recording.as_ref().is_some_and(|recording| recording.watch().is_some()) {
            self.state.flush();
        }
        if self.agent.interrupts.pending() & interrupt::TERMINATE != 0 {
            let survives = self.state.options.survive_errors && self.state.failed.get().is_none();
            if !survives {
                return Flow::Break(self.state.failed.get().unwrap_or(1));
            }
            // At a prompt, Ctrl-C ends what runs and nothing else.
            self.agent.recover_from_termination();
            // Standard error may be closed: then there is nobody to tell.
            let _ = self.state.write_stderr(b"Interrupted\n");
        }
        self.state.failed.get().or(self.state.closing.get()).map_or(Flow::Continue(()), Flow::Break)
    }
}

/// Runs the agent's jobs; errors of `queueMicrotask` callbacks are uncaught ones.
pub fn run_jobs(agent: &mut Agent) {
    agent.run_jobs(&mut |agent, error| uncaught::report_uncaught(agent, error, Origin::Exception));
}

impl Host for LoopHost<'_> {
    fn run_task(&mut self, task: Task) -> Flow {
        if let Some(recording) = &self.state.recording
            && recording.wants_calls()
        {
            self.agent.watch_next_call();
        }
        // What the last task entered and did not leave ends with it.
        self.agent.async_context = Value::UNDEFINED;
        if task.payload == FINALIZATION && task.source == TaskSource::JavaScriptEngine {
            let result = self.agent.run_finalization_jobs();
            return self.after(result);
        }
        if let TaskKind::Input(input) = &task.kind {
            let listener = self.state.on_input.borrow().clone();
            let result = listener.map_or(Ok(()), |listener| listener(self.agent, input));
            return self.after(result);
        }
        let more = match &task.kind {
            TaskKind::Timer { repeats, .. } => *repeats,
            TaskKind::Operation { last, .. } => !last,
            _ => false,
        };
        let callback = {
            let mut callbacks = self.state.callbacks.borrow_mut();
            if more { callbacks.get(task.payload) } else { callbacks.remove(task.payload) }
        };
        let Some(callback) = callback else { return Flow::Continue(()) };
        *self.state.scheduled_at.borrow_mut() = callback.scheduled_at();
        self.state.inspection.task_begins(self.agent, &self.state, &task);
        let result = callback.run(self.agent, task.kind);
        self.after(result)
    }

    fn run_tick(&mut self, _: Payload) -> Flow {
        let drain = self.state.tick_callback.borrow().as_ref().map(|held| held.get());
        let Some(drain) = drain else { return Flow::Continue(()) };
        let result = self.agent.call(drain, Value::UNDEFINED, &[]).map(|_| ());
        self.after(result)
    }

    fn run_microtasks(&mut self) -> Flow {
        self.state.inspection.jobs(true);
        run_jobs(self.agent);
        self.state.inspection.jobs(false);
        self.flow()
    }

    fn has_microtasks(&self) -> bool {
        self.agent.needs_checkpoint()
    }

    fn queued_jobs(&self) -> usize {
        self.agent.queued_jobs()
    }

    fn notify_rejections(&mut self) -> Flow {
        if !self.state.rejections.is_empty() {
            let result = uncaught::notify_rejections(self.agent, &self.state);
            return self.after(result);
        }
        Flow::Continue(())
    }

    fn turn_begins(&mut self) -> Flow {
        self.state.inspection.turn_begins(self.agent, &self.state);
        if let Some(recording) = &self.state.recording {
            recording.heap(self.agent);
        }
        self.flow()
    }

    fn before_park(&mut self) {
        self.state.flush();
        self.state.inspection.parks(self.agent);
        let parks = self.state.parks.get();
        if parks < FIRST_PARKS && self.state.options.agent != 0 {
            self.state.parks.set(parks + 1);
            self.agent.give_back_stacks();
        }
    }

    fn before_exit(&mut self) -> Flow {
        let result = uncaught::call_hook(self.agent, &self.state, "beforeExit", &[]).map(|_| ());
        self.after(result)
    }
}
