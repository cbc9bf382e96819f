//! Jobs and promises under dense numbers, for those who record or draw a run. Off, each site costs one predictable branch.

use super::Agent;
use super::job::{Job, JobKind};
use crate::Value;
use crate::builtins::promise::PromiseObject;
use crate::interpreter::generator::GeneratorObject;
use crate::kind::Kind;
use crate::object::Elements;
use jenny_gc::{Gc, Liveness};
use rustc_hash::FxHashMap;

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
}

/// Receives [`AgentEvent`]s on the agent's thread, between two of its steps. It must not keep values.
pub trait AgentObserver {
    fn event(&mut self, agent: &Agent, event: AgentEvent);
}

/// The observer and the numbers given so far.
#[derive(Default)]
pub(crate) struct Observation {
    observer: Option<Box<dyn AgentObserver>>,
    promises: FxHashMap<usize, PromiseId>,
    next_promise: u64,
    activations: FxHashMap<usize, ActivationId>,
    next_activation: u64,
    queued: u64,
    started: u64,
}

impl Observation {
    /// Forgets promises and activations that died: their addresses may be given out again.
    pub(crate) fn sweep(&mut self, liveness: &Liveness) {
        self.promises.retain(|address, _| liveness.is_word_live(*address as u64));
        self.activations.retain(|address, _| liveness.is_word_live(*address as u64));
    }

    fn promise(&mut self, promise: Gc<PromiseObject>) -> PromiseId {
        let next = &mut self.next_promise;
        *self.promises.entry(promise.addr()).or_insert_with(|| {
            *next += 1;
            PromiseId(*next)
        })
    }

    fn promise_in(&mut self, value: Value) -> Option<PromiseId> {
        if value.is_kind(Kind::Elements) {
            // SAFETY: the kind was checked; a capability's cell holds its promise first.
            let capability = unsafe { value.as_gc_unchecked::<Elements>() };
            let promise = capability.get(0).as_kind()?;
            return Some(self.promise(promise));
        }
        let promise = value.as_kind()?;
        Some(self.promise(promise))
    }

    fn name(&mut self, job: &Job) -> JobName {
        match job.kind {
            JobKind::Reaction => JobName::Reaction { derived: self.promise_in(job.c), rejected: job.flag },
            JobKind::ResolveThenable => match self.promise_in(job.a) {
                Some(promise) => JobName::ResolveThenable { promise },
                None => JobName::Internal,
            },
            JobKind::Resume => match job.a.as_kind::<GeneratorObject>() {
                Some(generator) => JobName::Resume {
                    activation: self.activation(generator),
                    result: self.promise_in(generator.capability.get()),
                    rejected: job.flag,
                },
                None => JobName::Internal,
            },
            JobKind::Callback => JobName::Callback,
            JobKind::Native(_) | JobKind::InContext => JobName::Internal,
        }
    }

    fn activation(&mut self, generator: Gc<GeneratorObject>) -> ActivationId {
        let next = &mut self.next_activation;
        *self.activations.entry(generator.addr()).or_insert_with(|| {
            *next += 1;
            ActivationId(*next)
        })
    }
}

impl Agent {
    /// Sets who is told of jobs and promises; None switches it off. Numbers begin anew.
    pub fn set_observer(&mut self, observer: Option<Box<dyn AgentObserver>>) {
        self.observing = observer.is_some();
        *self.observation = Observation { observer, ..Observation::default() };
        // Jobs that wait already have the first numbers.
        self.observation.queued = self.jobs.len() as u64;
    }

    fn tell(&mut self, event: AgentEvent) {
        // The observer sees the agent, so it is taken out while it looks.
        if let Some(mut observer) = self.observation.observer.take() {
            observer.event(self, event);
            self.observation.observer = Some(observer);
        }
    }

    /// The number of a promise while an observer is set.
    pub fn observed_promise(&mut self, value: Value) -> Option<PromiseId> {
        if self.observing { self.observation.promise_in(value) } else { None }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn observe_promise(&mut self, promise: Gc<PromiseObject>, origin: PromiseOrigin) {
        let promise = self.observation.promise(promise);
        self.tell(AgentEvent::PromiseCreate { promise, origin });
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn observe_member(&mut self, promise: Value, member: Value) {
        let found = (self.observation.promise_in(promise), self.observation.promise_in(member));
        if let (Some(promise), Some(member)) = found {
            self.tell(AgentEvent::PromiseMember { promise, member });
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn observe_settled(&mut self, promise: Gc<PromiseObject>, rejected: bool) {
        let promise = self.observation.promise(promise);
        self.tell(AgentEvent::PromiseSettle { promise, rejected });
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn observe_then(&mut self, promise: Gc<PromiseObject>, derived: Value) {
        let promise = self.observation.promise(promise);
        let derived = self.observation.promise_in(derived);
        self.tell(AgentEvent::PromiseThen { promise, derived });
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn observe_await(&mut self, promise: Gc<PromiseObject>, generator: Gc<GeneratorObject>) {
        let promise = self.observation.promise(promise);
        let result = self.observation.promise_in(generator.capability.get());
        let activation = self.observation.activation(generator);
        self.tell(AgentEvent::Await { activation, promise, result });
    }

    #[cold]
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

    #[cold]
    #[inline(never)]
    pub(crate) fn observe_job_start(&mut self) {
        self.observation.started += 1;
        self.tell(AgentEvent::JobStart { job: JobId(self.observation.started) });
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn observe_job_end(&mut self, threw: bool) {
        self.tell(AgentEvent::JobEnd { job: JobId(self.observation.started), threw });
    }
}
