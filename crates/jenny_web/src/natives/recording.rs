//! What event targets tell a record of the run.

use super::Row;
use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::state_of;

pub const ROWS: &[Row] = &[
    ("isRecording", 0, is_recording),
    ("recordTarget", 0, record_target),
    ("recordListener", 4, record_listener),
    ("recordDispatch", 4, record_dispatch),
    ("recordDispatched", 1, record_dispatched),
];

fn is_recording(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    Ok(Value::bool(state_of(agent).recording.is_some()))
}

/// recordTarget(): a number for an event target.
fn record_target(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let target = state_of(agent).recording.as_ref().map_or(0, |recording| recording.new_target());
    Ok(Value::number(target as f64))
}

fn target_of(agent: &mut Agent, args: &Args) -> JsResult<u64> {
    Ok(args.get(0).to_number(agent)? as u64)
}

/// recordListener(target, class, type, whether it is added)
fn record_listener(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, &args)?;
    let class = args.get(1).to_rust_string(agent)?;
    let event_type = args.get(2).to_rust_string(agent)?;
    if let Some(recording) = &state_of(agent).recording {
        recording.listener(args.get(3).to_boolean(), target, &class, &event_type);
    }
    Ok(Value::UNDEFINED)
}

/// recordDispatch(target, class, type, how many listen)
fn record_dispatch(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, &args)?;
    let class = args.get(1).to_rust_string(agent)?;
    let event_type = args.get(2).to_rust_string(agent)?;
    let listeners = args.get(3).to_number(agent)? as u64;
    if let Some(recording) = &state_of(agent).recording {
        recording.dispatch(target, &class, &event_type, listeners);
    }
    Ok(Value::UNDEFINED)
}

/// recordDispatched(target)
fn record_dispatched(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let target = target_of(agent, &args)?;
    if let Some(recording) = &state_of(agent).recording {
        recording.dispatched(target);
    }
    Ok(Value::UNDEFINED)
}
