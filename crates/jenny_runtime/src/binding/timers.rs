//! The objects of `setTimeout` and `setInterval`, made, let go and run without JavaScript while they are as they were made.
//!
//! A timer is a plain object of the class that `timers.js` defines, and anybody may change it. Those that still have the
//! shape of a new one are handled here by the places of their properties; all others by the class's own functions.

use std::cell::RefCell;

use jenny_engine::embed::{HeldValue, ObjectPattern, Patterned};
use jenny_engine::{Agent, AsObject, JsResult, Value};
use rustc_hash::FxHashSet;

use super::{Callback, RuntimeState, state_of};
use crate::event_loop::{TIMEOUT_MAX, TimerId};

/// The properties of a timer that has just been made, in order of addition: three private fields, then public ones.
mod place {
    pub const ID: u32 = 0;
    pub const CONTEXT: u32 = 1;
    pub const IDLE_TIMEOUT: u32 = 3;
    pub const ON_TIMEOUT: u32 = 4;
    pub const TIMER_ARGS: u32 = 5;
    pub const REPEAT: u32 = 6;
    pub const DESTROYED: u32 = 7;
    pub const COUNT: u32 = 8;

    pub const PUBLIC: [(&str, u32); 5] = [
        ("_idleTimeout", IDLE_TIMEOUT),
        ("_onTimeout", ON_TIMEOUT),
        ("_timerArgs", TIMER_ARGS),
        ("_repeat", REPEAT),
        ("_destroyed", DESTROYED),
    ];
}

/// Timers have numbers that a double holds exactly: 24 bits of place, the rest generation.
const PLACE_BITS: u32 = 24;

/// The number that programs see.
pub fn number_of(timer: TimerId) -> f64 {
    let bits = timer.bits();
    let (generation, place) = (bits >> 32, bits & 0xffff_ffff);
    (generation << PLACE_BITS | place) as f64 + 1.0
}

/// The timer of a number; one that was never alive if it is no number of a timer.
pub fn timer_of(value: Value) -> TimerId {
    let number = value.as_number().unwrap_or(0.0) as u64;
    let number = number.wrapping_sub(1);
    TimerId::from_bits((number >> PLACE_BITS) << 32 | number & ((1 << PLACE_BITS) - 1))
}

/// The class of timers and its functions.
pub struct TimerClass {
    /// None: all is left to the functions.
    pattern: Option<ObjectPattern>,
    /// (callback, delay, list of arguments or undefined, repeats) makes and starts one.
    set: HeldValue,
    /// (anything) clears what that is or stands for.
    clear: HeldValue,
    /// (timer) does what one does that came due.
    fire: HeldValue,
    /// Timers that gave a program their number.
    numbered: RefCell<FxHashSet<TimerId>>,
}

impl TimerClass {
    /// `sample`: a new timer, which nobody else gets.
    pub fn new(agent: &mut Agent, sample: Value, functions: [Value; 3]) -> TimerClass {
        let pattern = sample.as_object().and_then(|sample| ObjectPattern::of(agent, sample)).filter(|pattern| {
            pattern.count() == place::COUNT
                && place::PUBLIC.iter().all(|&(name, place)| pattern.place_of(agent, name) == Some(place))
        });
        let [set, clear, fire] = functions.map(|function| HeldValue::new(agent, function));
        TimerClass { pattern, set, clear, fire, numbered: RefCell::default() }
    }

    fn matching(&self, value: Value) -> Option<Patterned> {
        self.pattern.as_ref()?.matching(value)
    }

    /// The program gets the timer's number, and may clear the timer by it.
    pub fn give_number(&self, timer: TimerId) {
        self.numbered.borrow_mut().insert(timer);
    }

    /// The timer is over.
    pub fn forget_number(&self, timer: TimerId) {
        if !self.numbered.borrow().is_empty() {
            self.numbered.borrow_mut().remove(&timer);
        }
    }

