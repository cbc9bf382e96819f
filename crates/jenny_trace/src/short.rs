//! Short forms of what promises and jobs tell most often: one record of the structure stream that stands for one or two events.
//!
//! Some have a fixed width, for the usual case that the numbers follow from the ones before: an `await` of a value costs one of
//! eight bytes.

use crate::event::Event;
use crate::field::{Activation, Field, Job, JobKind, Promise, PromiseKind, PromiseState, Stack, Str};
use crate::wire::{Class, Decoder, Encoder, Malformed};

/// `PromiseNew`, and `PromiseSettle` where it was born settled.
pub const NEW: u8 = 110;
/// The same of the promise after the last new one.
pub const NEW_NEXT: u8 = 111;
/// `PromiseNew`, and the `PromiseThen` that derived it, at the same stack.
pub const NEW_THEN: u8 = 112;
/// `Await`
pub const AWAIT: u8 = 113;
/// `Await`, `JobQueue` that resumes the same activation.
pub const AWAIT_QUEUED: u8 = 114;
/// The same with the job after the last queued one, and numbers near those before.
pub const AWAIT_NEXT: u8 = 115;
/// `PromiseSettle`, `JobQueue`
pub const SETTLE_QUEUED: u8 = 116;
/// `JobEnd` of a job that threw nothing, `JobStart` of the next one.
pub const JOB_NEXT: u8 = 117;
/// The same of the job that started last.
pub const JOB_NEXT_NEXT: u8 = 118;

/// All of a usual `await` of what is fulfilled already: [`JOB_NEXT_NEXT`], [`NEW_NEXT`] born fulfilled, [`AWAIT_NEXT`] of it.
pub const CYCLE: u8 = 119;

/// [`CYCLE`] again, so many times, of the same activation with the next numbers.
pub const AGAIN: u8 = 120;

/// Events of a [`CYCLE`].
pub(crate) const CYCLE_EVENTS: u32 = 6;

/// Bits of a choice's byte: the promise is settled, and how; or the promise and its job are of a rejection.
const FULFILLED: u8 = 0x40;
const REJECTED: u8 = 0x80;
const SETTLED_REJECTED: u8 = 0x40;

/// A promise that is made.
#[derive(Clone, Copy, Debug)]
pub struct NewPromise {
    pub promise: Promise,
    pub kind: PromiseKind,
    pub stack: Option<Stack>,
    /// It was born so.
    pub settled: Option<PromiseState>,
}

/// An async function that waits; `queued`: the job that goes on at once, and whether with a rejection.
#[derive(Clone, Copy, Debug)]
pub struct NewAwait {
    pub activation: Activation,
    pub promise: Promise,
    pub result: Option<Promise>,
    pub stack: Option<Stack>,
    pub queued: Option<(Job, bool)>,
}

/// What a `JobQueue` says.
#[derive(Clone, Copy, Debug)]
pub struct QueuedJob {
    pub job: Job,
    pub kind: JobKind,
    pub promise: Option<Promise>,
    pub activation: Option<Activation>,
    pub rejected: bool,
}

/// A step of one signed byte.
#[inline]
fn step(from: u64, to: u64) -> Option<u8> {
    let step = to.wrapping_sub(from) as i64;
    i8::try_from(step).ok().map(|step| step as u8)
}

fn stepped(from: u64, step: u8) -> u64 {
    from.wrapping_add(i64::from(step as i8) as u64)
}

/// A stack's row and one more; 0 for none.
#[inline]
fn row_of(stack: Option<Stack>) -> u32 {
    stack.map_or(0, |stack| stack.0.wrapping_add(1))
}

impl NewPromise {
    #[inline]
    fn byte(&self) -> u8 {
        self.kind as u8
            | match self.settled {
                None => 0,
                Some(PromiseState::Fulfilled) => FULFILLED,
                Some(PromiseState::Rejected) => REJECTED,
            }
    }

    /// How many events it stands for.
    #[inline]
    pub(crate) fn events(&self) -> u32 {
        1 + u32::from(self.settled.is_some())
    }

    /// The fixed form behind its number, if it is the one after the last.
    #[inline]
    pub(crate) fn fixed(&self, encoder: &mut Encoder) -> Option<[u8; 3]> {
        let row = row_of(self.stack);
        if self.promise.0 != encoder.last(Class::NewPromise) + 1 || row > 0xffff {
            return None;
        }
        encoder.note(Class::NewPromise, self.promise.0);
        // What follows is likely to speak of this promise.
        encoder.note(Class::Promise, self.promise.0);
        Some([self.byte(), row as u8, (row >> 8) as u8])
    }

