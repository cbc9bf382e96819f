//! One agent's part of a record: observers of its loop and its promises, and what natives tell.

use std::cell::{RefCell, RefMut};
use std::rc::Rc;
use std::sync::Arc;

use jenny_bytecode::{FunctionTemplate, SourceText};
use jenny_engine::Agent;
use jenny_engine::agent::held_by_calls::RunningFrame;
use jenny_engine::agent::observer::{
    ActivationId, AgentEvent, AgentObserver, JobId, JobName, PromiseId, PromiseOrigin,
};
use jenny_engine::agent::repeats::{Repeated, Repeats, Round};
use jenny_engine::interpreter::CallTrail;
use jenny_trace::buffer::shortened;
use jenny_trace::field::{
    Activation, AgentKind, Hash, Job, JobKind, LockMode, Operation, Output, Port, Promise, PromiseState, Script, Stack,
    Str, Target, Task, Tick, Time,
};
use jenny_trace::short::{NewAwait, NewPromise, QueuedJob};
use jenny_trace::wire::Encoder;
use jenny_trace::{AgentBuffer, Decision, Event};
use rustc_hash::FxHashMap;

use super::Recorder;
use super::calls::{Moment, OpenCalls, Told};
use super::tape::OWN_OUTPUT;
use super::words::{kind_of, origin_of, phase_of, source_of};
use crate::event_loop::{LoopEvent, LoopObserver, OperationId};
use crate::process::StandardStream;
use crate::watch::Watch;

/// Calls that a stack of the record holds.
const CALLS: usize = 3;
/// One in so many jobs is told with its time.
const JOBS_WITH_TIME: u64 = 64;
/// Places of calls that are recognised at once: a power of two.
const PLACES: usize = 512;
/// Nanoseconds after which a waiting loop hands on what it has.
const HAND_ON_AFTER: u64 = 50_000_000;
/// Bytes that are kept for the next result.
const MOST_SCRATCH: usize = 16 << 10;
/// Bytes of the heap that are a change worth telling.
const HEAP_CHANGE: u64 = 64 << 10;

type Calls = [(usize, u32); CALLS];

#[derive(Debug)]
struct Inner {
    buffer: AgentBuffer,
    /// Where the agent stood lately, and the row of that: a cache by the innermost place.
    places: Box<[(CallTrail, Option<Stack>); PLACES]>,
    stacks: FxHashMap<Calls, Option<Stack>>,
    /// Held, so that an address stands for one template only, and a place in its code for one place.
    templates: FxHashMap<usize, Arc<FunctionTemplate>>,
    scripts: FxHashMap<usize, (Script, Arc<SourceText>)>,
    /// Where the native that runs was called.
    position: Option<Stack>,
    /// How the last promise was made, its place among `places`, and its stack.
    made: (PromiseOrigin, usize, Option<Stack>),
    name: Option<Str>,
    /// Where bytes of a result are gathered.
    scratch: Encoder,
    handed_on: u64,
    ticks: u64,
    started_ticks: u64,
    jobs: u64,
    collections: (usize, usize, u64),
    used: u64,
    ended: bool,
}

/// What one agent tells the recorder. Lives on the agent's thread.
#[derive(Debug)]
pub struct AgentRecording {
    recorder: Arc<Recorder>,
    /// Rounds of awaits that the agent has counted and `inner` does not know of yet.
    repeats: Rc<Repeats>,
    watch: Option<Arc<Watch>>,
    /// Calls, where the record gets them.
    calls: Option<RefCell<OpenCalls>>,
    inner: RefCell<Inner>,
}

/// When an event was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Now,
    /// The time of the event before is near enough.
    AsBefore,
}

