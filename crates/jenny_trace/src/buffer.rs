//! One agent's side of recording: events, decisions and table rows go in, frames come out.

use crate::event::{Decision, Event};
use crate::field::{Field, Job, Operation, Promise, PromiseState, Script, Site, Stack, Str};
use crate::file::{RawFrame, Stream};
use crate::short::{self, Cycle, NewAwait, NewPromise, QueuedJob};
use crate::table::{Interner, Row};
use crate::wire::{Class, Encoder};

/// A frame is given out when it holds this much.
const FULL: usize = 64 << 10;

/// Most bytes of one text in the record.
pub const LONGEST_TEXT: usize = 16 << 10;

#[derive(Debug, Default)]
struct Half {
    encoder: Encoder,
    records: u32,
    /// The number of the frame's first record.
    first: u64,
    next: u64,
}

impl Half {
    fn take(&mut self, agent: u16, stream: Stream) -> Option<RawFrame> {
        if self.records == 0 {
            return None;
        }
        let frame = RawFrame { agent, stream, records: self.records, first: self.first, bytes: self.encoder.take() };
        self.records = 0;
        self.first = self.next;
        Some(frame)
    }
}

/// An event that waits for the next one: the two may be one record.
#[derive(Clone, Copy, Debug)]
enum Held {
    Nothing,
    New(NewPromise),
    Settle { promise: Promise, state: PromiseState },
}

/// Gathers an agent's records into frames.
#[derive(Debug)]
pub struct AgentBuffer {
    agent: u16,
    structure: Half,
    decisions: Half,
    rows: Half,
    interner: Interner,
    /// A job has ended and the one after it has started; comes before `held`.
    held_job: Option<Job>,
    held: Held,
    /// The last record is this one, which may come again; before all that is held.
    cycle: Option<Cycle>,
    /// One of the three is there.
    is_loose: bool,
    /// The time of the last event that had one.
    time: u64,
    /// The place of the last decision.
    decided_at: u64,
}

impl AgentBuffer {
    pub fn new(agent: u16) -> AgentBuffer {
        AgentBuffer {
            agent,
            structure: Half::default(),
            decisions: Half::default(),
            rows: Half::default(),
            interner: Interner::default(),
            held_job: None,
            held: Held::Nothing,
            cycle: None,
            is_loose: false,
            time: 0,
            decided_at: 0,
        }
    }

    pub fn agent(&self) -> u16 {
        self.agent
    }

    /// How many events were added.
    pub fn events(&self) -> u64 {
        self.structure.next
    }

    /// Adds an event. `time`: nanoseconds since the record's beginning; an event without one has that of the event before it.
    pub fn event(&mut self, time: Option<u64>, event: &Event) {
        self.release();
        event.write(self.begin(event.number(), time, 1));
    }

    /// Begins a record of the structure stream that stands for `events` events.
    #[inline]
    fn begin(&mut self, number: u8, time: Option<u64>, events: u32) -> &mut Encoder {
        let half = &mut self.structure;
        let encoder = &mut half.encoder;
        if half.records == 0 {
            // Each frame can be read alone, so it tells the time that it begins at.
            encoder.varint(self.time);
        }
        match time {
            None => encoder.bytes.push(number),
            Some(time) => {
                encoder.bytes.push(number | 0x80);
                // Clocks of the caller's do not go back; if one does, time stands still.
                encoder.varint(time.saturating_sub(self.time));
                self.time = self.time.max(time);
            }
        }
        half.records += events;
        half.next += u64::from(events);
        encoder
    }

    /// Writes what waits for an event that did not come.
    #[inline]
    fn release(&mut self) {
        if self.is_loose {
            self.release_slow();
        }
    }

