//! Turning: phases, tasks, checkpoints, waiting.

use super::{EventLoop, Flow, Host, LoopEvent, Payload, Phase, QueueDigest, Task, TaskKind, TaskSource};
use crate::oracle::{Clock, Unpark};
use jenny_trace::digest::DigestHash;

/// With more than this pending, a digest has its hash only every so many turns.
const MANY: usize = 1000;
const TURNS_WITH_HASH: u64 = 64;

impl EventLoop {
    /// Turns until nothing keeps the loop alive and `before_exit` starts nothing new.
    /// Answers `Break` with the exit code as soon as the host does.
    pub fn run(&self, host: &mut impl Host) -> Flow {
        // What the entry queued may be due already; Node's loop, too, looks at its timers before its first poll.
        self.run_timers(host)?;
        loop {
            while self.is_alive() {
                self.run_turn(host)?;
            }
            host.before_exit()?;
            self.checkpoint(host)?;
            if !self.is_alive() {
                return Flow::Continue(());
            }
        }
    }

    /// Turns until `done` answers true or nothing keeps the loop alive; answers what `done` last said.
    /// This is how an entry module that awaits at its top level is driven.
    pub fn run_until<H: Host>(
        &self,
        host: &mut H,
        mut done: impl FnMut(&mut H) -> bool,
    ) -> std::ops::ControlFlow<i32, bool> {
        if done(host) {
            return std::ops::ControlFlow::Continue(true);
        }
        if let Flow::Break(code) = self.run_timers(host) {
            return std::ops::ControlFlow::Break(code);
        }
        while !done(host) {
            if !self.is_alive() {
                return std::ops::ControlFlow::Continue(false);
            }
            if let Flow::Break(code) = self.run_turn(host) {
                return std::ops::ControlFlow::Break(code);
            }
        }
        std::ops::ControlFlow::Continue(true)
    }

    /// Runs the entry: one task of the script source, with its checkpoint. To an observer it is turn 0.
    pub fn run_entry(&self, host: &mut impl Host, payload: Payload) -> Flow {
        self.observe(|| LoopEvent::TurnBegin { turn: 0 });
        let task = self.make_task(TaskSource::Script, 0, payload, TaskKind::Callback, None);
        let flow = self.run_one(host, task);
        self.observe(|| LoopEvent::TurnEnd {
            turn: 0,
            digest: QueueDigest { jobs: host.queued_jobs(), ..self.digest() },
        });
        flow
    }

    /// One turn: poll, check, close, timers.
    pub fn run_turn(&self, host: &mut impl Host) -> Flow {
        let turn = self.inner.turn.get() + 1;
        self.inner.turn.set(turn);
        self.observe(|| LoopEvent::TurnBegin { turn });
        let flow = self.run_phases(host);
        if self.inner.oracle_hears_turns {
            self.with_oracle(|oracle| oracle.turn_ends(turn, &|| self.digest().hash));
        }
        self.observe(|| LoopEvent::TurnEnd { turn, digest: QueueDigest { jobs: host.queued_jobs(), ..self.digest() } });
        flow
    }

    fn run_phases(&self, host: &mut impl Host) -> Flow {
        host.turn_begins()?;
        self.run_poll(host)?;
        self.run_check(host)?;
        self.run_closing(host)?;
        self.run_timers(host)
    }

    /// Waits if there is nothing to do yet, then runs the tasks that were ready when the phase began.
    fn run_poll(&self, host: &mut impl Host) -> Flow {
        self.observe(|| LoopEvent::Phase(Phase::Poll));
        self.collect_arrivals();
        self.collect_inputs();
        if self.must_wait() {
            host.before_park();
            self.park();
            self.collect_arrivals();
            self.collect_inputs();
        }
        let limit = self.inner.next_task.get();
        loop {
            let task = {
                let mut oracle = self.inner.oracle.borrow_mut();
                self.inner.tasks.borrow_mut().take(limit, &mut **oracle)
            };
            let Some(task) = task else {
                return Flow::Continue(());
            };
            if let TaskKind::Operation { operation, last: true, .. } = task.kind {
                self.end_operation(operation);
            }
            self.run_one(host, task)?;
        }
    }

    fn collect_inputs(&self) {
        while let Some(input) = self.with_oracle(|oracle| oracle.input()) {
            let (channel, payload) = (input.target, Payload(input.target));
            let kind = TaskKind::Input(Box::new(input));
            let task = self.make_task(TaskSource::UserInteraction, channel, payload, kind, None);
            self.inner.tasks.borrow_mut().push(task);
        }
    }

    fn must_wait(&self) -> bool {
        self.inner.tasks.borrow().len() == 0
            && self.inner.immediates.borrow().len() == 0
            && self.inner.closing.borrow().is_empty()
            && self.is_alive()
    }

    fn park(&self) {
        let next_due = self.inner.timers.borrow_mut().next_due();
        let pending = self.inner.operations.borrow().len();
        let before = self.now(Clock::Monotonic);
        if next_due.is_some_and(|due| due <= before) {
            return;
        }
        self.observe(|| LoopEvent::Park { next_due: next_due.map(|due| due - before), pending });
        let unpark = self.with_oracle(|oracle| oracle.park(&self.inner.inbox, next_due, pending));
        self.observe(|| LoopEvent::Unpark { by_arrival: unpark == Unpark::Arrival });
    }

