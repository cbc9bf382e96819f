//! What the JavaScript bodies call: one file a subject, all of them properties of one object.

mod compression;
mod digest;
mod encoding;
mod fetch;
mod locks;
mod machine;
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
use jenny_engine::embed::Gc;
use jenny_engine::{Agent, AsObject, JsResult, NativeFunction, Object, Value};

/// Name, length, function.
type Row = (&'static str, u32, NativeFunction);

static TABLES: &[&[Row]] = &[
    compression::ROWS,
    digest::ROWS,
    encoding::ROWS,
    fetch::ROWS,
    locks::ROWS,
    machine::ROWS,
    ports::ROWS,
    promises::ROWS,
    recording::ROWS,
    structured::ROWS,
    url::ROWS,
    url_pattern::ROWS,
    worker::ROWS,
];

/// A fresh object with all natives.
pub fn object(agent: &mut Agent) -> JsResult<Gc<Object>> {
    let object = agent.new_object_with_prototype(Value::NULL);
    for (name, length, function) in TABLES.iter().copied().flatten() {
        let native = agent.new_native(name, *length, *function, &[]).as_object();
        object.create_str(agent, name, native)?;
    }
    let load = agent.new_native(
        "load",
        1,
        |agent, _, args| {
            let name = args.get(0).to_rust_string(agent)?;
            crate::modules::load(agent, &name)
        },
        &[],
    );
    object.create_str(agent, "load", load.as_object())?;
    let version = agent.string_value(env!("CARGO_PKG_VERSION"));
    object.create_str(agent, "version", version)?;
    Ok(object)
}

/// The Uint8Array that a native was given.
pub(crate) fn bytes_argument(agent: &mut Agent, value: Value) -> JsResult<Gc<TypedArrayObject>> {
    match value.as_kind::<TypedArrayObject>().filter(|a| a.element_type() == ElementType::Uint8) {
        Some(array) => Ok(array),
        None => Err(agent.throw_type_error("A Uint8Array is needed")),
    }
}
