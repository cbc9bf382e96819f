//! The event loop: HTML's tasks and task queues, turned in Node's phase order. `docs/event-loop.md` is its contract.
//!
//! An [`EventLoop`] is a cheap handle onto one agent's loop. It never holds a borrow of its state while it calls the
//! [`Host`], so callbacks set timers, start operations and queue tasks on the same loop without ceremony.

mod host;
mod identity;
mod immediates;
mod observer;
mod operations;
mod queues;
mod task;
mod timers;
mod turn;

#[cfg(test)]
mod order_tests;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

pub use host::{Flow, Host};
pub use identity::{AgentId, OperationId, Payload, TaskId};
pub use immediates::ImmediateId;
pub use observer::{LoopEvent, LoopObserver, Phase, QueueDigest};
pub use operations::{OperationSpec, PendingOperation};
pub use task::{OperationKind, Task, TaskKind, TaskSource};
pub use timers::{TIMEOUT_MAX, TimerId, timer_duration};

use crate::oracle::{Clock, Oracle, Stream, VTime};
use crate::reactor::{Inbox, Reactor};
use immediates::Immediates;
use operations::Operations;
use queues::TaskQueues;
use timers::Timers;

/// One agent's event loop. Clones are the same loop.
#[derive(Clone)]
pub struct EventLoop {
    inner: Rc<Inner>,
}

struct Inner {
    agent: AgentId,
    oracle: RefCell<Box<dyn Oracle>>,
    oracle_hears_turns: bool,
    timers: RefCell<Timers>,
    immediates: RefCell<Immediates>,
    tasks: RefCell<TaskQueues>,
    /// Tasks of the close phase.
    closing: RefCell<VecDeque<Task>>,
    ticks: RefCell<VecDeque<Payload>>,
    operations: RefCell<Operations>,
    inbox: Arc<Inbox>,
    reactor: OnceCell<Reactor>,
    blocking_threads: Cell<usize>,
    next_task: Cell<u64>,
    next_operation: Cell<u64>,
    turn: Cell<u64>,
    running: Cell<Option<TaskId>>,
    observing: Cell<bool>,
    observer: RefCell<Option<Box<dyn LoopObserver>>>,
}

impl EventLoop {
    /// A loop for `agent` that asks `oracle`. Makes no thread and no file descriptor.
    pub fn new(agent: AgentId, oracle: Box<dyn Oracle>) -> EventLoop {
        EventLoop {
            inner: Rc::new(Inner {
                agent,
                oracle_hears_turns: oracle.hears_turns(),
                oracle: RefCell::new(oracle),
                timers: RefCell::new(Timers::new()),
                immediates: RefCell::default(),
                tasks: RefCell::default(),
                closing: RefCell::default(),
                ticks: RefCell::default(),
                operations: RefCell::default(),
                inbox: Arc::new(Inbox::new()),
                reactor: OnceCell::new(),
                blocking_threads: Cell::new(0),
                next_task: Cell::new(0),
                next_operation: Cell::new(0),
                turn: Cell::new(0),
                running: Cell::new(None),
                observing: Cell::new(false),
                observer: RefCell::new(None),
            }),
        }
    }

    /// The agent that this loop belongs to.
    pub fn agent(&self) -> AgentId {
        self.inner.agent
    }

    /// Nanoseconds on the oracle's clock.
    pub fn now(&self, clock: Clock) -> VTime {
        self.inner.oracle.borrow_mut().now(clock)
    }

    /// Random bytes from one of the oracle's streams.
    pub fn rand(&self, stream: Stream, out: &mut [u8]) {
        self.inner.oracle.borrow_mut().rand(stream, out);
    }

    /// Lets `ask` speak to the oracle. It must not call back into the loop.
    pub fn with_oracle<R>(&self, ask: impl FnOnce(&mut dyn Oracle) -> R) -> R {
        ask(&mut **self.inner.oracle.borrow_mut())
    }

    /// Sets who receives the loop's events; `None` switches them off.
    pub fn set_observer(&self, observer: Option<Box<dyn LoopObserver>>) {
        self.inner.observing.set(observer.is_some());
        *self.inner.observer.borrow_mut() = observer;
    }

    /// How many threads blocking work may use; counts only before the first operation. 0 is the usual number.
    pub fn set_blocking_threads(&self, threads: usize) {
        self.inner.blocking_threads.set(threads);
    }

