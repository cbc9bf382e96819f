//! What hosts do with whole graphs, and errors that know their place in a source text.

use super::{Module, caught, evaluate, link, load_requested_modules};
use crate::agent::Agent;
use crate::builtins::promise::{
    PromiseObject, PromiseState, new_promise, perform_promise_then, reject_promise, resolve_promise,
};
use crate::error::ErrorObject;
use crate::function::Args;
use crate::object::{AsObject, Attributes};
use crate::{JsResult, Throw, Value};
use jenny_bytecode::SourceText;
use jenny_gc::Gc;

/// Loads the graph of a module, links and evaluates it: a promise of the evaluation. If the loader finishes at once, so does
/// everything but what the modules await. Errors: only that the agent is being terminated.
pub fn load_link_evaluate(agent: &mut Agent, module: Gc<Module>) -> JsResult<Gc<PromiseObject>> {
    let load = load_requested_modules(agent, module)?;
    match load.state() {
        PromiseState::Fulfilled => link_and_evaluate(agent, module),
        PromiseState::Rejected => Ok(load),
        PromiseState::Pending => {
            let result = new_promise(agent);
            let on_loaded = agent.new_native("", 0, on_loaded, &[result.into(), Value::cell(module)]);
            let on_rejected = agent.new_native("", 1, on_rejected, &[result.into()]);
            perform_promise_then(agent, load, on_loaded.into(), on_rejected.into(), None)?;
            Ok(result)
        }
    }
}

/// Link and Evaluate of a loaded graph: a promise, rejected if linking fails.
pub fn link_and_evaluate(agent: &mut Agent, module: Gc<Module>) -> JsResult<Gc<PromiseObject>> {
    match link(agent, module) {
        Ok(()) => evaluate(agent, module),
        Err(thrown) => {
            let reason = caught(agent, thrown)?;
            let promise = new_promise(agent);
            reject_promise(agent, promise, reason);
            Ok(promise)
        }
    }
}

fn on_loaded(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let (Some(result), Some(module)) = (args.data(0).as_kind::<PromiseObject>(), Module::from_value(args.data(1))) {
        let evaluation = link_and_evaluate(agent, module)?;
        resolve_promise(agent, result, evaluation.into());
    }
    Ok(Value::UNDEFINED)
}

fn on_rejected(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(result) = args.data(0).as_kind::<PromiseObject>() {
        reject_promise(agent, result, args.get(0));
    }
    Ok(Value::UNDEFINED)
}

/// Gives an error that is being thrown the stack text `Name: message` and `at file:line:column`: for errors found in a source
/// text before it runs. Anything but an error object is thrown as it is.
pub fn throw_at(agent: &mut Agent, thrown: Throw, source: &SourceText, offset: u32) -> Throw {
    if agent.is_terminating() {
        return thrown;
    }
    let value = agent.take_exception(thrown);
    if let Some(error) = value.as_kind::<ErrorObject>() {
        let object = error.as_object();
        let read = |agent: &mut Agent, key| {
            object.get(agent, key).ok().and_then(|v| v.as_string()).map_or_else(String::new, |s| s.to_rust_string())
        };
        let (name, message) = (read(agent, agent.names.name), read(agent, agent.names.message));
        let (line, column) = source.line_column(offset);
        let text = agent.string(&format!("{name}: {message}\n    at {}:{line}:{column}", source.name));
        // A fresh error: only memory can be short, and then it keeps the stack that it has.
        let _ = object.define_builtin(agent, agent.names.stack, text, Attributes::BUILTIN);
    }
    agent.throw(value)
}