    /// The object of a timer whose number the program got.
    pub fn by_number(&self, state: &RuntimeState, timer: TimerId) -> Option<Value> {
        let known = self.numbered.borrow().contains(&timer);
        let payload = known.then(|| state.event_loop.timer_payload(timer))??;
        match state.callbacks.borrow().get(payload)? {
            Callback::Timer(object, _) => Some(object.get()),
            _ => None,
        }
    }

    /// Runs a timer that came due.
    pub fn fire(&self, agent: &mut Agent, timer: Value) -> JsResult<()> {
        let quick = self.matching(timer).and_then(|fields| {
            let (run, id) = (fields.get(place::ON_TIMEOUT), timer_of(fields.get(place::ID)));
            if fields.get(place::REPEAT).is_null() {
                self.forget_number(id);
            }
            if !fields.get(place::TIMER_ARGS).is_undefined() || !run.is_callable() {
                return None;
            }
            if fields.get(place::REPEAT).is_null() {
                fields.set(place::DESTROYED, Value::bool(true));
            }
            Some((run, fields.get(place::CONTEXT)))
        });
        let Some((run, context)) = quick else {
            return agent.call(self.fire.get(), Value::UNDEFINED, &[timer]).map(|_| ());
        };
        let outer = std::mem::replace(&mut agent.async_context, context);
        let result = agent.call(run, timer, &[]);
        agent.async_context = outer;
        result.map(|_| ())
    }
}

/// The delay that `value` asks for, in whole milliseconds, where nobody needs to be warned of it nor asked for it.
fn plain_delay(value: Value) -> Option<f64> {
    match value.as_number() {
        Some(delay) if (1.0..=f64::from(TIMEOUT_MAX)).contains(&delay) => Some(delay.trunc()),
        Some(delay) if (0.0..1.0).contains(&delay) || delay.is_nan() => Some(1.0),
        None if value.is_undefined() => Some(1.0),
        _ => None,
    }
}

/// setTimeout or setInterval (HTML 8.7): `values` are the arguments after the delay.
pub fn set_timer(agent: &mut Agent, callback: Value, delay: Value, values: &[Value], repeats: bool) -> JsResult<Value> {
    let state = state_of(agent);
    let Some(class) = state.timer_class.borrow().clone() else { return Ok(Value::UNDEFINED) };
    let list = if values.is_empty() { Value::UNDEFINED } else { agent.new_array(values)?.as_object().into() };
    let plain = plain_delay(delay).filter(|_| callback.is_callable());
    let (Some(pattern), Some(delay)) = (&class.pattern, plain) else {
        return agent.call(class.set.get(), Value::UNDEFINED, &[callback, delay, list, Value::bool(repeats)]);
    };
    let shown = Value::number(delay);
    let repeat = if repeats { shown } else { Value::NULL };
    let fields =
        [Value::UNDEFINED, agent.async_context, Value::bool(true), shown, callback, list, repeat, Value::bool(false)];
    let timer: Value = pattern.make(agent, &fields).into();
    let held = Callback::timer(agent, &state, timer);
    let id = state.set_timer(held, delay, repeats);
    if let Some(fields) = pattern.matching(timer) {
        fields.set(place::ID, Value::number(number_of(id)));
    }
    Ok(timer)
}

/// clearTimeout and clearInterval (HTML 8.7), which are one.
pub fn clear_timer(agent: &mut Agent, timer: Value) -> JsResult<Value> {
    if timer.is_nullish() {
        return Ok(Value::UNDEFINED);
    }
    let state = state_of(agent);
    let Some(class) = state.timer_class.borrow().clone() else { return Ok(Value::UNDEFINED) };
    let Some(fields) = class.matching(timer) else {
        return agent.call(class.clear.get(), Value::UNDEFINED, &[timer]);
    };
    if !fields.get(place::DESTROYED).to_boolean() || !fields.get(place::REPEAT).is_null() {
        let id = timer_of(fields.get(place::ID));
        state.clear_timer(id);
        class.forget_number(id);
    }
    fields.set(place::ON_TIMEOUT, Value::NULL);
    fields.set(place::DESTROYED, Value::bool(true));
    Ok(Value::UNDEFINED)
}
