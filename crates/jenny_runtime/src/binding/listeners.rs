//! Where event listeners were added: kept with each, and told when one of them throws an error that nobody catches.

use std::rc::Rc;

use jenny_engine::embed::{HeldValue, HostData, HostRef};
use jenny_engine::{Agent, Args, JsResult, Value};

use super::callbacks::ScheduledAt;
use super::state_of;

/// What a script holds for a place: opaque to it.
struct Place(Rc<ScheduledAt>);

impl HostData for Place {}

/// What the state remembers of listeners.
#[derive(Default)]
pub struct Listeners {
    /// The last place that was asked for, and the object that stands for it.
    last: Option<(Rc<ScheduledAt>, HeldValue)>,
    /// The last error that a listener threw, and where that listener was added.
    thrown: Option<(HeldValue, Rc<ScheduledAt>)>,
}

/// placeOfCall(): an object for the calls that led here.
pub fn place_of_call(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let now = ScheduledAt::now(agent, &state);
    // OPTIMIZATION: listeners added in a loop share one object.
    if let Some((place, object)) = &state.listeners.borrow().last
        && Rc::ptr_eq(place, &now)
    {
        return Ok(object.get());
    }
    let object: Value = agent.new_host_object_with_prototype(Value::NULL, Place(now.clone())).into();
    let held = HeldValue::new(agent, object);
    state.listeners.borrow_mut().last = Some((now, held));
    Ok(object)
}

/// listenerThrew(error, place): if nobody catches the error, its report names the place. The first listener that an error
/// passes is the one that threw it.
pub fn listener_threw(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let mut listeners = state.listeners.borrow_mut();
    if listeners.thrown.as_ref().is_none_or(|(error, _)| error.get() != args.get(0))
        && let Some(place) = HostRef::<Place>::of(args.get(1))
    {
        listeners.thrown = Some((HeldValue::new(agent, args.get(0)), place.0.clone()));
    }
    Ok(Value::UNDEFINED)
}

/// The lines that say where the listener was added that threw the error; empty if none did.
pub(super) fn describe(agent: &Agent, error: Value) -> String {
    let state = state_of(agent);
    let listeners = state.listeners.borrow();
    match &listeners.thrown {
        Some((thrown, place)) if thrown.get() == error => place.describe("Listening"),
        _ => String::new(),
    }
}
