//! The callbacks behind the loop's payloads: a slab whose indices are the payloads.

use std::rc::Rc;

use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, JsResult, Value};

use crate::event_loop::{Payload, TaskKind};

/// What a task runs.
#[derive(Clone)]
pub enum Callback {
    /// A function of the program's, called without arguments.
    Function(HeldValue),
    /// Rust code; it gets what the task carries.
    Native(Rc<dyn Fn(&mut Agent, TaskKind) -> JsResult<()>>),
}

impl Callback {
    /// A function of the program's.
    pub fn function(agent: &Agent, function: Value) -> Callback {
        Callback::Function(HeldValue::new(agent, function))
    }

    /// Rust code that runs for each task of its payload.
    pub fn native(run: impl Fn(&mut Agent, TaskKind) -> JsResult<()> + 'static) -> Callback {
        Callback::Native(Rc::new(run))
    }

    /// Rust code that runs once.
    pub fn once(run: impl FnOnce(&mut Agent, TaskKind) -> JsResult<()> + 'static) -> Callback {
        let cell = std::cell::Cell::new(Some(run));
        Callback::native(move |agent, kind| cell.take().map_or(Ok(()), |run| run(agent, kind)))
    }

    /// Runs it.
    pub fn run(self, agent: &mut Agent, kind: TaskKind) -> JsResult<()> {
        match self {
            Callback::Function(function) => {
                let function = function.get();
                agent.call(function, Value::UNDEFINED, &[]).map(|_| ())
            }
            Callback::Native(run) => run(agent, kind),
        }
    }
}

/// All callbacks of a loop.
#[derive(Default)]
pub struct Callbacks {
    entries: Vec<Option<Callback>>,
    free: Vec<usize>,
}

impl Callbacks {
    /// Keeps a callback; its payload goes to the loop.
    pub fn add(&mut self, callback: Callback) -> Payload {
        match self.free.pop() {
            Some(index) => {
                self.entries[index] = Some(callback);
                Payload(index as u64)
            }
            None => {
                self.entries.push(Some(callback));
                Payload(self.entries.len() as u64 - 1)
            }
        }
    }

    /// Forgets a callback whose last task is running or was cancelled.
    pub fn remove(&mut self, payload: Payload) -> Option<Callback> {
        let index = usize::try_from(payload.0).ok()?;
        let callback = self.entries.get_mut(index)?.take()?;
        self.free.push(index);
        Some(callback)
    }

    /// A callback that has more tasks to come.
    pub fn get(&self, payload: Payload) -> Option<Callback> {
        self.entries.get(usize::try_from(payload.0).ok()?)?.clone()
    }
}
