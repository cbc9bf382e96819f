//! Decisions on a tape: an oracle that writes down what it answers, one that answers from a record, and results of operations as bytes.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use jenny_trace::field::{ClockName, ClockValue, Hash, Operation};
use jenny_trace::{Decision, Malformed, Trace};
use rustc_hash::FxHashMap;

pub use jenny_trace::wire::{Decoder, Encoder};

use super::AgentRecording;
use crate::binding::RuntimeState;
use crate::binding::operations::Codec;
use crate::event_loop::{OperationId, OperationKind};
use crate::oracle::{AltId, Clock, Input, Oracle, Point, Stream, Unpark, VTime};
use crate::process::StandardStream;
use crate::reactor::{Arrival, Inbox};

/// What a stream is called in a record.
fn name_of(stream: Stream) -> String {
    match stream {
        Stream::MathRandom => "Math.random".into(),
        Stream::Crypto => "crypto".into(),
        Stream::HashSeed => "hash".into(),
        Stream::TemporaryName => "temporary name".into(),
        Stream::Other(number) => format!("stream {number}"),
    }
}

fn clock_name(clock: Clock) -> ClockName {
    match clock {
        Clock::Monotonic => ClockName::Monotonic,
        Clock::Wall => ClockName::Wall,
    }
}

/// Answers as `world` does, and writes it down.
pub(crate) struct RecordingOracle {
    pub world: Box<dyn Oracle>,
    pub recording: Rc<AgentRecording>,
}

impl Oracle for RecordingOracle {
    fn choose(&mut self, point: Point, alternatives: &[AltId]) -> usize {
        let chosen = self.world.choose(point, alternatives);
        let point = self.recording.string(&format!("{point:?}"));
        let hash = alternatives
            .iter()
            .fold(0, |sum: u64, id| jenny_trace::digest::mix(sum.wrapping_mul(3).wrapping_add(id.0)));
        self.recording.decision(&Decision::Choose {
            point,
            alternatives: alternatives.len() as u64,
            chosen: chosen as u64,
            hash: Hash(hash),
        });
        chosen
    }

    fn is_natural(&self) -> bool {
        self.world.is_natural()
    }

    fn now(&mut self, clock: Clock) -> VTime {
        let value = self.world.now(clock);
        self.recording.decision(&Decision::Clock { clock: clock_name(clock), value: ClockValue(value) });
        value
    }

    fn rand(&mut self, stream: Stream, out: &mut [u8]) {
        self.world.rand(stream, out);
        let stream = self.recording.string(&name_of(stream));
        self.recording.decision(&Decision::Random { stream, bytes: (&*out).into() });
    }

    fn input(&mut self) -> Option<Input> {
        let input = self.world.input()?;
        let event_type = self.recording.string(&input.kind);
        let data = input.data.clone().into();
        self.recording.decision(&Decision::Input { target: input.target, event_type, data });
        Some(input)
    }

    fn park(&mut self, inbox: &Inbox, until: Option<VTime>, pending: usize) -> Unpark {
        let unpark = self.world.park(inbox, until, pending);
        self.recording.decision(&Decision::Unpark { arrival: unpark == Unpark::Arrival });
        unpark
    }

    fn arrivals(&mut self, inbox: &Inbox, turn: u64) -> VecDeque<Arrival> {
        let arrivals = self.world.arrivals(inbox, turn);
        for Arrival { operation, last, .. } in &arrivals {
            let operation = Operation(operation.number());
            self.recording.decision(&Decision::Arrival { turn, operation, last: *last });
        }
        arrivals
    }

    fn hears_turns(&self) -> bool {
        true
    }

    fn turn_ends(&mut self, turn: u64, hash: &dyn Fn() -> u64) {
        self.recording.decision(&Decision::StateHash { turn, hash: Hash(hash()) });
    }
}

/// What Workers write without their owners, as calls on their tapes.
pub(super) const OWN_OUTPUT: &str = "own output";

