//! THE table of events: a row gives number, name, fields and meaning. Encoding, decoding, JSON and `docs/trace.md` follow from it.

use crate::field::{
    Activation, AgentKind, ClockName, ClockValue, Field, Hash, Job, JobKind, LockMode, Operation, OperationKind,
    Output, Phase, Port, Promise, PromiseKind, PromiseState, Source, Stack, Str, Target, Task, Tick, Time,
};
use crate::json;
use crate::wire::{Decoder, Encoder, Malformed};

/// A row of the table, for the page that describes it.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub number: u8,
    pub name: &'static str,
    /// Names and shapes of the fields.
    pub fields: &'static [(&'static str, &'static str)],
    pub doc: &'static [&'static str],
}

macro_rules! vocabulary {
    ($(#[$enum_doc:meta])* $enum:ident $shapes:ident {
        $($(#[doc = $doc:literal])* $number:literal $name:ident { $($field:ident: $type:ty,)* })*
    }) => {
        $(#[$enum_doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $enum {
            $($(#[doc = $doc])* $name { $($field: $type,)* },)*
        }

        /// The table's rows.
        pub const $shapes: &[Shape] = &[$(Shape {
            number: $number,
            name: stringify!($name),
            fields: &[$((stringify!($field), <$type as Field>::SHAPE),)*],
            doc: &[$($doc,)*],
        },)*];

        impl $enum {
            /// Its number in a file.
            pub fn number(&self) -> u8 {
                match self {
                    $($enum::$name { .. } => $number,)*
                }
            }

            pub fn name(&self) -> &'static str {
                match self {
                    $($enum::$name { .. } => stringify!($name),)*
                }
            }

            /// Writes the fields.
            #[inline]
            pub fn write(&self, encoder: &mut Encoder) {
                match self {
                    $($enum::$name { $($field,)* } => {
                        let _ = &encoder;
                        $($field.write(encoder);)*
                    })*
                }
            }

            /// Reads the fields of the event of this number.
            pub fn read(number: u8, decoder: &mut Decoder<'_>) -> Result<$enum, Malformed> {
                let _ = &decoder;
                Ok(match number {
                    $($number => $enum::$name { $($field: <$type>::read(decoder)?,)* },)*
                    _ => return Err(Malformed),
                })
            }

            /// The fields as `,"name":value` each.
            pub fn json(&self, out: &mut String) {
                match self {
                    $($enum::$name { $($field,)* } => {
                        let _ = &out;
                        $(json::key(out, stringify!($field)); $field.json(out);)*
                    })*
                }
            }
        }
    };
}

vocabulary! {
    /// What happened, as the structure stream tells it. What runs (a task, a tick, a job) while an event is told is the event's creator.
    Event EVENTS {
        /// An agent begins. `operation`: the one of its parent that it is.
        1 AgentStart { agent_kind: AgentKind, parent: Option<Task>, operation: Option<Operation>, entry: Str, }
        /// The agent's program has ended with this code.
        2 AgentExit { code: i64, }
        /// A round of the loop begins.
        3 TurnBegin { turn: u64, }
        /// It ends; the rest is what the loop itself holds then: how many timers wait, immediates, other operations, queued tasks,
        /// close callbacks and jobs. `hash` is over the pending operations and the queued tasks, or 0 where it was not taken.
        4 TurnEnd { turn: u64, timers: u64, immediates: u64, operations: u64, tasks: u64, closing: u64, jobs: u64, hash: Hash, }
        /// A part of the turn begins that has something to do.
        5 Phase { phase: Phase, }
        /// The loop waits: until the next timer is due, if there is one, or until one of the pending operations arrives.
        6 Park { next_due: Option<Time>, pending: u64, }
        /// The wait is over. `arrival`: by an arrival, else by the time.
        7 Unpark { arrival: bool, }

        /// A task is queued. `channel` is the queue inside its source, in which tasks keep their order; `trigger` is the operation that made
        /// it runnable.
        10 TaskQueue { task: Task, source: Source, channel: u64, trigger: Option<Operation>, }
        /// The loop runs it, from an empty stack.
        11 TaskStart { task: Task, }
        /// Its callback has returned. `broke`: the program ends here.
        12 TaskEnd { task: Task, broke: bool, }
        /// A queued task is taken back.
        13 TaskCancel { task: Task, }

        /// `process.nextTick`
        15 TickQueue { tick: Tick, stack: Option<Stack>, }
        16 TickStart { tick: Tick, }
        17 TickEnd { tick: Tick, }
        /// Ticks and jobs have run dry after a task.
        18 Checkpoint { ticks: u64, jobs: u64, }

        /// A job is queued. Reaction: `promise` is the one that `then` gave. Thenable: it is the one that follows another. Resume: it is the
        /// async function's, and `activation` is what goes on.
        20 JobQueue { job: Job, job_kind: JobKind, promise: Option<Promise>, activation: Option<Activation>, rejected: bool, }
        21 JobStart { job: Job, }
        22 JobEnd { job: Job, threw: bool, }

        /// A promise is made. What it is made from is told by the `PromiseThen` or `PromiseMember` that follows.
        30 PromiseNew { promise: Promise, promise_kind: PromiseKind, stack: Option<Stack>, }
        /// It is settled. `preview`: its value in a few characters, where that was asked for.
        31 PromiseSettle { promise: Promise, state: PromiseState, preview: Option<Str>, }
        /// `then` was called on it, which gave `derived`.
        32 PromiseThen { promise: Promise, derived: Option<Promise>, stack: Option<Stack>, }
        /// It was resolved with `to`, whose state it will take.
        33 PromiseFollow { promise: Promise, to: Promise, }
        /// An async function waits for `promise`; `result` is the promise of the function itself.
        34 Await { activation: Activation, promise: Promise, result: Option<Promise>, stack: Option<Stack>, }
        /// It was rejected and nobody handles it.
        35 Unhandled { promise: Promise, }
        /// It was reported as unhandled, and now somebody does.
        36 HandledLate { promise: Promise, }
        /// `Promise.all` or one of its kin waits for `member`.
        37 PromiseMember { promise: Promise, member: Promise, }

        /// Something begins outside that will lead to tasks. `due`: when a timer comes; `name`: the API, file or address.
        40 OperationStart { operation: Operation, operation_kind: OperationKind, due: Option<Time>, repeats: bool, name: Option<Str>, stack: Option<Stack>, }
        /// A result lies ready; it is delivered as a task.
        41 OperationReady { operation: Operation, }
        /// Nothing of it follows; its last task is about to run.
        42 OperationEnd { operation: Operation, }
        /// It was stopped: cleared, aborted, closed.
        43 OperationCancel { operation: Operation, }
        /// Whether it keeps the program alive has changed.
        44 OperationRef { operation: Operation, referenced: bool, }
        /// Its timer waits anew: an interval after its callback, or `refresh()`.
        45 OperationRearm { operation: Operation, due: Time, }

        /// `addEventListener`, `on`, or an attribute like `onmessage`. `class`: the target's class.
        50 ListenerAdd { target: Target, class: Str, event_type: Str, stack: Option<Stack>, }
        51 ListenerRemove { target: Target, event_type: Str, }
        /// An event is dispatched to so many listeners; 0: nobody listens.
        52 Dispatch { target: Target, class: Str, event_type: Str, listeners: u64, }
        53 DispatchEnd { target: Target, }

        /// Two entangled ports were made.
        60 ChannelNew { a: Port, b: Port, }
        /// The port delivers from now on.
        61 PortStart { port: Port, operation: Option<Operation>, }
        62 PortClose { port: Port, }
        /// A message leaves by this port. The n-th one that leaves by a port is the n-th that the entangled port delivers.
        63 MessageSend { port: Port, message: u64, bytes: u64, stack: Option<Stack>, }
        /// A message arrives at this port and is dispatched.
        64 MessageDeliver { port: Port, message: u64, }

        /// A lock is asked for; `operation` is the wait.
        70 LockRequest { operation: Operation, name: Str, mode: LockMode, }
        71 LockGrant { operation: Operation, }
        72 LockRelease { operation: Operation, }
        /// `Atomics.wait` blocks the agent's thread.
        73 AtomicsWait { index: u64, }
        /// It goes on. `notified`: not by its timeout.
        74 AtomicsWake { notified: bool, }
        /// `Atomics.notify` woke so many.
        75 AtomicsNotify { index: u64, woken: u64, }

        /// A function is called. Only in records with calls.
        80 CallEnter { stack: Stack, }
        /// The innermost call returns, or throws.
        81 CallExit { threw: bool, }
        /// What the calls hold that run, as JSON: `calls`, innermost first, with their `bindings`, and the `objects` that these reach.
        82 Values { text: Box<str>, }
        /// A statement begins, or the test or step of a loop. Only in records with statements.
        83 Statement { stack: Stack, }

        /// Collections since the last such event: how many, how many of them of the whole heap, bytes in use now, and how long they took together.
        90 Gc { collections: u64, full: u64, used: u64, nanoseconds: u64, }
        /// Bytes of the heap in use, when a turn begins and it has changed much.
        91 HeapStats { used: u64, }

        /// The program wrote a text, `console.log` for one. `left_out`: bytes of it that the record leaves out.
        100 Output { output: Output, text: Box<str>, left_out: u64, stack: Option<Stack>, }
        /// `performance.mark`, or `performance.measure` that ends now and took so many nanoseconds.
        101 Span { name: Str, nanoseconds: u64, }
    }
}

vocabulary! {
    /// What decided the run and came from outside: the decisions stream, enough to run it again.
    Decision DECISIONS {
        /// One of several was chosen. `point`: where.
        1 Choose { point: Str, alternatives: u64, chosen: u64, hash: Hash, }
        /// A clock was read.
        2 Clock { clock: ClockName, value: ClockValue, }
        /// Random bytes were drawn from a stream.
        3 Random { stream: Str, bytes: Box<[u8]>, }
        /// A result arrived for this operation, in this turn. `last`: nothing follows.
        4 Arrival { turn: u64, operation: Operation, last: bool, }
        /// What the arrival carried, where its task was run.
        5 Outcome { operation: Operation, bytes: Box<[u8]>, }
        /// A call of the machine that the program waited for: its name, what was asked (0 if that was not kept), what came.
        6 Call { name: Str, question: Hash, answer: Box<[u8]>, }
        /// The wait ended. `arrival`: by an arrival, else by the time.
        7 Unpark { arrival: bool, }
        /// An input reached the program outside its operations.
        8 Input { target: u64, event_type: Str, data: Box<[u8]>, }
        /// What the program finds around it: a variable of the environment, the working directory.
        9 Environment { name: Str, value: Str, }
        /// The loop's digest at the end of this turn, for a replay to compare.
        10 StateHash { turn: u64, hash: Hash, }
        /// The program ended with this code.
        11 Exit { code: i64, }
    }
}

impl Decision {
    /// The number of `Outcome`, for those who write its fields themselves.
    pub const OUTCOME: u8 = 5;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_an_outcome() {
        let outcome = Decision::Outcome { operation: Operation(1), bytes: Box::default() };
        assert_eq!(outcome.number(), Decision::OUTCOME);
    }

    #[test]
    fn numbers_are_told_once() {
        for shapes in [EVENTS, DECISIONS] {
            let mut numbers: Vec<u8> = shapes.iter().map(|shape| shape.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), shapes.len());
            // The highest bit of an event's number says that a time follows.
            assert!(numbers.iter().all(|&number| number < 0x80));
        }
    }
}
