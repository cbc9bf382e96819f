//! Events folded to a state: what is queued, pending, running and waiting at a moment of one agent.

use std::collections::{BTreeMap, VecDeque};

use crate::digest::DigestHash;
use crate::event::Event;
use crate::field::{
    Activation, Job, JobKind, Operation, OperationKind, Promise, PromiseKind, PromiseState, Source, Stack, Str, Task,
    Tick, Time,
};
use crate::trace::AgentTrace;

/// What runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    Task(Task),
    Tick(Tick),
    Job(Job),
}

/// An operation under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingOperation {
    pub kind: OperationKind,
    pub creator: Option<Context>,
    pub stack: Option<Stack>,
    pub name: Option<Str>,
    pub due: Option<Time>,
    pub repeats: bool,
    pub referenced: bool,
    /// A result lies ready or was delivered.
    pub ready: bool,
}

/// A task that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuedTask {
    pub task: Task,
    pub source: Source,
    pub channel: u64,
    pub trigger: Option<Operation>,
    pub creator: Option<Context>,
}

/// A job that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuedJob {
    pub job: Job,
    pub kind: JobKind,
    pub promise: Option<Promise>,
    pub activation: Option<Activation>,
    pub creator: Option<Context>,
}

/// A promise that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseNode {
    pub kind: PromiseKind,
    pub creator: Option<Context>,
    pub stack: Option<Stack>,
    pub state: Option<PromiseState>,
    /// What settled it.
    pub settled_by: Option<Context>,
    /// What it was made from.
    pub parents: Vec<Promise>,
}

/// An async function that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub promise: Promise,
    pub result: Option<Promise>,
    pub stack: Option<Stack>,
}

/// One agent at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub turn: u64,
    /// Outermost first: a task, and a tick or a job.
    pub running: Vec<Context>,
    pub operations: BTreeMap<Operation, PendingOperation>,
    pub tasks: VecDeque<QueuedTask>,
    pub closing: VecDeque<QueuedTask>,
    pub ticks: VecDeque<Tick>,
    pub jobs: VecDeque<QueuedJob>,
    pub promises: BTreeMap<Promise, PromiseNode>,
    pub awaits: BTreeMap<Activation, Waiting>,
    pub exit: Option<i64>,
}

/// What a state says that a `TurnEnd` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    pub timers: u64,
    pub immediates: u64,
    pub operations: u64,
    pub tasks: u64,
    pub closing: u64,
    pub jobs: u64,
    pub hash: u64,
}

impl State {
    /// What runs innermost: the creator of what is told now.
    pub fn creator(&self) -> Option<Context> {
        self.running.last().copied()
    }

    /// Ends the innermost `context` and what runs inside it.
    fn leave(&mut self, context: Context) {
        if let Some(place) = self.running.iter().rposition(|&running| running == context) {
            self.running.truncate(place);
        }
    }