/// What an agent that does not run wrote: when, whether to standard error, what.
type Written = (u64, bool, Box<[u8]>);

/// All that Workers wrote without their owners, in the order of the times.
fn written_by_workers(trace: &Trace) -> VecDeque<Written> {
    let mut written: Vec<Written> = Vec::new();
    for agent in trace.agents.iter().filter(|agent| agent.agent != 0) {
        for (_, decision) in &agent.decisions {
            if let Decision::Call { name, answer, .. } = decision
                && agent.tables.string(*name) == OWN_OUTPUT
                && let Ok(one) = read_written(&mut Decoder::new(answer))
            {
                written.push(one);
            }
        }
    }
    written.sort_by_key(|(time, ..)| *time);
    written.into()
}

fn read_written(decoder: &mut Decoder<'_>) -> Result<Written, Malformed> {
    Ok((decoder.varint()?, decoder.byte()? != 0, decoder.slice()?.into()))
}

struct Position {
    next: usize,
    turn: u64,
    /// Operations of the loop by their numbers.
    operations: FxHashMap<u64, OperationId>,
}

/// A run that answers from a record. Where the program asks for something else than the record holds, it says so and ends the process.
pub struct Replay {
    trace: Arc<Trace>,
    position: RefCell<Position>,
    state: RefCell<Weak<RuntimeState>>,
    /// What other agents wrote and is not written yet.
    written: RefCell<VecDeque<Written>>,
}

impl Replay {
    pub fn new(trace: Arc<Trace>) -> Rc<Replay> {
        let position = Position { next: 0, turn: 0, operations: FxHashMap::default() };
        let written = RefCell::new(written_by_workers(&trace));
        Rc::new(Replay { trace, position: RefCell::new(position), state: RefCell::default(), written })
    }

    /// Whose output is written before the end.
    pub(crate) fn attach(&self, state: &Rc<RuntimeState>) {
        *self.state.borrow_mut() = Rc::downgrade(state);
    }

    /// Writes what other agents had written before the event that follows the last decision.
    fn write_for_others(&self) {
        if self.written.borrow().is_empty() {
            return;
        }
        let next = self.position.borrow().next;
        let agent = self.trace.agent(0);
        let time = agent.and_then(|agent| {
            let seq = agent.decisions.get(next.checked_sub(1)?)?.0;
            let at = agent.records.partition_point(|record| record.seq < seq);
            agent.records.get(at).map(|record| record.time)
        });
        self.write_until(time.unwrap_or(u64::MAX));
    }

    fn write_until(&self, time: u64) {
        let state = self.state.borrow().upgrade();
        let is_quiet = state.is_some_and(|state| state.stdout.borrow().is_diverted());
        let mut written = self.written.borrow_mut();
        while let Some((_, is_error, bytes)) = written.pop_front_if(|(at, ..)| *at <= time) {
            let stream = if is_error { StandardStream::Error } else { StandardStream::Output };
            if !is_quiet {
                // Nobody reads any more: that is no error of the program's.
                let _ = crate::process::write_all(stream, &bytes);
            }
        }
    }

    fn peek(&self) -> Option<&Decision> {
        let next = self.position.borrow().next;
        self.trace.agent(0)?.decisions.get(next).map(|(_, decision)| decision)
    }

    /// The next decision, which must be one that `take` takes; `asked` is what the program wants.
    fn next<T>(&self, asked: &dyn Fn() -> String, take: impl FnOnce(&Decision) -> Option<T>) -> T {
        let Some(decision) = self.peek() else {
            if self.trace.complete {
                self.stop(&format!("recorded: nothing more\n  now: {}", asked()), 1);
            }
            self.end_of_record();
        };
        match take(decision) {
            Some(answer) => {
                self.position.borrow_mut().next += 1;
                answer
            }
            None => self.stop(&format!("recorded: {}\n  now: {}", self.words(decision), asked()), 1),
        }
    }

