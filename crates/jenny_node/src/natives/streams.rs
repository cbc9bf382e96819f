//! Natives of the standard streams.

use std::cell::RefCell;
use std::collections::VecDeque;

use jenny_engine::embed::{PendingPromise, PropertySpec, method};
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::fs_ops::FsError;
use jenny_runtime::process::{StandardStream, is_terminal, window_size};
use jenny_runtime::stdin::{RawMode, StandardInput};

use super::bytes::array_argument;
use super::{failure, throw_failure};

pub static NATIVES: &[PropertySpec] = &[
    method("stdoutWrite", stdout_write, 1),
    method("stderrWrite", stderr_write, 1),
    method("stdoutWriteBytes", stdout_write_bytes, 1),
    method("stderrWriteBytes", stderr_write_bytes, 1),
    method("stdinRead", stdin_read, 1),
    method("stdinRef", stdin_ref, 1),
    method("isTerminal", terminal, 1),
    method("terminalSize", terminal_size, 1),
    method("setRawMode", set_raw_mode, 2),
];

fn write(agent: &mut Agent, stream: StandardStream, bytes: &[u8]) -> JsResult<Value> {
    let state = state_of(agent);
    let result = match stream {
        StandardStream::Output => state.write_stdout(bytes),
        StandardStream::Error => state.write_stderr(bytes),
    };
    if stream == StandardStream::Output && is_terminal(stream) {
        state.flush();
    }
    match result {
        Ok(()) => Ok(Value::UNDEFINED),
        Err(error) => throw_failure(agent, &FsError::from_io(&error, "write")),
    }
}

fn write_text(agent: &mut Agent, stream: StandardStream, value: Value) -> JsResult<Value> {
    let text = value.to_js_string(agent)?;
    if let jenny_engine::StringView::Latin1(bytes) = text.view()
        && bytes.is_ascii()
    {
        return write(agent, stream, bytes);
    }
    let text = text.to_rust_string();
    write(agent, stream, text.as_bytes())
}

fn stdout_write(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    write_text(agent, StandardStream::Output, args.get(0))
}

fn stderr_write(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    write_text(agent, StandardStream::Error, args.get(0))
}

fn stdout_write_bytes(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let array = array_argument(agent, args.get(0))?;
    write(agent, StandardStream::Output, &array.read_bytes())
}

fn stderr_write_bytes(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let array = array_argument(agent, args.get(0))?;
    write(agent, StandardStream::Error, &array.read_bytes())
}

/// Standard input of this agent.
#[derive(Default)]
struct Input {
    reader: RefCell<Option<StandardInput>>,
    /// read but not asked for yet
    left: RefCell<VecDeque<u8>>,
    reading: RefCell<Option<OperationId>>,
    referenced: std::cell::Cell<Option<bool>>,
    raw: RefCell<Option<RawMode>>,
}

fn take(input: &Input, size: usize) -> Vec<u8> {
    let mut left = input.left.borrow_mut();
    let count = left.len().min(size);
    left.drain(..count).collect()
}

/// A promise of 1 to `size` bytes, null at the end.
fn stdin_read(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let size = (args.get(0).to_number(agent)?.max(1.0)) as usize;
    let input = agent.state::<Input>();
    let pending = PendingPromise::new(agent);
    let promise = pending.value();
    if !input.left.borrow().is_empty() {
        let bytes = take(&input, size);
        let array = agent.uint8_array_from_vec(bytes)?;
        pending.resolve(agent, array.as_object());
        return Ok(promise);
    }
    let is_replay = state_of(agent).is_replay();
    if !is_replay && input.reader.borrow().is_none() {
        match StandardInput::start() {
            Ok(reader) => *input.reader.borrow_mut() = Some(reader),
            Err(error) => return throw_failure(agent, &FsError::from_io(&error, "read")),
        }
    }
    let slot = RefCell::new(Some(pending));
    let referenced = input.referenced.get().unwrap_or(true);
    let own = input.clone();
    let (operation, poster) = state_of(agent).start_external::<std::io::Result<Vec<u8>>>(
        OperationKind::Stdin,
        TaskSource::UserInteraction,
        referenced,
        move |agent, chunk, _| {
            *own.reading.borrow_mut() = None;
            let Some(pending) = slot.take() else { return Ok(()) };
            match chunk {
                Some(Ok(chunk)) if !chunk.is_empty() => {
                    own.left.borrow_mut().extend(chunk);
                    let bytes = take(&own, size);
                    let array = agent.uint8_array_from_vec(bytes)?;
                    pending.resolve(agent, array.as_object());
                }
                Some(Err(error)) => {
                    let reason = failure(agent, &FsError::from_io(&error, "read"))?;
                    pending.reject(agent, reason);
                }
                _ => pending.resolve(agent, Value::NULL),
            }
            Ok(())
        },
    );
    *input.reading.borrow_mut() = Some(operation);
    if let Some(reader) = &*input.reader.borrow() {
        reader.read(poster);
    }
    Ok(promise)
}

fn stdin_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let on = args.get(0).to_boolean();
    let input = agent.state::<Input>();
    input.referenced.set(Some(on));
    if let Some(operation) = *input.reading.borrow() {
        state_of(agent).event_loop.set_operation_ref(operation, on);
    }
    Ok(Value::UNDEFINED)
}

fn descriptor(agent: &mut Agent, value: Value) -> JsResult<i32> {
    value.to_int32(agent)
}

fn terminal(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = descriptor(agent, args.get(0))?;
    let answer = state_of(agent).outside_call("is a terminal", || match number {
        0 => jenny_runtime::stdin::is_terminal(),
        1 => is_terminal(StandardStream::Output),
        2 => is_terminal(StandardStream::Error),
        _ => false,
    });
    Ok(Value::bool(answer))
}

fn terminal_size(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let stream = match descriptor(agent, args.get(0))? {
        2 => StandardStream::Error,
        _ => StandardStream::Output,
    };
    let size =
        state_of(agent).outside_call("terminal size", || window_size(stream).map(|size| (size.columns, size.rows)));
    match size {
        Some((columns, rows)) => {
            let pair = [Value::int(columns.into()), Value::int(rows.into())];
            Ok(agent.new_array(&pair)?.as_object().into())
        }
        None => Ok(Value::UNDEFINED),
    }
}

fn set_raw_mode(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let input = agent.state::<Input>();
    if !args.get(1).to_boolean() {
        input.raw.take();
        return Ok(Value::UNDEFINED);
    }
    if input.raw.borrow().is_none() {
        let mut raw = None;
        let enabled = state_of(agent).outside_call("raw mode", || RawMode::enable().map(|enabled| raw = Some(enabled)));
        match enabled {
            Ok(()) => *input.raw.borrow_mut() = raw,
            Err(error) => return throw_failure(agent, &FsError::from_io(&error, "setRawMode")),
        }
    }
    Ok(Value::UNDEFINED)
}