impl AgentRecording {
    /// Begins the record of agent `number`.
    pub fn start(recorder: Arc<Recorder>, number: u16, entry: &str) -> Rc<AgentRecording> {
        let mut buffer = AgentBuffer::new(number);
        let entry = buffer.string(entry);
        let watch = recorder.watch().cloned();
        let calls = recorder.detail.get().cloned().map(|detail| RefCell::new(OpenCalls::new(detail)));
        let recording = AgentRecording {
            recorder,
            repeats: Rc::default(),
            watch,
            calls,
            inner: RefCell::new(Inner {
                buffer,
                places: Box::new([(CallTrail::default(), None); PLACES]),
                stacks: FxHashMap::default(),
                templates: FxHashMap::default(),
                scripts: FxHashMap::default(),
                position: None,
                made: (PromiseOrigin::Constructor, 0, None),
                name: None,
                scratch: Encoder::default(),
                handed_on: 0,
                ticks: 0,
                started_ticks: 0,
                jobs: 0,
                collections: (0, 0, 0),
                used: 0,
                ended: false,
            }),
        };
        let agent_kind = if number == 0 { AgentKind::Main } else { AgentKind::Worker };
        recording.tell(When::Now, &Event::AgentStart { agent_kind, parent: None, operation: None, entry });
        Rc::new(recording)
    }

