//! Jobs and promises under dense numbers, for those who record or draw a run. Off, each site costs one predictable branch.

use super::Agent;
use super::job::{Job, JobKind};
use super::repeats::Repeats;
use crate::Value;
use crate::builtins::promise::{PromiseObject, PromiseState};
use crate::function::Code;
use crate::interpreter::generator::GeneratorObject;
use crate::kind::Kind;
use crate::object::Elements;
use jenny_gc::Gc;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A job's number: jobs run in the order of their queuing, so the n-th queued is the n-th run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// A promise's number, in the order in which the observer met promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PromiseId(pub u64);

/// The number of one run of an async function, in the order in which the observer met them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivationId(pub u64);

/// How a promise was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseOrigin {
    /// `new Promise`, or a step of the engine's own
    Constructor,
    /// the result of an async function
    AsyncFunction,
    /// `then`, `catch` and `finally` give one
    Then,
    /// `Promise.resolve`, `Promise.reject`, and `await` of what is no promise
    Resolve,
    All,
    AllSettled,
    Any,
    Race,
    /// Rust code will settle it
    Host,
}

/// What a job does, without its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobName {
    /// a `then` callback; `derived` gets its result
    Reaction { derived: Option<PromiseId>, rejected: bool },
    /// calls the `then` of what `promise` was resolved with
    ResolveThenable { promise: PromiseId },
    /// continues after an `await`; `result` is the promise of the async function, if it has one
    Resume { activation: ActivationId, result: Option<PromiseId>, rejected: bool },
    /// `queueMicrotask`
    Callback,
    /// a step of the engine's own
    Internal,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentEvent {
    PromiseCreate {
        promise: PromiseId,
        origin: PromiseOrigin,
    },
    /// It was resolved with `to`, whose state it will take.
    PromiseFollow {
        promise: PromiseId,
        to: PromiseId,
    },
    /// `Promise.all` or one of its kin has met a promise among its members.
    PromiseMember {
        promise: PromiseId,
        member: PromiseId,
    },
    PromiseSettle {
        promise: PromiseId,
        rejected: bool,
    },
    /// `then` was called; `derived` is the promise that it returned.
    PromiseThen {
        promise: PromiseId,
        derived: Option<PromiseId>,
    },
    /// An async function waits for `promise`.
    Await {
        activation: ActivationId,
        promise: PromiseId,
        result: Option<PromiseId>,
    },
    JobQueue {
        job: JobId,
        name: JobName,
    },
    JobStart {
        job: JobId,
    },
    JobEnd {
        job: JobId,
        threw: bool,
    },
    /// `Atomics.wait` is about to block the thread.
    AtomicsWait {
        index: u64,
    },
    /// It goes on.
    AtomicsWake {
        notified: bool,
    },
    /// `Atomics.notify` woke so many.
    AtomicsNotify {
        index: u64,
        woken: u64,
    },
    /// A compiled function is about to be called; only after [`AgentObserver::wants_calls`].
    Call,
    /// A statement begins, in code that was compiled to tell of it (`CompileOptions::statements`); or it is `debugger`.
    Statement,
    /// The agent has met a request of [`super::interrupt::OBSERVER`], in a loop or a long native.
    Interrupt,
}

/// Receives [`AgentEvent`]s on the agent's thread, between two of its steps. It must not keep values.
///
/// What every `await` does has methods of its own, which stand for one or two events, so that an observer can be quick there.
pub trait AgentObserver {
    fn event(&self, agent: &Agent, event: AgentEvent);

    /// A promise was made; `settled`: and settled at once, true if rejected.
    fn promise_created(&self, agent: &Agent, promise: PromiseId, origin: PromiseOrigin, settled: Option<bool>) {
        self.event(agent, AgentEvent::PromiseCreate { promise, origin });
        if let Some(rejected) = settled {
            self.event(agent, AgentEvent::PromiseSettle { promise, rejected });
        }
    }

    /// An async function waits for `promise`. `queued`: that was settled already, so this job is queued to go on; true if with
    /// the rejection.
    fn awaits(
        &self,
        agent: &Agent,
        activation: ActivationId,
        promise: PromiseId,
        result: Option<PromiseId>,
        queued: Option<(JobId, bool)>,
    ) {
        self.event(agent, AgentEvent::Await { activation, promise, result });
        if let Some((job, rejected)) = queued {
            self.event(agent, AgentEvent::JobQueue { job, name: JobName::Resume { activation, result, rejected } });
        }
    }

    /// Where rounds of awaits are counted of which the observer is not told one by one. Asked when it is set.
    fn repeats(&self) -> Option<Rc<Repeats>> {
        None
    }

