//! What a stack overflow was about: the cycle of calls, how often it ran, where it was entered.

use super::stack_trace::CapturedFrame;
use crate::Value;
use crate::agent::Agent;
use jenny_gc::{Trace, Tracer};

/// Longest cycle of calls that is looked for.
const LONGEST_CYCLE: usize = 64;
/// Names of a cycle that are printed.
const NAMES: usize = 8;

/// The last error of a full stack and its story.
pub struct StackOverflow {
    error: Value,
    note: String,
}

impl Default for StackOverflow {
    fn default() -> StackOverflow {
        StackOverflow { error: Value::UNDEFINED, note: String::new() }
    }
}

impl StackOverflow {
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        self.error.trace(tracer);
    }
}

impl Agent {
    /// Remembers the story of a stack overflow whose error was just made.
    #[cold]
    pub(super) fn note_stack_overflow(&mut self, error: Value) {
        let frames = crate::interpreter::capture_frames(self, usize::MAX, None).frames;
        let note = self.tell_cycle(&frames);
        self.stack_overflow = StackOverflow { error, note };
    }
    /// The story of the error, if it is the last one of a full stack.
    pub fn stack_overflow_note(&self, error: Value) -> Option<String> {
        let known = !self.stack_overflow.note.is_empty() && self.stack_overflow.error == error;
        known.then(|| self.stack_overflow.note.clone())
    }
    fn tell_cycle(&mut self, frames: &[CapturedFrame]) -> String {
        let total = frames.len();
        // Closures made anew in each round count as the same function.
        let same = |a: &CapturedFrame, b: &CapturedFrame| match (a.code, b.code) {
            (Some(a), Some(b)) => std::ptr::eq(a.template().as_ref(), b.template().as_ref()),
            (None, None) => a.function == b.function,
            _ => false,
        };
        let run = |period: usize| (0..total - period).take_while(|&i| same(&frames[i], &frames[i + period])).count();
        let cycle = (1..=LONGEST_CYCLE.min(total / 4)).find(|&period| run(period) > 3 * period);
        let Some(period) = cycle else {
            return format!("The stack holds {total} calls, and no cycle at its top.");
        };
        let length = run(period) + period;
        let names: Vec<String> = frames[..period]
            .iter()
            .rev()
            .take(NAMES)
            .map(|frame| match frame.function_name(self) {
                name if name.is_empty() => "(anonymous)".to_owned(),
                name => name,
            })
            .collect();
        let place = |frame: &CapturedFrame| {
            let (line, column) = frame.line_column()?;
            Some(format!("{}:{line}:{column}", frame.file_name()?))
        };
        let from = frames.get(length).and_then(place).map(|place| format!(", entered from {place}"));
        let rounds = length / period;
        let story = match period {
            1 => format!("{} called itself {rounds} times", names[0]),
            _ => {
                let more = if period > NAMES { " -> ..." } else { "" };
                format!("{}{more} -> {}: a cycle of {period} calls ran {rounds} times", names.join(" -> "), names[0])
            }
        };
        format!("The stack is full: {story}{}.", from.unwrap_or_default())
    }
}