    /// All that was told until now, to add to it.
    #[inline(always)]
    fn inner(&self) -> RefMut<'_, Inner> {
        let mut inner = self.inner.borrow_mut();
        if self.repeats.is_armed() {
            inner.take_repeated(self.repeats.take());
        }
        inner
    }

    /// Brings what was told to the recorder.
    pub(crate) fn hand_on(&self) {
        self.inner().hand_on(&self.recorder);
    }

    /// The same, if the last time was so many nanoseconds ago.
    pub(crate) fn hand_on_after(&self, nanoseconds: u64) {
        let now = self.recorder.elapsed();
        let inner = &mut *self.inner();
        if now - inner.handed_on > nanoseconds {
            inner.handed_on = now;
            inner.hand_on(&self.recorder);
        }
    }

    /// The agent's number.
    pub(crate) fn agent(&self) -> u16 {
        self.inner().buffer.agent()
    }

    /// How many events the agent has told.
    pub(crate) fn events(&self) -> u64 {
        self.inner().buffer.events()
    }

    /// Who watches the agent.
    pub(crate) fn watch(&self) -> Option<&Watch> {
        self.watch.as_deref()
    }

    /// Whether calls are to be told.
    pub(crate) fn wants_calls(&self) -> bool {
        self.calls.as_ref().is_some_and(|calls| calls.borrow().are_wanted())
            || self.watch().is_some_and(|watch| watch.wants_calls(self.agent()))
    }

    /// Tells which calls have begun and ended before what is told next, and what they hold where somebody will look.
    #[inline(always)]
    fn catch_up(&self, agent: &Agent, moment: Moment) {
        if let Some(calls) = &self.calls {
            self.tell_calls(calls, agent, moment);
        }
    }

    #[cold]
    fn tell_calls(&self, calls: &RefCell<OpenCalls>, agent: &Agent, moment: Moment) {
        let told = calls.borrow_mut().compare(agent, moment);
        if matches!(told.last(), Some(Told::Statement(_) | Told::Values(_))) {
            // Collections are told of where they were.
            self.heap(agent);
        }
        for told in told {
            let event = match told {
                Told::Exit(threw) => Event::CallExit { threw },
                Told::Values(text) => Event::Values { text: text.into() },
                Told::Enter(frames) => match self.inner().row_of_frames(&frames) {
                    Some(stack) => Event::CallEnter { stack },
                    None => continue,
                },
                Told::Statement(frames) => match self.inner().row_of_frames(&frames) {
                    Some(stack) => Event::Statement { stack },
                    None => continue,
                },
            };
            self.tell(When::Now, &event);
        }
    }

    /// The same where the stack is empty.
    fn end_calls(&self) {
        let Some(calls) = &self.calls else { return };
        let open = calls.borrow_mut().end();
        (0..open).for_each(|_| self.tell(When::AsBefore, &Event::CallExit { threw: false }));
    }

    fn tell(&self, when: When, event: &Event) {
        let time = (when == When::Now).then(|| self.recorder.elapsed());
        let inner = &mut *self.inner();
        inner.buffer.event(time, event);
        if inner.buffer.is_full() {
            inner.hand_on(&self.recorder);
        }
    }

    /// Writes a decision down.
    pub(crate) fn decision(&self, decision: &Decision) {
        let inner = &mut *self.inner();
        inner.buffer.decision(decision);
        if inner.buffer.is_full() {
            inner.hand_on(&self.recorder);
        }
    }

    /// The row of a name.
    pub(crate) fn string(&self, text: &str) -> Str {
        self.inner().buffer.string(text)
    }

    /// The result of an operation, where its task runs; `write` gives its bytes.
    pub(crate) fn outcome(&self, operation: OperationId, write: impl FnOnce(&mut Encoder)) {
        // OPTIMIZATION: a request to a server is one of these, so its bytes are gathered where those before were.
        let mut scratch = std::mem::take(&mut self.inner().scratch);
        write(&mut scratch);
        let inner = &mut *self.inner();
        inner.buffer.outcome(Operation(operation.number()), &scratch.bytes);
        if scratch.bytes.capacity() <= MOST_SCRATCH {
            scratch.reset();
            inner.scratch = scratch;
        }
        if inner.buffer.is_full() {
            inner.hand_on(&self.recorder);
        }
    }

    /// The answer of a call of the machine.
    pub(crate) fn call(&self, name: &str, write: impl FnOnce(&mut Encoder)) {
        let name = self.string(name);
        self.decision(&Decision::Call { name, question: Hash(0), answer: bytes_of(write) });
    }

    /// The agent's program has ended; what it told goes to the recorder.
    pub fn end(&self, code: i32) {
        if std::mem::replace(&mut self.inner().ended, true) {
            return;
        }
        self.decision(&Decision::Exit { code: i64::from(code) });
        self.tell(When::Now, &Event::AgentExit { code: i64::from(code) });
        self.leave();
        if let Some(watch) = self.watch() {
            watch.leave(self.agent(), code);
        }
    }

    /// Hands over what was told, and is not waited for any more.
    fn leave(&self) {
        self.hand_on();
        self.recorder.running.leave(self.agent());
    }

    /// The agent looks up: the record may be about to be closed.
    pub(crate) fn looks_up(&self) {
        if self.recorder.running.is_closing() {
            self.leave();
        }
    }

    /// Writes the record to its end: the process is about to go.
    pub fn finish(&self) {
        self.hand_on();
        if let Err(error) = self.recorder.finish() {
            crate::process::tell(&format!("jenny: the record could not be written: {error}\n"));
        }
    }

    /// Notes where the program's code stands: a native is about to use the runtime.
    pub(crate) fn locate(&self, agent: &Agent) {
        self.catch_up(agent, Moment::Call);
        let inner = &mut *self.inner();
        inner.position = inner.stack(agent);
    }

    /// The record gets a source of the program's.
    pub fn script(&self, source: &Arc<SourceText>) {
        if !jenny_engine::error::is_internal_source(&source.name) {
            self.inner().script_of(source);
        }
    }

    /// The next operation is called `name`.
    pub fn name_operation(&self, name: &str) {
        let inner = &mut *self.inner();
        inner.name = Some(inner.buffer.string(&shortened(name).0));
    }

    /// The program wrote something.
    pub fn output(&self, stream: StandardStream, bytes: &[u8]) {
        let (text, left_out) = shortened(&String::from_utf8_lossy(bytes));
        let output = match stream {
            StandardStream::Output => Output::Out,
            StandardStream::Error => Output::Error,
        };
        let stack = self.inner().position;
        self.tell(When::Now, &Event::Output { output, text, left_out, stack });
    }

    /// A Worker wrote to a stream of the process without its owner.
    pub fn wrote(&self, stream: StandardStream, bytes: &[u8]) {
        let time = self.recorder.elapsed();
        self.call(OWN_OUTPUT, |encoder| {
            encoder.varint(time);
            encoder.bytes.push(u8::from(stream == StandardStream::Error));
            encoder.slice(bytes);
        });
        // The program may end before this agent comes to it.
        self.hand_on();
    }

    /// `process.nextTick`: the tick's number.
    pub fn tick_queued(&self) -> u64 {
        let (tick, stack) = {
            let inner = &mut *self.inner();
            inner.ticks += 1;
            (inner.ticks, inner.position)
        };
        self.tell(When::AsBefore, &Event::TickQueue { tick: Tick(tick), stack });
        tick
    }

    pub fn tick_started(&self, tick: u64) {
        self.inner().started_ticks += 1;
        self.tell(When::Now, &Event::TickStart { tick: Tick(tick) });
        if let Some(watch) = self.watch() {
            watch.after_tick_start(self);
        }
    }

    pub fn tick_ended(&self, tick: u64) {
        self.tell(When::AsBefore, &Event::TickEnd { tick: Tick(tick) });
    }

    pub fn listener(&self, added: bool, target: u64, class: &str, event_type: &str) {
        let (class, event_type, stack) = {
            let inner = &mut *self.inner();
            (inner.buffer.string(class), inner.buffer.string(event_type), inner.position)
        };
        let target = Target(target);
        let event = match added {
            true => Event::ListenerAdd { target, class, event_type, stack },
            false => Event::ListenerRemove { target, event_type },
        };
        self.tell(When::AsBefore, &event);
    }

    pub fn dispatch(&self, target: u64, class: &str, event_type: &str, listeners: u64) {
        let (class, event_type) = {
            let buffer = &mut self.inner().buffer;
            (buffer.string(class), buffer.string(event_type))
        };
        self.tell(When::Now, &Event::Dispatch { target: Target(target), class, event_type, listeners });
    }

    /// `performance.mark`, or `performance.measure` that ends now and took so long.
    pub fn span(&self, name: &str, nanoseconds: u64) {
        let name = self.string(&shortened(name).0);
        self.tell(When::Now, &Event::Span { name, nanoseconds });
    }

    pub fn dispatched(&self, target: u64) {
        self.tell(When::AsBefore, &Event::DispatchEnd { target: Target(target) });
    }

    /// A lock is asked for; `operation` is the wait for it.
    pub fn lock_requested(&self, operation: OperationId, name: &str, shared: bool) {
        let name = self.string(&shortened(name).0);
        let mode = if shared { LockMode::Shared } else { LockMode::Exclusive };
        self.tell(When::Now, &Event::LockRequest { operation: Operation(operation.number()), name, mode });
    }

    pub fn lock_granted(&self, operation: OperationId) {
        self.tell(When::Now, &Event::LockGrant { operation: Operation(operation.number()) });
    }

    /// A lock is given back, or its request withdrawn.
    pub fn lock_released(&self, operation: OperationId) {
        self.tell(When::Now, &Event::LockRelease { operation: Operation(operation.number()) });
    }

    /// Two ports were made.
    pub fn channel(&self, a: u64, b: u64) {
        self.tell(When::AsBefore, &Event::ChannelNew { a: Port(a), b: Port(b) });
    }

    pub fn port_started(&self, port: u64, operation: OperationId) {
        let operation = Some(Operation(operation.number()));
        self.tell(When::AsBefore, &Event::PortStart { port: Port(port), operation });
    }

    pub fn port_closed(&self, port: u64) {
        self.tell(When::AsBefore, &Event::PortClose { port: Port(port) });
    }

    /// A message leaves by a port, the `message`-th of it.
    pub fn message_sent(&self, port: u64, message: u64, bytes: u64) {
        let stack = self.inner().position;
        self.tell(When::Now, &Event::MessageSend { port: Port(port), message, bytes, stack });
    }

    pub fn message_delivered(&self, port: u64, message: u64) {
        self.tell(When::Now, &Event::MessageDeliver { port: Port(port), message });
    }

    /// Nobody handles a rejected promise, or somebody does now that it was reported.
    pub fn rejection(&self, promise: PromiseId, handled: bool) {
        let promise = Promise(promise.0);
        let event = if handled { Event::HandledLate { promise } } else { Event::Unhandled { promise } };
        self.tell(When::AsBefore, &event);
    }

    /// A turn begins: what the heap holds, and what was collected.
    pub fn heap(&self, agent: &Agent) {
        let stats = agent.heap.stats();
        let (used, total) = (stats.used as u64, stats.total_pause.as_nanos() as u64);
        let event = {
            let inner = &mut *self.inner();
            let now = (stats.collections, stats.full_collections, total);
            let before = std::mem::replace(&mut inner.collections, now);
            if now.0 + now.1 != before.0 + before.1 {
                inner.used = used;
                Event::Gc {
                    collections: (now.0 - before.0) as u64,
                    full: (now.1 - before.1) as u64,
                    used,
                    nanoseconds: total.saturating_sub(before.2),
                }
            } else if used.abs_diff(inner.used) >= HEAP_CHANGE {
                inner.used = used;
                Event::HeapStats { used }
            } else {
                return;
            }
        };
        self.tell(When::AsBefore, &event);
    }

    fn loop_event(&self, event: &LoopEvent) {
        match (&self.calls, event) {
            (Some(calls), LoopEvent::TurnBegin { turn }) => calls.borrow_mut().turn_begins(*turn),
            (Some(_), LoopEvent::TaskEnd { .. }) => self.end_calls(),
            _ => {}
        }
        let operation_of = |id: &OperationId| Operation(id.number());
        let (when, event) = match event {
            LoopEvent::TurnBegin { turn } => (When::Now, Event::TurnBegin { turn: *turn }),
            LoopEvent::TurnEnd { turn, digest } => {
                let count = |length: usize| length as u64;
                let event = Event::TurnEnd {
                    turn: *turn,
                    timers: count(digest.timers),
                    immediates: count(digest.immediates),
                    operations: count(digest.operations),
                    tasks: count(digest.tasks),
                    closing: count(digest.closing),
                    jobs: count(digest.jobs),
                    hash: Hash(digest.hash),
                };
                (When::AsBefore, event)
            }
            LoopEvent::Phase(phase) => (When::AsBefore, Event::Phase { phase: phase_of(*phase) }),
            LoopEvent::Park { next_due, pending } => {
                let now = self.recorder.elapsed();
                let next_due = next_due.map(|left| Time(now + left));
                (When::Now, Event::Park { next_due, pending: *pending as u64 })
            }
            LoopEvent::Unpark { by_arrival } => (When::Now, Event::Unpark { arrival: *by_arrival }),
            LoopEvent::TaskQueue { task, source, channel, trigger, .. } => {
                let event = Event::TaskQueue {
                    task: Task(task.number()),
                    source: source_of(*source),
                    channel: *channel & ((1 << 48) - 1),
                    trigger: trigger.as_ref().map(operation_of),
                };
                (When::AsBefore, event)
            }
            LoopEvent::TaskStart { task, .. } => (When::Now, Event::TaskStart { task: Task(task.number()) }),
            LoopEvent::TaskEnd { task, broke } => {
                (When::Now, Event::TaskEnd { task: Task(task.number()), broke: *broke })
            }
            LoopEvent::TaskCancel { task } => (When::AsBefore, Event::TaskCancel { task: Task(task.number()) }),
            LoopEvent::TickQueue { .. } | LoopEvent::TickStart { .. } => return,
            LoopEvent::Checkpoint { .. } => {
                let inner = &mut *self.inner();
                let (ticks, jobs) = (std::mem::take(&mut inner.started_ticks), std::mem::take(&mut inner.jobs));
                if ticks + jobs == 0 {
                    return;
                }
                (When::Now, Event::Checkpoint { ticks, jobs })
            }
            LoopEvent::OperationStart { operation, kind, due, repeats, .. } => {
                let (name, stack) = {
                    let inner = &mut *self.inner();
                    (inner.name.take(), inner.position)
                };
                let event = Event::OperationStart {
                    operation: operation_of(operation),
                    operation_kind: kind_of(*kind),
                    due: due.map(|left| Time(self.recorder.elapsed() + left)),
                    repeats: *repeats,
                    name,
                    stack,
                };
                (When::Now, event)
            }
            LoopEvent::OperationReady { operation } => {
                (When::Now, Event::OperationReady { operation: operation_of(operation) })
            }
            LoopEvent::OperationEnd { operation } => {
                (When::AsBefore, Event::OperationEnd { operation: operation_of(operation) })
            }
            LoopEvent::OperationCancel { operation, .. } => {
                (When::AsBefore, Event::OperationCancel { operation: operation_of(operation) })
            }
            LoopEvent::OperationRef { operation, referenced } => {
                (When::AsBefore, Event::OperationRef { operation: operation_of(operation), referenced: *referenced })
            }
            LoopEvent::OperationRearm { operation, due } => {
                let due = Time(self.recorder.elapsed() + due);
                (When::AsBefore, Event::OperationRearm { operation: operation_of(operation), due })
            }
        };
        self.tell(when, &event);
        match event {
            Event::Park { .. } => {
                let now = self.recorder.elapsed();
                let inner = &mut *self.inner();
                if now - inner.handed_on > HAND_ON_AFTER {
                    inner.handed_on = now;
                    inner.hand_on(&self.recorder);
                }
            }
            // Where the loop itself starts something, the program's code stands nowhere.
            Event::TaskEnd { .. } => self.inner().position = None,
            _ => {}
        }
    }

    fn agent_event(&self, agent: &Agent, event: AgentEvent) {
        self.catch_up(
            agent,
            match event {
                AgentEvent::Call => Moment::Call,
                AgentEvent::Statement => Moment::Statement,
                _ => Moment::Other,
            },
        );
        let inner = &mut *self.inner();
        match event {
            AgentEvent::PromiseSettle { promise, rejected } => {
                inner.buffer.promise_settle(promise_of(promise), state_of(rejected));
            }
            AgentEvent::PromiseThen { promise, derived } => {
                let stack = inner.stack(agent);
                inner.buffer.promise_then(promise_of(promise), derived.map(promise_of), stack);
            }
            AgentEvent::JobQueue { job, name } => {
                let (kind, promise, activation, rejected) = match name {
                    JobName::Reaction { derived, rejected } => (JobKind::Reaction, derived, None, rejected),
                    JobName::ResolveThenable { promise } => (JobKind::Thenable, Some(promise), None, false),
                    JobName::Resume { activation, result, rejected } => {
                        (JobKind::Resume, result, Some(activation), rejected)
                    }
                    JobName::Callback => (JobKind::Callback, None, None, false),
                    JobName::Internal => (JobKind::Internal, None, None, false),
                };
                inner.buffer.job_queue(QueuedJob {
                    job: Job(job.0),
                    kind,
                    promise: promise.map(promise_of),
                    activation: activation.map(|activation| Activation(activation.0)),
                    rejected,
                });
            }
            AgentEvent::PromiseFollow { promise, to } => {
                let event = Event::PromiseFollow { promise: promise_of(promise), to: promise_of(to) };
                inner.buffer.event(None, &event);
            }
            AgentEvent::PromiseMember { promise, member } => {
                let event = Event::PromiseMember { promise: promise_of(promise), member: promise_of(member) };
                inner.buffer.event(None, &event);
            }
            AgentEvent::AtomicsWait { index } => {
                inner.buffer.event(Some(self.recorder.elapsed()), &Event::AtomicsWait { index })
            }
            AgentEvent::AtomicsWake { notified } => {
                inner.buffer.event(Some(self.recorder.elapsed()), &Event::AtomicsWake { notified })
            }
            AgentEvent::AtomicsNotify { index, woken } => {
                inner.buffer.event(Some(self.recorder.elapsed()), &Event::AtomicsNotify { index, woken });
            }
            AgentEvent::Call | AgentEvent::Statement | AgentEvent::Interrupt => {}
            AgentEvent::JobEnd { job, threw } => inner.buffer.event(None, &Event::JobEnd { job: Job(job.0), threw }),
            // Those below have methods of their own.
            AgentEvent::JobStart { job } => inner.job_starts(&self.recorder, job, false),
            AgentEvent::PromiseCreate { promise, origin } => inner.promise_created(agent, promise, origin, None),
            AgentEvent::Await { activation, promise, result } => {
                inner.awaits(agent, activation, promise, result, None);
            }
        }
        inner.hand_on_if_full(&self.recorder);
    }
}

