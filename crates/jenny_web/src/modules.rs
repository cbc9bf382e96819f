//! The JavaScript bodies of this crate: run at the first use of one of their exports, once an agent.

use crate::natives;
use jenny_engine::embed::{Gc, HeldValue};
use jenny_engine::{Agent, AsObject, JsResult, Object, Value};
use jenny_runtime::binding::StoredCode;
use std::cell::RefCell;
use std::collections::BTreeMap;

macro_rules! bodies {
    ($($name:literal)*) => {
        &[$((
            $name,
            StoredCode {
                text: include_str!(concat!("../js/", $name, ".js")),
                code: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".code")),
            },
        )),*]
    };
}

/// Name, text and code of each body.
static SOURCES: &[(&str, StoredCode)] = bodies! {
    "abort" "blob" "broadcast_channel" "crypto" "dom_exception" "encoding" "event_kinds" "events" "file_reader" "form_data" "iterable" "locks" "messaging" "navigator"
    "performance" "platform" "scheduler" "structured_clone" "url" "url_pattern" "webidl" "worker" "worker_location" "worker_scope"
    "fetch/body" "fetch/fetch" "fetch/headers" "fetch/request" "fetch/response" "fetch/server" "fetch/transfer"
    "streams/byte_tee" "streams/bytes" "streams/pipe" "streams/readable" "streams/shared" "streams/tee" "streams/text"
    "streams/transfer" "streams/transform" "streams/writable"
};

/// The exports objects of an agent's bodies, and the object of natives that all of them share.
#[derive(Default)]
struct Loaded {
    exports: RefCell<BTreeMap<&'static str, HeldValue>>,
    natives: RefCell<Option<HeldValue>>,
}

/// An export of a body. Errors: what the body throws while it runs.
pub fn export(agent: &mut Agent, module: &str, name: &str) -> JsResult<Value> {
    let exports = load(agent, module)?;
    match exports.as_object() {
        Some(exports) => exports.get_str(agent, name),
        None => Ok(Value::UNDEFINED),
    }
}

/// An export of a body that something has loaded already; None if nothing has.
pub fn loaded_export(agent: &mut Agent, module: &str, name: &str) -> JsResult<Option<Value>> {
    let loaded = agent.state::<Loaded>();
    let exports = loaded.exports.borrow().get(module).map(|exports| exports.get());
    match exports.and_then(|exports| exports.as_object()) {
        Some(exports) => exports.get_str(agent, name).map(Some),
        None => Ok(None),
    }
}

/// The name of a body as the table has it.
pub fn known(name: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(known, _)| *known == name).map(|(known, _)| *known)
}

/// The exports object of a body. Errors: TypeError if there is no such body; what it throws while it runs.
pub fn load(agent: &mut Agent, module: &str) -> JsResult<Value> {
    let loaded = agent.state::<Loaded>();
    if let Some(exports) = loaded.exports.borrow().get(module) {
        return Ok(exports.get());
    }
    let found = SOURCES.iter().find(|(name, _)| *name == module);
    let made = found.and_then(|(name, stored)| Some((*name, stored.template(|| format!("jenny:web/{name}"))?)));
    let Some((module, template)) = made else {
        return Err(agent.throw_type_error(format!("no body is named {module}")));
    };
    let code = agent.new_code(template, Value::UNDEFINED);
    let body = agent.new_closure(code, Value::UNDEFINED, Value::UNDEFINED);
    // Without a prototype, so that nothing that a program puts on Object.prototype is met.
    let exports = agent.new_object_with_prototype(Value::NULL);
    loaded.exports.borrow_mut().insert(module, HeldValue::new(agent, exports));
    let result = run(agent, &loaded, body.as_object(), exports);
    agent.cool_down(body);
    if let Err(thrown) = result {
        // A body that was stopped half-way, for lack of memory for one, runs again at its next use.
        loaded.exports.borrow_mut().remove(module);
        return Err(thrown);
    }
    Ok(exports.into())
}

/// Runs a body, which fills its exports.
fn run(agent: &mut Agent, loaded: &Loaded, body: Gc<Object>, exports: Gc<Object>) -> JsResult<()> {
    let known = loaded.natives.borrow().as_ref().map(|natives| natives.get());
    let natives = match known {
        Some(natives) => natives,
        None => {
            let natives = natives::object(agent);
            *loaded.natives.borrow_mut() = Some(HeldValue::new(agent, natives));
            natives.into()
        }
    };
    agent.call(body.into(), Value::UNDEFINED, &[exports.into(), natives])?;
    Ok(())
}
