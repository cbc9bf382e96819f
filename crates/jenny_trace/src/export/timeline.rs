//! An agent's events as what a timeline draws: nested slices, spans of operations, causes, counters.

use std::collections::BTreeMap;

use crate::event::Event;
use crate::field::{Activation, Job, JobKind, Operation, OperationKind, Promise, Source, Stack, Task};
use crate::table::{Place, Tables};
use crate::trace::AgentTrace;

/// What a slice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceKind {
    Turn,
    /// With the ticks and jobs of its checkpoint.
    Task,
    Tick,
    Job,
    Call,
}

impl SliceKind {
    pub fn word(self) -> &'static str {
        match self {
            SliceKind::Turn => "turn",
            SliceKind::Task => "task",
            SliceKind::Tick => "tick",
            SliceKind::Job => "job",
            SliceKind::Call => "call",
        }
    }
}

/// A stretch of an agent's time. Slices are in the order of their beginnings; one of depth d lies in the last one of depth d - 1.
#[derive(Clone, Debug)]
pub struct Slice {
    pub kind: SliceKind,
    pub name: String,
    pub place: Option<Stack>,
    /// Nanoseconds since the record's beginning.
    pub begin: u64,
    pub end: u64,
    pub depth: usize,
    /// What began or was queued in it, with the moment.
    pub causes: Vec<(u64, Cause)>,
    /// What it follows from.
    pub effect_of: Option<Cause>,
}

/// What leads from one slice to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    Operation(Operation),
    Job(Job),
    Tick(u64),
    /// A task that no operation made runnable.
    Task(Task),
}

impl Cause {
    /// A number that no other cause of any agent has.
    pub fn id(self, agent: u16) -> u64 {
        let (kind, number) = match self {
            Cause::Operation(operation) => (0, operation.0),
            Cause::Job(job) => (1, job.0),
            Cause::Tick(tick) => (2, tick),
            Cause::Task(task) => (3, task.0),
        };
        // One more, since 0 stands for none.
        (u64::from(agent) << 48 | number << 2 | kind) + 1
    }
}

/// An operation from its start to its end.
#[derive(Clone, Debug)]
pub struct Span {
    pub operation: Operation,
    pub kind: OperationKind,
    pub name: String,
    pub place: Option<Stack>,
    pub begin: u64,
    /// None: it was still pending when the record ended.
    pub end: Option<u64>,
    pub cancelled: bool,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    QueuedTasks,
    QueuedJobs,
    PendingOperations,
    HeapBytes,
}

impl Counter {
    pub const ALL: [Counter; 4] =
        [Counter::QueuedTasks, Counter::QueuedJobs, Counter::PendingOperations, Counter::HeapBytes];

    pub fn word(self) -> &'static str {
        match self {
            Counter::QueuedTasks => "queued tasks",
            Counter::QueuedJobs => "queued jobs",
            Counter::PendingOperations => "pending operations",
            Counter::HeapBytes => "heap bytes",
        }
    }
}

/// One agent's timeline.
#[derive(Debug)]
pub struct Timeline<'a> {
    pub agent: u16,
    pub tables: &'a Tables,
    pub slices: Vec<Slice>,
    pub spans: Vec<Span>,
    /// Time, what, and its value from then on.
    pub counters: Vec<(u64, Counter, u64)>,
    /// Nanoseconds at the last event.
    pub end: u64,
}

/// What a job is, kept from its queuing.
struct Queued {
    name: String,
    place: Option<Stack>,
}

struct Builder<'a> {
    timeline: Timeline<'a>,
    /// Places in `slices` of those not ended yet, outermost first.
    open: Vec<usize>,
    jobs: BTreeMap<Job, Queued>,
    tasks: BTreeMap<Task, (Source, Option<Operation>)>,
    promises: BTreeMap<Promise, Option<Stack>>,
    awaits: BTreeMap<Activation, Option<Stack>>,
    /// Places in `spans`, of those that have ended too: the last task of one runs after its end.
    spans: BTreeMap<Operation, usize>,
    pending: u64,
    /// What was counted last.
    values: [u64; 4],
}

impl<'a> Timeline<'a> {
    /// Folds an agent's events.
    pub fn of(agent: &'a AgentTrace) -> Timeline<'a> {
        let mut builder = Builder {
            timeline: Timeline {
                agent: agent.agent,
                tables: &agent.tables,
                slices: Vec::new(),
                spans: Vec::new(),
                counters: Vec::new(),
                end: 0,
            },
            open: Vec::new(),
            jobs: BTreeMap::new(),
            tasks: BTreeMap::new(),
            promises: BTreeMap::new(),
            awaits: BTreeMap::new(),
            spans: BTreeMap::new(),
            pending: 0,
            values: [0; 4],
        };
        let mut gaps = agent.gaps.iter().peekable();
        for record in &agent.records {
            if gaps.next_if(|gap| gap.at <= record.seq).is_some() {
                // Nobody knows what has ended and what was queued meanwhile.
                builder.close_to(0);
                builder.jobs.clear();
                builder.tasks.clear();
            }
            builder.event(record.time.max(builder.timeline.end), &record.event);
        }
        builder.close_to(0);
        builder.timeline
    }

    /// The agent's name for a reader.
    pub fn name(&self) -> String {
        if self.agent == 0 { "main".to_owned() } else { format!("worker {}", self.agent) }
    }

    /// The innermost place of a stack.
    pub fn place(&self, stack: Option<Stack>) -> Option<Place<'a>> {
        self.tables.places(stack?).first().copied()
    }

