//! How an uncaught error is printed: file and line, a code frame with a caret, the stack, the chain of causes.

use jenny_bytecode::SourceText;
use jenny_engine::embed::Gc;
use jenny_engine::error::{ErrorObject, describe, is_internal_source};
use jenny_engine::operations::values;
use jenny_engine::{Agent, AsObject, Value};

use super::state::{RuntimeState, state_of};
use super::uncaught::causes;
use crate::loader::read_source_text;
use crate::process::{StandardStream, is_terminal};

/// Longest piece of a source line that is shown.
const WIDTH: usize = 160;

/// The text for standard error.
pub fn describe_uncaught(agent: &mut Agent, error: Value) -> String {
    let state = state_of(agent);
    let mut text = String::new();
    if let Some(frame) = code_frame(agent, &state, error) {
        text.push_str(&frame);
        text.push('\n');
    }
    if error.as_kind::<ErrorObject>().is_none()
        && error.as_object().is_none_or(|object| !has_stack(agent, object.into()))
    {
        text.push_str("Uncaught ");
    }
    text.push_str(&body(agent, &state, error));
    text.push('\n');
    text.push_str(&super::listeners::describe(agent, error));
    if let Some(origin) = &*state.scheduled_at.borrow() {
        text.push_str(&origin.describe("Scheduled"));
    }
    if let Some(note) = agent.stack_overflow_note(error) {
        text.push('\n');
        text.push_str(&note);
        text.push('\n');
    }
    text
}

fn has_stack(agent: &mut Agent, value: Value) -> bool {
    let key = agent.key("stack");
    value.as_object().is_some_and(|object| object.own_data_value(agent, key).is_some_and(|stack| stack.is_string()))
}

fn body(agent: &mut Agent, state: &RuntimeState, error: Value) -> String {
    let colors = is_terminal(StandardStream::Error) && state.environment.borrow().get("NO_COLOR".as_ref()).is_none();
    // With no stack left, printing must not need much of it.
    let overflow = agent.stack_overflow_note(error).is_some();
    if !overflow
        && let Some(builtins) = state.builtin_modules()
        && let Some(text) = builtins.inspect(agent, error, colors)
    {
        return text;
    }
    let chain = causes(agent, error);
    let mut text = stack_text(agent, error);
    if overflow {
        text = without_repeated_frames(&text);
    }
    for i in 1..chain.len() {
        let cause = values(&chain)[i];
        text.push_str("\n  [cause]: ");
        text.push_str(&stack_text(agent, cause).replace('\n', "\n  "));
    }
    text
}

/// A stack that repeats the same calls to its end, with one round of them.
pub fn without_repeated_frames(stack: &str) -> String {
    let first = stack.find("\n    at ").unwrap_or(stack.len());
    let frames: Vec<&str> = stack[first..].lines().skip(1).collect();
    let repeats = |period: usize| (period..frames.len()).all(|i| frames[i] == frames[i - period]);
    match (1..=frames.len() / 2).find(|&period| repeats(period)) {
        Some(period) => format!("{}\n{}\n    ...", &stack[..first], frames[..period].join("\n")),
        None => stack.to_owned(),
    }
}

/// The error's `stack` if that is text, else a short form of the value.
fn stack_text(agent: &mut Agent, error: Value) -> String {
    if let Some(object) = error.as_object() {
        match object.get_str(agent, "stack") {
            Ok(stack) => {
                if let Some(stack) = stack.as_string() {
                    return stack.to_rust_string();
                }
            }
            Err(thrown) => drop(agent.take_exception(thrown)),
        }
    }
    describe(agent, error)
}

/// File and line where an error was made, the line, and a caret under the place.
fn code_frame(agent: &mut Agent, state: &RuntimeState, error: Value) -> Option<String> {
    if let Some((known, frame)) = &*state.syntax_error.borrow()
        && known.get() == error
    {
        return Some(frame.clone());
    }
    let object = error.as_kind::<ErrorObject>()?;
    frame_of_stack(object).or_else(|| frame_of_text(agent, object)).or_else(|| {
        let origin = state.scheduled_at.borrow();
        let call = origin.as_ref()?.calls.first()?;
        let (line, column) = call.line_column();
        let source = &call.template.source;
        Some(frame_of_source(&source.name, &source.text, source.line_starts(), line, column, 1))
    })
}

