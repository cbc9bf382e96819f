//! Base64 and hexadecimal text of Uint8Array (ECMA-262 23.3).

use super::element::ElementType;
use super::length_in_bounds;
use super::object::TypedArrayObject;
use crate::string::JsString;
use crate::{Agent, Args, JsResult, Object, StringView, Value};
use jenny_gc::Gc;

/// Which characters stand for 62 and 63.
#[derive(Clone, Copy, PartialEq)]
enum Alphabet {
    Base64,
    Base64Url,
}

/// What becomes of a last group of fewer than four characters.
#[derive(Clone, Copy, PartialEq)]
enum LastChunkHandling {
    Loose,
    Strict,
    StopBeforePartial,
}

/// Outcome of decoding: the units consumed, the bytes, and what is wrong.
struct Decoded {
    read: usize,
    bytes: Vec<u8>,
    error: Option<&'static str>,
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(unit: u16, alphabet: Alphabet) -> Option<u32> {
    let c = u8::try_from(unit).ok()?;
    Some(match (c, alphabet) {
        (b'A'..=b'Z', _) => (c - b'A') as u32,
        (b'a'..=b'z', _) => (c - b'a') as u32 + 26,
        (b'0'..=b'9', _) => (c - b'0') as u32 + 52,
        (b'+', Alphabet::Base64) | (b'-', Alphabet::Base64Url) => 62,
        (b'/', Alphabet::Base64) | (b'_', Alphabet::Base64Url) => 63,
        _ => return None,
    })
}

fn skip_space(text: StringView<'_>, mut at: usize) -> usize {
    while at < text.len() && matches!(text.at(at), 9 | 10 | 12 | 13 | 32) {
        at += 1;
    }
    at
}

/// Appends the bytes of two or three characters; false if bits are left over that must not be.
fn push_final(chunk: u32, digits: usize, strict: bool, bytes: &mut Vec<u8>) -> bool {
    if digits == 2 {
        if strict && chunk & 0xf != 0 {
            return false;
        }
        bytes.push((chunk >> 4) as u8);
    } else {
        if strict && chunk & 0x3 != 0 {
            return false;
        }
        bytes.push((chunk >> 10) as u8);
        bytes.push((chunk >> 2) as u8);
    }
    true
}

/// FromBase64 (23.3.4.4)
fn from_base64(text: StringView<'_>, alphabet: Alphabet, handling: LastChunkHandling, max: usize) -> Decoded {
    let mut out = Decoded { read: 0, bytes: Vec::new(), error: None };
    if max == 0 {
        return out;
    }
    let length = text.len();
    let (mut chunk, mut digits, mut at) = (0u32, 0usize, 0usize);
    let fail = |mut out: Decoded, message| {
        out.error = Some(message);
        out
    };
    loop {
        at = skip_space(text, at);
        if at == length {
            if digits > 0 {
                match handling {
                    LastChunkHandling::StopBeforePartial => return out,
                    LastChunkHandling::Loose if digits > 1 => {
                        push_final(chunk, digits, false, &mut out.bytes);
                    }
                    _ => return fail(out, "The base64 input terminates with an incomplete group of characters"),
                }
            }
            out.read = length;
            return out;
        }
        let unit = text.at(at);
        at += 1;
        if unit == b'=' as u16 {
            if digits < 2 {
                return fail(out, "The base64 input has padding in the wrong place");
            }
            at = skip_space(text, at);
            if digits == 2 {
                if at == length {
                    if handling == LastChunkHandling::StopBeforePartial {
                        return out;
                    }
                    return fail(out, "The base64 input has incomplete padding");
                }
                if text.at(at) == b'=' as u16 {
                    at = skip_space(text, at + 1);
                }
            }
            if at < length {
                return fail(out, "The base64 input has characters after the padding");
            }
            if !push_final(chunk, digits, handling == LastChunkHandling::Strict, &mut out.bytes) {
                return fail(out, "The base64 input has bits after its last byte");
            }
            out.read = length;
            return out;
        }
        let Some(value) = digit(unit, alphabet) else {
            return fail(out, "Found a character that cannot be part of a valid base64 string.");
        };
        let remaining = max - out.bytes.len();
        if (remaining == 1 && digits == 2) || (remaining == 2 && digits == 3) {
            return out;
        }
        chunk = chunk << 6 | value;
        digits += 1;
        if digits == 4 {
            out.bytes.extend_from_slice(&[(chunk >> 16) as u8, (chunk >> 8) as u8, chunk as u8]);
            (chunk, digits) = (0, 0);
            out.read = at;
            if out.bytes.len() == max {
                return out;
            }
        }
    }
}

/// FromHex (23.3.4.5)
fn from_hex(text: StringView<'_>, max: usize) -> Decoded {
    let mut out = Decoded { read: 0, bytes: Vec::new(), error: None };
    if !text.len().is_multiple_of(2) {
        out.error = Some("Input string must contain hex characters in even length");
        return out;
    }
    let hex = |i: usize| char::from_u32(text.at(i) as u32).and_then(|c| c.to_digit(16));
    while out.read < text.len() && out.bytes.len() < max {
        let (Some(high), Some(low)) = (hex(out.read), hex(out.read + 1)) else {
            out.error = Some("Input string must contain hex characters in even length");
            return out;
        };
        out.bytes.push((high << 4 | low) as u8);
        out.read += 2;
    }
    out
}

/// ValidateUint8Array (23.3.4.1)
fn this_uint8_array(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<TypedArrayObject>> {
    match this.as_kind::<TypedArrayObject>() {
        Some(array) if array.element_type() == ElementType::Uint8 => Ok(array),
        _ => Err(agent.throw_incompatible_receiver(&format!("Uint8Array.prototype.{method}"), this)),
    }
}

fn string_argument(agent: &mut Agent, value: Value) -> JsResult<Gc<JsString>> {
    match value.as_string() {
        Some(s) => Ok(s),
        None => {
            let text = crate::error::describe(agent, value);
            Err(agent.throw_type_error(format!("{text} is not a string")))
        }
    }
}

/// GetOptionsObject
fn options_object(agent: &mut Agent, value: Value) -> JsResult<Option<Gc<Object>>> {
    if value.is_undefined() {
        return Ok(None);
    }
    match value.as_object() {
        Some(object) => Ok(Some(object)),
        None => {
            let text = crate::error::describe(agent, value);
            Err(agent.throw_type_error(format!("Options must be an object, got {text}")))
        }
    }
}

/// A string option that must be one of a few.
fn option<T: Copy>(agent: &mut Agent, options: Option<Gc<Object>>, name: &str, table: &[(&str, T)]) -> JsResult<T> {
    let value = match options {
        Some(options) => options.get_str(agent, name)?,
        None => Value::UNDEFINED,
    };
    if value.is_undefined() {
        return Ok(table[0].1);
    }
    let found = value.as_string().and_then(|s| table.iter().find(|(text, _)| s.is_text(text)));
    match found {
        Some((_, value)) => Ok(*value),
        None => {
            let text = crate::error::describe(agent, value);
            Err(agent.throw_type_error(format!("Value {text} out of range for option {name}")))
        }
    }
}

fn alphabet_option(agent: &mut Agent, options: Option<Gc<Object>>) -> JsResult<Alphabet> {
    option(agent, options, "alphabet", &[("base64", Alphabet::Base64), ("base64url", Alphabet::Base64Url)])
}

fn last_chunk_option(agent: &mut Agent, options: Option<Gc<Object>>) -> JsResult<LastChunkHandling> {
    let table = [
        ("loose", LastChunkHandling::Loose),
        ("strict", LastChunkHandling::Strict),
        ("stop-before-partial", LastChunkHandling::StopBeforePartial),
    ];
    option(agent, options, "lastChunkHandling", &table)
}

fn new_array(agent: &mut Agent, decoded: Decoded) -> JsResult<Value> {
    if let Some(error) = decoded.error {
        return Err(agent.throw_syntax_error(error));
    }
    let length = decoded.bytes.len();
    let buffer = agent.new_array_buffer_from_vec(decoded.bytes)?;
    Ok(agent.new_uint8_array(buffer, 0, length).into())
}

/// Writes what was decoded, then complains if that is not all; else `{ read, written }`.
fn write(agent: &mut Agent, array: Gc<TypedArrayObject>, decoded: Decoded) -> JsResult<Value> {
    let written = decoded.bytes.len().min(array.length_or_zero());
    decoded.bytes.iter().take(written).enumerate().for_each(|(i, &byte)| array.set_bits(i, byte.into()));
    if let Some(error) = decoded.error {
        return Err(agent.throw_syntax_error(error));
    }
    let result = agent.new_object();
    result.create_str(agent, "read", decoded.read)?;
    result.create_str(agent, "written", written)?;
    Ok(result.into())
}

/// 23.3.1.1
pub(super) fn uint8_array_from_base64(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let text = string_argument(agent, args.get(0))?;
    let options = options_object(agent, args.get(1))?;
    let alphabet = alphabet_option(agent, options)?;
    let handling = last_chunk_option(agent, options)?;
    let decoded = from_base64(text.view(), alphabet, handling, usize::MAX);
    new_array(agent, decoded)
}

/// 23.3.1.2
pub(super) fn uint8_array_from_hex(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let text = string_argument(agent, args.get(0))?;
    let decoded = from_hex(text.view(), usize::MAX);
    new_array(agent, decoded)
}

/// 23.3.2.1
pub(super) fn uint8_array_set_from_base64(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let array = this_uint8_array(agent, this, "setFromBase64")?;
    super::check_writable(agent, array, "setFromBase64")?;
    let text = string_argument(agent, args.get(0))?;
    let options = options_object(agent, args.get(1))?;
    let alphabet = alphabet_option(agent, options)?;
    let handling = last_chunk_option(agent, options)?;
    let length = length_in_bounds(agent, array, "Uint8Array.prototype.setFromBase64")?;
    let decoded = from_base64(text.view(), alphabet, handling, length);
    write(agent, array, decoded)
}

/// 23.3.2.2
pub(super) fn uint8_array_set_from_hex(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let array = this_uint8_array(agent, this, "setFromHex")?;
    super::check_writable(agent, array, "setFromHex")?;
    let text = string_argument(agent, args.get(0))?;
    let length = length_in_bounds(agent, array, "Uint8Array.prototype.setFromHex")?;
    let decoded = from_hex(text.view(), length);
    write(agent, array, decoded)
}

/// 23.3.2.3
pub(super) fn uint8_array_to_base64(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let array = this_uint8_array(agent, this, "toBase64")?;
    let options = options_object(agent, args.get(0))?;
    let alphabet = alphabet_option(agent, options)?;
    let omit_padding = match options {
        Some(options) => options.get_str(agent, "omitPadding")?.to_boolean(),
        None => false,
    };
    length_in_bounds(agent, array, "Uint8Array.prototype.toBase64")?;
    let character = |value: u32| match (value & 63, alphabet) {
        (62, Alphabet::Base64Url) => b'-',
        (63, Alphabet::Base64Url) => b'_',
        (value, _) => DIGITS[value as usize],
    };
    let bytes = array.to_vec();
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| chunk.get(i).copied().unwrap_or(0) as u32;
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(character(group >> (18 - 6 * i)));
            } else if !omit_padding {
                out.push(b'=');
            }
        }
    }
    Ok(agent.try_string_from_latin1(&out)?.into())
}

