//! The JavaScript bodies of this crate: compiled and run at the first use of one of their exports, once an agent.

use crate::natives;
use jenny_bytecode::{FunctionTemplate, SourceText};
use jenny_compiler::CompileError;
use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, AsObject, JsResult, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Name and text of each body.
static SOURCES: &[(&str, &str)] = &[
    ("events", include_str!("../js/events.js")),
    ("url", include_str!("../js/url.js")),
    ("encoding", include_str!("../js/encoding.js")),
    ("misc", include_str!("../js/misc.js")),
    ("streams", include_str!("../js/streams.js")),
    ("fetch", include_str!("../js/fetch.js")),
    ("platform", include_str!("../js/platform.js")),
    ("messaging", include_str!("../js/messaging.js")),
    ("worker", include_str!("../js/worker.js")),
    ("worker_scope", include_str!("../js/worker_scope.js")),
];

/// The exports objects of an agent's bodies.
#[derive(Default)]
struct Loaded(RefCell<BTreeMap<&'static str, HeldValue>>);

/// An export of a body. Errors: what the body throws while it runs.
pub fn export(agent: &mut Agent, module: &'static str, name: &str) -> JsResult<Value> {
    let exports = load(agent, module)?;
    match exports.as_object() {
        Some(exports) => exports.get_str(agent, name),
        None => Ok(Value::UNDEFINED),
    }
}

/// The compiled body: once a process, since templates hold nothing of a heap.
fn template(module: &'static str, text: &'static str) -> Result<Arc<FunctionTemplate>, CompileError> {
    static TEMPLATES: Mutex<BTreeMap<&'static str, Arc<FunctionTemplate>>> = Mutex::new(BTreeMap::new());
    let lock = || TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lock().get(module) {
        return Ok(known.clone());
    }
    let source = SourceText::new(format!("jenny:web/{module}"), text);
    let made = jenny_compiler::compile_commonjs(source, &Default::default())?;
    lock().insert(module, made.clone());
    Ok(made)
}

/// The name of a body as the table has it.
pub fn known(name: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(known, _)| *known == name).map(|(known, _)| *known)
}

/// The exports object of a body.
pub fn load(agent: &mut Agent, module: &'static str) -> JsResult<Value> {
    let loaded = agent.state::<Loaded>();
    if let Some(exports) = loaded.0.borrow().get(module) {
        return Ok(exports.get());
    }
    let text = SOURCES.iter().find(|(name, _)| *name == module).map_or("", |(_, text)| text);
    let template = match template(module, text) {
        Ok(template) => template,
        Err(error) => return Err(jenny_engine::script::throw_compile_error(agent, &error)),
    };
    let code = agent.new_code(template, Value::UNDEFINED)?;
    let body = agent.new_closure(code, Value::UNDEFINED, Value::UNDEFINED).as_object();
    let exports = agent.new_object();
    loaded.0.borrow_mut().insert(module, HeldValue::new(agent, exports));
    let natives = natives::object(agent)?;
    agent.call(body.into(), Value::UNDEFINED, &[exports.into(), natives.into()])?;
    Ok(exports.into())
}
