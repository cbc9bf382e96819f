//! Randomness, clocks, tasks, and what the machine is.

use super::{Row, number_argument, row};
use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::listeners::{listener_threw, place_of_call};
use jenny_runtime::binding::operations::outside_value;
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::TaskSource;
use jenny_runtime::oracle::Clock;

pub static ROWS: &[Row] = &[
    row("randomBytes", 1, random_bytes),
    row("now", 0, now),
    row("timeOrigin", 0, time_origin),
    row("reportException", 1, report_exception),
    row("placeOfCall", 0, place_of_call),
    row("listenerThrew", 2, listener_threw),
    row("queueTask", 2, queue_task),
    row("machine", 0, machine),
];

/// randomBytes(length): a Uint8Array, at most 65,536 bytes.
fn random_bytes(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let length = args.get(0).to_index(agent)?.min(65_536) as usize;
    let mut bytes = vec![0u8; length];
    agent.host.random("crypto", &mut bytes);
    Ok(agent.uint8_array_from_vec(bytes)?.into())
}

/// now(): milliseconds since the program started.
fn now(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let nanoseconds = state.event_loop.now(Clock::Monotonic).saturating_sub(state.started);
    Ok(Value::number(nanoseconds as f64 / 1e6))
}

/// timeOrigin(): the wall clock's milliseconds when the program started.
fn time_origin(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let since = now(agent, this, args)?.as_number().unwrap_or(0.0);
    let wall = agent.host.now();
    Ok(Value::number(wall - since))
}

/// reportException(error): "report an exception", for listeners that throw.
fn report_exception(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    jenny_runtime::binding::uncaught::report_uncaught(agent, args.get(0), jenny_runtime::binding::Origin::Exception);
    Ok(Value::UNDEFINED)
}

/// queueTask(queue, callback): a task of its own; those of one queue run in order.
fn queue_task(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let queue = number_argument(args.get(0));
    let callback = HeldValue::new(agent, args.get(1));
    state_of(agent).queue_task(TaskSource::MessagePort, queue, move |agent| {
        agent.call(callback.get(), Value::UNDEFINED, &[]).map(|_| ())
    });
    Ok(Value::UNDEFINED)
}

/// machine(): [operating system, architecture, number of processors]; the names are those of Rust's targets.
fn machine(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "machine", describe_machine)
}

fn describe_machine(agent: &mut Agent) -> JsResult<Value> {
    let system = agent.string_value(std::env::consts::OS);
    let architecture = agent.string_value(std::env::consts::ARCH);
    let processors = jenny_runtime::process::available_parallelism();
    Ok(agent.new_array(&[system, architecture, Value::from(processors)])?.into())
}