    /// A job starts. `ended`: right after the one before it, which threw nothing.
    fn job_starts(&self, agent: &Agent, job: JobId, ended: bool) {
        if ended {
            self.event(agent, AgentEvent::JobEnd { job: JobId(job.0 - 1), threw: false });
        }
        self.event(agent, AgentEvent::JobStart { job });
    }

    /// Whether the next call is to be told of. Asked where a job starts, and after a call and an interrupt were told.
    fn wants_calls(&self) -> bool {
        false
    }
}

/// The observer's number of a promise or an activation, kept in a gap between its cell's fields so that meeting it again costs
/// no look-up; 0 has none. After 2^32 of a kind numbers begin anew.
#[derive(Debug, Default)]
pub(crate) struct ObservedNumber(Cell<u32>);

impl ObservedNumber {
    /// The number, which is the one after `last` if there was none.
    #[inline]
    fn get_or(&self, last: &mut u32) -> u64 {
        if self.0.get() == 0 {
            *last = last.checked_add(1).unwrap_or(1);
            self.0.set(*last);
        }
        u64::from(self.0.get())
    }
}

/// The observer and the numbers given so far.
#[derive(Default)]
pub(crate) struct Observation {
    observer: Option<Box<dyn AgentObserver>>,
    repeats: Rc<Repeats>,
    promises: u32,
    activations: u32,
    queued: u64,
    started: u64,
    /// The function that is about to be called, its window and how many arguments lie there.
    called: Cell<Option<(Gc<Code>, *mut Value, u32)>>,
    /// Frames that exceptions have left since the last watched call.
    unwound: RefCell<Vec<usize>>,
}

impl Observation {
    #[inline]
    fn promise(&mut self, promise: Gc<PromiseObject>) -> PromiseId {
        PromiseId(promise.number.get_or(&mut self.promises))
    }

    #[inline]
    fn promise_in(&mut self, value: Value) -> Option<PromiseId> {
        if let Some(promise) = value.as_kind() {
            return Some(self.promise(promise));
        }
        if value.is_kind(Kind::Elements) {
            // SAFETY: the kind was checked; a capability's cell holds its promise first.
            let capability = unsafe { value.as_gc_unchecked::<Elements>() };
            let promise = capability.get(0).as_kind()?;
            return Some(self.promise(promise));
        }
        None
    }

    fn name(&mut self, job: &Job) -> JobName {
        match job.kind {
            JobKind::Reaction => JobName::Reaction { derived: self.promise_in(job.c), rejected: job.flag },
            JobKind::Member => JobName::Reaction { derived: None, rejected: job.flag },
            JobKind::ResolveThenable => match self.promise_in(job.a) {
                Some(promise) => JobName::ResolveThenable { promise },
                None => JobName::Internal,
            },
            JobKind::Resume => match job.a.as_kind::<GeneratorObject>() {
                Some(generator) => JobName::Resume {
                    activation: self.activation(generator),
                    result: self.promise_in(generator.own_promise()),
                    rejected: job.flag,
                },
                None => JobName::Internal,
            },
            JobKind::Callback => JobName::Callback,
            JobKind::InContext => JobName::Internal,
        }
    }

    #[inline]
    fn activation(&mut self, generator: Gc<GeneratorObject>) -> ActivationId {
        ActivationId(generator.number.get_or(&mut self.activations))
    }
}

impl Agent {
    /// Sets who is told of jobs and promises; None switches it off. Numbers of promises go on where they were.
    pub fn set_observer(&mut self, observer: Option<Box<dyn AgentObserver>>) {
        self.observing = observer.is_some();
        let Observation { promises, activations, .. } = *self.observation;
        // Jobs that wait already have the first numbers.
        let queued = self.jobs.len() as u64;
        let repeats = Observation::repeats_of(observer.as_deref());
        *self.observation = Observation { observer, repeats, promises, activations, queued, ..Observation::default() };
    }

    #[inline]
    fn tell(&self, event: AgentEvent) {
        if let Some(observer) = &self.observation.observer {
            observer.event(self, event);
        }
    }

    /// Has the observer told of the next call.
    pub fn watch_next_call(&mut self) {
        self.stack.watch_calls();
    }

    /// Of `Atomics.wait` and `Atomics.notify`.
    pub(crate) fn observe_atomics(&mut self, event: AgentEvent) {
        if self.observing {
            self.tell(event);
        }
    }

    fn watch_wanted_calls(&mut self) {
        if self.observation.observer.as_ref().is_some_and(|observer| observer.wants_calls()) {
            self.stack.watch_calls();
        }
    }

