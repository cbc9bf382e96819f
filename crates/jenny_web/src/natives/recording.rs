//! What event targets and marks of time tell a record of the run.

use super::{Row, row};
use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::reactor::Poster;
use std::cell::RefCell;

pub static ROWS: &[Row] = &[
    row("isRecording", 0, is_recording),
    row("recordTarget", 0, record_target),
    row("recordListener", 4, record_listener),
    row("recordDispatch", 4, record_dispatch),
    row("recordDispatched", 1, record_dispatched),
    row("recordSpan", 2, record_span),
    row("hasStage", 0, has_stage),
    row("holdStage", 1, hold_stage),
];

/// What keeps a program alive while it listens on the stage.
#[derive(Default)]
struct Stage {
    hold: RefCell<Option<(OperationId, Poster)>>,
}

/// isRecording(): whether targets are numbered; so they are where a record of such a run is replayed.
fn is_recording(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let state = state_of(agent);
    Ok(Value::bool(state.recording.is_some() || state.options.has_stage))
}

/// hasStage(): whether clicks and keys may come from outside.
fn has_stage(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    Ok(Value::bool(state_of(agent).options.has_stage))
}

/// holdStage(whether somebody listens): the program stays alive as long as that.
fn hold_stage(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let listens = args.get(0).to_boolean();
    let (state, stage) = (state_of(agent), agent.state::<Stage>());
    let held = stage.hold.borrow_mut().take();
    *stage.hold.borrow_mut() = match (held, listens) {
        (None, true) => {
            state.name_operation("stage");
            Some(
                state.start_external::<()>(OperationKind::UiListener, TaskSource::UserInteraction, true, |_, _, _| {
                    Ok(())
                }),
            )
        }
        (Some((operation, _poster)), false) => {
            state.cancel(operation);
            None
        }
        (held, _) => held,
    };
    Ok(Value::UNDEFINED)
}

/// recordTarget(): a number for an event target.
fn record_target(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let targets = &state_of(agent).event_targets;
    targets.set(targets.get() + 1);
    Ok(Value::number(targets.get() as f64))
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

/// recordSpan(name, milliseconds): a mark, or a measure that ends now and took so long.
fn record_span(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let milliseconds = args.get(1).to_number(agent)?;
    if let Some(recording) = &state_of(agent).recording {
        recording.span(&name, (milliseconds * 1e6) as u64);
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
