//! The callbacks behind the loop's payloads: a slab whose indices are the payloads.

use std::rc::Rc;

use jenny_engine::embed::HeldValue;
use jenny_engine::interpreter::{CallTrail, CodePosition};
use jenny_engine::{Agent, JsResult, Value};

use super::RuntimeState;
use crate::event_loop::{Payload, TaskKind};

/// What a task runs.
#[derive(Clone)]
pub enum Callback {
    /// A function of the program's, called without arguments.
    Function(HeldValue),
    /// The same, with the place where the program asked for it.
    Scheduled(HeldValue, Rc<ScheduledAt>),
    /// A timer that is an object of the program's, of the state's `timer_class`.
    Timer(HeldValue, Rc<ScheduledAt>),
    /// Rust code; it gets what the task carries.
    Native(Rc<dyn Fn(&mut Agent, TaskKind) -> JsResult<()>>),
}

impl Callback {
    /// A function of the program's.
    pub fn function(agent: &Agent, function: Value) -> Callback {
        Callback::Function(HeldValue::new(agent, function))
    }

    /// A function of the program's that the code running now schedules.
    pub fn scheduled(agent: &Agent, state: &RuntimeState, function: Value) -> Callback {
        Callback::Scheduled(HeldValue::new(agent, function), ScheduledAt::now(agent, state))
    }

    /// Where the program asked for it, if that is known.
    pub fn scheduled_at(&self) -> Option<Rc<ScheduledAt>> {
        match self {
            Callback::Scheduled(_, origin) | Callback::Timer(_, origin) => Some(origin.clone()),
            _ => None,
        }
    }

    /// A timer object that the code running now starts.
    pub fn timer(agent: &Agent, state: &RuntimeState, timer: Value) -> Callback {
        Callback::Timer(HeldValue::new(agent, timer), ScheduledAt::now(agent, state))
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
            Callback::Function(function) | Callback::Scheduled(function, _) => {
                let function = function.get();
                agent.call(function, Value::UNDEFINED, &[]).map(|_| ())
            }
            Callback::Timer(timer, _) => {
                let (timer, state) = (timer.get(), super::state_of(agent));
                let class = state.timer_class.borrow().clone();
                class.map_or(Ok(()), |class| class.fire(agent, timer))
            }
            Callback::Native(run) => run(agent, kind),
        }
    }
}

/// The calls that led to a callback's scheduling; plain data, made once for what one place schedules again and again.
#[derive(Clone, Debug, Default)]
pub struct ScheduledAt {
    pub(crate) calls: Vec<CodePosition>,
    /// The same calls in the form that is compared; `calls` keeps their templates alive, which gives it its meaning.
    trail: CallTrail,
    /// Where the task was scheduled that scheduled this one.
    before: Option<Rc<ScheduledAt>>,
    depth: u8,
}

/// Tasks that are kept of a chain of them.
const TASKS: u8 = 4;

impl ScheduledAt {
    /// The running code schedules something.
    pub fn now(agent: &Agent, state: &RuntimeState) -> Rc<ScheduledAt> {
        let running = &*state.scheduled_at.borrow();
        // A task that schedules the next one like itself was scheduled like that one.
        if let Some(running) = running
            && agent.is_at(&running.trail)
        {
            return running.clone();
        }
        let before = running.as_ref().filter(|before| before.depth + 1 < TASKS);
        // OPTIMIZATION: what is scheduled in a loop is scheduled at one place, and shares one record.
        if let Some(last) = &*state.last_scheduled_at.borrow()
            && last.before.as_ref().map(Rc::as_ptr) == before.map(Rc::as_ptr)
            && agent.is_at(&last.trail)
        {
            return last.clone();
        }
        ScheduledAt::anew(agent, state, before)
    }

    #[inline(never)]
    fn anew(agent: &Agent, state: &RuntimeState, before: Option<&Rc<ScheduledAt>>) -> Rc<ScheduledAt> {
        let (calls, trail) = agent.call_sites_and_trail();
        let depth = before.map_or(0, |before| before.depth + 1);
        let origin = Rc::new(ScheduledAt { calls, trail, before: before.cloned(), depth });
        *state.last_scheduled_at.borrow_mut() = Some(origin.clone());
        origin
    }

    /// What was scheduled begins to run.
    pub fn resume(self: Rc<Self>, agent: &Agent) {
        *super::state_of(agent).scheduled_at.borrow_mut() = Some(self);
    }

    /// Lines in the form of a stack, under a heading; then where the task was scheduled that did it.
    pub fn describe(&self, heading: &str) -> String {
        if self.calls.is_empty() {
            return String::new();
        }
        let mut text = format!("{heading}:\n");
        for call in &self.calls {
            let (line, column) = call.line_column();
            let place = format!("{}:{line}:{column}", call.template.source.name);
            let name = call.template.name.to_display();
            text.push_str(&if name.is_empty() {
                format!("    at {place}\n")
            } else {
                format!("    at {name} ({place})\n")
            });
        }
        if let Some(before) = &self.before {
            text.push_str(&before.describe("Scheduled"));
        }
        text
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