/// Where the innermost frame stands, as a place among those that are recognised at once.
#[inline(always)]
fn place_of(agent: &Agent) -> usize {
    let place = agent.innermost_place();
    // Instructions are words of four bytes.
    (place >> 2 ^ place >> 11) % PLACES
}

fn bytes_of(write: impl FnOnce(&mut Encoder)) -> Box<[u8]> {
    let mut encoder = Encoder::default();
    write(&mut encoder);
    encoder.bytes.into()
}

fn promise_of(id: PromiseId) -> Promise {
    Promise(id.0)
}

fn state_of(rejected: bool) -> PromiseState {
    if rejected { PromiseState::Rejected } else { PromiseState::Fulfilled }
}

impl Inner {
    /// Where the program's code stands, as a row.
    #[inline(always)]
    fn stack(&mut self, agent: &Agent) -> Option<Stack> {
        let (trail, stack) = &self.places[place_of(agent)];
        if agent.is_at(trail) { *stack } else { self.stack_slow(agent) }
    }

    #[cold]
    fn stack_slow(&mut self, agent: &Agent) -> Option<Stack> {
        let mut calls = [(0, 0); CALLS];
        let mut found = Vec::new();
        let trail = CallTrail::of(agent, |code, pc| {
            let template = code.template();
            let address = Arc::as_ptr(template) as usize;
            self.templates.entry(address).or_insert_with(|| template.clone());
            if found.len() < CALLS && !jenny_engine::error::is_internal_source(&template.source.name) {
                calls[found.len()] = (address, pc);
                found.push((template.clone(), pc));
            }
        });
        let stack = match self.stacks.get(&calls) {
            Some(&known) => known,
            None => {
                let stack =
                    found.iter().rev().fold(None, |caller, (template, pc)| Some(self.row_of(template, *pc, caller)));
                self.stacks.insert(calls, stack);
                stack
            }
        };
        self.places[place_of(agent)] = (trail, stack);
        stack
    }

