//! Evaluates the runtime's own modules when they are first asked for, and is their `require`.

use std::cell::RefCell;
use std::rc::Rc;

use jenny_engine::embed::{Closure, Gc, HeldValue};
use jenny_engine::{Agent, Args, AsObject, JsResult, Object, Value};
use jenny_runtime::binding::{BuiltinModules, modules, state_of};
use rustc_hash::FxHashMap;

use crate::module_sources::module_source;
use crate::natives;

/// What the modules of one agent share.
#[derive(Default)]
pub struct NodeState {
    /// The `module` object of each module that was asked for.
    loaded: RefCell<FxHashMap<String, HeldValue>>,
    internal: RefCell<Option<HeldValue>>,
    require: RefCell<Option<HeldValue>>,
}

/// The exports of a module by its id, evaluated at the first call. A cycle gives what is exported so far.
pub fn require_builtin(agent: &mut Agent, id: &str) -> JsResult<Value> {
    let state: Rc<NodeState> = agent.state();
    let known = state.loaded.borrow().get(id).map(HeldValue::get);
    if let Some(module) = known.and_then(|module| module.as_object()) {
        return module.get_str(agent, "exports");
    }
    let name = || jenny_runtime::loader::builtin_url(id);
    let Some(template) = module_source(id).and_then(|source| source.template(name)) else {
        return Err(agent.throw_plain_error(format!("No such built-in module: {id}")));
    };
    let referrer = modules::referrer_for(agent, &name());
    let function = jenny_engine::script::run_script(agent, template, referrer)?;
    let exports = agent.new_object();
    let module = agent.new_object();
    module.create_str(agent, "exports", exports)?;
    let name = agent.string_value(id);
    module.create_str(agent, "id", name)?;
    let held = HeldValue::new(agent, module);
    state.loaded.borrow_mut().insert(id.to_owned(), held);
    let arguments = [exports.into(), require_function(agent, &state), module.into(), internal(agent, &state)];
    let result = agent.call(function, Value::UNDEFINED, &arguments);
    if let Some(body) = function.as_kind::<Closure>() {
        agent.cool_down(body);
    }
    if let Err(thrown) = result {
        state.loaded.borrow_mut().remove(id);
        return Err(thrown);
    }
    module.get_str(agent, "exports")
}

fn require_function(agent: &mut Agent, state: &NodeState) -> Value {
    if let Some(held) = &*state.require.borrow() {
        return held.get();
    }
    let function = agent.new_native("require", 1, require, &[]).as_object();
    *state.require.borrow_mut() = Some(HeldValue::new(agent, function));
    function.into()
}

/// `require` of the modules themselves.
fn require(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = args.get(0).to_rust_string(agent)?;
    require_builtin(agent, &id)
}

fn internal(agent: &mut Agent, state: &NodeState) -> Value {
    if let Some(held) = &*state.internal.borrow() {
        return held.get();
    }
    let object: Gc<Object> = natives::make_internal(agent);
    *state.internal.borrow_mut() = Some(HeldValue::new(agent, object));
    object.into()
}

/// The modules as the runtime sees them.
pub struct NodeModules;

impl BuiltinModules for NodeModules {
    fn exports(&self, agent: &mut Agent, name: &str) -> JsResult<Value> {
        require_builtin(agent, name)
    }

    fn require_file(&self, agent: &mut Agent, path: &str, main: bool) -> JsResult<Value> {
        let module = require_builtin(agent, "module")?;
        let Some(module) = module.as_object() else { return Ok(Value::UNDEFINED) };
        let load = module.get_str(agent, "_load")?;
        let path = agent.string_value(path);
        agent.call(load, module.into(), &[path, Value::NULL, Value::bool(main)])
    }

    fn inspect(&self, agent: &mut Agent, value: Value, colors: bool) -> Option<String> {
        let text = inspect(agent, value, colors);
        match text {
            Ok(text) => Some(text),
            Err(thrown) => {
                if !agent.is_terminating() {
                    agent.take_exception(thrown);
                }
                None
            }
        }
    }
}

fn inspect(agent: &mut Agent, value: Value, colors: bool) -> JsResult<String> {
    let module = require_builtin(agent, "internal/inspect")?;
    let Some(module) = module.as_object() else { return Ok(String::new()) };
    let inspect = module.get_str(agent, "inspect")?;
    let options = agent.new_object();
    options.create_str(agent, "colors", colors)?;
    agent.call(inspect, Value::UNDEFINED, &[value, options.into()])?.to_rust_string(agent)
}

/// The entry of a program as `process.argv` shows it.
pub fn entry_path(agent: &Agent) -> Option<String> {
    let state = state_of(agent);
    state.options.entry.as_ref().map(|entry| entry.display().to_string())
}
