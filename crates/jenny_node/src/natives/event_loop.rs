//! Natives of the event loop: ticks, microtasks, timers, immediates, the async context, clocks.

use std::rc::Rc;

use jenny_engine::embed::{HeldValue, PropertySpec, SpecValue, method, value};
use jenny_engine::function::NativeFunction;
use jenny_engine::value::bigint::JsBigInt;
use jenny_engine::{Agent, Args, AsObject, Attributes, JsResult, Value};
use jenny_runtime::binding::listeners::{listener_threw, place_of_call};
use jenny_runtime::binding::timers::{self, TimerClass, number_of, timer_of};
use jenny_runtime::binding::{Callback, loop_host, state_of};
use jenny_runtime::event_loop::{ImmediateId, Payload};
use jenny_runtime::oracle::Clock;

pub static NATIVES: &[PropertySpec] = &[
    method("setTickCallback", set_tick_callback, 1),
    method("requestTick", request_tick, 0),
    method("tickQueued", tick_queued, 0),
    method("tickStarted", tick_started, 1),
    method("tickEnded", tick_ended, 1),
    value("recording", SpecValue::Make(is_recording), Attributes::BUILTIN),
    method("runMicrotasks", run_microtasks, 0),
    method("timerFunctions", timer_functions, 4),
    method("timerNumbered", timer_numbered, 1),
    method("timerByNumber", timer_by_number, 1),
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

/// timerFunctions(sample, set, clear, fire): the functions that programs get; the class does what they leave to it.
fn timer_functions(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let class = TimerClass::new(agent, args.get(0), [args.get(1), args.get(2), args.get(3)]);
    *state_of(agent).timer_class.borrow_mut() = Some(Rc::new(class));
    let functions = agent.new_object();
    let rows: [(&str, u32, NativeFunction); 4] = [
        ("setTimeout", 2, set_timeout),
        ("setInterval", 2, set_interval),
        ("clearTimeout", 1, clear_timer),
        ("clearInterval", 1, clear_timer),
    ];
    for (name, length, function) in rows {
        let function = agent.new_native(name, length, function, &[]);
        functions.create_str(agent, name, function.as_object())?;
    }
    Ok(functions.into())
}

/// setTimeout(callback, delay, ...values) (HTML 8.7)
fn set_timeout(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    timers::set_timer(agent, args.get(0), args.get(1), args.rest(2), false)
}

/// setInterval(callback, delay, ...values) (HTML 8.7)
fn set_interval(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    timers::set_timer(agent, args.get(0), args.get(1), args.rest(2), true)
}

/// clearTimeout(timer), clearInterval(timer) (HTML 8.7)
fn clear_timer(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    timers::clear_timer(agent, args.get(0))
}

/// timerNumbered(id): the program gets the number.
fn timer_numbered(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(class) = &*state_of(agent).timer_class.borrow() {
        class.give_number(timer_of(args.get(0)));
    }
    Ok(Value::UNDEFINED)
}

/// timerByNumber(id): the object of a timer that gave its number; undefined if there is none.
fn timer_by_number(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let class = state.timer_class.borrow().clone();
    let found = class.and_then(|class| class.by_number(&state, timer_of(args.get(0))));
    Ok(found.unwrap_or(Value::UNDEFINED))
}

fn timer_start(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let delay = args.get(1).to_number(agent)?;
    let state = state_of(agent);
    let callback = Callback::timer(agent, &state, args.get(0));
    let timer = state.set_timer(callback, delay, args.get(2).to_boolean());
    Ok(Value::number(number_of(timer)))
}

fn timer_stop(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (state, timer) = (state_of(agent), timer_of(args.get(0)));
    state.clear_timer(timer);
    if let Some(class) = &*state.timer_class.borrow() {
        class.forget_number(timer);
    }
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
    let state = state_of(agent);
    let callback = Callback::scheduled(agent, &state, args.get(0));
    Ok(Value::number(state.set_immediate(callback).0 as f64))
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
