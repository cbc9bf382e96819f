//! Natives of bytes and text: the codecs of `Buffer`.

use jenny_engine::embed::{Gc, PropertySpec, TypedArrayObject, method};
use jenny_engine::{Agent, Args, AsObject, JsResult, StringView, Value};

pub static NATIVES: &[PropertySpec] = &[
    method("bufferToString", buffer_to_string, 4),
    method("bufferFromString", buffer_from_string, 2),
    method("bufferWrite", buffer_write, 5),
    method("byteLength", byte_length, 2),
    method("bytesCompare", bytes_compare, 2),
    method("bytesIndexOf", bytes_index_of, 5),
    method("isUtf8", is_utf8, 1),
];

/// How text becomes bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Latin1,
    Ascii,
    Hex,
    Base64,
    Base64Url,
}

impl Encoding {
    fn of(name: &str) -> Encoding {
        match name {
            "utf16le" => Encoding::Utf16Le,
            "latin1" => Encoding::Latin1,
            "ascii" => Encoding::Ascii,
            "hex" => Encoding::Hex,
            "base64" => Encoding::Base64,
            "base64url" => Encoding::Base64Url,
            _ => Encoding::Utf8,
        }
    }
}

/// The typed array in an argument. Errors: TypeError.
pub(super) fn array_argument(agent: &mut Agent, value: Value) -> JsResult<Gc<TypedArrayObject>> {
    match value.as_kind::<TypedArrayObject>() {
        Some(array) => Ok(array),
        None => Err(agent.throw_type_error("The argument must be an instance of Uint8Array")),
    }
}

/// A number in an argument as a place, at most `most`.
fn place(value: Value, default: usize, most: usize) -> usize {
    match value.as_number() {
        Some(number) if number >= 0.0 => (number as usize).min(most),
        Some(_) => 0,
        None => default.min(most),
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn to_base64(bytes: &[u8], alphabet: &[u8; 64], padding: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = u32::from(chunk[0]) << 16
            | u32::from(chunk.get(1).copied().unwrap_or(0)) << 8
            | u32::from(chunk.get(2).copied().unwrap_or(0));
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(alphabet[(word >> (18 - 6 * i)) as usize & 63]);
            } else if padding {
                out.push(b'=');
            }
        }
    }
    out
}

/// Takes both alphabets, skips what is in neither, and stops at padding.
fn from_base64(units: impl Iterator<Item = u16>) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for unit in units {
        let value = match u8::try_from(unit) {
            Ok(byte @ b'A'..=b'Z') => byte - b'A',
            Ok(byte @ b'a'..=b'z') => byte - b'a' + 26,
            Ok(byte @ b'0'..=b'9') => byte - b'0' + 52,
            Ok(b'+' | b'-') => 62,
            Ok(b'/' | b'_') => 63,
            Ok(b'=') => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

fn from_hex(view: StringView<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(view.len() / 2);
    let digit = |unit: u16| char::from_u32(u32::from(unit)).and_then(|c| c.to_digit(16));
    let mut i = 0;
    while i + 1 < view.len() {
        let (Some(high), Some(low)) = (digit(view.at(i)), digit(view.at(i + 1))) else { break };
        out.push((high << 4 | low) as u8);
        i += 2;
    }
    out
}

/// The UTF-8 form of a string; lone surrogates become U+FFFD.
fn to_utf8(view: StringView<'_>) -> Vec<u8> {
    match view {
        StringView::Latin1(bytes) if bytes.is_ascii() => bytes.to_vec(),
        StringView::Latin1(bytes) => bytes.iter().map(|&byte| char::from(byte)).collect::<String>().into_bytes(),
        StringView::Utf16(_) => view.to_rust_string().into_bytes(),
    }
}

fn encode(view: StringView<'_>, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => to_utf8(view),
        Encoding::Utf16Le => view.iter().flat_map(u16::to_le_bytes).collect(),
        Encoding::Latin1 | Encoding::Ascii => view.iter().map(|unit| unit as u8).collect(),
        Encoding::Hex => from_hex(view),
        Encoding::Base64 | Encoding::Base64Url => from_base64(view.iter()),
    }
}

/// A string of bytes in an encoding. Errors: RangeError if it is too long.
fn decode(agent: &mut Agent, bytes: &[u8], encoding: Encoding) -> JsResult<Value> {
    let string = match encoding {
        Encoding::Utf8 if bytes.is_ascii() => agent.try_string_from_latin1(bytes)?,
        Encoding::Utf8 => agent.try_string(&String::from_utf8_lossy(bytes))?,
        Encoding::Utf16Le => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            agent.try_string_from_utf16(&units)?
        }
        Encoding::Latin1 => agent.try_string_from_latin1(bytes)?,
        Encoding::Ascii => {
            let low: Vec<u8> = bytes.iter().map(|byte| byte & 0x7f).collect();
            agent.try_string_from_latin1(&low)?
        }
        Encoding::Hex => {
            let digits: Vec<u8> = bytes
                .iter()
                .flat_map(|byte| [b"0123456789abcdef"[(byte >> 4) as usize], b"0123456789abcdef"[(byte & 15) as usize]])
                .collect();
            agent.try_string_from_latin1(&digits)?
        }
        Encoding::Base64 => agent.try_string_from_latin1(&to_base64(bytes, BASE64, true))?,
        Encoding::Base64Url => agent.try_string_from_latin1(&to_base64(bytes, BASE64_URL, false))?,
    };
    Ok(string.into())
}