    fn string(&self, row: jenny_trace::field::Str) -> &str {
        self.trace.agent(0).map_or("", |agent| agent.tables.string(row))
    }

    fn words(&self, decision: &Decision) -> String {
        match decision {
            Decision::Choose { alternatives, .. } => format!("a choice among {alternatives}"),
            Decision::Clock { clock, .. } => format!("the {} clock was read", clock.word()),
            Decision::Random { stream, bytes } => {
                format!("{} random bytes of {} were drawn", bytes.len(), self.string(*stream))
            }
            Decision::Arrival { turn, operation, .. } => {
                format!("a result of operation {} arrived in turn {turn}", operation.0)
            }
            Decision::Outcome { operation, .. } => format!("the result of operation {} was delivered", operation.0),
            Decision::Call { name, .. } => format!("{} was asked of the machine", self.string(*name)),
            Decision::Unpark { .. } => "the loop waited".into(),
            Decision::Input { .. } => "an input".into(),
            Decision::Environment { name, .. } => format!("{} was asked for", self.string(*name)),
            Decision::StateHash { turn, .. } => format!("turn {turn} ended"),
            Decision::Exit { code } => format!("the program ended with exit code {code}"),
        }
    }

    /// Ends the process: the run differs from its record.
    fn stop(&self, difference: &str, code: i32) -> ! {
        let turn = self.position.borrow().turn;
        self.leave(&format!("jenny: the replay differs from the record in turn {turn}\n  {difference}\n"), code)
    }

    fn end_of_record(&self) -> ! {
        let turn = self.position.borrow().turn;
        self.leave(&format!("jenny: the record ends here, in turn {turn}\n"), 0)
    }

    fn leave(&self, text: &str, code: i32) -> ! {
        let state = self.state.borrow().upgrade();
        if let Some(state) = &state {
            state.flush();
        }
        self.write_for_others();
        crate::process::tell(text);
        if let Some(recording) = state.as_ref().and_then(|state| state.recording.as_ref()) {
            // What a replay tells of calls and statements, up to here.
            recording.finish();
        }
        crate::process::exit(code)
    }

    /// The answer of a call of the machine.
    pub(crate) fn call<T>(&self, name: &str, codec: Codec<T>) -> T {
        let asked = || format!("{name} is asked of the machine");
        let bytes = self.next(&asked, |decision| match decision {
            Decision::Call { name: known, answer, .. } if self.string(*known) == name => Some(answer.clone()),
            _ => None,
        });
        self.decoded(&bytes, codec.read)
    }

    /// The result of an operation, where its task runs.
    pub(crate) fn outcome<T>(&self, operation: OperationId, codec: Codec<T>) -> Option<T> {
        let number = operation.number();
        let asked = || format!("the result of operation {number}");
        let bytes = self.next(&asked, |decision| match decision {
            Decision::Outcome { operation, bytes } if operation.0 == number => Some(bytes.clone()),
            _ => None,
        });
        match bytes.split_first() {
            Some((1, bytes)) => Some(self.decoded(bytes, codec.read)),
            _ => None,
        }
    }

