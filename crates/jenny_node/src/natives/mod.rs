//! The object `internal`: natives in one file a subject, as `js/INTERNALS.md` lists them.

pub mod bytes;
pub mod children;
pub mod crypto;
pub mod event_loop;
pub mod files;
pub mod loader;
pub mod machine;
pub mod process;
pub mod streams;
mod taped_answer;
pub mod tasks;
pub mod values;

use jenny_engine::embed::{Gc, PropertySpec, install, new_builtin_object};
use jenny_engine::{Agent, JsResult, Object, Value};
use jenny_runtime::fs_ops::FsError;

/// Makes the object; its members come to life when they are first read.
pub fn make_internal(agent: &mut Agent) -> Gc<Object> {
    let tables = [
        values::NATIVES,
        bytes::NATIVES,
        children::NATIVES,
        event_loop::NATIVES,
        streams::NATIVES,
        tasks::NATIVES,
        process::NATIVES,
        loader::NATIVES,
        crypto::MEMBERS,
        files::MEMBERS,
        machine::MEMBERS,
    ];
    let internal = new_object(agent);
    for table in tables {
        install(agent, internal, table);
    }
    internal
}

/// A null-prototype object with the rows of a table.
pub(crate) fn new_namespace(agent: &mut Agent, rows: &'static [PropertySpec]) -> JsResult<Value> {
    let object = new_object(agent);
    install(agent, object, rows);
    Ok(object.into())
}

fn new_object(agent: &mut Agent) -> Gc<Object> {
    let realm = agent.realm();
    new_builtin_object(agent, realm, Value::NULL)
}

/// The plain record of a failure that INTERNALS.md describes.
pub(crate) fn failure(agent: &mut Agent, error: &FsError) -> JsResult<Value> {
    let record = agent.new_object();
    let code = agent.string_value(error.code);
    record.create_str(agent, "code", code)?;
    record.create_str(agent, "errno", Value::int(error.errno))?;
    let syscall = agent.string_value(error.syscall);
    record.create_str(agent, "syscall", syscall)?;
    if let Some(path) = &error.path {
        let path = agent.string_value(&path.to_string_lossy());
        record.create_str(agent, "path", path)?;
    }
    if let Some(dest) = &error.dest {
        let dest = agent.string_value(&dest.to_string_lossy());
        record.create_str(agent, "dest", dest)?;
    }
    Ok(record.into())
}

/// Throws a failure.
pub(crate) fn throw_failure<T>(agent: &mut Agent, error: &FsError) -> JsResult<T> {
    let record = failure(agent, error)?;
    Err(agent.throw(record))
}

/// A result whose failure is thrown.
pub(crate) fn unwrap<T>(agent: &mut Agent, result: Result<T, FsError>) -> JsResult<T> {
    match result {
        Ok(value) => Ok(value),
        Err(error) => throw_failure(agent, &error),
    }
}