    pub(crate) fn write(&self, encoder: &mut Encoder) {
        encoder.bytes.push(self.byte());
        encoder.delta(Class::NewPromise, self.promise.0);
        encoder.note(Class::Promise, self.promise.0);
        self.stack.write(encoder);
    }
}

impl NewAwait {
    /// The fixed form behind its number, if its numbers are near those before.
    #[inline]
    pub(crate) fn fixed(&self, encoder: &mut Encoder) -> Option<[u8; 7]> {
        let (job, rejected) = self.queued?;
        let result = self.result?;
        let row = row_of(self.stack);
        if job.0 != encoder.last(Class::QueuedJob) + 1 || row > 0xff_ffff {
            return None;
        }
        let [low, middle, high, _] = row.to_le_bytes();
        let bytes = [
            u8::from(rejected),
            step(encoder.last(Class::NewPromise), self.promise.0)?,
            step(encoder.last(Class::Activation), self.activation.0)?,
            step(encoder.last(Class::Result), result.0)?,
            low,
            middle,
            high,
        ];
        encoder.note(Class::Promise, self.promise.0);
        encoder.note(Class::Activation, self.activation.0);
        encoder.note(Class::Result, result.0);
        encoder.note(Class::QueuedJob, job.0);
        Some(bytes)
    }

    pub(crate) fn write(&self, encoder: &mut Encoder) {
        self.activation.write(encoder);
        self.promise.write(encoder);
        encoder.optional_delta(Class::Result, self.result.map(|result| result.0));
        self.stack.write(encoder);
        if let Some((job, rejected)) = self.queued {
            encoder.delta(Class::QueuedJob, job.0);
            rejected.write(encoder);
        }
    }

    fn events(self) -> (Event, Option<Event>) {
        let NewAwait { activation, promise, result, stack, queued } = self;
        let resumes = queued.map(|(job, rejected)| {
            QueuedJob { job, kind: JobKind::Resume, promise: result, activation: Some(activation), rejected }.event()
        });
        (Event::Await { activation, promise, result, stack }, resumes)
    }
}

impl QueuedJob {
    pub(crate) fn event(self) -> Event {
        let QueuedJob { job, kind, promise, activation, rejected } = self;
        Event::JobQueue { job, job_kind: kind, promise, activation, rejected }
    }

    /// A promise that is settled and this job, which follows from it.
    pub(crate) fn write_settled(&self, encoder: &mut Encoder, promise: Promise, state: PromiseState) {
        let rejected = if self.rejected { REJECTED } else { 0 };
        let settled = if state == PromiseState::Rejected { SETTLED_REJECTED } else { 0 };
        encoder.bytes.push(self.kind as u8 | rejected | settled);
        promise.write(encoder);
        encoder.delta(Class::QueuedJob, self.job.0);
        encoder.optional_delta(Class::Result, self.promise.map(|promise| promise.0));
        self.activation.write(encoder);
    }
}

