//! Natives of the event loop: ticks, microtasks, timers, immediates, the async context, clocks.

use jenny_engine::embed::{HeldValue, PropertySpec, SpecValue, method, value};
use jenny_engine::value::bigint::JsBigInt;
use jenny_engine::{Agent, Args, Attributes, JsResult, Value};
use jenny_runtime::binding::listeners::{listener_threw, place_of_call};
use jenny_runtime::binding::{Callback, loop_host, state_of};
use jenny_runtime::event_loop::{ImmediateId, Payload, TimerId};
use jenny_runtime::oracle::Clock;

pub static NATIVES: &[PropertySpec] = &[
    method("setTickCallback", set_tick_callback, 1),
    method("requestTick", request_tick, 0),
    method("tickQueued", tick_queued, 0),
    method("tickStarted", tick_started, 1),
    method("tickEnded", tick_ended, 1),
    value("recording", SpecValue::Make(is_recording), Attributes::BUILTIN),
    method("runMicrotasks", run_microtasks, 0),
    method("setTimerCallback", set_timer_callback, 1),
    method("timerStart", timer_start, 3),
    method("timerStop", timer_stop, 1),
    method("timerRefresh", timer_refresh, 1),
    method("timerRef", timer_ref, 2),
    method("immediateStart", immediate_start, 1),
    method("immediateStop", immediate_stop, 1),
    method("immediateRef", immediate_ref, 2),
    method("getAsyncContext", get_async_context, 0),
    method("setAsyncContext", set_async_context, 1),
    method("placeOfCall", place_of_call, 0),
    method("listenerThrew", listener_threw, 2),
    method("hrtimeMs", hrtime_ms, 0),
    method("hrtimeNs", hrtime_ns, 0),
    value("startedMs", SpecValue::Make(started_ms), Attributes::BUILTIN),
];

fn set_tick_callback(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let held = HeldValue::new(agent, args.get(0));
    *state_of(agent).tick_callback.borrow_mut() = Some(held);
    Ok(Value::UNDEFINED)
}

fn request_tick(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    state_of(agent).event_loop.queue_tick(Payload(0));
    Ok(Value::UNDEFINED)
}

/// Whether ticks are to be told of.
fn is_recording(agent: &mut Agent) -> JsResult<Value> {
    Ok(Value::bool(state_of(agent).recording.is_some()))
}

/// tickQueued(): the number of a tick that is queued now.
fn tick_queued(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let tick = state_of(agent).recording.as_ref().map_or(0, |recording| recording.tick_queued());
    Ok(Value::number(tick as f64))
}

/// tickStarted(number)
fn tick_started(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let tick = args.get(0).to_number(agent)? as u64;
    if let Some(recording) = &state_of(agent).recording {
        recording.tick_started(tick);
    }
    Ok(Value::UNDEFINED)
}

/// tickEnded(number)
fn tick_ended(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let tick = args.get(0).to_number(agent)? as u64;
    if let Some(recording) = &state_of(agent).recording {
        recording.tick_ended(tick);
    }
    Ok(Value::UNDEFINED)
}

fn run_microtasks(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    loop_host::run_jobs(agent);
    Ok(Value::UNDEFINED)
}

/// Timers have numbers that a double holds exactly: 24 bits of place, the rest generation.
const PLACE_BITS: u32 = 24;

fn number_of(timer: TimerId) -> f64 {
    let bits = timer.bits();
    let (generation, place) = (bits >> 32, bits & 0xffff_ffff);
    (generation << PLACE_BITS | place) as f64 + 1.0
}

fn timer_of(value: Value) -> TimerId {
    let number = value.as_number().unwrap_or(0.0) as u64;
    let number = number.wrapping_sub(1);
    TimerId::from_bits((number >> PLACE_BITS) << 32 | number & ((1 << PLACE_BITS) - 1))
}

fn set_timer_callback(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let held = HeldValue::new(agent, args.get(0));
    *state_of(agent).timer_callback.borrow_mut() = Some(held);
    Ok(Value::UNDEFINED)
}

fn timer_start(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let delay = args.get(1).to_number(agent)?;
    let callback = Callback::timer(agent, args.get(0));
    let timer = state_of(agent).set_timer(callback, delay, args.get(2).to_boolean());
    Ok(Value::number(number_of(timer)))
}

fn timer_stop(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    state_of(agent).clear_timer(timer_of(args.get(0)));
    Ok(Value::UNDEFINED)
}

fn timer_refresh(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    Ok(Value::bool(state_of(agent).event_loop.refresh_timer(timer_of(args.get(0)))))
}

fn timer_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    state_of(agent).event_loop.set_timer_ref(timer_of(args.get(0)), args.get(1).to_boolean());
    Ok(Value::UNDEFINED)
}

fn immediate_of(value: Value) -> ImmediateId {
    ImmediateId(value.as_number().unwrap_or(-1.0) as u64)
}

fn immediate_start(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let callback = Callback::scheduled(agent, args.get(0));
    Ok(Value::number(state_of(agent).set_immediate(callback).0 as f64))
}

fn immediate_stop(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    state_of(agent).clear_immediate(immediate_of(args.get(0)));
    Ok(Value::UNDEFINED)
}

fn immediate_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    state_of(agent).event_loop.set_immediate_ref(immediate_of(args.get(0)), args.get(1).to_boolean());
    Ok(Value::UNDEFINED)
}

fn get_async_context(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    Ok(agent.async_context)
}

fn set_async_context(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    agent.async_context = args.get(0);
    Ok(Value::UNDEFINED)
}

fn hrtime_ms(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    Ok(Value::number(state_of(agent).event_loop.now(Clock::Monotonic) as f64 / 1e6))
}

fn hrtime_ns(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let now = state_of(agent).event_loop.now(Clock::Monotonic);
    let value: jenny_engine::embed::Gc<JsBigInt> = agent.new_bigint(now.into());
    Ok(Value::cell(value))
}

fn started_ms(agent: &mut Agent) -> JsResult<Value> {
    Ok(Value::number(state_of(agent).started as f64 / 1e6))
}
