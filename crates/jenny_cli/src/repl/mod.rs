//! The prompt: reads an input, evaluates it, prints its value, and lets the event loop turn meanwhile.
//!
//! - [`session`]: one conversation: inputs, values, errors, Ctrl-C
//! - [`commands`]: `.help` and its like
//! - [`completion`]: what TAB offers

mod commands;
mod completion;
mod session;

use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, Args, AsObject, JsResult, PropertyDescriptor, Value};
use jenny_runtime::binding::{RuntimeOptions, state_of};
use jenny_runtime::process::{StandardStream, is_terminal};

use crate::flags::Flags;
use crate::program::{define_commonjs_globals, fail, new_runtime};

/// Holds a conversation until its end; the exit code.
pub fn run(flags: &Flags, options: RuntimeOptions) -> i32 {
    let terminal = jenny_runtime::stdin::is_terminal() && is_terminal(StandardStream::Output);
    let mut runtime = new_runtime(flags, RuntimeOptions { survive_errors: true, ..options });
    let first = flags.eval.clone();
    let entry = runtime.run_entry(move |agent| {
        define_commonjs_globals(agent, "<repl>")?;
        define_builtin_modules(agent)?;
        if let Err(error) = session::start(agent, terminal, first) {
            return Err(agent.throw_plain_error(format!("the prompt cannot be shown: {error}")));
        }
        Ok(())
    });
    if agent_has_no_session(&runtime.agent) {
        return fail("the prompt cannot be shown");
    }
    let code = runtime.run_to_end(entry);
    runtime.state.stdout.borrow_mut().divert(None);
    code
}

fn agent_has_no_session(agent: &Agent) -> bool {
    agent.existing_state::<session::Session>().is_none()
}

/// The runtime's own modules as globals under their names, each loaded at its first touch; what stands there already stays.
fn define_builtin_modules(agent: &mut Agent) -> JsResult<()> {
    let global = agent.realm().global_object();
    for id in jenny_node::module_sources::public_modules() {
        let key = agent.key(id);
        if id.contains('/') || global.has_property(agent, key)? {
            continue;
        }
        let name = agent.string_value(id);
        let get = agent.new_native(id, 0, load_module, &[name]).as_object();
        let set = agent.new_native(id, 1, replace_module, &[name]).as_object();
        let descriptor = PropertyDescriptor {
            get: Some(get.into()),
            set: Some(set.into()),
            enumerable: Some(false),
            configurable: Some(true),
            ..PropertyDescriptor::default()
        };
        global.define_or_throw(agent, key, &descriptor)?;
    }
    Ok(())
}

fn load_module(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = args.data(0).to_rust_string(agent)?;
    let exports = jenny_node::require::require_builtin(agent, &id)?;
    define(agent, &id, exports)?;
    Ok(exports)
}

fn replace_module(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = args.data(0).to_rust_string(agent)?;
    define(agent, &id, args.get(0))?;
    Ok(Value::UNDEFINED)
}

/// A global that programs may replace and do not list.
fn define(agent: &mut Agent, name: &str, value: Value) -> JsResult<()> {
    let global = agent.realm().global_object();
    let key = agent.key(name);
    global.define_builtin(agent, key, value, jenny_engine::Attributes::BUILTIN)
}

/// The text of a value as the prompt prints it.
fn inspect(agent: &mut Agent, value: Value, colors: bool) -> String {
    let held = HeldValue::new(agent, value);
    let builtins = state_of(agent).builtin_modules();
    match builtins.and_then(|builtins| builtins.inspect(agent, held.get(), colors)) {
        Some(text) => text,
        None => jenny_engine::error::describe(agent, held.get()),
    }
}
