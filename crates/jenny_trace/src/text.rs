//! The order of a run in plain words: turn by turn, what ran, why, and what it printed.

use std::fmt::Write;

use crate::event::Event;
use crate::field::{JobKind, Operation, OperationKind, Phase, PromiseState, Source, Stack};
use crate::reducer::{Context, PendingOperation, State};
use crate::table::Tables;
use crate::trace::{AgentTrace, Trace};

/// Characters of a program's line that are shown.
const SHOWN: usize = 100;

/// The whole record.
pub fn describe(trace: &Trace) -> String {
    let mut text = String::new();
    for agent in &trace.agents {
        if trace.agents.len() > 1 {
            let name = if agent.agent == 0 { "the program".to_owned() } else { format!("worker {}", agent.agent) };
            let _ = writeln!(text, "=== {name}");
        }
        Teller::new(agent).tell(&mut text);
    }
    if trace.dropped() > 0 {
        let _ = writeln!(text, "{} events are missing: the disk was slower than the program", trace.dropped());
    }
    if !trace.complete {
        text.push_str("The record ends here; the program went on or was killed.\n");
    }
    text
}

struct Teller<'a> {
    agent: &'a AgentTrace,
    state: State,
    /// A turn's line waits until something runs in it.
    turn: Option<u64>,
    /// An operation ends just before its last task runs.
    ended: Option<(Operation, PendingOperation)>,
}

impl<'a> Teller<'a> {
    fn new(agent: &'a AgentTrace) -> Teller<'a> {
        Teller { agent, state: State::default(), turn: None, ended: None }
    }

    fn tables(&self) -> &'a Tables {
        &self.agent.tables
    }

    fn tell(&mut self, text: &mut String) {
        let mut gaps = self.agent.gaps.iter().peekable();
        for record in &self.agent.records {
            if let Some(gap) = gaps.next_if(|gap| gap.at <= record.seq) {
                let _ = writeln!(text, "  ... {} events are missing ...", gap.dropped);
            }
            self.event(text, &record.event);
            self.state.apply(&record.event);
        }
    }

    /// The line of a turn, before the first thing in it.
    fn open_turn(&mut self, text: &mut String) {
        match self.turn.take() {
            Some(0) => text.push_str("start\n"),
            Some(turn) => {
                let _ = writeln!(text, "turn {turn}");
            }
            None => {}
        }
    }

    fn line(&mut self, text: &mut String, depth: usize, what: &str) {
        self.open_turn(text);
        let _ = writeln!(text, "{:indent$}{what}", "", indent = 2 * depth + 2);
    }

    /// ` (main.js:3:1)`, or nothing.
    fn place(&self, stack: Option<Stack>) -> String {
        let places = stack.map(|stack| self.tables().places(stack)).unwrap_or_default();
        places.first().map_or(String::new(), |place| {
            let file = place.file.rsplit('/').next().unwrap_or(place.file);
            let function = if place.function.is_empty() { String::new() } else { format!("{}, ", place.function) };
            format!(" ({function}{file}:{}:{})", place.line, place.column)
        })
    }

