//! Promise (ECMA-262 27.2): the object, its abstract operations, and what `await` uses of it.
//!
//! - [`constructor`]: the constructor, `then`, `catch`, `finally`, `resolve`, `reject`, `try`, `withResolvers`
//! - [`combinators`]: `all`, `allSettled`, `any`, `race`
//! - [`jobs`]: reaction jobs, thenable jobs, the job loop

mod combinators;
mod constructor;
pub mod jobs;

pub use constructor::PROMISE;

use crate::agent::Agent;
use crate::agent::host::RejectionOperation;
use crate::agent::job::{Job, JobKind};
use crate::agent::observer::{ObservedNumber, PromiseOrigin};
use crate::interpreter::generator::GeneratorObject;
use crate::kind::Kind;
use crate::object::{AsObject, Elements, Object, ObjectType, Shape};
use crate::{Args, Intrinsic, JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use std::cell::Cell;

/// [[PromiseState]]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum PromiseState {
    Pending,
    Fulfilled,
    Rejected,
}

/// A Promise. `reactions` is undefined, the newest of a chain of Reaction cells and of generators that await it, or, for a lone
/// `then` with one handler, that handler itself; its derived promise is then in `result`. The handler may be what the members
/// of a combinator share (see [`combinators`]), and the derived promise the member's place.
#[repr(C)]
pub struct PromiseObject {
    object: Object,
    result: Field<Value>,
    reactions: Field<Value>,
    state: Cell<PromiseState>,
    is_handled: Cell<bool>,
    pub(crate) number: ObservedNumber,
}