    #[cold]
    pub(crate) fn observe_call(&mut self, code: Gc<Code>, window: *mut Value, argc: u32) {
        self.observation.called.set(Some((code, window, argc)));
        self.tell(AgentEvent::Call);
        self.observation.called.set(None);
        self.observation.unwound.borrow_mut().clear();
        self.watch_wanted_calls();
    }

    /// The function that is about to be called, and where `this` and the arguments lie, how many; only in [`AgentEvent::Call`].
    pub(super) fn called(&self) -> Option<(Gc<Code>, *mut Value, u32)> {
        self.observation.called.get()
    }

    /// An exception leaves a frame.
    #[inline]
    pub(crate) fn observe_unwinding(&mut self, regs: *mut Value) {
        if self.stack.is_watched() {
            self.observation.unwound.borrow_mut().push(regs as usize);
        }
    }

    /// Whether an exception has left the frame at this place since the last call that was told of.
    pub fn has_unwound(&self, frame: usize) -> bool {
        self.observation.unwound.borrow().contains(&frame)
    }

    #[cold]
    pub(crate) fn observe_statement(&mut self) {
        self.tell(AgentEvent::Statement);
    }

    #[cold]
    pub(crate) fn observe_interrupt(&mut self) {
        self.tell(AgentEvent::Interrupt);
        self.watch_wanted_calls();
    }

    /// The number of a promise while an observer is set.
    pub fn observed_promise(&mut self, value: Value) -> Option<PromiseId> {
        if self.observing { self.observation.promise_in(value) } else { None }
    }

    #[inline(never)]
    pub(crate) fn observe_promise(&mut self, promise: Gc<PromiseObject>, origin: PromiseOrigin, settled: Option<bool>) {
        let promise = self.observation.promise(promise);
        if settled == Some(false) && self.observation.repeats.promise_made(self, promise, origin) {
            return;
        }
        if let Some(observer) = &self.observation.observer {
            observer.promise_created(self, promise, origin, settled);
        }
    }

    #[inline(never)]
    pub(crate) fn observe_member(&mut self, promise: Value, member: Value) {
        let found = (self.observation.promise_in(promise), self.observation.promise_in(member));
        if let (Some(promise), Some(member)) = found {
            self.tell(AgentEvent::PromiseMember { promise, member });
        }
    }

    #[inline(never)]
    pub(crate) fn observe_settled(&mut self, promise: Gc<PromiseObject>, rejected: bool) {
        let promise = self.observation.promise(promise);
        self.tell(AgentEvent::PromiseSettle { promise, rejected });
    }

    #[inline(never)]
    pub(crate) fn observe_then(&mut self, promise: Gc<PromiseObject>, derived: Value) {
        let promise = self.observation.promise(promise);
        let derived = self.observation.promise_in(derived);
        self.tell(AgentEvent::PromiseThen { promise, derived });
    }

    #[inline(never)]
    pub(crate) fn observe_await(&mut self, promise: Gc<PromiseObject>, generator: Gc<GeneratorObject>) {
        let state = promise.state();
        let promise = self.observation.promise(promise);
        if state == PromiseState::Fulfilled {
            let activation = self.observation.activation(generator);
            if self.observation.repeats.awaits(self, promise, activation) {
                self.observation.queued += 1;
                return;
            }
        }
        let result = self.observation.promise_in(generator.own_promise());
        let activation = self.observation.activation(generator);
        let queued = match state {
            PromiseState::Pending => None,
            state => {
                self.observation.queued += 1;
                Some((JobId(self.observation.queued), state == PromiseState::Rejected))
            }
        };
        if let Some(observer) = &self.observation.observer {
            observer.awaits(self, activation, promise, result, queued);
        }
    }

    #[inline(never)]
    pub(crate) fn observe_queued(&mut self, job: &Job) {
        self.observation.queued += 1;
        let id = JobId(self.observation.queued);
        let name = self.observation.name(job);
        if let (JobName::ResolveThenable { promise }, Some(to)) = (name, self.observation.promise_in(job.b)) {
            self.tell(AgentEvent::PromiseFollow { promise, to });
        }
        self.tell(AgentEvent::JobQueue { job: id, name });
    }

    #[inline(never)]
    pub(crate) fn observe_job_start(&mut self, ended: bool) {
        self.observation.started += 1;
        if ended && self.observation.repeats.job_starts() {
            return;
        }
        if let Some(observer) = &self.observation.observer {
            observer.job_starts(self, JobId(self.observation.started), ended);
        }
        self.watch_wanted_calls();
    }

    #[inline(never)]
    pub(crate) fn observe_job_end(&mut self, threw: bool) {
        self.tell(AgentEvent::JobEnd { job: JobId(self.observation.started), threw });
    }
}