/// 23.3.2.4
pub(super) fn uint8_array_to_hex(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let array = this_uint8_array(agent, this, "toHex")?;
    length_in_bounds(agent, array, "Uint8Array.prototype.toHex")?;
    let hex = b"0123456789abcdef";
    let out: Vec<u8> = array.to_vec().iter().flat_map(|b| [hex[(b >> 4) as usize], hex[(b & 15) as usize]]).collect();
    Ok(agent.try_string_from_latin1(&out)?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_texts() {
        use LastChunkHandling::*;
        let table: &[(&str, LastChunkHandling, usize, usize, &[u8], bool)] = &[
            ("Zm9v", Loose, usize::MAX, 4, b"foo", false),
            (" Zm 9v\n", Loose, usize::MAX, 7, b"foo", false),
            ("Zm8", Loose, usize::MAX, 3, b"fo", false),
            ("Zm8=", Strict, usize::MAX, 4, b"fo", false),
            ("Zm8", Strict, usize::MAX, 0, b"", true),
            ("Zm9", Strict, usize::MAX, 0, b"", true),
            ("Zg==", Strict, usize::MAX, 4, b"f", false),
            ("Zh==", Strict, usize::MAX, 0, b"", true),
            ("Zh==", Loose, usize::MAX, 4, b"f", false),
            ("Zm9vZg", StopBeforePartial, usize::MAX, 4, b"foo", false),
            ("Zm9vZg=", StopBeforePartial, usize::MAX, 4, b"foo", false),
            ("Zm9vYmFy", Loose, 5, 4, b"foo", false),
            ("Zm9v*", Loose, usize::MAX, 4, b"foo", true),
            ("Z", Loose, usize::MAX, 0, b"", true),
        ];
        for (text, handling, max, read, bytes, fails) in table {
            let out = from_base64(StringView::Latin1(text.as_bytes()), Alphabet::Base64, *handling, *max);
            assert_eq!((out.read, out.bytes.as_slice(), out.error.is_some()), (*read, *bytes, *fails), "{text}");
        }
    }
}