    #[inline(always)]
    fn promise_created(&mut self, agent: &Agent, promise: PromiseId, origin: PromiseOrigin, settled: Option<bool>) {
        let stack = self.stack(agent);
        let settled = settled.map(state_of);
        self.made = (origin, place_of(agent), stack);
        self.buffer.promise_new(NewPromise { promise: promise_of(promise), kind: origin_of(origin), stack, settled });
    }

    /// True if it was the end of a usual round.
    #[inline(always)]
    fn awaits(
        &mut self,
        agent: &Agent,
        activation: ActivationId,
        promise: PromiseId,
        result: Option<PromiseId>,
        queued: Option<(JobId, bool)>,
    ) -> bool {
        let stack = self.stack(agent);
        self.buffer.awaits(&NewAwait {
            activation: Activation(activation.0),
            promise: promise_of(promise),
            result: result.map(promise_of),
            stack,
            queued: queued.map(|(job, rejected)| (Job(job.0), rejected)),
        })
    }

    /// The agent counts the next rounds that are like the one that has ended, up to the next job that is told with its time.
    fn arm(&self, repeats: &Repeats, agent: &Agent, promise: PromiseId, activation: ActivationId) {
        let (origin, place, stack) = self.made;
        let ((made, made_at), (awaited, _)) = (&self.places[place], &self.places[place_of(agent)]);
        let most = (JOBS_WITH_TIME - self.jobs % JOBS_WITH_TIME) % JOBS_WITH_TIME;
        // Another place may have come where that was; one with the same stack is as good.
        if most > 0 && *made_at == stack {
            repeats.arm(&Round { promise, origin, activation, made, awaited }, most as u32);
        }
    }