/// The choice of this number.
fn choice<T: Copy>(all: &[(T, &'static str)], number: u8, number_of: impl Fn(T) -> u8) -> Result<T, Malformed> {
    all.iter().map(|&(member, _)| member).find(|&member| number_of(member) == number).ok_or(Malformed)
}

fn row(bytes: &[u8]) -> Option<Stack> {
    let row = bytes.iter().rev().fold(0, |row, &byte| row << 8 | u32::from(byte));
    row.checked_sub(1).map(Stack)
}

/// Whether an event's number is that of a short form.
pub fn is_short(number: u8) -> bool {
    (NEW..=AGAIN).contains(&number)
}

/// A usual `await` that was told: the job `ended` and the next one started, a promise was made fulfilled, and is awaited.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cycle {
    kind: PromiseKind,
    made_at: Option<Stack>,
    stack: Option<Stack>,
    activation: Activation,
    result: Promise,
    promise: u64,
    job: u64,
    ended: u64,
    /// How often it came again since it was written.
    pub again: u64,
}

impl Cycle {
    /// Whether this is the same again, with the next numbers; then it is counted.
    pub(crate) fn is_again(&mut self, ended: Job, made: &NewPromise, awaits: &NewAwait) -> bool {
        let same = self.promise + 1 == awaits.promise.0
            && made.promise == awaits.promise
            && awaits.queued == Some((Job(self.job + 1), false))
            && self.ended + 1 == ended.0
            && made.stack == self.made_at
            && awaits.stack == self.stack
            && awaits.activation == self.activation
            && awaits.result == Some(self.result)
            && made.settled == Some(PromiseState::Fulfilled)
            && made.kind == self.kind;
        if same {
            self.repeat(1);
        }
        same
    }

    /// It came again so many times.
    pub(crate) fn repeat(&mut self, times: u64) {
        self.promise += times;
        self.job += times;
        self.ended += times;
        self.again += times;
    }

    /// The job that ends and the promise that is made where it comes again.
    pub(crate) fn next(&self) -> (Job, NewPromise) {
        let promise = Promise(self.promise + 1);
        let settled = Some(PromiseState::Fulfilled);
        (Job(self.ended + 1), NewPromise { promise, kind: self.kind, stack: self.made_at, settled })
    }

    /// A new one and its record, if the numbers are near those before.
    pub(crate) fn begin(
        encoder: &mut Encoder,
        ended: Job,
        made: &NewPromise,
        awaits: &NewAwait,
    ) -> Option<(Cycle, [u8; 7])> {
        let (job, rejected) = awaits.queued?;
        let result = awaits.result?;
        let (made_row, row) = (row_of(made.stack), row_of(awaits.stack));
        let activation = step(encoder.last(Class::Activation), awaits.activation.0)?;
        let result_step = step(encoder.last(Class::Result), result.0)?;
        if rejected
            || awaits.promise != made.promise
            || made.settled != Some(PromiseState::Fulfilled)
            || made.promise.0 != encoder.last(Class::NewPromise) + 1
            || job.0 != encoder.last(Class::QueuedJob) + 1
            || ended.0 != encoder.last(Class::Job)
            || made_row > 0xffff
            || row > 0xffff
        {
            return None;
        }
        let cycle = Cycle {
            kind: made.kind,
            made_at: made.stack,
            stack: awaits.stack,
            activation: awaits.activation,
            result,
            promise: made.promise.0,
            job: job.0,
            ended: ended.0,
            again: 0,
        };
        cycle.note(encoder);
        let (made_row, row) = (made_row.to_le_bytes(), row.to_le_bytes());
        Some((cycle, [made.kind as u8, made_row[0], made_row[1], row[0], row[1], activation, result_step]))
    }

    /// The last numbers are its own.
    pub(crate) fn note(&self, encoder: &mut Encoder) {
        encoder.note(Class::Job, self.ended + 1);
        encoder.note(Class::NewPromise, self.promise);
        encoder.note(Class::Promise, self.promise);
        encoder.note(Class::Activation, self.activation.0);
        encoder.note(Class::Result, self.result.0);
        encoder.note(Class::QueuedJob, self.job);
    }
}

/// Reads the events that the short form `number` stands for, at most `most` of them, and gives them to `tell`.
///
/// # Errors
/// Bytes that are none, and numbers that are no short form's.
pub fn read(number: u8, decoder: &mut Decoder<'_>, most: u64, mut tell: impl FnMut(Event)) -> Result<(), Malformed> {
    let mut both = |(first, second): (Event, Option<Event>)| {
        tell(first);
        second.into_iter().for_each(&mut tell);
    };
    let (mut bytes, times) = match number {
        CYCLE => (decoder.exact(7)?.try_into().map_err(|_| Malformed)?, 1),
        AGAIN => (decoder.cycle.ok_or(Malformed)?, decoder.varint()?),
        _ => {
            both(read_pair(number, decoder)?);
            return Ok(());
        }
    };
    if times > most / u64::from(CYCLE_EVENTS) {
        return Err(Malformed);
    }
    for _ in 0..times {
        both(read_pair(JOB_NEXT_NEXT, decoder)?);
        let promise = Promise(decoder.last(Class::NewPromise).wrapping_add(1));
        decoder.note(Class::NewPromise, promise.0);
        let promise_kind = choice(PromiseKind::ALL, bytes[0], |kind| kind as u8)?;
        let settled = Event::PromiseSettle { promise, state: PromiseState::Fulfilled, preview: None::<Str> };
        both((Event::PromiseNew { promise, promise_kind, stack: row(&bytes[1..3]) }, Some(settled)));
        let activation = stepped(decoder.last(Class::Activation), bytes[5]);
        let result = stepped(decoder.last(Class::Result), bytes[6]);
        both(next_await(decoder, activation, promise.0, result, row(&bytes[3..5]), false));
        // Again is with the same activation.
        bytes[5..].fill(0);
    }
    decoder.cycle = Some(bytes);
    Ok(())
}

/// An await of what is settled already, and the job after the last queued one.
fn next_await(
    decoder: &mut Decoder<'_>,
    activation: u64,
    promise: u64,
    result: u64,
    stack: Option<Stack>,
    rejected: bool,
) -> (Event, Option<Event>) {
    let job = decoder.last(Class::QueuedJob).wrapping_add(1);
    decoder.note(Class::Promise, promise);
    decoder.note(Class::Activation, activation);
    decoder.note(Class::Result, result);
    decoder.note(Class::QueuedJob, job);
    NewAwait {
        activation: Activation(activation),
        promise: Promise(promise),
        result: Some(Promise(result)),
        stack,
        queued: Some((Job(job), rejected)),
    }
    .events()
}

/// Reads a short form of one or two events.
fn read_pair(number: u8, decoder: &mut Decoder<'_>) -> Result<(Event, Option<Event>), Malformed> {
    Ok(match number {
        NEW | NEW_NEXT | NEW_THEN => {
            let byte = decoder.byte()?;
            let promise_kind = choice(PromiseKind::ALL, byte & !(FULFILLED | REJECTED), |kind| kind as u8)?;
            let (promise, stack) = if number == NEW_NEXT {
                let promise = decoder.last(Class::NewPromise).wrapping_add(1);
                decoder.note(Class::NewPromise, promise);
                (Promise(promise), row(decoder.exact(2)?))
            } else {
                (Promise(decoder.delta(Class::NewPromise)?), Option::<Stack>::read(decoder)?)
            };
            decoder.note(Class::Promise, promise.0);
            let new = Event::PromiseNew { promise, promise_kind, stack };
            let settled = |state| Some(Event::PromiseSettle { promise, state, preview: None::<Str> });
            let second = match byte & (FULFILLED | REJECTED) {
                _ if number == NEW_THEN => {
                    Some(Event::PromiseThen { promise: Promise::read(decoder)?, derived: Some(promise), stack })
                }
                0 => None,
                FULFILLED => settled(PromiseState::Fulfilled),
                _ => settled(PromiseState::Rejected),
            };
            (new, second)
        }
        AWAIT | AWAIT_QUEUED => {
            let activation = Activation::read(decoder)?;
            let promise = Promise::read(decoder)?;
            let result = decoder.optional_delta(Class::Result)?.map(Promise);
            let stack = Option::<Stack>::read(decoder)?;
            let queued = match number {
                AWAIT => None,
                _ => Some((Job(decoder.delta(Class::QueuedJob)?), bool::read(decoder)?)),
            };
            NewAwait { activation, promise, result, stack, queued }.events()
        }
        AWAIT_NEXT => {
            let bytes = decoder.exact(7)?;
            let promise = stepped(decoder.last(Class::NewPromise), bytes[1]);
            let activation = stepped(decoder.last(Class::Activation), bytes[2]);
            let result = stepped(decoder.last(Class::Result), bytes[3]);
            next_await(decoder, activation, promise, result, row(&bytes[4..]), bytes[0] != 0)
        }
        SETTLE_QUEUED => {
            let byte = decoder.byte()?;
            let kind = choice(JobKind::ALL, byte & !(REJECTED | SETTLED_REJECTED), |kind| kind as u8)?;
            let promise = Promise::read(decoder)?;
            let state = if byte & SETTLED_REJECTED != 0 { PromiseState::Rejected } else { PromiseState::Fulfilled };
            let job = Job(decoder.delta(Class::QueuedJob)?);
            let derived = decoder.optional_delta(Class::Result)?.map(Promise);
            let activation = Option::<Activation>::read(decoder)?;
            let rejected = byte & REJECTED != 0;
            let queued = QueuedJob { job, kind, promise: derived, activation, rejected };
            (Event::PromiseSettle { promise, state, preview: None::<Str> }, Some(queued.event()))
        }
        JOB_NEXT | JOB_NEXT_NEXT => {
            let job = if number == JOB_NEXT { Job::read(decoder)? } else { Job(decoder.last(Class::Job)) };
            let next = Job(job.0.wrapping_add(1));
            decoder.note(Class::Job, next.0);
            (Event::JobEnd { job, threw: false }, Some(Event::JobStart { job: next }))
        }
        _ => return Err(Malformed),
    })
}
