//! MessageEvents of the runtime's own, made by the places of their fields: a program that talks to others makes one a message. Where
//! one function alone hears of them, they are dispatched here, too.

use super::{Row, row};
use jenny_engine::embed::{HeldValue, ObjectPattern};
use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::{RuntimeState, state_of};
use jenny_runtime::oracle::Clock;
use std::cell::OnceCell;

pub static ROWS: &[Row] = &[row("learnMessageEvent", 2, learn), row("makeMessageEvent", 2, make)];

/// What the class's own events look like, once one was seen whose fields all have inline slots.
#[derive(Default)]
struct Known(OnceCell<Looks>);

struct Looks {
    pattern: ObjectPattern,
    no_ports: HeldValue,
    /// The type `message`.
    message: HeldValue,
}

/// The fields of the class and of its parent, in the order of their declaration: #type, #state, #timeStamp, #target,
/// #currentTarget, #data, #ports, #rest.
const FIELDS: u32 = 8;
const STATE: u32 = 1;
const TIME_STAMP: u32 = 2;
const CURRENT_TARGET: u32 = 4;
const PORTS: u32 = 6;

/// The state of an event that is trusted and nothing else.
const TRUSTED: i32 = 256;
/// What a dispatch sets and its end clears: that it is one, and whether it was stopped.
const DISPATCHING: i32 = 16;
const STOPPED: i32 = 32 | 64;

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
        let message = agent.string_value("message");
        let looks =
            Looks { pattern, no_ports: HeldValue::new(agent, no_ports), message: HeldValue::new(agent, message) };
        // Learned twice, the first stays.
        let _ = agent.state::<Known>().0.set(looks);
    }
    Ok(Value::UNDEFINED)
}

impl Looks {
    fn make(
        &self,
        agent: &mut Agent,
        runtime: &RuntimeState,
        kind: Value,
        data: Value,
        state: i32,
        target: Value,
    ) -> Value {
        let nanoseconds = runtime.event_loop.now(Clock::Monotonic).saturating_sub(runtime.started);
        let (state, time) = (Value::int(state), Value::number(nanoseconds as f64 / 1e6));
        let fields = [kind, state, time, target, target, data, self.no_ports.get(), Value::NULL];
        self.pattern.make(agent, &fields).into()
    }
}

/// makeMessageEvent(type, data): a trusted MessageEvent without ports and source; undefined while it is not known how they look.
fn make(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let known = agent.state::<Known>();
    let Some(looks) = known.0.get() else { return Ok(Value::UNDEFINED) };
    let state = state_of(agent);
    Ok(looks.make(agent, &state, args.get(0), args.get(1), TRUSTED, Value::NULL))
}

/// The function that alone hears of a target's messages.
pub struct Lone {
    pub target: HeldValue,
    pub callback: HeldValue,
    /// What the class EventTarget keeps of it.
    pub listener: HeldValue,
}

impl Lone {
    /// Dispatches a message to it (DOM 2.9 with one listener of a target without a parent). False: it is not known yet how events look,
    /// and nothing was done. Errors: the agent is told to end.
    pub fn hear(&self, agent: &mut Agent, runtime: &RuntimeState, data: Value) -> JsResult<bool> {
        let known = agent.state::<Known>();
        let Some(looks) = known.0.get() else { return Ok(false) };
        let target = self.target.get();
        let event = looks.make(agent, runtime, looks.message.get(), data, TRUSTED | DISPATCHING, target);
        if let Err(thrown) = agent.call(self.callback.get(), target, &[event]) {
            if agent.is_terminating() {
                return Err(thrown);
            }
            let error = agent.take_exception(thrown);
            let threw = crate::modules::export(agent, "events", "loneThrew")?;
            agent.call(threw, Value::UNDEFINED, &[error, self.listener.get()])?;
        }
        match looks.pattern.matching(event) {
            Some(fields) => {
                let state = fields.get(STATE).as_int().unwrap_or(TRUSTED);
                fields.set(STATE, Value::int(state & !(DISPATCHING | STOPPED)));
                fields.set(CURRENT_TARGET, Value::NULL);
            }
            // The program has given it properties of its own.
            None => {
                let finish = crate::modules::export(agent, "events", "finish")?;
                agent.call(finish, Value::UNDEFINED, &[event])?;
            }
        }
        Ok(true)
    }
}