// SAFETY: visits the object part and both values.
unsafe impl Trace for PromiseObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.result.get().trace(tracer);
        self.reactions.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for PromiseObject {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for PromiseObject {
    const KIND: Kind = Kind::Promise;
}

impl PromiseObject {
    #[inline]
    pub fn state(&self) -> PromiseState {
        self.state.get()
    }
    /// The value or reason; undefined while pending.
    pub fn result(&self) -> Value {
        if self.state() == PromiseState::Pending { Value::UNDEFINED } else { self.result.get() }
    }
    /// Whether this is a promise of %Promise% whose `then`, `constructor` and species nobody has touched.
    #[inline(always)]
    pub(crate) fn is_plain(&self, agent: &mut Agent) -> bool {
        agent.protectors.promise
            && (self.object.shape_id() == agent.promise_shape().compress() || self.is_plain_by_prototype(agent))
    }
    #[cold]
    #[inline(never)]
    fn is_plain_by_prototype(&self, agent: &mut Agent) -> bool {
        self.object.shape().count() == 0
            && self.object.prototype() == agent.intrinsic(Intrinsic::PromisePrototype).into()
    }
    /// The handler and derived promise of a lone `then`, kept in the promise itself.
    fn inline_reaction(&self) -> Option<(Value, Value)> {
        let handler = self.reactions.get();
        (self.state() == PromiseState::Pending
            && handler.is_cell()
            && !handler.is_kind(Kind::Reaction)
            && !handler.is_kind(Kind::Generator))
        .then(|| (handler, self.result.get()))
    }
    /// Gives `visit` the callbacks that wait for it: functions, or `undefined`s in their place.
    pub fn visit_handlers(&self, mut visit: impl FnMut(Value)) {
        if let Some((handler, _)) = self.inline_reaction() {
            return visit(handler);
        }
        let mut next = self.reactions.get();
        while self.state() == PromiseState::Pending {
            if next.is_kind(Kind::Reaction) {
                // SAFETY: the kind was checked.
                let reaction = unsafe { next.as_gc_unchecked::<Reaction>() };
                visit(reaction.on_fulfilled);
                if reaction.on_rejected != reaction.on_fulfilled {
                    visit(reaction.on_rejected);
                }
                next = reaction.next;
            } else if let Some(generator) = next.as_kind::<GeneratorObject>() {
                next = generator.waits_behind();
            } else {
                return;
            }
        }
    }
    pub fn is_handled(&self) -> bool {
        self.is_handled.get()
    }
    pub fn mark_handled(&self) {
        self.is_handled.set(true);
    }
}

/// A pair of PromiseReaction Records: the same capability, one handler for each outcome.
#[repr(C)]
pub struct Reaction {
    header: Header,
    /// function, undefined, EMPTY: `derived` is a generator to resume, or what the members of a combinator share: `derived` is the
    /// member's place
    on_fulfilled: Value,
    on_rejected: Value,
    /// an intrinsic promise, an Elements cell (promise, resolve, reject), a generator, or undefined
    derived: Value,
    /// the async context of the `then` or `await`
    context: Value,
    next: Value,
}

// SAFETY: visits all fields.
unsafe impl Trace for Reaction {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.on_fulfilled.trace(tracer);
        self.on_rejected.trace(tracer);
        self.derived.trace(tracer);
        self.context.trace(tracer);
        self.next.trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Reaction {}

/// A PromiseCapability Record.
#[derive(Clone, Copy, Debug)]
pub struct PromiseCapability {
    pub promise: Gc<Object>,
    /// undefined for a promise of the intrinsic constructor, which needs no functions
    pub resolve: Value,
    pub reject: Value,
}

impl PromiseCapability {
    /// That of a promise of the intrinsic constructor.
    #[inline]
    pub fn of(promise: Gc<Object>) -> PromiseCapability {
        PromiseCapability { promise, resolve: Value::UNDEFINED, reject: Value::UNDEFINED }
    }
    /// One value for reactions and jobs to hold.
    fn to_value(self, agent: &mut Agent) -> JsResult<Value> {
        if self.resolve.is_undefined() {
            return Ok(self.promise.into());
        }
        Ok(agent.elements_from_slice(&[self.promise.into(), self.resolve, self.reject])?.into())
    }
    /// Resolves through the capability.
    pub fn resolve(&self, agent: &mut Agent, value: Value) -> JsResult<()> {
        match Value::from(self.promise).as_kind::<PromiseObject>() {
            Some(promise) if self.resolve.is_undefined() => resolve_promise(agent, promise, value),
            _ => {
                agent.call(self.resolve, Value::UNDEFINED, &[value])?;
            }
        }
        Ok(())
    }
    /// Rejects through the capability.
    pub fn reject(&self, agent: &mut Agent, reason: Value) -> JsResult<()> {
        match Value::from(self.promise).as_kind::<PromiseObject>() {
            Some(promise) if self.resolve.is_undefined() => reject_promise(agent, promise, reason),
            _ => {
                agent.call(self.reject, Value::UNDEFINED, &[reason])?;
            }
        }
        Ok(())
    }
}

/// A pending promise of the current realm's %Promise%.
pub fn new_promise(agent: &mut Agent) -> Gc<PromiseObject> {
    new_promise_from(agent, PromiseOrigin::Constructor)
}

/// The same; `origin` is for an observer.
pub(crate) fn new_promise_from(agent: &mut Agent, origin: PromiseOrigin) -> Gc<PromiseObject> {
    let shape = agent.promise_shape();
    new_promise_of_shape(agent, shape, origin)
}

pub(crate) fn new_promise_with_prototype(
    agent: &mut Agent,
    prototype: Gc<Object>,
    origin: PromiseOrigin,
) -> Gc<PromiseObject> {
    let shape = agent.root_shape(prototype.into(), 0);
    new_promise_of_shape(agent, shape, origin)
}

#[inline]
fn new_promise_of_shape(agent: &mut Agent, shape: Gc<Shape>, origin: PromiseOrigin) -> Gc<PromiseObject> {
    let promise = alloc_promise(agent, shape, PromiseState::Pending, Value::UNDEFINED);
    if agent.observing {
        agent.observe_promise(promise, origin, None);
    }
    promise
}

#[inline]
fn alloc_promise(agent: &mut Agent, shape: Gc<Shape>, state: PromiseState, result: Value) -> Gc<PromiseObject> {
    agent.alloc(PromiseObject {
        object: Object::new(Kind::Promise, shape),
        result: Field::new(result),
        reactions: Field::new(Value::UNDEFINED),
        state: Cell::new(state),
        is_handled: Cell::new(false),
        number: ObservedNumber::default(),
    })
}

/// A promise of the current realm's %Promise%, resolved with a value.
pub(crate) fn new_resolved_promise(agent: &mut Agent, resolution: Value, origin: PromiseOrigin) -> Gc<PromiseObject> {
    if resolution.is_object() {
        let promise = new_promise_from(agent, origin);
        resolve_promise(agent, promise, resolution);
        return promise;
    }
    // OPTIMIZATION: what is no object is no thenable, so the promise is born fulfilled.
    let shape = agent.promise_shape();
    let promise = alloc_promise(agent, shape, PromiseState::Fulfilled, resolution);
    if agent.observing {
        agent.observe_promise(promise, origin, Some(false));
    }
    promise
}

/// NewPromiseCapability (27.2.1.5). For %Promise% itself no functions are made.
pub fn new_promise_capability(agent: &mut Agent, constructor: Value) -> JsResult<PromiseCapability> {
    new_promise_capability_from(agent, constructor, PromiseOrigin::Constructor)
}

/// The same; `origin` is for an observer.
pub(crate) fn new_promise_capability_from(
    agent: &mut Agent,
    constructor: Value,
    origin: PromiseOrigin,
) -> JsResult<PromiseCapability> {
    if constructor == agent.intrinsic(Intrinsic::Promise).into() {
        return Ok(PromiseCapability::of(new_promise_from(agent, origin).as_object()));
    }
    let Some(c) = constructor.as_object().filter(|c| c.is_constructor()) else {
        let text = crate::error::describe(agent, constructor);
        return Err(agent.throw_type_error(format!("{text} is not a constructor")));
    };
    let record = agent.elements_from_slice(&[Value::UNDEFINED, Value::UNDEFINED])?;
    let executor = agent.new_native("", 2, capability_executor, &[record.into()]);
    let promise = agent.construct(c, &[executor.into()], c)?;
    let (resolve, reject) = (record.get(0), record.get(1));
    if !resolve.is_callable() || !reject.is_callable() {
        return Err(agent.throw_type_error("Promise resolve or reject function is not callable"));
    }
    Ok(PromiseCapability { promise, resolve, reject })
}

fn elements_of(value: Value) -> Gc<Elements> {
    // SAFETY: the natives of this folder capture Elements cells there.
    unsafe { value.as_gc_unchecked() }
}

fn capability_executor(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let record = elements_of(args.data(0));
    if !record.get(0).is_undefined() || !record.get(1).is_undefined() {
        return Err(agent.throw_type_error("Promise executor has already been invoked with non-undefined arguments"));
    }
    record.set(0, args.get(0));
    record.set(1, args.get(1));
    Ok(Value::UNDEFINED)
}

/// CreateResolvingFunctions (27.2.1.3)
pub fn create_resolving_functions(agent: &mut Agent, promise: Gc<PromiseObject>) -> JsResult<(Value, Value)> {
    let already = agent.elements_from_slice(&[Value::FALSE])?;
    let resolve = agent.new_native("", 1, resolve_function, &[promise.into(), already.into()]);
    let reject = agent.new_native("", 1, reject_function, &[promise.into(), already.into()]);
    Ok((resolve.into(), reject.into()))
}

fn settle_once(args: &Args) -> Option<Gc<PromiseObject>> {
    let already = elements_of(args.data(1));
    if already.get(0).is_true() {
        return None;
    }
    already.set(0, Value::TRUE);
    args.data(0).as_kind()
}

fn resolve_function(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(promise) = settle_once(&args) {
        resolve_promise(agent, promise, args.get(0));
    }
    Ok(Value::UNDEFINED)
}

fn reject_function(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(promise) = settle_once(&args) {
        reject_promise(agent, promise, args.get(0));
    }
    Ok(Value::UNDEFINED)
}

/// What a promise's resolve function does with a value (27.2.1.3.2, from step 7).
pub fn resolve_promise(agent: &mut Agent, promise: Gc<PromiseObject>, resolution: Value) {
    if promise.state() != PromiseState::Pending {
        return;
    }
    let Some(object) = resolution.as_object() else { return fulfill_promise(agent, promise, resolution) };
    if object == promise.as_object() {
        let error = agent.new_error(Intrinsic::TypeErrorPrototype, "Chaining cycle detected for promise #<Promise>");
        return reject_promise(agent, promise, error.into());
    }
    let then = match object.get(agent, agent.names.then) {
        Ok(then) => then,
        Err(thrown) => {
            let reason = agent.take_exception(thrown);
            return reject_promise(agent, promise, reason);
        }
    };
    if !then.is_callable() {
        return fulfill_promise(agent, promise, resolution);
    }
    agent.enqueue_job(Job { kind: JobKind::ResolveThenable, flag: false, a: promise.into(), b: resolution, c: then });
}

/// FulfillPromise
pub fn fulfill_promise(agent: &mut Agent, promise: Gc<PromiseObject>, value: Value) {
    settle(agent, promise, value, PromiseState::Fulfilled);
}

/// RejectPromise
pub fn reject_promise(agent: &mut Agent, promise: Gc<PromiseObject>, reason: Value) {
    if promise.state() != PromiseState::Pending {
        return;
    }
    if !promise.is_handled() {
        agent.host.promise_rejection(promise.into(), RejectionOperation::Reject);
    }
    settle(agent, promise, reason, PromiseState::Rejected);
}

fn settle(agent: &mut Agent, promise: Gc<PromiseObject>, result: Value, state: PromiseState) {
    if promise.state() != PromiseState::Pending {
        return;
    }
    if agent.observing {
        agent.observe_settled(promise, state == PromiseState::Rejected);
    }
    let reactions = promise.reactions.get();
    let lone = promise.inline_reaction();
    promise.result.set(promise.header(), result);
    promise.reactions.set(promise.header(), Value::UNDEFINED);
    promise.state.set(state);
    let rejected = state == PromiseState::Rejected;
    if reactions.is_undefined() {
        return;
    }
    if let Some((handler, derived)) = lone {
        let job = new_reaction_job(handler, Value::UNDEFINED, derived, result, rejected);
        return agent.enqueue_job_in(Value::UNDEFINED, job);
    }
    settle_chain(agent, promise, reactions, result, rejected);
}

/// Queues the jobs of a chain of reactions.
#[inline(never)]
fn settle_chain(agent: &mut Agent, promise: Gc<PromiseObject>, reactions: Value, result: Value, rejected: bool) {
    // The chain is newest first; reactions run in the order they were added. The cells stay reachable from `reactions`, a
    // local.
    let mut chain: smallvec::SmallVec<[Waiting; 8]> = smallvec::SmallVec::new();
    let mut next = reactions;
    loop {
        if let Some(generator) = next.as_kind::<GeneratorObject>() {
            chain.push(Waiting::Generator(generator));
            next = generator.waits_behind();
        } else if next.is_kind(Kind::Reaction) {
            // SAFETY: the kind was checked.
            let reaction = unsafe { next.as_gc_unchecked::<Reaction>() };
            chain.push(Waiting::Reaction(reaction));
            next = reaction.next;
        } else {
            break;
        }
    }
    for waiting in chain.iter().rev() {
        match waiting {
            Waiting::Reaction(reaction) => enqueue_reaction(agent, reaction, result, rejected),
            Waiting::Generator(generator) => {
                let a = (*generator).into();
                let job = Job { kind: JobKind::Resume, flag: rejected, a, b: result, c: Value::EMPTY };
                agent.enqueue_job_in(Value::UNDEFINED, job);
            }
        }
    }
    jenny_gc::write_barrier(promise.header());
    std::hint::black_box(reactions);
}

/// What waits for a promise.
enum Waiting {
    Reaction(Gc<Reaction>),
    /// outside any async context
    Generator(Gc<GeneratorObject>),
}

fn enqueue_reaction(agent: &mut Agent, reaction: &Reaction, argument: Value, rejected: bool) {
    let job = new_reaction_job(reaction.on_fulfilled, reaction.on_rejected, reaction.derived, argument, rejected);
    agent.enqueue_job_in(reaction.context, job);
}

/// The job of a reaction whose promise has settled with `argument`.
#[inline]
fn new_reaction_job(on_fulfilled: Value, on_rejected: Value, derived: Value, argument: Value, rejected: bool) -> Job {
    let (kind, a, c) = if on_fulfilled.is_empty() {
        (JobKind::Resume, derived, Value::EMPTY)
    } else if on_fulfilled.is_kind(Kind::Elements) {
        (JobKind::Member, on_fulfilled, derived)
    } else {
        (JobKind::Reaction, if rejected { on_rejected } else { on_fulfilled }, derived)
    };
    Job { kind, flag: rejected, a, b: argument, c }
}

fn add_reaction(
    agent: &mut Agent,
    promise: Gc<PromiseObject>,
    on_fulfilled: Value,
    on_rejected: Value,
    derived: Value,
) {
    // A lone `then`, likewise, is one without an async context.
    if promise.state() == PromiseState::Pending
        && agent.async_context.is_undefined()
        && promise.reactions.get().is_undefined()
        && on_rejected.is_undefined()
        && (on_fulfilled.is_object() && derived.is_kind(Kind::Promise) || on_fulfilled.is_kind(Kind::Elements))
    {
        promise.reactions.set(promise.header(), on_fulfilled);
        promise.result.set(promise.header(), derived);
        return promise.is_handled.set(true);
    }
    if let Some((handler, first)) = promise.inline_reaction() {
        let reaction = agent.alloc(Reaction {
            header: Header::new(Kind::Reaction as u8),
            on_fulfilled: handler,
            on_rejected: Value::UNDEFINED,
            derived: first,
            context: Value::UNDEFINED,
            next: Value::UNDEFINED,
        });
        promise.reactions.set(promise.header(), reaction.into());
        promise.result.set(promise.header(), Value::UNDEFINED);
    }
    match promise.state() {
        PromiseState::Pending => {
            let reaction = agent.alloc(Reaction {
                header: Header::new(Kind::Reaction as u8),
                on_fulfilled,
                on_rejected,
                derived,
                context: agent.async_context,
                next: promise.reactions.get(),
            });
            promise.reactions.set(promise.header(), reaction.into());
        }
        state => {
            note_handled(agent, promise);
            let rejected = state == PromiseState::Rejected;
            agent.enqueue_job(new_reaction_job(on_fulfilled, on_rejected, derived, promise.result(), rejected));
        }
    }
    promise.is_handled.set(true);
}

fn note_handled(agent: &mut Agent, promise: Gc<PromiseObject>) {
    if promise.state() == PromiseState::Rejected && !promise.is_handled() {
        agent.host.promise_rejection(promise.into(), RejectionOperation::Handle);
    }
}

/// PerformPromiseThen (27.2.5.4.1); handlers are functions or undefined.
#[inline]
pub fn perform_promise_then(
    agent: &mut Agent,
    promise: Gc<PromiseObject>,
    on_fulfilled: Value,
    on_rejected: Value,
    derived: Option<PromiseCapability>,
) -> JsResult<Value> {
    let on_fulfilled = if on_fulfilled.is_callable() { on_fulfilled } else { Value::UNDEFINED };
    let on_rejected = if on_rejected.is_callable() { on_rejected } else { Value::UNDEFINED };
    let held = match derived {
        Some(capability) => capability.to_value(agent)?,
        None => Value::UNDEFINED,
    };
    if agent.observing {
        agent.observe_then(promise, held);
    }
    add_reaction(agent, promise, on_fulfilled, on_rejected, held);
    Ok(derived.map_or(Value::UNDEFINED, |c| c.promise.into()))
}

/// The rest of `await`: resumes the generator when the promise settles.
pub fn await_promise(agent: &mut Agent, promise: Gc<PromiseObject>, generator: Gc<GeneratorObject>) {
    if agent.observing {
        agent.observe_await(promise, generator);
    }
    match promise.state() {
        // A generator in the chain itself is one without an async context.
        PromiseState::Pending if agent.async_context.is_undefined() && promise.inline_reaction().is_none() => {
            generator.wait_behind(agent, promise.reactions.get());
            promise.reactions.set(promise.header(), generator.into());
        }
        PromiseState::Pending => return add_reaction(agent, promise, Value::EMPTY, Value::UNDEFINED, generator.into()),
        state => {
            note_handled(agent, promise);
            let flag = state == PromiseState::Rejected;
            resume_later(agent, generator, promise.result(), flag);
        }
    }
    promise.is_handled.set(true);
}

/// A job resumes the generator with the value, or throws it there. An observer was told of the job with the await.
pub(crate) fn resume_later(agent: &mut Agent, generator: Gc<GeneratorObject>, value: Value, throws: bool) {
    let (a, c) = (generator.into(), Value::EMPTY);
    agent.enqueue_observed_job(Job { kind: JobKind::Resume, flag: throws, a, b: value, c });
}

/// Longest chain of `then`s that is followed for a stack trace.
const LONGEST_CHAIN: usize = 64;

/// The generator that awaits a promise, or one that follows from it by `then`, `return`, `resolve` or `Promise.all`, for async stack traces.
pub fn awaiting_generator(promise: Value) -> Option<Gc<GeneratorObject>> {
    let mut next = promise;
    for _ in 0..LONGEST_CHAIN {
        if let Some(generator) = next.as_kind::<GeneratorObject>() {
            return Some(generator);
        }
        if next.is_kind(Kind::Elements) {
            // SAFETY: the kind was checked; PromiseCapability::to_value made it.
            next = unsafe { next.as_gc_unchecked::<Elements>() }.get(0);
        }
        let promise = next.as_kind::<PromiseObject>()?;
        if let Some((handler, derived)) = promise.inline_reaction() {
            next = combinators::promise_behind(handler).unwrap_or(derived);
            continue;
        }
        let reactions = promise.reactions.get();
        if !reactions.is_kind(Kind::Reaction) {
            return reactions.as_kind::<GeneratorObject>();
        }
        // SAFETY: the kind was checked.
        let reaction = unsafe { reactions.as_gc_unchecked::<Reaction>() };
        next = combinators::promise_behind(reaction.on_fulfilled).unwrap_or(reaction.derived);
    }
    None
}

/// PromiseResolve(%Promise%, x): x itself if it is a promise of that constructor.
#[inline]
pub fn promise_resolve_intrinsic(agent: &mut Agent, value: Value) -> JsResult<Gc<PromiseObject>> {
    match value.as_kind::<PromiseObject>() {
        Some(promise) if promise.is_plain(agent) => Ok(promise),
        _ => promise_resolve_by_constructor(agent, value),
    }
}

#[inline(never)]
fn promise_resolve_by_constructor(agent: &mut Agent, value: Value) -> JsResult<Gc<PromiseObject>> {
    if let Some(promise) = value.as_kind::<PromiseObject>() {
        let constructor = promise.object.get(agent, agent.names.constructor)?;
        if constructor == agent.intrinsic(Intrinsic::Promise).into() {
            return Ok(promise);
        }
    }
    Ok(new_resolved_promise(agent, value, PromiseOrigin::Resolve))
}

/// PromiseResolve(C, x) (27.2.4.7.1)
pub fn promise_resolve(agent: &mut Agent, constructor: Value, value: Value) -> JsResult<Gc<Object>> {
    if let Some(promise) = value.as_kind::<PromiseObject>()
        && if promise.is_plain(agent) {
            constructor == agent.intrinsic(Intrinsic::Promise).into()
        } else {
            promise.object.get(agent, agent.names.constructor)? == constructor
        }
    {
        return Ok(promise.as_object());
    }
    let capability = new_promise_capability_from(agent, constructor, PromiseOrigin::Resolve)?;
    capability.resolve(agent, value)?;
    Ok(capability.promise)
}
