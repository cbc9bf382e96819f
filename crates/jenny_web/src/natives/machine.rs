//! Randomness, clocks, structured clone.

use super::Row;
use jenny_engine::structured::{DataCloneError, StructuredHost};
use jenny_engine::{Agent, Args, JsResult, Throw, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::oracle::Clock;

pub const ROWS: &[Row] = &[
    ("randomBytes", 1, random_bytes),
    ("now", 0, now),
    ("timeOrigin", 0, time_origin),
    ("cloneValue", 2, clone_value),
    ("decodeUtf8", 1, decode_utf8),
];

/// randomBytes(length): a Uint8Array, at most 65,536 bytes.
fn random_bytes(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let length = args.get(0).to_index(agent)?.min(65_536) as usize;
    let mut bytes = vec![0u8; length];
    agent.host.random("crypto", &mut bytes);
    Ok(agent.uint8_array_from_vec(bytes)?.into())
}

/// now(): milliseconds since the program started.
fn now(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let nanoseconds = state.event_loop.now(Clock::Monotonic).saturating_sub(state.started);
    Ok(Value::number(nanoseconds as f64 / 1e6))
}

/// timeOrigin(): the wall clock's milliseconds when the program started.
fn time_origin(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let since = now(agent, this, args)?.as_number().unwrap_or(0.0);
    let wall = agent.host.now();
    Ok(Value::number(wall - since))
}

/// Structured clones throw the DOMException of this crate.
struct CloneHost;

impl StructuredHost for CloneHost {
    fn throw_data_clone_error(&mut self, agent: &mut Agent, error: DataCloneError) -> Throw {
        match data_clone_exception(agent, &error) {
            Ok(exception) => agent.throw(exception),
            Err(thrown) => thrown,
        }
    }
}

fn data_clone_exception(agent: &mut Agent, error: &DataCloneError) -> JsResult<Value> {
    let class = crate::modules::export(agent, "events", "DOMException")?;
    let message = agent.string_value(&error.message);
    let name = agent.string_value("DataCloneError");
    match class.as_object() {
        Some(class) => Ok(agent.construct(class, &[message, name], class)?.into()),
        None => Err(agent.throw_plain_error(&error.message)),
    }
}

/// cloneValue(value, array of transferables)
fn clone_value(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let transfer = match args.get(1) {
        list if list.is_object() => agent.create_list_from_array_like(list)?,
        _ => jenny_engine::embed::RootVec::new(&agent.heap),
    };
    let transfer = jenny_engine::embed::values(&transfer);
    jenny_engine::structured::structured_clone(agent, args.get(0), transfer, &mut CloneHost)
}

/// decodeUtf8(bytes): the text without a byte order mark; malformed parts become U+FFFD.
fn decode_utf8(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let bytes = super::bytes_argument(agent, args.get(0))?.bytes().to_vec();
    let (text, _) = encoding_rs::UTF_8.decode_with_bom_removal(&bytes);
    Ok(agent.try_string(&text)?.into())
}