    fn decoded<T>(&self, bytes: &[u8], read: fn(&mut Decoder<'_>) -> Result<T, Malformed>) -> T {
        match read(&mut Decoder::new(bytes)) {
            Ok(answer) => answer,
            Err(Malformed) => self.stop("recorded: an answer that cannot be read", 1),
        }
    }

    /// A source of the program's must be what it was, or one of those that it was: imported, evaluated and required, a file is
    /// not the same text.
    pub(crate) fn compare_source(&self, name: &str, text: &str) {
        let Some(agent) = self.trace.agent(0) else { return };
        let mut known = agent.tables.scripts().filter(|(known, _)| *known == name).map(|(_, text)| text).peekable();
        if known.peek().is_some() && !known.any(|known| known == text) {
            self.stop(&format!("{name} has changed since it was recorded"), 1);
        }
    }

    /// The program ends.
    pub(crate) fn end(&self, code: i32) {
        let asked = || format!("the end of the program, with exit code {code}");
        self.next(&asked, |decision| match decision {
            Decision::Exit { code: known } if *known == i64::from(code) => Some(()),
            _ => None,
        });
        self.write_until(u64::MAX);
    }
}

/// Answers from a record.
pub(crate) struct ReplayOracle(pub Rc<Replay>);

impl Oracle for ReplayOracle {
    fn choose(&mut self, _: Point, alternatives: &[AltId]) -> usize {
        let count = alternatives.len();
        let asked = || format!("a choice among {count}");
        self.0.next(&asked, |decision| match decision {
            Decision::Choose { alternatives, chosen, .. } if *alternatives == count as u64 => Some(*chosen as usize),
            _ => None,
        })
    }

    fn is_natural(&self) -> bool {
        true
    }

    fn now(&mut self, clock: Clock) -> VTime {
        let asked = || format!("the {} clock is read", clock_name(clock).word());
        self.0.next(&asked, |decision| match decision {
            Decision::Clock { clock: known, value } if *known == clock_name(clock) => Some(value.0),
            _ => None,
        })
    }

    fn rand(&mut self, stream: Stream, out: &mut [u8]) {
        let (name, count) = (name_of(stream), out.len());
        let asked = || format!("{count} random bytes of {name} are drawn");
        let bytes = self.0.next(&asked, |decision| match decision {
            Decision::Random { stream, bytes } if self.0.string(*stream) == name && bytes.len() == count => {
                Some(bytes.clone())
            }
            _ => None,
        });
        out.copy_from_slice(&bytes);
    }

    fn input(&mut self) -> Option<Input> {
        let Some(Decision::Input { target, event_type, data }) = self.0.peek() else { return None };
        let input = Input { target: *target, kind: self.0.string(*event_type).to_owned(), data: data.to_vec() };
        self.0.position.borrow_mut().next += 1;
        Some(input)
    }

    /// Waits for nothing: the clock goes on by what is read from it.
    fn park(&mut self, _: &Inbox, _: Option<VTime>, _: usize) -> Unpark {
        let unpark = self.0.next(&|| "the loop waits".into(), |decision| match decision {
            Decision::Unpark { arrival: true } => Some(Unpark::Arrival),
            Decision::Unpark { arrival: false } => Some(Unpark::Due),
            _ => None,
        });
        self.0.write_for_others();
        unpark
    }

    fn arrivals(&mut self, inbox: &Inbox, turn: u64) -> VecDeque<Arrival> {
        self.0.position.borrow_mut().turn = turn;
        let mut arrivals = VecDeque::new();
        // Announcements of the program's own, such as those of its ports; the record says when each arrives.
        inbox.drain();
        while let Some(&Decision::Arrival { turn: of, operation, last }) = self.0.peek()
            && of == turn
        {
            let position = &mut *self.0.position.borrow_mut();
            position.next += 1;
            // One that was not started here has no number: the loop knows no such operation.
            if let Some(&operation) = position.operations.get(&operation.0) {
                if last {
                    position.operations.remove(&operation.number());
                }
                arrivals.push_back(Arrival { operation, outcome: None, last });
            }
        }
        arrivals
    }

    fn operation_starts(&mut self, operation: OperationId, _: OperationKind) {
        self.0.position.borrow_mut().operations.insert(operation.number(), operation);
    }

    fn hears_turns(&self) -> bool {
        true
    }

    fn turn_ends(&mut self, turn: u64, hash: &dyn Fn() -> u64) {
        let hash = hash();
        let asked = || format!("turn {turn} ends with other things pending");
        self.0.next(&asked, |decision| match decision {
            Decision::StateHash { turn: known, hash: recorded } if (*known, recorded.0) == (turn, hash) => Some(()),
            _ => None,
        });
        self.0.write_for_others();
    }
}
