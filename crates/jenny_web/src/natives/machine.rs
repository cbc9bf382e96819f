//! Randomness, clocks, text of bytes.

use super::Row;
use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::oracle::Clock;

pub const ROWS: &[Row] = &[
    ("randomBytes", 1, random_bytes),
    ("now", 0, now),
    ("timeOrigin", 0, time_origin),
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

/// decodeUtf8(bytes): the text without a byte order mark; malformed parts become U+FFFD.
fn decode_utf8(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let bytes = super::bytes_argument(agent, args.get(0))?.bytes().to_vec();
    let (text, _) = encoding_rs::UTF_8.decode_with_bom_removal(&bytes);
    Ok(agent.try_string(&text)?.into())
}