    #[inline(never)]
    fn take_repeated(&mut self, repeated: Repeated) {
        let Repeated { rounds, job_started, promise_made } = repeated;
        self.buffer.came_again(rounds, job_started, promise_made);
        self.jobs += u64::from(rounds) + u64::from(job_started);
        if rounds > 0 || job_started {
            self.position = None;
        }
    }

    #[inline(always)]
    fn job_starts(&mut self, recorder: &Recorder, job: JobId, ended: bool) {
        self.jobs += 1;
        self.position = None;
        let time = (self.jobs % JOBS_WITH_TIME == 1).then(|| recorder.elapsed());
        if ended {
            self.buffer.job_next(time, Job(job.0 - 1));
        } else {
            self.buffer.event(time, &Event::JobStart { job: Job(job.0) });
        }
    }

    #[inline(always)]
    fn hand_on_if_full(&mut self, recorder: &Recorder) {
        if self.buffer.is_structure_full() {
            self.hand_on(recorder);
        }
    }

    #[inline(never)]
    fn hand_on(&mut self, recorder: &Recorder) {
        self.buffer.take_frames().for_each(|frame| recorder.send(frame));
    }

    fn script_of(&mut self, source: &Arc<SourceText>) -> Script {
        let key = Arc::as_ptr(source) as usize;
        if let Some(&(known, _)) = self.scripts.get(&key) {
            return known;
        }
        let script = self.buffer.script(&source.name, &source.text);
        self.scripts.insert(key, (script, source.clone()));
        script
    }

