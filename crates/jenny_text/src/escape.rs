//! Quoting for JSON, URI encode and decode (section 19.2.6), and Annex B's `escape` and `unescape`.

use crate::text::{Text, TextBuf};
use crate::utf16;

const HEX_LOWER: &[u8; 16] = b"0123456789abcdef";
const HEX_UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// Units that QuoteJSONString must write otherwise.
#[inline]
const fn is_plain_json(unit: u16) -> bool {
    unit >= 0x20 && unit != 0x22 && unit != 0x5C && !utf16::is_surrogate(unit)
}

/// Where the first byte lies that ends a run of plain text in JSON: a quote, a backslash or a control character.
#[inline]
pub fn json_special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = ONES * 0x80;
    let mut at = 0;
    // OPTIMIZATION: eight bytes at once. A borrow may mark bytes above the first one found, never below it.
    while let Some(chunk) = bytes.get(at..at + 8) {
        let word = chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        let (quote, backslash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5C));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let equal = quote.wrapping_sub(ONES) & !quote | backslash.wrapping_sub(ONES) & !backslash;
        let found = (control | equal) & HIGH;
        if found != 0 {
            return Some(at + (found.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    bytes[at..].iter().position(|&byte| !is_plain_json(u16::from(byte))).map(|rest| at + rest)
}

/// QuoteJSONString, appended to `out`.
pub fn quote_json(text: Text<'_>, out: &mut TextBuf) {
    out.push_latin1(b'"');
    match text {
        Text::Latin1(s) => {
            let mut rest = s;
            while let Some(stop) = json_special(rest) {
                out.push_latin1_slice(&rest[..stop]);
                push_json_escape(u16::from(rest[stop]), out);
                rest = &rest[stop + 1..];
            }
            out.push_latin1_slice(rest);
        }
        Text::Utf16(s) => {
            let mut rest = s;
            while let Some(stop) = rest.iter().position(|&unit| !is_plain_json(unit)) {
                out.push_utf16_slice(&rest[..stop]);
                let (_, len) = utf16::code_point_at(rest, stop);
                if len == 2 {
                    out.push_utf16_slice(&rest[stop..stop + 2]);
                } else {
                    push_json_escape(rest[stop], out);
                }
                rest = &rest[stop + len..];
            }
            out.push_utf16_slice(rest);
        }
    }
    out.push_latin1(b'"');
}

fn push_json_escape(unit: u16, out: &mut TextBuf) {
    let short = match unit {
        0x08 => b'b',
        0x09 => b't',
        0x0A => b'n',
        0x0C => b'f',
        0x0D => b'r',
        0x22 => b'"',
        0x5C => b'\\',
        _ => {
            out.push_latin1_slice(b"\\u");
            push_hex4(unit, HEX_LOWER, out);
            return;
        }
    };
    out.push_latin1_slice(&[b'\\', short]);
}

fn push_hex4(unit: u16, digits: &[u8; 16], out: &mut TextBuf) {
    for shift in [12, 8, 4, 0] {
        out.push_latin1(digits[usize::from(unit >> shift & 0xF)]);
    }
}

/// A URI text that has a lone surrogate, or a malformed escape: the caller throws a URIError.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UriError;

const ALWAYS_UNESCAPED: &[u8] = b"-.!~*'()_";
const RESERVED: &[u8] = b";/?:@&=+$,";

/// Encode; bytes that `keep` names stay as they are.
fn encode(text: Text<'_>, keep: impl Fn(u8) -> bool) -> Result<TextBuf, UriError> {
    let mut out = Vec::with_capacity(text.len());
    let mut index = 0;
    while index < text.len() {
        let (point, len) = text.code_point_at(index);
        index += len;
        if point < 0x80 && keep(point as u8) {
            out.push(point as u8);
            continue;
        }
        let c = char::from_u32(point).ok_or(UriError)?;
        for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
            let (high, low) = (HEX_UPPER[usize::from(byte >> 4)], HEX_UPPER[usize::from(byte & 0xF)]);
            out.extend_from_slice(&[b'%', high, low]);
        }
    }
    Ok(TextBuf::Latin1(out))
}

/// `encodeURIComponent`. Fails on a lone surrogate.
pub fn encode_uri_component(text: Text<'_>) -> Result<TextBuf, UriError> {
    encode(text, |byte| byte.is_ascii_alphanumeric() || ALWAYS_UNESCAPED.contains(&byte))
}

/// `encodeURI`. Fails on a lone surrogate.
pub fn encode_uri(text: Text<'_>) -> Result<TextBuf, UriError> {
    encode(text, |byte| {
        byte.is_ascii_alphanumeric() || ALWAYS_UNESCAPED.contains(&byte) || RESERVED.contains(&byte) || byte == b'#'
    })
}

fn hex_digit(unit: u16) -> Option<u32> {
    char::from_u32(u32::from(unit)).and_then(|c| c.to_digit(16))
}

/// The byte of the escape `%XX` at `index`.
fn escaped_byte(text: Text<'_>, index: usize) -> Option<u8> {
    if text.get(index)? != u16::from(b'%') {
        return None;
    }
    Some((hex_digit(text.get(index + 1)?)? << 4 | hex_digit(text.get(index + 2)?)?) as u8)
}

/// Decode; escapes of the bytes that `keep` names stay as they are.
fn decode(text: Text<'_>, keep: impl Fn(u8) -> bool) -> Result<TextBuf, UriError> {
    let mut out = TextBuf::with_capacity(text.len());
    let mut index = 0;
    while index < text.len() {
        let unit = text.at(index);
        if unit != u16::from(b'%') {
            out.push(unit);
            index += 1;
            continue;
        }
        let first = escaped_byte(text, index).ok_or(UriError)?;
        if first < 0x80 {
            if keep(first) {
                out.push_text(text.slice(index..index + 3));
            } else {
                out.push_latin1(first);
            }
            index += 3;
            continue;
        }
        let len = match first {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return Err(UriError),
        };
        let mut bytes = [0; 4];
        for (i, slot) in bytes[..len].iter_mut().enumerate() {
            *slot = escaped_byte(text, index + 3 * i).ok_or(UriError)?;
        }
        let decoded = std::str::from_utf8(&bytes[..len]).map_err(|_| UriError)?;
        out.push_str(decoded);
        index += 3 * len;
    }
    Ok(out)
}

/// `decodeURIComponent`. Fails on a malformed escape or on escapes that are not UTF-8.
pub fn decode_uri_component(text: Text<'_>) -> Result<TextBuf, UriError> {
    decode(text, |_| false)
}

/// `decodeURI`. Fails on a malformed escape or on escapes that are not UTF-8.
pub fn decode_uri(text: Text<'_>) -> Result<TextBuf, UriError> {
    decode(text, |byte| RESERVED.contains(&byte) || byte == b'#')
}

/// Annex B `escape`.
pub fn escape(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    for unit in text.units() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"@*_+-./".contains(&byte) => out.push_latin1(byte),
            Ok(byte) => {
                let (high, low) = (HEX_UPPER[usize::from(byte >> 4)], HEX_UPPER[usize::from(byte & 0xF)]);
                out.push_latin1_slice(&[b'%', high, low]);
            }
            Err(_) => {
                out.push_latin1_slice(b"%u");
                push_hex4(unit, HEX_UPPER, &mut out);
            }
        }
    }
    out
}

/// Annex B `unescape`.
pub fn unescape(text: Text<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len());
    let mut index = 0;
    while index < text.len() {
        let unit = text.at(index);
        if unit == u16::from(b'%') {
            if let Some(wide) = escaped_unit(text, index) {
                out.push(wide);
                index += 6;
                continue;
            }
            if let Some(byte) = escaped_byte(text, index) {
                out.push_latin1(byte);
                index += 3;
                continue;
            }
        }
        out.push(unit);
        index += 1;
    }
    out
}

/// The unit of the escape `%uXXXX` at `index`.
fn escaped_unit(text: Text<'_>, index: usize) -> Option<u16> {
    if text.get(index + 1)? != u16::from(b'u') {
        return None;
    }
    (index + 2..index + 6).try_fold(0_u16, |unit, i| Some(unit << 4 | hex_digit(text.get(i)?)? as u16))
}