    /// Runs the immediates that were queued before the phase began; those queued meanwhile wait for the next turn.
    fn run_check(&self, host: &mut impl Host) -> Flow {
        let end = self.inner.immediates.borrow().end();
        if self.inner.immediates.borrow().len() == 0 {
            return Flow::Continue(());
        }
        self.observe(|| LoopEvent::Phase(Phase::Check));
        loop {
            let immediate = self.inner.immediates.borrow_mut().pop_before(end);
            let Some(immediate) = immediate else {
                return Flow::Continue(());
            };
            let operation = immediate.operation;
            let kind = TaskKind::Immediate { operation };
            let task = self.make_task(TaskSource::Immediate, 0, immediate.payload, kind, Some(operation));
            self.observe(|| LoopEvent::OperationEnd { operation });
            self.run_one(host, task)?;
        }
    }

    fn run_closing(&self, host: &mut impl Host) -> Flow {
        let batch = std::mem::take(&mut *self.inner.closing.borrow_mut());
        if !batch.is_empty() {
            self.observe(|| LoopEvent::Phase(Phase::Close));
        }
        for task in batch {
            self.run_one(host, task)?;
        }
        Flow::Continue(())
    }

    /// Runs the timers that were due when the phase began, in due order, equal ones in order of starting. A timer set
    /// meanwhile is at least a millisecond away, so it never runs in the same phase.
    fn run_timers(&self, host: &mut impl Host) -> Flow {
        if self.inner.timers.borrow().len() == 0 {
            return Flow::Continue(());
        }
        let limit = self.now(Clock::Monotonic);
        let mut first = true;
        loop {
            let fired = self.inner.timers.borrow_mut().pop_due(limit);
            let Some(fired) = fired else {
                return Flow::Continue(());
            };
            if std::mem::take(&mut first) {
                self.observe(|| LoopEvent::Phase(Phase::Timers));
            }
            let operation = fired.operation;
            let kind = TaskKind::Timer { operation, repeats: fired.repeats };
            let task = self.make_task(TaskSource::Timer, 0, fired.payload, kind, Some(operation));
            if !fired.repeats {
                self.observe(|| LoopEvent::OperationEnd { operation });
            }
            let flow = self.run_one_armed(host, task, fired.repeats.then_some(fired.id));
            flow?;
        }
    }

    fn run_one(&self, host: &mut impl Host, task: Task) -> Flow {
        self.run_one_armed(host, task, None)
    }

    /// Runs a task, arms `interval` again if the callback left it, then performs a microtask checkpoint.
    fn run_one_armed(&self, host: &mut impl Host, task: Task, interval: Option<super::TimerId>) -> Flow {
        let (id, source) = (task.id, task.source);
        self.inner.running.set(Some(id));
        self.observe(|| LoopEvent::TaskStart { task: id, source });
        let flow = host.run_task(task);
        self.observe(|| LoopEvent::TaskEnd { task: id, broke: flow.is_break() });
        if let Some(timer) = interval {
            let now = self.now(Clock::Monotonic);
            self.inner.timers.borrow_mut().rearm(timer, now);
            self.observe_rearm(timer);
        }
        let flow = match flow {
            Flow::Continue(()) => self.checkpoint(host),
            broke => broke,
        };
        self.inner.running.set(None);
        flow
    }

    /// Performs a microtask checkpoint: all ticks, then all jobs, and again until both queues are empty.
    pub fn checkpoint(&self, host: &mut impl Host) -> Flow {
        let mut ran = 0;
        loop {
            loop {
                let tick = self.inner.ticks.borrow_mut().pop_front();
                let Some(payload) = tick else { break };
                self.observe(|| LoopEvent::TickStart { payload });
                ran += 1;
                host.run_tick(payload)?;
            }
            if host.has_microtasks() {
                host.run_microtasks()?;
            }
            if self.inner.ticks.borrow().is_empty() {
                host.notify_rejections()?;
                if self.inner.ticks.borrow().is_empty() && !host.has_microtasks() {
                    self.observe(|| LoopEvent::Checkpoint { ticks: ran });
                    return Flow::Continue(());
                }
            }
        }
    }

    /// What the queues hold, apart from the jobs, which are the host's.
    pub fn digest(&self) -> QueueDigest {
        let (timers, immediates, operations) = self.pending();
        let inner = &*self.inner;
        let (tasks, closing) = (inner.tasks.borrow().len(), inner.closing.borrow().len());
        let mut digest = QueueDigest { timers, immediates, operations, tasks, closing, ..QueueDigest::default() };
        let many = timers + immediates + operations + tasks > MANY;
        if !many || inner.turn.get().is_multiple_of(TURNS_WITH_HASH) {
            let mut hash = DigestHash::default();
            inner.timers.borrow().each_operation(|operation| hash.operation(operation.number()));
            inner.immediates.borrow().each_operation(|operation| hash.operation(operation.number()));
            inner.operations.borrow().each_operation(|operation| hash.operation(operation.number()));
            inner.tasks.borrow().each_task(|task| hash.task(task.number()));
            inner.closing.borrow().iter().for_each(|task| hash.closing(task.id.number()));
            digest.hash = hash.finish();
        }
        digest
    }
}