    /// The task that runs now.
    pub fn running_task(&self) -> Option<TaskId> {
        self.inner.running.get()
    }

    /// How many turns have begun.
    pub fn turns(&self) -> u64 {
        self.inner.turn.get()
    }

    /// The reactor, made at the first call.
    pub fn reactor(&self) -> io::Result<&Reactor> {
        if let Some(reactor) = self.inner.reactor.get() {
            return Ok(reactor);
        }
        let reactor = Reactor::start(self.inner.blocking_threads.get())?;
        Ok(self.inner.reactor.get_or_init(|| reactor))
    }

    /// Makes the loop come out of its wait, from any thread.
    pub fn waker(&self) -> Arc<Inbox> {
        self.inner.inbox.clone()
    }

    #[inline]
    fn observe(&self, event: impl FnOnce() -> LoopEvent) {
        if self.inner.observing.get() {
            self.observe_slow(event());
        }
    }

    #[cold]
    fn observe_slow(&self, event: LoopEvent) {
        if let Some(observer) = self.inner.observer.borrow_mut().as_mut() {
            observer.event(&event);
        }
    }

    fn new_task_id(&self) -> TaskId {
        let number = self.inner.next_task.get();
        self.inner.next_task.set(number + 1);
        TaskId::new(self.inner.agent, number)
    }

    fn new_operation_id(&self) -> OperationId {
        let number = self.inner.next_operation.get();
        self.inner.next_operation.set(number + 1);
        OperationId::new(self.inner.agent, number)
    }

    // Timers

    /// Sets a timer of `duration` milliseconds (see [`timer_duration`]), which keeps the loop alive.
    pub fn set_timer(&self, duration: u32, repeats: bool, payload: Payload) -> TimerId {
        let operation = self.new_operation_id();
        let now = self.now(Clock::Monotonic);
        let id = self.inner.timers.borrow_mut().set(now, duration.max(1), repeats, payload, operation);
        self.observe(|| LoopEvent::OperationStart {
            operation,
            kind: OperationKind::Timer,
            creator: self.running_task(),
            payload,
            due: Some(VTime::from(duration.max(1)) * crate::oracle::MILLISECOND),
            repeats,
        });
        id
    }

    /// Clears a timer; answers its payload for the binding to forget, or `None` if it is gone already.
    pub fn clear_timer(&self, id: TimerId) -> Option<Payload> {
        let (payload, operation) = self.inner.timers.borrow_mut().clear(id)?;
        self.observe(|| LoopEvent::OperationCancel { operation, by: self.running_task() });
        Some(payload)
    }

    /// The payload of a timer that waits or runs.
    pub fn timer_payload(&self, id: TimerId) -> Option<Payload> {
        self.inner.timers.borrow().payload(id)
    }

    /// Starts a timer's wait anew (`timeout.refresh()`). False if it has run or was cleared.
    pub fn refresh_timer(&self, id: TimerId) -> bool {
        let now = self.now(Clock::Monotonic);
        let refreshed = self.inner.timers.borrow_mut().refresh(id, now);
        self.observe_rearm(id);
        refreshed
    }

    /// Tells that a timer waits anew, if it does.
    fn observe_rearm(&self, id: TimerId) {
        if self.inner.observing.get() {
            let timer = self.inner.timers.borrow().waiting(id);
            if let Some((operation, duration)) = timer {
                self.observe(|| LoopEvent::OperationRearm { operation, due: duration });
            }
        }
    }

    /// Whether the timer keeps the loop alive; `None` if it is gone.
    pub fn timer_has_ref(&self, id: TimerId) -> Option<bool> {
        self.inner.timers.borrow().is_referenced(id)
    }

    pub fn set_timer_ref(&self, id: TimerId, referenced: bool) {
        let operation = self.inner.timers.borrow_mut().set_referenced(id, referenced);
        if let Some(operation) = operation {
            self.observe(|| LoopEvent::OperationRef { operation, referenced });
        }
    }

    // Immediates

    /// Queues a callback for the next check phase.
    pub fn set_immediate(&self, payload: Payload) -> ImmediateId {
        let operation = self.new_operation_id();
        self.observe(|| LoopEvent::OperationStart {
            operation,
            kind: OperationKind::Immediate,
            creator: self.running_task(),
            payload,
            due: None,
            repeats: false,
        });
        self.inner.immediates.borrow_mut().set(payload, operation)
    }

