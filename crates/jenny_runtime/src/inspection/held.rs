//! Who held the loop for too long: samples of one task with its ticks and jobs, told when it has ended or goes on and on.

use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use jenny_engine::Agent;
use jenny_engine::interpreter::CodePosition;
use rustc_hash::FxHashMap;

use super::describe::position;
use super::places::Places;
use crate::binding::callbacks::ScheduledAt;
use crate::event_loop::{Task, TaskSource};

/// Places that are told of one task.
const TOLD: usize = 5;
const MILLISECOND: u64 = 1_000_000;

#[derive(Debug)]
struct Seen {
    at: CodePosition,
    /// Nanoseconds for which it was taken to run.
    time: u64,
}

#[derive(Debug, Default)]
struct Running {
    since: u64,
    /// The last moment at which anything is known.
    last: u64,
    source: Option<TaskSource>,
    origin: Option<Rc<ScheduledAt>>,
    in_jobs: u64,
    jobs_since: Option<u64>,
    seen: FxHashMap<(usize, u32), Seen>,
    /// What is still running is told of when it has run for so long.
    next_report: u64,
}

/// The watch over one agent.
#[derive(Debug)]
pub(super) struct Held {
    limit: u64,
    running: RefCell<Running>,
}

impl Held {
    pub fn new(limit: Duration) -> Held {
        Held { limit: limit.as_nanos() as u64, running: RefCell::default() }
    }

    /// A task begins.
    pub fn begins(&self, now: u64, task: &Task, origin: Option<Rc<ScheduledAt>>) {
        *self.running.borrow_mut() = Running {
            since: now,
            last: now,
            source: Some(task.source),
            origin,
            next_report: (self.limit * 10).max(1000 * MILLISECOND),
            ..Running::default()
        };
    }

    /// Its jobs begin or end.
    pub fn jobs(&self, now: u64, begin: bool) {
        let running = &mut *self.running.borrow_mut();
        match (begin, running.jobs_since.take()) {
            (true, _) => running.jobs_since = Some(now),
            (false, Some(since)) => running.in_jobs += now.saturating_sub(since),
            (false, None) => {}
        }
    }

    /// The agent was asked where it is.
    pub fn sample(&self, agent: &Agent, now: u64, places: Option<&Places>) {
        let running = &mut *self.running.borrow_mut();
        let gap = now.saturating_sub(running.last);
        let native = native_since(places, running.last).filter(|(called, _)| now.saturating_sub(*called) > gap / 2);
        let at = match native {
            Some((_, at)) => Some(at),
            None => agent.call_sites(None).and_then(|calls| calls.into_iter().next()),
        };
        running.add(at, gap);
        running.last = now;
        if now.saturating_sub(running.since) >= running.next_report {
            running.next_report *= 2;
            running.tell(now, true);
        }
    }

    /// The task and its jobs have ended.
    pub fn ends(&self, now: u64, places: Option<&Places>) {
        let mut running = std::mem::take(&mut *self.running.borrow_mut());
        if now.saturating_sub(running.since) <= self.limit || running.source.is_none() {
            return;
        }
        let gap = now.saturating_sub(running.last);
        // What was called last and has not looked up since.
        let native = native_since(places, running.last).map(|(_, at)| at);
        running.add(native, gap);
        running.tell(now, false);
    }
}

/// The call of a native that came after `last`, with its moment.
fn native_since(places: Option<&Places>, last: u64) -> Option<(u64, CodePosition)> {
    let (called, at) = places?.last_native();
    (called > last).then_some(called).zip(at)
}

impl Running {
    fn add(&mut self, at: Option<CodePosition>, time: u64) {
        let Some(at) = at else { return };
        let key = (Arc::as_ptr(&at.template) as usize, at.line_column().0);
        self.seen.entry(key).or_insert(Seen { at, time: 0 }).time += time;
    }

    fn tell(&self, now: u64, goes_on: bool) {
        let milliseconds = |time: u64| time / MILLISECOND;
        let held = milliseconds(now.saturating_sub(self.since));
        let does = if goes_on { "has held the loop for" } else { "held the loop for" };
        let what = match (self.source, &self.origin) {
            (Some(TaskSource::Script) | None, _) => "the program's own text".to_owned(),
            (Some(source), origin) => {
                let place = origin.as_ref().and_then(|origin| origin.calls.first());
                let place = place.map(|at| format!(" started at {}", position(at))).unwrap_or_default();
                let word = crate::recording::source_word(source);
                let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                format!("{article} {word} task{place}")
            }
        };
        let in_jobs = self.in_jobs + self.jobs_since.map_or(0, |since| now.saturating_sub(since));
        let jobs = match milliseconds(in_jobs) {
            0 => String::new(),
            time => format!(", {time} ms of it in jobs"),
        };
        let mut text = format!("jenny: {what} {does} {held} ms{jobs}\n");
        let mut seen: Vec<&Seen> = self.seen.values().collect();
        seen.sort_by_key(|seen| std::cmp::Reverse(seen.time));
        for seen in seen.iter().take(TOLD) {
            let _ = writeln!(text, "    {} ms at {}", milliseconds(seen.time), position(&seen.at));
        }
        if seen.is_empty() {
            text.push_str("    inside the runtime, or in a call that does not look up\n");
        }
        crate::process::tell(&text);
    }
}
