//! Errors that nobody catches: who is told, in which order, and how the program ends.

use jenny_engine::embed::RootVec;
use jenny_engine::operations::values;
use jenny_engine::{Agent, JsResult, Value};

use super::report;
use super::state::{RuntimeState, state_of};

/// How an error came to be uncaught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Exception,
    Rejection,
}

impl Origin {
    fn name(self) -> &'static str {
        match self {
            Origin::Exception => "uncaughtException",
            Origin::Rejection => "unhandledRejection",
        }
    }
}

/// Calls a function of the object that `process` registered; undefined if `process` was never loaded.
pub fn call_hook(agent: &mut Agent, state: &RuntimeState, name: &str, args: &[Value]) -> JsResult<Value> {
    let hooks = state.process_hooks.borrow().as_ref().map(|held| held.get());
    let Some(hooks) = hooks.and_then(|hooks| hooks.as_object()) else { return Ok(Value::UNDEFINED) };
    let hook = hooks.get_str(agent, name)?;
    agent.call(hook, hooks.into(), args)
}

/// HTML, "report an exception": tells `error` listeners and `process.on('uncaughtException')`; if none takes it, prints it
/// and ends the program with 1, after its `exit` listeners ran.
pub fn report_uncaught(agent: &mut Agent, error: Value, origin: Origin) {
    let state = state_of(agent);
    if state.failed.get().is_some() {
        return;
    }
    // What is made on the way while an agent is told to end, such as a global that could not be loaded any more, is no error of the program's.
    if agent.interrupts.pending() & jenny_engine::agent::interrupt::TERMINATE != 0 && !state.options.survive_errors {
        return;
    }
    // Where the heap is full, there must be a way to tell so.
    agent.with_room(ROOM_OF_A_REPORT, |agent| match offer(agent, &state, error, origin) {
        Ok(true) => {}
        Ok(false) => fail(agent, &state, error),
        // A listener threw: that is an uncaught error with nobody left to ask.
        Err(thrown) => {
            if !agent.is_terminating() {
                let error = agent.take_exception(thrown);
                fail(agent, &state, error);
            }
        }
    });
}

/// Bytes in which listeners hear of an error and it is described.
const ROOM_OF_A_REPORT: usize = 4 << 20;

fn offer(agent: &mut Agent, state: &RuntimeState, error: Value, origin: Origin) -> JsResult<bool> {
    let listener = state.on_error.borrow().clone();
    if let Some(listener) = listener
        && origin == Origin::Exception
        && listener(agent, error, Value::UNDEFINED)?
    {
        return Ok(true);
    }
    let name = agent.string_value(origin.name());
    Ok(call_hook(agent, state, "uncaughtException", &[error, name])?.to_boolean())
}

/// Prints an error and ends the program with 1.
fn fail(agent: &mut Agent, state: &RuntimeState, error: Value) {
    let listener = state.on_fatal_error.borrow().clone();
    if let Some(listener) = listener {
        return listener(agent, error);
    }
    let text = report::describe_uncaught(agent, error);
    // Standard error may be closed: then there is nobody to tell.
    let _ = state.write_stderr(text.as_bytes());
    if state.options.survive_errors {
        return;
    }
    state.failed.set(Some(1));
    let code = exit_code(agent, state, Some(1));
    state.failed.set(Some(code));
}

/// Runs the `exit` listeners, once; the exit code that the program ends with.
pub fn exit_code(agent: &mut Agent, state: &RuntimeState, code: Option<i32>) -> i32 {
    if state.exiting.replace(true) {
        return code.unwrap_or(0);
    }
    let argument = code.map_or(Value::UNDEFINED, Value::int);
    match call_hook(agent, state, "exit", &[argument]) {
        Ok(Value::UNDEFINED) => code.unwrap_or(0),
        Ok(chosen) => chosen.as_number().map_or(0, |number| number as i64 as i32),
        Err(thrown) => {
            let error = agent.take_exception(thrown);
            let text = report::describe_uncaught(agent, error);
            let _ = state.write_stderr(text.as_bytes());
            // As Node: an error in an exit listener ends with 7.
            7
        }
    }
}

/// The line of source text that a syntax error is about, with a caret, if it is the last one that was made.
pub fn syntax_error_frame(agent: &Agent, error: Value) -> Option<String> {
    let state = state_of(agent);
    let known = state.syntax_error.borrow();
    let (_, frame) = known.as_ref().filter(|(known, _)| known.get() == error)?;
    // The first line names the source.
    frame.split_once('\n').map(|(_, lines)| lines.to_owned())
}

/// Where the source is wrong that a syntax error is about, if it is the last one that was made: its name, line and column from 1.
pub fn syntax_error_place(agent: &Agent, error: Value) -> Option<(String, u32, u32)> {
    let state = state_of(agent);
    let known = state.syntax_error.borrow();
    let (_, frame) = known.as_ref().filter(|(known, _)| known.get() == error)?;
    let mut lines = frame.lines();
    let (name, line) = lines.next()?.rsplit_once(':')?;
    let column = lines.find_map(|line| line.find('^')).map_or(1, |at| at as u32 + 1);
    Some((name.to_owned(), line.parse().ok()?, column))
}

/// HTML, "notify about rejected promises".
pub fn notify_rejections(agent: &mut Agent, state: &RuntimeState) -> JsResult<()> {
    state.rejections.clone().notify(
        agent,
        |agent, promise| {
            let state = state_of(agent);
            let listener = state.on_rejection_handled.borrow().clone();
            if let Some(listener) = listener {
                listener(agent, promise, Value::UNDEFINED)?;
            }
            call_hook(agent, &state, "rejectionHandled", &[promise]).map(|_| ())
        },
        |agent, promise, reason| {
            let state = state_of(agent);
            if state.failed.get().is_some() {
                return Ok(());
            }
            let listener = state.on_unhandled_rejection.borrow().clone();
            if let Some(listener) = listener
                && listener(agent, promise, reason)?
            {
                return Ok(());
            }
            if !call_hook(agent, &state, "unhandledRejection", &[reason, promise])?.to_boolean() {
                report_uncaught(agent, reason, Origin::Rejection);
            }
            Ok(())
        },
    )
}

/// The own chain of `cause`s of an error, the error itself first, without user code where that is possible.
pub(super) fn causes(agent: &mut Agent, error: Value) -> RootVec {
    let mut chain = RootVec::new(&agent.heap);
    let mut next = error;
    while let Some(object) = next.as_object() {
        if values(&chain).contains(&next) || chain.len() >= 20 {
            break;
        }
        chain.push(next.bits());
        let key = agent.key("cause");
        next = object.own_data_value(agent, key).unwrap_or(Value::UNDEFINED);
    }
    chain
}