    /// Clears an immediate; answers its payload, or `None` if it is gone already.
    pub fn clear_immediate(&self, id: ImmediateId) -> Option<Payload> {
        let (payload, operation) = self.inner.immediates.borrow_mut().clear(id)?;
        self.observe(|| LoopEvent::OperationCancel { operation, by: self.running_task() });
        Some(payload)
    }

    pub fn immediate_has_ref(&self, id: ImmediateId) -> Option<bool> {
        self.inner.immediates.borrow_mut().is_referenced(id)
    }

    pub fn set_immediate_ref(&self, id: ImmediateId, referenced: bool) {
        let operation = self.inner.immediates.borrow_mut().set_referenced(id, referenced);
        if let Some(operation) = operation {
            self.observe(|| LoopEvent::OperationRef { operation, referenced });
        }
    }

    // Ticks and plain tasks

    /// Queues a `process.nextTick` callback for the running checkpoint or the next one.
    pub fn queue_tick(&self, payload: Payload) {
        self.observe(|| LoopEvent::TickQueue { payload, creator: self.running_task() });
        self.inner.ticks.borrow_mut().push_back(payload);
    }

    /// Queues a task (HTML, "queue a task"). Tasks of one source and channel run in this order.
    pub fn queue_task(&self, source: TaskSource, channel: u64, payload: Payload) -> TaskId {
        let task = self.make_task(source, channel, payload, TaskKind::Callback, None);
        let id = task.id;
        if source == TaskSource::Close {
            self.inner.closing.borrow_mut().push_back(task);
        } else {
            self.inner.tasks.borrow_mut().push(task);
        }
        id
    }

    fn make_task(
        &self,
        source: TaskSource,
        channel: u64,
        payload: Payload,
        kind: TaskKind,
        trigger: Option<OperationId>,
    ) -> Task {
        let id = self.new_task_id();
        self.observe(|| LoopEvent::TaskQueue {
            task: id,
            source,
            channel,
            creator: self.running_task(),
            trigger,
            payload,
        });
        Task { id, source, channel, payload, kind }
    }

    /// Takes back a queued task. False if it ran already.
    pub fn cancel_task(&self, id: TaskId) -> bool {
        let removed = self.inner.tasks.borrow_mut().remove(|task| task.id == id);
        let found = !removed.is_empty();
        if found {
            self.observe(|| LoopEvent::TaskCancel { task: id });
        }
        found
    }

    // Liveness

    /// True if something keeps the loop alive.
    pub fn is_alive(&self) -> bool {
        self.inner.timers.borrow().referenced() > 0
            || self.inner.immediates.borrow().referenced() > 0
            || self.inner.operations.borrow().referenced() > 0
            || self.inner.tasks.borrow().len() > 0
            || !self.inner.closing.borrow().is_empty()
    }

    /// How many timers, immediates and operations are pending, referenced or not.
    pub fn pending(&self) -> (usize, usize, usize) {
        let (timers, immediates, operations) = (
            self.inner.timers.borrow().len(),
            self.inner.immediates.borrow().len(),
            self.inner.operations.borrow().len(),
        );
        (timers, immediates, operations)
    }

    /// Everything pending, in starting order.
    pub fn pending_list(&self) -> Vec<PendingOperation> {
        let now = self.now(Clock::Monotonic);
        let mut list = Vec::new();
        self.inner.timers.borrow().each_pending(now, |pending| list.push(pending));
        self.inner.immediates.borrow().each_pending(|pending| list.push(pending));
        self.inner.operations.borrow().each_pending(|pending| list.push(pending));
        list.sort_unstable_by_key(|pending| pending.operation);
        list
    }

    /// The sources of the queued tasks, in their order.
    pub fn queued_sources(&self) -> Vec<TaskSource> {
        self.inner.tasks.borrow().sources()
    }

    /// How many `process.nextTick` callbacks are queued.
    pub fn queued_ticks(&self) -> usize {
        self.inner.ticks.borrow().len()
    }

    /// The operations that keep the loop alive, in starting order: what a program is still waiting for.
    pub fn pending_operations(&self) -> Vec<(OperationId, OperationKind, Payload)> {
        self.inner.operations.borrow().list()
    }
}