fn buffer_to_string(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let array = array_argument(agent, args.get(0))?;
    let encoding = Encoding::of(&args.get(1).to_rust_string(agent)?);
    let length = array.viewed_bytes();
    let start = place(args.get(2), 0, length);
    let end = place(args.get(3), length, length).max(start);
    // Making the string may collect but runs no JavaScript, and the array is an argument on the stack.
    if array.buffer().is_shared() {
        return decode(agent, &array.read_range(start..end).unwrap_or_default(), encoding);
    }
    decode(agent, &array.read_bytes()[start..end], encoding)
}

fn buffer_from_string(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_js_string(agent)?;
    let encoding = Encoding::of(&args.get(1).to_rust_string(agent)?);
    let bytes = encode(text.view(), encoding);
    Ok(agent.uint8_array_from_vec(bytes)?.as_object().into())
}

fn buffer_write(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let array = array_argument(agent, args.get(0))?;
    let text = args.get(1).to_js_string(agent)?;
    let encoding = Encoding::of(&args.get(4).to_rust_string(agent)?);
    let size = array.viewed_bytes();
    let offset = place(args.get(2), 0, size);
    let room = place(args.get(3), size - offset, size - offset);
    let bytes = encode(text.view(), encoding);
    let mut count = bytes.len().min(room);
    match encoding {
        Encoding::Utf8 => {
            while count < bytes.len() && count > 0 && bytes[count] & 0xc0 == 0x80 {
                count -= 1;
            }
        }
        Encoding::Utf16Le => count &= !1,
        _ => {}
    }
    array.write_bytes(offset, &bytes[..count]);
    Ok(count.into())
}

fn byte_length(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_js_string(agent)?;
    let length = match text.view() {
        StringView::Latin1(bytes) => bytes.len() + bytes.iter().filter(|byte| !byte.is_ascii()).count(),
        StringView::Utf16(units) => {
            char::decode_utf16(units.iter().copied()).map(|c| c.map_or(3, char::len_utf8)).sum()
        }
    };
    Ok(length.into())
}

fn bytes_compare(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (a, b) = (array_argument(agent, args.get(0))?, array_argument(agent, args.get(1))?);
    Ok(Value::int(a.read_bytes().cmp(&b.read_bytes()) as i32))
}

fn bytes_index_of(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (array, needle) = (array_argument(agent, args.get(0))?, array_argument(agent, args.get(1))?);
    let from = args.get(2).to_number(agent)?;
    let forward = args.get(3).to_boolean();
    let step = args.get(4).as_number().map_or(1, |step| (step as usize).max(1));
    let (bytes, needle) = (array.read_bytes(), needle.read_bytes());
    let Some(last) = bytes.len().checked_sub(needle.len()) else { return Ok(Value::int(-1)) };
    let fits = |at: usize| bytes[at..at + needle.len()] == *needle;
    let found = if forward {
        let start = from.max(0.0) as usize;
        (start..=last).step_by(step).find(|&at| fits(at))
    } else if from < 0.0 {
        None
    } else {
        let start = (from as usize).min(last);
        (0..=start).rev().step_by(step).find(|&at| fits(at))
    };
    Ok(found.map_or(Value::int(-1), |at| at.into()))
}

fn is_utf8(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let array = array_argument(agent, args.get(0))?;
    Ok(Value::bool(std::str::from_utf8(&array.read_bytes()).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_and_hex() {
        for (bytes, text) in [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"\xfb\xff", "+/8=")]
        {
            assert_eq!(to_base64(bytes, BASE64, true), text.as_bytes());
            assert_eq!(from_base64(text.encode_utf16()), bytes);
        }
        assert_eq!(to_base64(b"\xfb\xff", BASE64_URL, false), b"-_8");
        assert_eq!(from_base64("-_ 8\n=x".encode_utf16()), b"\xfb\xff");
        assert_eq!(from_hex(StringView::Latin1(b"0aFfz0")), [0x0a, 0xff]);
    }
}
