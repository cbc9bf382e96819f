//! Digests of the Web Cryptography API, over `ring`.

use super::{Row, row};
use jenny_engine::{Agent, Args, JsResult, Value};
use ring::digest;

pub static ROWS: &[Row] = &[row("digestBytes", 2, digest_bytes)];

/// digestBytes(name, Uint8Array): a Uint8Array, or null if there is no such digest.
fn digest_bytes(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let algorithm = match args.get(0).to_rust_string(agent)?.as_str() {
        "SHA-1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        "SHA-256" => &digest::SHA256,
        "SHA-384" => &digest::SHA384,
        "SHA-512" => &digest::SHA512,
        _ => return Ok(Value::NULL),
    };
    let bytes = super::bytes_argument(agent, args.get(1))?;
    let mut context = digest::Context::new(algorithm);
    // A request to stop is heard between two pieces.
    for piece in bytes.read_bytes().chunks(1 << 20) {
        agent.poll_interrupts()?;
        context.update(piece);
    }
    let result = context.finish();
    Ok(agent.uint8_array_from_vec(result.as_ref().to_vec())?.into())
}
