//! Text encodings over `encoding_rs` (encoding.spec.whatwg.org), and base64 as `atob` and `btoa` want it.

use super::{Row, row};
use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding};
use jenny_engine::embed::{HostClass, HostData};
use jenny_engine::{Agent, Args, JsResult, Value};
use std::cell::RefCell;

pub static ROWS: &[Row] = &[
    row("encodeUtf8", 1, encode_utf8),
    row("encodeInto", 2, encode_into),
    row("encodingName", 1, encoding_name),
    row("decoderNew", 2, decoder_new),
    row("decoderDecode", 4, decoder_decode),
    row("atobBytes", 1, atob_bytes),
    row("btoaText", 1, btoa_text),
    row("decodeUtf8", 1, decode_utf8),
    row("latin1Bytes", 1, latin1_bytes),
    row("percentDecode", 1, percent_decode),
];

/// encodeUtf8(text): a Uint8Array; lone surrogates become U+FFFD.
fn encode_utf8(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    Ok(agent.uint8_array_from_vec(text.into_bytes())?.into())
}

/// encodeInto(text, bytes): [code units read, bytes written].
fn encode_into(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    let target = super::bytes_argument(agent, args.get(1))?;
    let (mut read, mut written) = (0usize, 0usize);
    let room = target.viewed_bytes();
    for c in text.chars() {
        if written + c.len_utf8() > room {
            break;
        }
        written += c.len_utf8();
        read += c.len_utf16();
    }
    target.write_bytes(0, &text.as_bytes()[..written]);
    Ok(agent.new_array(&[Value::from(read), Value::from(written)])?.into())
}

/// encodingName(label): the encoding's name in lower case, or null.
fn encoding_name(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let label = args.get(0).to_rust_string(agent)?;
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        Some(encoding) => Ok(agent.string_value(&encoding.name().to_ascii_lowercase())),
        None => Ok(Value::NULL),
    }
}

/// A decoder between chunks.
struct DecoderState(RefCell<Decoder>);
impl HostData for DecoderState {}

static DECODER: HostClass = HostClass::without_constructor("Decoder");

/// decoderNew(name, ignore the byte order mark): an opaque decoder.
fn decoder_new(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let encoding = Encoding::for_label(name.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    let decoder = if args.get(1).is_true() {
        encoding.new_decoder_without_bom_handling()
    } else {
        encoding.new_decoder_with_bom_removal()
    };
    let state = DecoderState(RefCell::new(decoder));
    Ok(agent.new_host_object(&DECODER, Value::UNDEFINED, state)?.into())
}

/// decoderDecode(decoder, bytes, last, fatal): the text, or null for malformed input with `fatal`.
fn decoder_decode(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = agent.receiver::<DecoderState>(args.get(0), "decode")?;
    let bytes = super::bytes_argument(agent, args.get(1))?.to_vec();
    let (last, fatal) = (args.get(2).is_true(), args.get(3).is_true());
    let mut decoder = state.0.borrow_mut();
    let room = decoder.max_utf16_buffer_length(bytes.len()).unwrap_or(bytes.len() * 2 + 16);
    let mut units = Vec::new();
    if units.try_reserve(room + 4).is_err() {
        return Err(agent.throw_range_error("Invalid string length"));
    }
    units.resize(room + 4, 0u16);
    let written = if fatal {
        match decoder.decode_to_utf16_without_replacement(&bytes, &mut units, last) {
            (DecoderResult::InputEmpty, _, written) => written,
            _ => return Ok(Value::NULL),
        }
    } else {
        let mut total = 0;
        let mut from = 0;
        loop {
            let (result, read, written, _) = decoder.decode_to_utf16(&bytes[from..], &mut units[total..], last);
            total += written;
            from += read;
            if result == CoderResult::InputEmpty {
                break total;
            }
            let more = units.len();
            units.resize(more * 2, 0);
        }
    };
    Ok(agent.try_string_from_utf16(&units[..written])?.into())
}

/// atobBytes(text): forgiving-base64 decode as a Latin-1 string, or null.
fn atob_bytes(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let units = args.get(0).to_js_string(agent)?.to_utf16();
    let mut text: Vec<u16> = units.into_iter().filter(|u| ![9, 10, 12, 13, 32].contains(u)).collect();
    if text.len().is_multiple_of(4) {
        for _ in 0..2 {
            if text.last() == Some(&(b'=' as u16)) {
                text.pop();
            }
        }
    }
    if text.len() % 4 == 1 {
        return Ok(Value::NULL);
    }
    let (mut bytes, mut buffer, mut bits) = (Vec::with_capacity(text.len() * 3 / 4), 0u32, 0);
    for unit in text {
        let value = match u8::try_from(unit) {
            Ok(c @ b'A'..=b'Z') => c - b'A',
            Ok(c @ b'a'..=b'z') => c - b'a' + 26,
            Ok(c @ b'0'..=b'9') => c - b'0' + 52,
            Ok(b'+') => 62,
            Ok(b'/') => 63,
            _ => return Ok(Value::NULL),
        };
        buffer = buffer << 6 | value as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
        }
    }
    Ok(agent.try_string_from_latin1(&bytes)?.into())
}

/// btoaText(text): base64, or null if a unit is above 255.
fn btoa_text(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let units = args.get(0).to_js_string(agent)?.to_utf16();
    let Ok(bytes) = units.iter().map(|&u| u8::try_from(u)).collect::<Result<Vec<u8>, _>>() else {
        return Ok(Value::NULL);
    };
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word =
            (chunk[0] as u32) << 16 | (*chunk.get(1).unwrap_or(&0) as u32) << 8 | *chunk.get(2).unwrap_or(&0) as u32;
        for i in 0..4 {
            text.push(if i <= chunk.len() { DIGITS[(word >> (18 - 6 * i) & 63) as usize] } else { b'=' });
        }
    }
    Ok(agent.try_string_from_latin1(&text)?.into())
}

/// decodeUtf8(bytes): the text without a byte order mark; malformed parts become U+FFFD.
fn decode_utf8(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let bytes = super::bytes_argument(agent, args.get(0))?.to_vec();
    let (text, _) = encoding_rs::UTF_8.decode_with_bom_removal(&bytes);
    Ok(agent.try_string(&text)?.into())
}

/// latin1Bytes(text): a Uint8Array of its code units, which are below 256.
fn latin1_bytes(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let bytes = args.get(0).to_js_string(agent)?.to_utf16().into_iter().map(|unit| unit as u8).collect();
    Ok(agent.uint8_array_from_vec(bytes)?.into())
}

/// percentDecode(text): the bytes of "string percent-decode" (URL 1.3).
fn percent_decode(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    let (text, mut bytes, mut at) = (text.as_bytes(), Vec::with_capacity(text.len()), 0);
    while at < text.len() {
        let digits = text.get(at + 1..at + 3).and_then(|digits| str::from_utf8(digits).ok());
        let byte = digits.filter(|_| text[at] == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        // A sign is no digit.
        let byte = byte.filter(|_| text[at + 1] != b'+');
        bytes.push(byte.unwrap_or(text[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    Ok(agent.uint8_array_from_vec(bytes)?.into())
}