/// The first place in the text of `stack`, whose file is read for it: of errors that no code threw, such as those of linking.
fn frame_of_text(agent: &mut Agent, object: Gc<ErrorObject>) -> Option<String> {
    let key = agent.key("stack");
    let stack = object.as_object().own_data_value(agent, key)?.as_string()?.to_rust_string();
    let place = stack.lines().find_map(|line| line.strip_prefix("    at "))?;
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let name = parts.next()?;
    let path = match url::Url::parse(name) {
        Ok(url) => url.to_file_path().ok()?,
        Err(_) => name.into(),
    };
    let source = SourceText::new(name, read_source_text(&path).ok()?);
    Some(frame_of_source(name, &source.text, source.line_starts(), line, column, 1))
}

fn frame_of_stack(object: Gc<ErrorObject>) -> Option<String> {
    let frame = object.with_stack(|stack| {
        // Natives and the runtime's own modules are not what the user looks for.
        let is_users = |name: &str| !is_internal_source(name);
        stack?.frames.iter().find(|frame| frame.file_name().is_some_and(|name| is_users(&name))).copied()
    })?;
    let (line, column) = frame.line_column()?;
    let source = frame.code?.template().source.clone();
    Some(frame_of_source(&source.name, &source.text, source.line_starts(), line, column, 1))
}

/// The first line of an error's stack, or a short form of another value.
pub fn headline(agent: &mut Agent, error: Value) -> String {
    let text = stack_text(agent, error);
    text.lines().next().unwrap_or_default().to_owned()
}

/// Where an error was made: file or URL, line and column (from 1), leaving out the runtime's own code.
pub fn place_of(error: Value) -> Option<(String, u32, u32)> {
    let object = error.as_kind::<ErrorObject>()?;
    object.with_stack(|stack| {
        let is_users = |name: &str| !name.starts_with("node:") && !name.starts_with("jenny:");
        let frame = stack?.frames.iter().find(|frame| frame.file_name().is_some_and(|name| is_users(&name)))?;
        let (line, column) = frame.line_column()?;
        Some((frame.file_name()?.to_string(), line, column))
    })
}

/// `name:line`, the line itself, and `length` carets under `column` (from 1, UTF-16 code units).
pub fn frame_of_source(name: &str, text: &str, line_starts: &[u32], line: u32, column: u32, length: u32) -> String {
    let start = line_starts.get(line.saturating_sub(1) as usize).map_or(0, |&start| start as usize);
    let rest = text.get(start..).unwrap_or("");
    let shown = rest.split(['\n', '\r', '\u{2028}', '\u{2029}']).next().unwrap_or("");
    let mut before = String::new();
    let mut units = 1;
    for c in shown.chars() {
        if units >= column {
            break;
        }
        units += c.len_utf16() as u32;
        before.push(if c == '\t' { '\t' } else { ' ' });
    }
    let (shown, before) = shorten(shown, &before);
    let carets =
        "^".repeat((length.max(1) as usize).min(shown.chars().count().saturating_sub(before.chars().count()).max(1)));
    format!("{name}:{line}\n{shown}\n{before}{carets}\n")
}

/// The part of a very long line around the place.
fn shorten(line: &str, before: &str) -> (String, String) {
    let place = before.chars().count();
    if line.chars().count() <= WIDTH {
        return (line.to_owned(), before.to_owned());
    }
    let from = place.saturating_sub(WIDTH / 2);
    (line.chars().skip(from).take(WIDTH).collect(), before.chars().skip(from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_a_cycle_are_shown_once() {
        let shown = without_repeated_frames(
            "RangeError: x\n    at a (1)\n    at b (2)\n    at a (1)\n    at b (2)\n    at a (1)",
        );
        assert_eq!(shown, "RangeError: x\n    at a (1)\n    at b (2)\n    ...");
        let other = "RangeError: x\n    at a (1)\n    at b (2)\n    at c (1)";
        assert_eq!(without_repeated_frames(other), other);
    }

    #[test]
    fn frames_point_at_the_place() {
        let text = "let a;\n\tthrow é + x;\n";
        let frame = frame_of_source("a.js", text, &[0, 7], 2, 12, 1);
        assert_eq!(frame, "a.js:2\n\tthrow é + x;\n\t          ^\n");
        let long = format!("{}x{}", "a".repeat(400), "b".repeat(400));
        let frame = frame_of_source("a.js", &long, &[0], 1, 401, 3);
        let lines: Vec<&str> = frame.lines().collect();
        assert_eq!(lines[1].find('x'), lines[2].find('^'));
    }
}