    fn event(&mut self, text: &mut String, event: &Event) {
        // Work that is the runtime's own between tasks stands at the depth of a task.
        let depth = match self.state.creator() {
            Some(Context::Tick(_) | Context::Job(_)) => 2,
            Some(Context::Task(_)) => 1,
            None => 0,
        };
        match event {
            Event::TurnBegin { turn } => self.turn = Some(*turn),
            Event::TaskStart { task } => {
                let queued = self.state.tasks.iter().chain(&self.state.closing).find(|queued| queued.task == *task);
                let what = match queued {
                    Some(queued) => self.task(queued.source, queued.trigger),
                    None => format!("task {}", task.0),
                };
                self.line(text, 0, &what);
            }
            Event::TaskEnd { broke: true, .. } => self.line(text, 1, "the program ends here"),
            Event::TickStart { tick } => self.line(text, 1, &format!("tick {}: process.nextTick callback", tick.0)),
            Event::JobStart { job } => {
                let queued = self.state.jobs.iter().find(|queued| queued.job == *job).copied();
                let what = match queued.map(|queued| (queued.kind, queued)) {
                    Some((JobKind::Reaction, queued)) => {
                        let stack = queued.promise.and_then(|promise| self.state.promises.get(&promise)?.stack);
                        match self.place(stack) {
                            place if place.is_empty() => "then callback of the runtime's own".to_owned(),
                            place => format!("then callback{place}"),
                        }
                    }
                    Some((JobKind::Thenable, _)) => "a promise follows another one".to_owned(),
                    Some((JobKind::Resume, queued)) => {
                        let waiting = queued.activation.and_then(|activation| self.state.awaits.get(&activation));
                        format!("continues after await{}", self.place(waiting.and_then(|waiting| waiting.stack)))
                    }
                    Some((JobKind::Callback, _)) => "queueMicrotask callback".to_owned(),
                    Some((JobKind::Internal, _)) | None => "a step of the runtime's own".to_owned(),
                };
                self.line(text, 1, &format!("job {}: {what}", job.0));
            }
            Event::JobEnd { threw: true, .. } => self.line(text, depth, "throws"),
            Event::Output { text: printed, left_out, output, .. } => {
                let name = output.word();
                for printed in printed.trim_end_matches('\n').split('\n') {
                    let mut shown: String = printed.chars().take(SHOWN).collect();
                    if shown.len() < printed.len() {
                        shown.push('…');
                    }
                    let mark = if name == "stdout" { "|" } else { "!" };
                    self.line(text, depth, &format!("{mark} {shown}"));
                }
                if *left_out > 0 {
                    self.line(text, depth, &format!("| ... and {left_out} bytes more"));
                }
            }
            Event::OperationStart { operation_kind, repeats, name, stack, .. } => {
                let name = name.map(|name| format!(" {}", self.tables().string(name))).unwrap_or_default();
                let word = match (operation_kind, repeats) {
                    (OperationKind::Timer, true) => "interval",
                    (kind, _) => kind.word(),
                };
                let place = self.place(*stack);
                // What the runtime starts for itself, such as the listening to a port, is told where it is delivered.
                if !place.is_empty() {
                    self.line(text, depth, &format!("starts {word}{name}{place}"));
                }
            }
            Event::OperationEnd { operation } => {
                self.ended = self.state.operations.get(operation).map(|pending| (*operation, *pending));
            }
            Event::OperationCancel { operation } => {
                if let Some(pending) = self.state.operations.get(operation) {
                    let what = format!("stops {}{}", pending.kind.word(), self.place(pending.stack));
                    self.line(text, depth, &what);
                }
            }
            Event::PromiseSettle { promise, state: PromiseState::Rejected, .. } => {
                let stack = self.state.promises.get(promise).and_then(|node| node.stack);
                let what = format!("a promise is rejected{}", self.place(stack));
                self.line(text, depth, &what);
            }
            Event::Unhandled { promise } => {
                let stack = self.state.promises.get(promise).and_then(|node| node.stack);
                let what = format!("nobody handles a rejected promise{}", self.place(stack));
                self.line(text, depth, &what);
            }
            Event::Dispatch { class, event_type, listeners, .. } => {
                let (class, event_type) = (self.tables().string(*class), self.tables().string(*event_type));
                let heard = match listeners {
                    0 => "nobody listens".to_owned(),
                    1 => "1 listener".to_owned(),
                    more => format!("{more} listeners"),
                };
                self.line(text, depth, &format!("event {event_type} at {class}: {heard}"));
            }
            Event::MessageSend { port, message, stack, .. } => {
                let place = self.place(*stack);
                self.line(text, depth, &format!("sends message {message} by port {}{place}", port_name(port.0)));
            }
            Event::MessageDeliver { port, message } => {
                self.line(text, depth, &format!("gets message {message} at port {}", port_name(port.0)));
            }
            Event::Phase { phase: Phase::Close } => self.open_turn(text),
            Event::AgentExit { code } => {
                self.turn = None;
                let _ = writeln!(text, "end (exit code {code})");
                self.left(text);
            }
            _ => {}
        }
    }

    fn task(&self, source: Source, trigger: Option<Operation>) -> String {
        let ended = self.ended.as_ref().filter(|(operation, _)| Some(*operation) == trigger);
        let operation = trigger.and_then(|trigger| self.state.operations.get(&trigger));
        let operation = operation.or(ended.map(|(_, pending)| pending));
        let from = |operation: Option<&PendingOperation>| self.place(operation.and_then(|found| found.stack));
        let name = operation
            .and_then(|operation| operation.name)
            .map(|name| format!(" {}", self.tables().string(name)))
            .unwrap_or_default();
        match source {
            Source::Script => "the program's own text".to_owned(),
            Source::Timer => match operation.is_some_and(|operation| operation.repeats) {
                true => format!("interval callback{}", from(operation)),
                false => format!("timer callback{}", from(operation)),
            },
            Source::Immediate => format!("immediate callback{}", from(operation)),
            other => format!("{} task{name}{}", other.word(), from(operation)),
        }
    }

    /// What was left when the program ended.
    fn left(&self, text: &mut String) {
        let pending: Vec<&PendingOperation> = self.state.operations.values().collect();
        for operation in pending {
            let place = self.place(operation.stack);
            if !place.is_empty() {
                let _ = writeln!(text, "  still pending: {}{place}", operation.kind.word());
            }
        }
        for waiting in self.state.awaits.values() {
            let place = self.place(waiting.stack);
            if !place.is_empty() {
                let _ = writeln!(text, "  still awaits{place}");
            }
        }
    }
}

/// `2`, or `1:2` of a Worker's.
fn port_name(port: u64) -> String {
    match port >> 48 {
        0 => format!("{port}"),
        agent => format!("{agent}:{}", port & ((1 << 48) - 1)),
    }
}