    /// The row of running frames, innermost first.
    fn row_of_frames(&mut self, frames: &[RunningFrame]) -> Option<Stack> {
        frames.iter().rev().fold(None, |caller, frame| Some(self.row_of(frame.code.template(), frame.pc, caller)))
    }

    fn row_of(&mut self, template: &Arc<FunctionTemplate>, pc: u32, caller: Option<Stack>) -> Stack {
        let script = self.script_of(&template.source);
        let position = jenny_engine::interpreter::CodePosition { template: template.clone(), pc };
        let (line, column) = position.line_column();
        let site = self.buffer.site(script, line, column, &template.name.to_display());
        self.buffer.stack(site, caller)
    }
}

impl Drop for AgentRecording {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Hears the loop.
pub(crate) struct LoopEar(pub Rc<AgentRecording>);

impl LoopObserver for LoopEar {
    fn event(&mut self, event: &LoopEvent) {
        self.0.loop_event(event);
        if let Some(watch) = self.0.watch() {
            watch.after_loop_event(&self.0, event);
        }
    }
}

/// Hears the agent.
pub(crate) struct AgentEar(pub Rc<AgentRecording>);

impl AgentObserver for AgentEar {
    fn event(&self, agent: &Agent, event: AgentEvent) {
        self.0.agent_event(agent, event);
        if let Some(watch) = self.0.watch() {
            watch.after_agent_event(&self.0, agent, &event);
        }
    }