    /// Takes an event in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::TurnBegin { turn } => self.turn = *turn,
            Event::AgentExit { code } => self.exit = Some(*code),
            Event::TaskQueue { task, source, channel, trigger } => {
                let queued = QueuedTask {
                    task: *task,
                    source: *source,
                    channel: *channel,
                    trigger: *trigger,
                    creator: self.creator(),
                };
                if *source == Source::Close { self.closing.push_back(queued) } else { self.tasks.push_back(queued) }
            }
            Event::TaskStart { task } => {
                self.remove_task(*task);
                self.running.clear();
                self.running.push(Context::Task(*task));
            }
            Event::TaskEnd { task, .. } => self.leave(Context::Task(*task)),
            Event::TaskCancel { task } => self.remove_task(*task),
            Event::TickQueue { tick, .. } => self.ticks.push_back(*tick),
            Event::TickStart { tick } => {
                self.ticks.retain(|queued| queued != tick);
                self.running.push(Context::Tick(*tick));
            }
            Event::TickEnd { tick } => self.leave(Context::Tick(*tick)),
            Event::JobQueue { job, job_kind, promise, activation, .. } => {
                let creator = self.creator();
                let queued =
                    QueuedJob { job: *job, kind: *job_kind, promise: *promise, activation: *activation, creator };
                self.jobs.push_back(queued);
            }
            Event::JobStart { job } => {
                if let Some(place) = self.jobs.iter().position(|queued| queued.job == *job) {
                    let queued = self.jobs.remove(place);
                    if let Some(activation) = queued.and_then(|queued| queued.activation) {
                        self.awaits.remove(&activation);
                    }
                }
                self.running.push(Context::Job(*job));
            }
            Event::JobEnd { job, .. } => self.leave(Context::Job(*job)),
            Event::PromiseNew { promise, promise_kind, stack } => {
                let node = PromiseNode {
                    kind: *promise_kind,
                    creator: self.creator(),
                    stack: *stack,
                    state: None,
                    settled_by: None,
                    parents: Vec::new(),
                };
                self.promises.insert(*promise, node);
            }
            Event::PromiseSettle { promise, state, .. } => {
                let by = self.creator();
                if let Some(node) = self.promises.get_mut(promise) {
                    (node.state, node.settled_by) = (Some(*state), by);
                }
            }
            Event::PromiseThen { promise, derived: Some(child), .. }
            | Event::PromiseFollow { promise: child, to: promise }
            | Event::PromiseMember { promise: child, member: promise } => {
                if let Some(node) = self.promises.get_mut(child) {
                    node.parents.push(*promise);
                }
            }
            Event::Await { activation, promise, result, stack } => {
                self.awaits.insert(*activation, Waiting { promise: *promise, result: *result, stack: *stack });
            }
            Event::OperationStart { operation, operation_kind, due, repeats, name, stack } => {
                let pending = PendingOperation {
                    kind: *operation_kind,
                    creator: self.creator(),
                    stack: *stack,
                    name: *name,
                    due: *due,
                    repeats: *repeats,
                    referenced: true,
                    ready: false,
                };
                self.operations.insert(*operation, pending);
            }
            Event::OperationReady { operation } => {
                if let Some(pending) = self.operations.get_mut(operation) {
                    pending.ready = true;
                }
            }
            Event::OperationEnd { operation } | Event::OperationCancel { operation } => {
                self.operations.remove(operation);
            }
            Event::OperationRef { operation, referenced } => {
                if let Some(pending) = self.operations.get_mut(operation) {
                    pending.referenced = *referenced;
                }
            }
            Event::OperationRearm { operation, due } => {
                if let Some(pending) = self.operations.get_mut(operation) {
                    pending.due = Some(*due);
                }
            }
            _ => {}
        }
    }

    fn remove_task(&mut self, task: Task) {
        // The next to run is nearly always the first.
        if self.tasks.front().is_some_and(|queued| queued.task == task) {
            self.tasks.pop_front();
            return;
        }
        self.tasks.retain(|queued| queued.task != task);
        self.closing.retain(|queued| queued.task != task);
    }

    /// Folds an agent's events and compares the state with every digest on the way; how many there were.
    ///
    /// # Errors
    /// The first turn that differs: what the events come to, and what the loop had.
    pub fn check_all(agent: &AgentTrace) -> Result<u64, String> {
        let mut state = State::default();
        let mut turns = 0;
        for record in &agent.records {
            if let Err(found) = state.check(&record.event) {
                let (mine, theirs) = *found;
                let agent = agent.agent;
                return Err(format!(
                    "agent {agent}, turn {}: the events come to {mine:?}, the loop had {theirs:?}",
                    state.turn
                ));
            }
            turns += u64::from(matches!(record.event, Event::TurnEnd { .. }));
            state.apply(&record.event);
        }
        Ok(turns)
    }

    /// The digest as this state has it.
    pub fn digest(&self) -> Digest {
        let mut digest = Digest {
            tasks: self.tasks.len() as u64,
            closing: self.closing.len() as u64,
            jobs: self.jobs.len() as u64,
            ..Digest::default()
        };
        let mut hash = DigestHash::default();
        for (number, operation) in &self.operations {
            match operation.kind {
                OperationKind::Timer => digest.timers += 1,
                OperationKind::Immediate => digest.immediates += 1,
                _ => digest.operations += 1,
            }
            hash.operation(number.0);
        }
        self.tasks.iter().for_each(|queued| hash.task(queued.task.0));
        self.closing.iter().for_each(|queued| hash.closing(queued.task.0));
        digest.hash = hash.finish();
        digest
    }

    /// Whether a `TurnEnd` says what this state says; else what it says instead. Other events are no statement.
    pub fn check(&self, event: &Event) -> Result<(), Box<(Digest, Digest)>> {
        let Event::TurnEnd { timers, immediates, operations, tasks, closing, jobs, hash, .. } = *event else {
            return Ok(());
        };
        let mut mine = self.digest();
        if hash.0 == 0 {
            mine.hash = 0;
        }
        let theirs = Digest { timers, immediates, operations, tasks, closing, jobs, hash: hash.0 };
        if mine == theirs { Ok(()) } else { Err(Box::new((mine, theirs))) }
    }
}