    /// The last part of a place's file, with line and column.
    pub fn short_place(&self, stack: Option<Stack>) -> Option<String> {
        let place = self.place(stack)?;
        let file = place.file.rsplit('/').next().unwrap_or(place.file);
        Some(format!("{file}:{}:{}", place.line, place.column))
    }
}

impl Builder<'_> {
    /// Ends open slices until `depth` of them are left.
    fn close_to(&mut self, depth: usize) {
        // An end is told when the next thing begins, and has been noted before.
        self.open.truncate(depth);
    }

    fn depth_of(&self, kinds: &[SliceKind]) -> usize {
        self.open.iter().take_while(|&&slice| kinds.contains(&self.timeline.slices[slice].kind)).count()
    }

    fn begin(&mut self, time: u64, kind: SliceKind, name: String, place: Option<Stack>, effect_of: Option<Cause>) {
        let depth = self.open.len();
        self.extend(time);
        self.open.push(self.timeline.slices.len());
        self.timeline.slices.push(Slice {
            kind,
            name,
            place,
            begin: time,
            end: time,
            depth,
            causes: Vec::new(),
            effect_of,
        });
    }

    /// Whatever is open goes on until now.
    fn extend(&mut self, time: u64) {
        for &slice in &self.open {
            self.timeline.slices[slice].end = time;
        }
    }

    /// A job whose end was not told, since what follows tells it, ends here.
    fn end_job(&mut self, time: u64) {
        if self.open.len() > self.depth_of(&[SliceKind::Turn, SliceKind::Task]) {
            self.extend(time);
        }
    }

    fn cause(&mut self, time: u64, cause: Cause) {
        if let Some(&slice) = self.open.last() {
            self.timeline.slices[slice].causes.push((time, cause));
        }
    }

    fn count(&mut self, time: u64, counter: Counter, value: u64) {
        let known = &mut self.values[counter as usize];
        if *known != value {
            *known = value;
            self.timeline.counters.push((time, counter, value));
        }
    }

    fn event(&mut self, time: u64, event: &Event) {
        use SliceKind::{Call, Job as JobSlice, Task as TaskSlice, Tick, Turn};
        self.timeline.end = time;
        match event {
            Event::TurnBegin { turn } => {
                self.close_to(0);
                self.begin(time, Turn, format!("turn {turn}"), None, None);
            }
            Event::TurnEnd { .. } => {
                let depth = self.depth_of(&[Turn]);
                self.close_to(depth);
                self.extend(time);
                self.close_to(0);
            }
            // What waits is no work.
            Event::Park { .. } | Event::Phase { .. } => {
                self.end_job(time);
                let depth = self.depth_of(&[Turn]);
                self.close_to(depth);
            }
            Event::TaskQueue { task, source, trigger, .. } => {
                self.tasks.insert(*task, (*source, *trigger));
                if trigger.is_none() {
                    self.cause(time, Cause::Task(*task));
                }
                self.count(time, Counter::QueuedTasks, self.values[Counter::QueuedTasks as usize] + 1);
            }
            Event::TaskCancel { task } => {
                self.tasks.remove(task);
                self.count(time, Counter::QueuedTasks, self.values[Counter::QueuedTasks as usize].saturating_sub(1));
            }
            Event::TaskStart { task } => self.task(time, *task),
            Event::TaskEnd { .. } => {
                let depth = self.depth_of(&[Turn, TaskSlice]);
                self.close_to(depth);
                self.extend(time);
            }
            Event::TickQueue { tick, .. } => self.cause(time, Cause::Tick(tick.0)),
            Event::TickStart { tick } => {
                self.end_job(time);
                let depth = self.depth_of(&[Turn, TaskSlice]);
                self.close_to(depth);
                self.begin(time, Tick, "process.nextTick".to_owned(), None, Some(Cause::Tick(tick.0)));
            }
            Event::JobQueue { job, job_kind, promise, activation, .. } => {
                let queued = self.queued(*job_kind, *promise, *activation);
                self.jobs.insert(*job, queued);
                self.cause(time, Cause::Job(*job));
                self.count(time, Counter::QueuedJobs, self.jobs.len() as u64);
            }
            Event::JobStart { job } => {
                self.end_job(time);
                let depth = self.depth_of(&[Turn, TaskSlice]);
                self.close_to(depth);
                let queued = self.jobs.remove(job);
                let (name, place) = queued.map_or(("job".to_owned(), None), |queued| (queued.name, queued.place));
                self.begin(time, JobSlice, name, place, Some(Cause::Job(*job)));
                self.count(time, Counter::QueuedJobs, self.jobs.len() as u64);
            }
            Event::JobEnd { .. } | Event::TickEnd { .. } => {
                let depth = self.depth_of(&[Turn, TaskSlice, Tick, JobSlice]);
                self.close_to(depth);
                self.extend(time);
                let depth = self.depth_of(&[Turn, TaskSlice]);
                self.close_to(depth);
            }
            Event::Checkpoint { .. } => {
                let depth = self.depth_of(&[Turn, TaskSlice]);
                self.close_to(depth);
                self.extend(time);
                let depth = self.depth_of(&[Turn]);
                self.close_to(depth);
            }
            Event::CallEnter { stack } => {
                let place = self.timeline.place(Some(*stack));
                let name = match place.map(|place| place.function) {
                    None | Some("") => "(anonymous)".to_owned(),
                    Some(function) => function.to_owned(),
                };
                self.begin(time, Call, name, Some(*stack), None);
            }
            Event::CallExit { .. } => {
                let innermost = self.open.last().map(|&slice| self.timeline.slices[slice].kind);
                if innermost == Some(Call) {
                    self.extend(time);
                    self.open.pop();
                }
            }
            Event::PromiseNew { promise, stack, .. } => {
                self.promises.insert(*promise, *stack);
            }
            Event::Await { activation, stack, .. } => {
                self.awaits.insert(*activation, *stack);
            }
            Event::OperationStart { operation, operation_kind, repeats, name, stack, .. } => {
                let word = match (operation_kind, repeats) {
                    (OperationKind::Timer, true) => "interval",
                    (kind, _) => kind.word(),
                };
                let name = match name.map(|name| self.timeline.tables.string(name)) {
                    Some(name) if !name.is_empty() => format!("{word} {name}"),
                    _ => word.to_owned(),
                };
                self.spans.insert(*operation, self.timeline.spans.len());
                self.timeline.spans.push(Span {
                    operation: *operation,
                    kind: *operation_kind,
                    name,
                    place: *stack,
                    begin: time,
                    end: None,
                    cancelled: false,
                });
                self.cause(time, Cause::Operation(*operation));
                self.pending += 1;
                self.count(time, Counter::PendingOperations, self.pending);
            }
            Event::OperationEnd { operation } | Event::OperationCancel { operation } => {
                if let Some(&span) = self.spans.get(operation) {
                    let span = &mut self.timeline.spans[span];
                    span.end = Some(time);
                    span.cancelled = matches!(event, Event::OperationCancel { .. });
                    self.pending = self.pending.saturating_sub(1);
                }
                self.count(time, Counter::PendingOperations, self.pending);
            }
            Event::Gc { used, .. } | Event::HeapStats { used } => self.count(time, Counter::HeapBytes, *used),
            Event::AgentExit { .. } => {
                self.extend(time);
                self.close_to(0);
            }
            _ => {}
        }
    }

    fn task(&mut self, time: u64, task: Task) {
        let depth = self.depth_of(&[SliceKind::Turn]);
        self.close_to(depth);
        let known = self.tasks.remove(&task);
        let (source, trigger) = known.map_or((Source::Generic, None), |(source, trigger)| (source, trigger));
        let span = trigger.and_then(|trigger| self.timeline.spans.get(*self.spans.get(&trigger)?));
        let (name, place) = match span {
            Some(span) => (span.name.clone(), span.place),
            None if source == Source::Script => ("the program's own text".to_owned(), None),
            None => (source.word().to_owned(), None),
        };
        let effect_of = match trigger {
            Some(trigger) => Cause::Operation(trigger),
            None => Cause::Task(task),
        };
        self.begin(time, SliceKind::Task, name, place, Some(effect_of));
        self.count(time, Counter::QueuedTasks, self.values[Counter::QueuedTasks as usize].saturating_sub(1));
    }

    fn queued(&mut self, kind: JobKind, promise: Option<Promise>, activation: Option<Activation>) -> Queued {
        let of_promise = promise.and_then(|promise| self.promises.get(&promise).copied().flatten());
        let (name, place) = match kind {
            JobKind::Reaction => ("then callback", of_promise),
            JobKind::Thenable => ("promise follows another", of_promise),
            JobKind::Resume => {
                ("continues after await", activation.and_then(|activation| self.awaits.remove(&activation).flatten()))
            }
            JobKind::Callback => ("queueMicrotask callback", None),
            JobKind::Internal => ("step of the runtime", None),
        };
        Queued { name: name.to_owned(), place }
    }
}
