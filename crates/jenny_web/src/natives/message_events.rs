//! MessageEvents of the runtime's own, made by the places of their fields: a program that talks to others makes one a message.

use super::{Row, row};
use jenny_engine::embed::{HeldValue, ObjectPattern};
use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::oracle::Clock;
use std::cell::RefCell;

pub static ROWS: &[Row] = &[row("learnMessageEvent", 2, learn), row("makeMessageEvent", 2, make)];

/// What the class's own events look like, once one was seen whose fields all have inline slots.
#[derive(Default)]
struct Known(RefCell<Option<(ObjectPattern, HeldValue)>>);

/// The fields of the class and of its parent, in the order of their declaration: #type, #state, #timeStamp, #target,
/// #currentTarget, #data, #ports, #rest.
const FIELDS: u32 = 8;
const STATE: u32 = 1;
const TIME_STAMP: u32 = 2;
const PORTS: u32 = 6;

/// The state of an event that is trusted and nothing else.
const TRUSTED: i32 = 256;

/// learnMessageEvent(event, the list of no ports): the event is one that the class has just made, trusted and without ports.
fn learn(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (sample, no_ports) = (args.get(0), args.get(1));
    let Some(pattern) = sample.as_object().and_then(|sample| ObjectPattern::of(agent, sample)) else {
        return Ok(Value::UNDEFINED);
    };
    let is_laid_out = pattern.matching(sample).is_some_and(|event| {
        pattern.count() == FIELDS
            && event.get(STATE) == Value::int(TRUSTED)
            && event.get(TIME_STAMP).as_number().is_some()
            && event.get(PORTS) == no_ports
    });
    if is_laid_out {
        *agent.state::<Known>().0.borrow_mut() = Some((pattern, HeldValue::new(agent, no_ports)));
    }
    Ok(Value::UNDEFINED)
}

/// makeMessageEvent(type, data): a trusted MessageEvent without ports and source; undefined while it is not known how they look.
fn make(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let known = agent.state::<Known>();
    let known = known.0.borrow();
    let Some((pattern, no_ports)) = &*known else { return Ok(Value::UNDEFINED) };
    let state = state_of(agent);
    let nanoseconds = state.event_loop.now(Clock::Monotonic).saturating_sub(state.started);
    let time = Value::number(nanoseconds as f64 / 1e6);
    let (null, trusted) = (Value::NULL, Value::int(TRUSTED));
    let fields = [args.get(0), trusted, time, null, null, args.get(1), no_ports.get(), null];
    Ok(pattern.make(agent, &fields).into())
}
