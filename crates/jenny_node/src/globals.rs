//! Node's globals: each comes from its module when it is first touched.

use jenny_engine::embed::{PropertySpec, SpecValue, lazy, operation, value};
use jenny_engine::{Agent, Args, Attributes, JsResult, Value};

use crate::require::require_builtin;

fn member(agent: &mut Agent, module: &str, name: &str) -> JsResult<Value> {
    let exports = require_builtin(agent, module)?;
    let Some(exports) = exports.as_object() else { return Ok(Value::UNDEFINED) };
    exports.get_str(agent, name)
}

const fn timer(name: &'static str, make: fn(&mut Agent) -> JsResult<Value>) -> PropertySpec {
    value(name, SpecValue::Make(make), Attributes::ALL)
}

/// Properties of the global object.
pub static GLOBALS: &[PropertySpec] = &[
    lazy("global", |agent| Ok(agent.realm().global_this())),
    lazy("console", |agent| require_builtin(agent, "console")),
    lazy("process", |agent| require_builtin(agent, "process")),
    lazy("Buffer", |agent| member(agent, "buffer", "Buffer")),
    timer("setTimeout", |agent| member(agent, "timers", "setTimeout")),
    timer("clearTimeout", |agent| member(agent, "timers", "clearTimeout")),
    timer("setInterval", |agent| member(agent, "timers", "setInterval")),
    timer("clearInterval", |agent| member(agent, "timers", "clearInterval")),
    timer("setImmediate", |agent| member(agent, "timers", "setImmediate")),
    timer("clearImmediate", |agent| member(agent, "timers", "clearImmediate")),
    operation("queueMicrotask", queue_microtask, 1),
    operation("reportError", report_error, 1),
];

/// queueMicrotask(callback) (HTML 8.7)
fn queue_microtask(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let callback = args.get(0);
    if !callback.is_callable() {
        let shown = jenny_engine::error::describe(agent, callback);
        let message = format!("The \"callback\" argument must be of type function. Received {shown}");
        let error = agent.new_error(jenny_engine::Intrinsic::TypeErrorPrototype, &message);
        let error = jenny_engine::AsObject::as_object(error);
        let code = agent.string_value("ERR_INVALID_ARG_TYPE");
        error.create_str(agent, "code", code)?;
        return Err(agent.throw(error.into()));
    }
    agent.queue_microtask(callback);
    Ok(Value::UNDEFINED)
}

/// reportError(error) (HTML 8.1.5.5)
fn report_error(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if args.is_empty() {
        return Err(agent.throw_type_error("reportError: 1 argument required, but only 0 present."));
    }
    jenny_runtime::binding::uncaught::report_uncaught(agent, args.get(0), jenny_runtime::binding::Origin::Exception);
    Ok(Value::UNDEFINED)
}
