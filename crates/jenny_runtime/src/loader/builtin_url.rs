//! URLs of modules that are no files: the runtime's own, and those that carry their source.

use url::Url;

/// The URL of one of the runtime's own modules: `node:`, or its own scheme where its name has one.
pub fn builtin_url(name: &str) -> String {
    if name.starts_with("jenny:") { name.to_owned() } else { format!("node:{name}") }
}

/// The MIME type, without parameters, and the bytes of a `data:` URL (RFC 2397); `None` if it is malformed.
pub fn parse_data_url(url: &Url) -> Option<(String, Vec<u8>)> {
    // What follows `?` belongs to the data, what follows `#` does not.
    let text = url.as_str().strip_prefix("data:")?;
    let text = text.split('#').next()?;
    let (header, data) = text.split_once(',')?;
    let mut parts = header.split(';');
    let mime = parts.next().filter(|mime| !mime.is_empty()).unwrap_or("text/plain").to_ascii_lowercase();
    let bytes = percent_decode(data.as_bytes());
    if parts.any(|part| part.eq_ignore_ascii_case("base64")) {
        return decode_base64(&bytes).map(|bytes| (mime, bytes));
    }
    Some((mime, bytes))
}

fn percent_decode(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match (text[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in text.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_urls() {
        for (url, expected) in [
            ("data:text/javascript,export%20default%201", Some(("text/javascript", "export default 1"))),
            ("data:text/javascript;charset=utf-8;base64,ZXhwb3J0IHt9", Some(("text/javascript", "export {}"))),
            ("data:application/json,{\"a\":1}?x#y", Some(("application/json", "{\"a\":1}?x"))),
            ("data:,a", Some(("text/plain", "a"))),
            ("data:text/javascript", None),
            ("data:;base64,!", None),
        ] {
            let parsed = parse_data_url(&Url::parse(url).unwrap());
            let expected = expected.map(|(mime, text)| (mime.to_owned(), text.as_bytes().to_vec()));
            assert_eq!(parsed, expected, "{url}");
        }
    }
}