    fn wants_calls(&self) -> bool {
        self.0.wants_calls()
    }

    fn promise_created(&self, agent: &Agent, promise: PromiseId, origin: PromiseOrigin, settled: Option<bool>) {
        self.0.catch_up(agent, Moment::Other);
        let inner = &mut *self.0.inner();
        inner.promise_created(agent, promise, origin, settled);
        inner.hand_on_if_full(&self.0.recorder);
    }

    fn awaits(
        &self,
        agent: &Agent,
        activation: ActivationId,
        promise: PromiseId,
        result: Option<PromiseId>,
        queued: Option<(JobId, bool)>,
    ) {
        self.0.catch_up(agent, Moment::Other);
        let inner = &mut *self.0.inner();
        let usual = inner.awaits(agent, activation, promise, result, queued);
        if inner.buffer.is_structure_full() {
            inner.hand_on(&self.0.recorder);
        } else if usual && self.0.watch.is_none() && self.0.calls.is_none() {
            inner.arm(&self.0.repeats, agent, promise, activation);
        }
    }

    fn repeats(&self) -> Option<Rc<Repeats>> {
        Some(self.0.repeats.clone())
    }

    fn job_starts(&self, _: &Agent, job: JobId, ended: bool) {
        self.0.end_calls();
        self.0.inner().job_starts(&self.0.recorder, job, ended);
        if let Some(watch) = self.0.watch() {
            watch.after_job_start(&self.0);
        }
    }
}
