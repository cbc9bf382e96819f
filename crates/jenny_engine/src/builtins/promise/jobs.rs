//! Promise jobs (ECMA-262 27.2.2) and the loop that runs the job queue dry.

use super::{PromiseObject, create_resolving_functions, reject_promise, resolve_promise};
use crate::agent::Agent;
use crate::agent::job::{Job, JobKind};
use crate::interpreter::generator::GeneratorObject;
use crate::kind::Kind;
use crate::object::Elements;
use crate::{JsResult, Value};

impl Agent {
    /// HostEnqueuePromiseJob; the job runs in the current async context.
    #[inline]
    pub fn enqueue_job(&mut self, job: Job) {
        self.enqueue_job_in(self.async_context, job);
    }
    /// The same with the async context that the job runs in.
    #[inline]
    pub(crate) fn enqueue_job_in(&mut self, context: Value, job: Job) {
        if self.observing {
            self.observe_queued(&job);
        }
        self.push_job(context, job);
    }
    /// The same as [`Agent::enqueue_job`] for a job that the observer knows of.
    #[inline]
    pub(super) fn enqueue_observed_job(&mut self, job: Job) {
        self.push_job(self.async_context, job);
    }
    #[inline]
    fn push_job(&mut self, context: Value, job: Job) {
        let first = self.jobs.is_empty();
        if !context.is_undefined() {
            let undefined = Value::UNDEFINED;
            self.jobs.push(Job { kind: JobKind::InContext, flag: false, a: context, b: undefined, c: undefined });
        }
        self.jobs.push(job);
        if first {
            self.host.job_enqueued();
        }
    }
    /// Whether a microtask checkpoint has anything to do: jobs, or targets of WeakRefs to let go (ClearKeptObjects).
    pub fn needs_checkpoint(&self) -> bool {
        !self.jobs.is_empty() || !self.kept_alive.is_empty()
    }
    /// How many jobs wait.
    pub fn queued_jobs(&self) -> usize {
        self.jobs.count()
    }
    /// Runs jobs until the queue is empty. `report`: gets what a job threw (queueMicrotask callbacks can); jobs go on after it.
    /// Ends early, with the queue emptied, when the agent is being terminated.
    pub fn run_jobs(&mut self, report: &mut dyn FnMut(&mut Agent, Value)) {
        // OPTIMIZATION: the loop that nobody observes has no test for that in it.
        if self.observing { self.run_jobs_as::<true>(report) } else { self.run_jobs_as::<false>(report) }
    }
    fn run_jobs_as<const OBSERVED: bool>(&mut self, report: &mut dyn FnMut(&mut Agent, Value)) {
        let outer = std::mem::replace(&mut self.async_context, Value::UNDEFINED);
        // Whether a job has ended of which the observer does not know that yet.
        let mut ended = false;
        while let Some(job) = self.jobs.pop() {
            if OBSERVED {
                self.observe_job_start(ended);
            }
            // Short jobs that make each other need not come to a place that polls.
            let result = match self.must_stop() {
                false => self.run_job(job),
                true => Err(self.terminate()),
            };
            ended = OBSERVED;
            if OBSERVED && result.is_err() {
                self.observe_job_end(true);
                ended = false;
            }
            // The job's own context, or one that it entered and did not leave.
            if !self.async_context.is_undefined() {
                self.async_context = Value::UNDEFINED;
            }
            self.kept_alive.clear();
            if let Err(thrown) = result {
                if self.is_terminating() {
                    while self.jobs.pop().is_some() {}
                    self.async_context = outer;
                    return;
                }
                let exception = self.take_exception(thrown);
                report(self, exception);
            }
        }
        if OBSERVED && ended {
            self.observe_job_end(false);
        }
        self.async_context = outer;
        // ClearKeptObjects: also for what ran before the first job.
        self.kept_alive.clear();
    }
    /// One job.
    pub fn run_job(&mut self, job: Job) -> JsResult<()> {
        match job.kind {
            JobKind::Resume => match job.a.as_kind::<GeneratorObject>() {
                Some(generator) => crate::interpreter::generator::resume_job(self, generator, job.b, job.flag, job.c),
                None => Ok(()),
            },
            JobKind::Reaction => self.reaction_job(job),
            JobKind::Member => super::combinators::member_settled(self, job.a, job.c, job.b, job.flag),
            JobKind::ResolveThenable => self.resolve_thenable_job(job),
            JobKind::InContext => {
                self.async_context = job.a;
                match self.jobs.pop() {
                    Some(next) => self.run_job(next),
                    None => Ok(()),
                }
            }
            JobKind::Callback => self.call(job.a, Value::UNDEFINED, &[]).map(|_| ()),
        }
    }
    /// NewPromiseReactionJob
    fn reaction_job(&mut self, job: Job) -> JsResult<()> {
        let (handler, argument, derived) = (job.a, job.b, job.c);
        let outcome = if !handler.is_undefined() {
            self.interpreter.reaction = derived;
            let outcome = self.call(handler, Value::UNDEFINED, &[argument]);
            self.interpreter.reaction = Value::UNDEFINED;
            outcome
        } else if job.flag {
            Err(self.throw(argument))
        } else {
            Ok(argument)
        };
        let (value, rejected) = match outcome {
            Ok(value) => (value, false),
            Err(_) if self.is_terminating() => return outcome.map(|_| ()),
            Err(thrown) => (self.take_exception(thrown), true),
        };
        if let Some(promise) = derived.as_kind::<PromiseObject>() {
            if rejected {
                reject_promise(self, promise, value);
            } else {
                resolve_promise(self, promise, value);
            }
        } else if derived.is_kind(Kind::Elements) {
            // SAFETY: the kind was checked; PromiseCapability::to_value made it.
            let capability = unsafe { derived.as_gc_unchecked::<Elements>() };
            self.call(capability.get(if rejected { 2 } else { 1 }), Value::UNDEFINED, &[value])?;
        }
        Ok(())
    }
    /// NewPromiseResolveThenableJob
    fn resolve_thenable_job(&mut self, job: Job) -> JsResult<()> {
        let Some(promise) = job.a.as_kind::<PromiseObject>() else { return Ok(()) };
        // A native promise with the original `then`: what its resolving functions would do, without making them.
        let original = job.c.as_kind::<crate::function::NativeFunctionObject>();
        if let Some(inner) = job.b.as_kind::<PromiseObject>()
            && original.is_some_and(|f| f.function() as usize == super::constructor::promise_then as *const () as usize)
            && inner.is_plain(self)
        {
            let capability = super::PromiseCapability::of(crate::AsObject::as_object(promise));
            super::perform_promise_then(self, inner, Value::UNDEFINED, Value::UNDEFINED, Some(capability))?;
            return Ok(());
        }
        let (resolve, reject) = create_resolving_functions(self, promise)?;
        if let Err(thrown) = self.call(job.c, job.b, &[resolve, reject]) {
            if self.is_terminating() {
                return Err(thrown);
            }
            let reason = self.take_exception(thrown);
            self.call(reject, Value::UNDEFINED, &[reason])?;
        }
        Ok(())
    }
}