    #[inline(never)]
    fn release_slow(&mut self) {
        self.is_loose = false;
        self.end_cycle();
        if let Some(ended) = self.held_job.take() {
            self.write_job_next(None, ended);
        }
        match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Nothing => {}
            Held::New(new) => self.write_new(&new),
            Held::Settle { promise, state } => {
                let event = Event::PromiseSettle { promise, state, preview: None };
                event.write(self.begin(event.number(), None, 1));
            }
        }
    }

    /// Writes how often the last cycle came again; the events are counted already.
    fn end_cycle(&mut self) {
        if let Some(cycle) = self.cycle.take().filter(|cycle| cycle.again > 0) {
            let encoder = &mut self.structure.encoder;
            encoder.bytes.push(short::AGAIN);
            encoder.varint(cycle.again);
            cycle.note(encoder);
        }
    }

    #[inline]
    fn write_new(&mut self, new: &NewPromise) {
        match new.fixed(&mut self.structure.encoder) {
            Some(bytes) => self.begin(short::NEW_NEXT, None, new.events()).bytes.extend_from_slice(&bytes),
            None => new.write(self.begin(short::NEW, None, new.events())),
        }
    }

    /// `PromiseNew`, and `PromiseSettle` where it was born settled
    #[inline(always)]
    pub fn promise_new(&mut self, new: NewPromise) {
        if !matches!(self.held, Held::Nothing) {
            self.release_slow();
        }
        self.held = Held::New(new);
        self.is_loose = true;
    }

    /// `PromiseSettle`
    #[inline]
    pub fn promise_settle(&mut self, promise: Promise, state: PromiseState) {
        if let Held::New(new) = self.held
            && new.promise == promise
            && new.settled.is_none()
        {
            self.held = Held::New(NewPromise { settled: Some(state), ..new });
            return;
        }
        self.release();
        self.held = Held::Settle { promise, state };
        self.is_loose = true;
    }

    /// `PromiseThen`
    pub fn promise_then(&mut self, promise: Promise, derived: Option<Promise>, stack: Option<Stack>) {
        if let Held::New(new) = self.held
            && derived == Some(new.promise)
            && stack == new.stack
            && new.settled.is_none()
        {
            self.held = Held::Nothing;
            self.release();
            let encoder = self.begin(short::NEW_THEN, None, 2);
            new.write(encoder);
            return promise.write(encoder);
        }
        self.event(None, &Event::PromiseThen { promise, derived, stack });
    }

    /// `Await`, and `JobQueue` where it goes on at once. True if it was the end of a usual round, which
    /// [`AgentBuffer::came_again`] may repeat until anything else is told.
    pub fn awaits(&mut self, new: &NewAwait) -> bool {
        if let (Held::New(made), Some(ended), Some(cycle)) = (&self.held, self.held_job, &mut self.cycle)
            && cycle.is_again(ended, made, new)
        {
            self.cycle_told(1);
            return true;
        }
        if let (&Held::New(made), Some(ended)) = (&self.held, self.held_job) {
            self.end_cycle();
            if let Some((cycle, bytes)) = Cycle::begin(&mut self.structure.encoder, ended, &made, new) {
                self.cycle = Some(cycle);
                self.cycle_told(1);
                self.structure.encoder.bytes.push(short::CYCLE);
                self.structure.encoder.bytes.extend_from_slice(&bytes);
                return true;
            }
        }
        self.release();
        if let Some(bytes) = new.fixed(&mut self.structure.encoder) {
            self.begin(short::AWAIT_NEXT, None, 2).bytes.extend_from_slice(&bytes);
            return false;
        }
        match new.queued {
            None => new.write(self.begin(short::AWAIT, None, 1)),
            Some(_) => new.write(self.begin(short::AWAIT_QUEUED, None, 2)),
        }
        false
    }

    /// The events of so many cycles are told; nothing is held.
    fn cycle_told(&mut self, times: u32) {
        self.held = Held::Nothing;
        self.held_job = None;
        let events = short::CYCLE_EVENTS * times;
        self.structure.records += events;
        self.structure.next += u64::from(events);
    }

    /// The round that [`AgentBuffer::awaits`] answered true for came again so many times. `job_started`: of the one after
    /// these the job has started; `promise_made`: and its promise was made.
    pub fn came_again(&mut self, times: u32, job_started: bool, promise_made: bool) {
        let Some(cycle) = &mut self.cycle else { return };
        cycle.repeat(u64::from(times));
        let (ended, made) = cycle.next();
        self.cycle_told(times);
        self.held_job = job_started.then_some(ended);
        if promise_made {
            self.held = Held::New(made);
        }
        self.is_loose = true;
    }

    /// `JobQueue`
    pub fn job_queue(&mut self, job: QueuedJob) {
        match self.held {
            Held::Settle { promise, state } => {
                self.held = Held::Nothing;
                self.release();
                job.write_settled(self.begin(short::SETTLE_QUEUED, None, 2), promise, state);
            }
            _ => self.event(None, &job.event()),
        }
    }

    /// `JobEnd` of a job that threw nothing, and `JobStart` of the one after it
    #[inline(always)]
    pub fn job_next(&mut self, time: Option<u64>, ended: Job) {
        if time.is_some() || self.held_job.is_some() || !matches!(self.held, Held::Nothing) {
            self.release();
        }
        match time {
            Some(_) => self.write_job_next(time, ended),
            None => {
                self.held_job = Some(ended);
                self.is_loose = true;
            }
        }
    }

    fn write_job_next(&mut self, time: Option<u64>, ended: Job) {
        let encoder = if self.structure.encoder.last(Class::Job) == ended.0 {
            self.begin(short::JOB_NEXT_NEXT, time, 2)
        } else {
            let encoder = self.begin(short::JOB_NEXT, time, 2);
            ended.write(encoder);
            encoder
        };
        encoder.note(Class::Job, ended.0 + 1);
    }

    /// Adds a decision, which stands before the next event.
    pub fn decision(&mut self, decision: &Decision) {
        decision.write(self.begin_decision(decision.number()));
    }

    /// `Outcome` with bytes that are the caller's.
    pub fn outcome(&mut self, operation: Operation, bytes: &[u8]) {
        let encoder = self.begin_decision(Decision::OUTCOME);
        operation.write(encoder);
        encoder.slice(bytes);
    }

    fn begin_decision(&mut self, number: u8) -> &mut Encoder {
        self.release();
        let half = &mut self.decisions;
        if half.records == 0 {
            half.encoder.varint(self.decided_at);
        }
        half.encoder.bytes.push(number);
        half.encoder.varint(self.structure.next - self.decided_at);
        self.decided_at = self.structure.next;
        half.records += 1;
        half.next += 1;
        &mut half.encoder
    }

    fn row(&mut self, row: &Row) {
        row.write(&mut self.rows.encoder);
        self.rows.records += 1;
        self.rows.next += 1;
    }

    /// The number of a string. For names that recur: each is held in memory as long as the run lasts.
    pub fn string(&mut self, text: &str) -> Str {
        let (number, new) = self.interner.string(text);
        if new {
            self.row(&Row::String(text.into()));
        }
        number
    }

    /// Tells of a source; each call is another script.
    pub fn script(&mut self, name: &str, text: &str) -> Script {
        let number = self.interner.script();
        self.row(&Row::Script { name: name.into(), text: text.into() });
        number
    }

    /// The number of a place.
    pub fn site(&mut self, script: Script, line: u32, column: u32, function: &str) -> Site {
        let function = self.string(function);
        let (number, new) = self.interner.site(script, line, column, function);
        if new {
            self.row(&Row::Site { script, line, column, function });
        }
        number
    }

    /// The number of a stack.
    pub fn stack(&mut self, site: Site, caller: Option<Stack>) -> Stack {
        let (number, new) = self.interner.stack(site, caller);
        if new {
            self.row(&Row::Stack { site, caller });
        }
        number
    }

    /// Whether frames should be taken now.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.structure.encoder.bytes.len() >= FULL
            || self.decisions.encoder.bytes.len() >= FULL
            || self.rows.encoder.bytes.len() >= FULL
    }

    /// The same of the structure stream alone, which is what promises and jobs fill.
    #[inline(always)]
    pub fn is_structure_full(&self) -> bool {
        self.structure.encoder.bytes.len() >= FULL
    }

    /// Bytes that no frame holds yet.
    pub fn pending(&self) -> usize {
        self.structure.encoder.bytes.len() + self.decisions.encoder.bytes.len() + self.rows.encoder.bytes.len()
    }

    /// What has gathered, as frames: tables first, since the others speak of their rows.
    pub fn take_frames(&mut self) -> impl Iterator<Item = RawFrame> {
        self.release();
        [
            self.rows.take(self.agent, Stream::Tables),
            self.decisions.take(self.agent, Stream::Decisions),
            self.structure.take(self.agent, Stream::Structure),
        ]
        .into_iter()
        .flatten()
    }
}

/// A text for the record, and how many bytes of it were left out.
pub fn shortened(text: &str) -> (Box<str>, u64) {
    if text.len() <= LONGEST_TEXT {
        return (text.into(), 0);
    }
    let end = text.floor_char_boundary(LONGEST_TEXT);
    (text[..end].into(), (text.len() - end) as u64)
}
