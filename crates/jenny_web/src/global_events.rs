//! Events at the global object (HTML 8.1.4 and 8.1.8): `error`, `unhandledrejection`, `rejectionhandled`. Nothing is loaded for them
//! while no program has touched an event.

use crate::modules::{export, loaded_export};
use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::RuntimeState;
use std::rc::Rc;

/// Tells the runtime whom to ask.
pub fn install(state: &RuntimeState) {
    *state.on_error.borrow_mut() = Some(Rc::new(|agent, error, _| fire(agent, "fireError", &[error])));
    *state.on_unhandled_rejection.borrow_mut() =
        Some(Rc::new(|agent, promise, reason| fire(agent, "fireUnhandledRejection", &[promise, reason])));
    *state.on_rejection_handled.borrow_mut() =
        Some(Rc::new(|agent, promise, reason| fire(agent, "fireRejectionHandled", &[promise, reason])));
    *state.on_input.borrow_mut() = Some(Rc::new(|agent, input| {
        let Some(dispatch) = loaded_export(agent, "events", "dispatchInput")? else { return Ok(()) };
        let (event_type, data) =
            (agent.string_value(&input.kind), agent.string_value(&String::from_utf8_lossy(&input.data)));
        agent.call(dispatch, Value::UNDEFINED, &[Value::number(input.target as f64), event_type, data]).map(|_| ())
    }));
    *state.event_target_listeners.borrow_mut() = Some(Rc::new(|agent, target, name| {
        let list = export(agent, "events", "listenersOfType")?;
        agent.call(list, Value::UNDEFINED, &[target, name])
    }));
}

/// Whether a listener took what the event tells of. Without the body of events nobody can listen.
fn fire(agent: &mut Agent, function: &str, args: &[Value]) -> JsResult<bool> {
    let Some(function) = loaded_export(agent, "events", function)? else { return Ok(false) };
    Ok(agent.call(function, Value::UNDEFINED, args)?.is_true())
}

fn get_handler(agent: &mut Agent, name: &str) -> JsResult<Value> {
    let Some(function) = loaded_export(agent, "events", "globalHandler")? else { return Ok(Value::NULL) };
    let name = agent.string_value(name);
    agent.call(function, Value::UNDEFINED, &[name])
}

fn set_handler(agent: &mut Agent, name: &str, handler: Value) -> JsResult<Value> {
    let function = export(agent, "events", "setGlobalHandler")?;
    let name = agent.string_value(name);
    agent.call(function, Value::UNDEFINED, &[name, handler])?;
    Ok(Value::UNDEFINED)
}

pub fn get_onerror(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    get_handler(agent, "error")
}
pub fn set_onerror(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    set_handler(agent, "error", args.get(0))
}
pub fn get_onunhandledrejection(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    get_handler(agent, "unhandledrejection")
}
pub fn set_onunhandledrejection(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    set_handler(agent, "unhandledrejection", args.get(0))
}
pub fn get_onrejectionhandled(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    get_handler(agent, "rejectionhandled")
}
pub fn set_onrejectionhandled(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    set_handler(agent, "rejectionhandled", args.get(0))
}
