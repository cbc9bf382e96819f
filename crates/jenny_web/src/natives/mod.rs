//! What the JavaScript bodies call: one file a subject, all of them properties of one object.

mod compression;
mod digest;
mod encoding;
mod fetch;
mod http_server;
mod locks;
mod machine;
mod message_events;
mod message_tape;
mod ports;
mod promises;
mod recording;
mod structured;
mod url;
mod url_pattern;
pub mod user_prompts;
mod worker;

use jenny_engine::builtins::typed_array::{ElementType, TypedArrayObject};
use jenny_engine::embed::{Gc, PropertySpec, install, lazy, method, new_builtin_object};
use jenny_engine::{Agent, Args, JsResult, NativeFunction, Object, Value};

/// A native: made when a body first takes it.
type Row = PropertySpec;

const fn row(name: &'static str, length: u32, function: NativeFunction) -> Row {
    method(name, function, length)
}

static TABLES: &[&[Row]] = &[
    compression::ROWS,
    digest::ROWS,
    encoding::ROWS,
    fetch::ROWS,
    http_server::ROWS,
    locks::ROWS,
    machine::ROWS,
    message_events::ROWS,
    ports::ROWS,
    promises::ROWS,
    recording::ROWS,
    structured::ROWS,
    url::ROWS,
    url_pattern::ROWS,
    worker::ROWS,
    SHARED,
];

static SHARED: &[Row] = &[
    row("load", 1, load),
    row("exposeMembers", 1, expose_members),
    lazy("version", |agent| Ok(agent.string_value(VERSION))),
];

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A number that JavaScript keeps for a native: of an exchange, a server, a queue.
fn number_argument(value: Value) -> u64 {
    value.as_number().unwrap_or(0.0) as u64
}

/// load(body): the exports of a body of this crate.
fn load(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    crate::modules::load(agent, &name)
}

/// exposeMembers(object): what a class or a prototype object has under strings becomes enumerable, as WebIDL wants its members,
/// but for what every function and every prototype object has.
fn expose_members(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(object) = args.get(0).as_object() {
        agent.expose_members(object);
    }
    Ok(Value::UNDEFINED)
}

/// A fresh object with all natives.
pub fn object(agent: &mut Agent) -> Gc<Object> {
    let realm = agent.realm();
    let object = new_builtin_object(agent, realm, Value::NULL);
    for table in TABLES {
        install(agent, object, table);
    }
    object
}

/// The Uint8Array that a native was given.
pub(crate) fn bytes_argument(agent: &mut Agent, value: Value) -> JsResult<Gc<TypedArrayObject>> {
    match value.as_kind::<TypedArrayObject>().filter(|a| a.element_type() == ElementType::Uint8) {
        Some(array) => Ok(array),
        None => Err(agent.throw_type_error("A Uint8Array is needed")),
    }
}
