//! An agent in plain words.

use std::collections::BTreeMap;
use std::fmt::Write;

use jenny_engine::Agent;
use jenny_engine::interpreter::{CodePosition, capture_frames};

use super::places::Places;
use crate::binding::{RuntimeState, awaiting};
use crate::event_loop::{OperationKind, PendingOperation};
use crate::oracle::MILLISECOND;

/// Most frames, and most operations, that are told.
const FRAMES: usize = 30;
const OPERATIONS: usize = 100;

/// `agent 0 (main)`
pub(super) fn name_of(agent: u16) -> String {
    if agent == 0 { "agent 0 (main)".to_owned() } else { format!("agent {agent} (worker)") }
}

/// Everything of an agent: stack, queues, pending operations, awaiting functions.
pub(super) fn agent(agent: &mut Agent, state: &RuntimeState, places: Option<&Places>) -> String {
    let mut text = String::new();
    let stack = stack(agent);
    let number = state.event_loop.agent().0;
    let does = if stack.is_empty() { "runs no program code" } else { "runs" };
    let _ = writeln!(text, "{}: {does}, turn {}", name_of(number), state.event_loop.turns());
    text.push_str(&stack);
    let lengths = state.event_loop.digest();
    let sources: Vec<String> = state
        .event_loop
        .queued_sources()
        .into_iter()
        .fold(BTreeMap::<&str, usize>::new(), |mut counts, source| {
            *counts.entry(crate::recording::source_word(source)).or_default() += 1;
            counts
        })
        .into_iter()
        .map(|(source, count)| format!("{source} {count}"))
        .collect();
    let sources = if sources.is_empty() { String::new() } else { format!(" ({})", sources.join(", ")) };
    let _ = writeln!(
        text,
        "  queued: {} tasks{sources}, {} immediates, {} ticks, {} jobs, {} close callbacks",
        lengths.tasks,
        lengths.immediates,
        state.event_loop.queued_ticks(),
        agent.queued_jobs(),
        lengths.closing
    );
    text.push_str(&operations("  pending operations:\n", state, places, |_| true));
    text.push_str(&awaiting::tree(agent, "  awaiting:\n", "    "));
    text
}

fn stack(agent: &mut Agent) -> String {
    let mut text = String::new();
    for frame in capture_frames(agent, FRAMES, None).frames {
        let file = frame.file_name();
        if file.as_deref().is_some_and(jenny_engine::error::is_internal_source) {
            continue;
        }
        let name = frame.function_name(agent);
        let name = if name.is_empty() { "(anonymous)" } else { &*name };
        let is_async = if frame.is_async { "async " } else { "" };
        match (file, frame.line_column()) {
            (Some(file), Some((line, column))) => {
                let _ = writeln!(text, "    at {is_async}{name} ({file}:{line}:{column})");
            }
            _ => {
                let _ = writeln!(text, "    at {name} (native)");
            }
        }
    }
    text
}

/// `f (a.js:1:2)`, or the place alone at the top level.
pub(super) fn position(at: &CodePosition) -> String {
    let (line, column) = at.line_column();
    let place = format!("{}:{line}:{column}", at.template.source.name);
    match at.template.name.to_display() {
        name if name.is_empty() => place,
        name => format!("{name} ({place})"),
    }
}

/// The pending operations that `pick` picks, a line each, equal ones in one; nothing if there are none.
fn operations(
    heading: &str,
    state: &RuntimeState,
    places: Option<&Places>,
    pick: impl Fn(&PendingOperation) -> bool,
) -> String {
    let mut lines: Vec<(String, usize)> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for pending in state.event_loop.pending_list().into_iter().filter(pick) {
        let line = operation(state, places, &pending);
        match index.get(&line) {
            Some(&at) => lines[at].1 += 1,
            None => {
                index.insert(line.clone(), lines.len());
                lines.push((line, 1));
            }
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    let mut text = heading.to_owned();
    let more = lines.len().saturating_sub(OPERATIONS);
    for (line, count) in lines.into_iter().take(OPERATIONS) {
        let times = if count > 1 { format!(", {count} times") } else { String::new() };
        let _ = writeln!(text, "    {line}{times}");
    }
    if more > 0 {
        let _ = writeln!(text, "    and {more} more");
    }
    text
}

fn operation(state: &RuntimeState, places: Option<&Places>, pending: &PendingOperation) -> String {
    let started = places.and_then(|places| places.of(pending.operation)).unwrap_or_default();
    let mut line = match (pending.kind, pending.repeats) {
        (OperationKind::Timer, true) => "interval".to_owned(),
        (kind, _) => crate::recording::kind_word(kind).to_owned(),
    };
    if let Some(name) = &started.name {
        let _ = write!(line, " {name}");
    }
    if let Some(left) = pending.due {
        let _ = write!(line, ", due in {} ms", left.div_ceil(MILLISECOND));
    }
    if !pending.referenced {
        line.push_str(", does not keep the program alive");
    }
    let scheduled = state.callbacks.borrow().get(pending.payload).and_then(|callback| callback.scheduled_at());
    let calls: Vec<CodePosition> = match (scheduled, started.calls) {
        (Some(scheduled), _) if !scheduled.calls.is_empty() => scheduled.calls.clone(),
        (_, Some(calls)) => calls.to_vec(),
        _ => Vec::new(),
    };
    for (nth, call) in calls.iter().enumerate() {
        let word = if nth == 0 { ", started at" } else { " <-" };
        let _ = write!(line, "{word} {}", position(call));
    }
    line
}

/// What keeps an agent alive, and a number that is another one when that changes.
pub(super) fn why_alive(state: &RuntimeState, places: Option<&Places>) -> (String, u64) {
    let list = state.event_loop.pending_list();
    let alive = list.iter().filter(|pending| pending.referenced);
    let told = alive.fold(1u64, |hash, pending| {
        (hash ^ pending.operation.bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
    });
    let heading = format!("jenny: {} has nothing to run, and is kept alive by:\n", name_of(state.event_loop.agent().0));
    (operations(&heading, state, places, |pending| pending.referenced), told)
}

/// What was left when the program ended.
pub(super) fn left(agent: &mut Agent, state: &RuntimeState, places: Option<&Places>, code: i32) -> String {
    let mut text = operations("  operations that were cut off:\n", state, places, |pending| pending.referenced);
    text += &operations("  operations that did not keep it alive:\n", state, places, |pending| !pending.referenced);
    text += &awaiting::tree(agent, "  functions that await what never came:\n", "    ");
    text += &awaiting::callbacks(agent, "  callbacks of promises that were never settled:\n", "    ");
    let name = match state.event_loop.agent().0 {
        0 => "the program".to_owned(),
        number => name_of(number),
    };
    let rest = if text.is_empty() { ": nothing was left" } else { "; what was left:" };
    format!("jenny: {name} ended with {code}{rest}\n{text}")
}
