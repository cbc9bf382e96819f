//! What the JavaScript bodies call: one file a specification, all of them properties of one object.

mod encoding;
mod fetch;
mod machine;
mod ports;
mod structured;
mod url;
mod worker;

use jenny_engine::builtins::typed_array::{ElementType, TypedArrayObject};
use jenny_engine::embed::Gc;
use jenny_engine::{Agent, AsObject, JsResult, NativeFunction, Object, Value};

/// Name, length, function.
type Row = (&'static str, u32, NativeFunction);

/// A fresh object with all natives.
pub fn object(agent: &mut Agent) -> JsResult<Gc<Object>> {
    let object = agent.new_object();
    for (name, length, function) in
        [url::ROWS, encoding::ROWS, machine::ROWS, fetch::ROWS, ports::ROWS, structured::ROWS, worker::ROWS]
            .into_iter()
            .flatten()
    {
        let native = agent.new_native(name, *length, *function, &[]).as_object();
        object.create_str(agent, name, native)?;
    }
    let load = agent.new_native(
        "load",
        1,
        |agent, _, args| {
            let name = args.get(0).to_rust_string(agent)?;
            crate::modules::load(agent, crate::modules::known(&name).unwrap_or("events"))
        },
        &[],
    );
    object.create_str(agent, "load", load.as_object())?;
    Ok(object)
}

/// The Uint8Array that a native was given.
pub(crate) fn bytes_argument(agent: &mut Agent, value: Value) -> JsResult<Gc<TypedArrayObject>> {
    match value.as_kind::<TypedArrayObject>().filter(|a| a.element_type() == ElementType::Uint8) {
        Some(array) => Ok(array),
        None => Err(agent.throw_type_error("A Uint8Array is needed")),
    }
}
