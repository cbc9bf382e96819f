//! Decodes what a terminal sends into keys, with the names that `node:readline` gives them.

/// One key press.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Key {
    /// The key's name, such as `a`, `return`, `up`, `f5`; none for characters without a name.
    pub name: Option<String>,
    /// What the terminal sent.
    pub sequence: String,
    pub ctrl: bool,
    pub meta: bool,
    pub shift: bool,
    /// The text that the key types, if it types any.
    pub text: Option<String>,
}

/// Turns bytes into keys. An escape sequence that is cut off waits for the rest.
#[derive(Debug, Default)]
pub struct KeyDecoder {
    pending: Vec<u8>,
}

/// No sequence is longer; what is, was none.
const LONGEST_SEQUENCE: usize = 16;

impl KeyDecoder {
    pub fn new() -> KeyDecoder {
        KeyDecoder::default()
    }

    /// Adds `bytes`; answers the keys that are now complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Key> {
        self.pending.extend_from_slice(bytes);
        let mut keys = Vec::new();
        let mut at = 0;
        while at < self.pending.len() {
            let Some((key, length)) = decode(&self.pending[at..]) else { break };
            keys.push(key);
            at += length;
        }
        self.pending.drain(..at);
        keys
    }

    /// Whether an escape waits for more. After a short while (Node waits 500 ms) it was the escape key: see
    /// [`KeyDecoder::flush`].
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Takes what waits for more as keys by themselves.
    pub fn flush(&mut self) -> Vec<Key> {
        let pending = std::mem::take(&mut self.pending);
        let mut keys = Vec::new();
        let mut rest = &pending[..];
        while let Some((&first, after)) = rest.split_first() {
            let (key, length) = match decode(rest) {
                Some(decoded) => decoded,
                None if first == 0x1b => (named("escape", "\x1b"), 1),
                None => (plain(char::REPLACEMENT_CHARACTER), after.len() + 1),
            };
            keys.push(key);
            rest = &rest[length..];
        }
        keys
    }
}

fn named(name: &str, sequence: &str) -> Key {
    Key { name: Some(name.to_owned()), sequence: sequence.to_owned(), ..Key::default() }
}

/// The key of a single character.
fn plain(c: char) -> Key {
    let sequence = c.to_string();
    let key = Key { sequence: sequence.clone(), ..Key::default() };
    let name = |name: &str| Some(name.to_owned());
    match c {
        '\r' => Key { name: name("return"), ..key },
        '\n' => Key { name: name("enter"), ..key },
        '\t' => Key { name: name("tab"), ..key },
        '\x08' | '\x7f' => Key { name: name("backspace"), ..key },
        '\x1b' => Key { name: name("escape"), ..key },
        ' ' => Key { name: name("space"), text: Some(sequence), ..key },
        '\0' => Key { name: name("space"), ctrl: true, ..key },
        '\x01'..='\x1a' => {
            let letter = char::from(c as u8 - 1 + b'a');
            Key { name: Some(letter.to_string()), ctrl: true, ..key }
        }
        'A'..='Z' => Key { name: Some(c.to_ascii_lowercase().to_string()), shift: true, text: Some(sequence), ..key },
        'a'..='z' | '0'..='9' => Key { name: Some(sequence.clone()), text: Some(sequence), ..key },
        _ if c.is_control() => key,
        _ => Key { text: Some(sequence), ..key },
    }
}

/// The first key in `bytes` and its length; `None` if more bytes are needed.
fn decode(bytes: &[u8]) -> Option<(Key, usize)> {
    match bytes {
        [0x1b] | [0x1b, 0x1b] => None,
        [0x1b, b'[', ..] | [0x1b, b'O', ..] => decode_sequence(bytes),
        [0x1b, 0x1b, b'[' | b'O', ..] => {
            let (key, length) = decode_sequence(&bytes[1..])?;
            let sequence = format!("\x1b{}", key.sequence);
            Some((Key { meta: true, sequence, ..key }, length + 1))
        }
        [0x1b, rest @ ..] => {
            let (key, length) = decode_character(rest)?;
            let sequence = format!("\x1b{}", key.sequence);
            Some((Key { meta: true, sequence, text: None, ..key }, length + 1))
        }
        _ => decode_character(bytes),
    }
}

fn decode_character(bytes: &[u8]) -> Option<(Key, usize)> {
    let first = *bytes.first()?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    if bytes.len() < length && bytes[1..].iter().all(|byte| byte & 0xc0 == 0x80) {
        return None;
    }
    match bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).and_then(|text| text.chars().next()) {
        Some(c) => Some((plain(c), length)),
        None => Some((plain(char::REPLACEMENT_CHARACTER), 1)),
    }
}

/// A control sequence: `ESC [` or `ESC O`, parameters, a final byte.
fn decode_sequence(bytes: &[u8]) -> Option<(Key, usize)> {
    let introducer = bytes[1];
    let mut end = 2;
    // The Linux console sends its first function keys as ESC [ [ A and so on.
    if introducer == b'[' && bytes.get(2) == Some(&b'[') {
        end = 3;
    }
    while matches!(bytes.get(end), Some(b'0'..=b'9' | b';')) && end < LONGEST_SEQUENCE {
        end += 1;
    }
    let last = *bytes.get(end)?;
    let sequence = String::from_utf8_lossy(&bytes[..=end]).into_owned();
    let numbers: Vec<u8> =
        String::from_utf8_lossy(&bytes[2..end]).split(';').map(|number| number.parse().unwrap_or(0)).collect();
    let first = numbers.first().copied().unwrap_or(0);
    let name = match (bytes[2], last) {
        (b'[', b'A'..=b'E') => Some(["f1", "f2", "f3", "f4", "f5"][usize::from(last - b'A')]),
        (_, b'A') => Some("up"),
        (_, b'B') => Some("down"),
        (_, b'C') => Some("right"),
        (_, b'D') => Some("left"),
        (_, b'E') => Some("clear"),
        (_, b'F') => Some("end"),
        (_, b'H') => Some("home"),
        (_, b'P') => Some("f1"),
        (_, b'Q') => Some("f2"),
        (_, b'R') => Some("f3"),
        (_, b'S') => Some("f4"),
        (_, b'Z') => Some("tab"),
        (_, b'~' | b'$' | b'^') => match first {
            1 | 7 => Some("home"),
            2 => Some("insert"),
            3 => Some("delete"),
            4 | 8 => Some("end"),
            5 => Some("pageup"),
            6 => Some("pagedown"),
            11..=15 => Some(["f1", "f2", "f3", "f4", "f5"][usize::from(first - 11)]),
            17..=21 => Some(["f6", "f7", "f8", "f9", "f10"][usize::from(first - 17)]),
            23 => Some("f11"),
            24 => Some("f12"),
            200 => Some("paste-start"),
            201 => Some("paste-end"),
            _ => None,
        },
        _ => None,
    };
    let modifiers = numbers.get(1).map_or(0, |number| number.saturating_sub(1));
    let key = Key {
        name: Some(name.unwrap_or("undefined").to_owned()),
        sequence,
        shift: modifiers & 1 != 0 || matches!(last, b'Z' | b'$'),
        meta: modifiers & 10 != 0,
        ctrl: modifiers & 4 != 0 || last == b'^',
        text: None,
    };
    Some((key, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(key: &Key) -> String {
        let mark = |on, mark: &str| if on { mark.to_owned() } else { String::new() };
        let name = key.name.clone().or(key.text.clone()).unwrap_or_default();
        mark(key.ctrl, "C-") + &mark(key.meta, "M-") + &mark(key.shift, "S-") + &name
    }

    #[test]
    fn keys_do_not_depend_on_the_chunks() {
        let sent =
            "aA1 é😀\r\t\x7f\x03\x1b[A\x1bOB\x1b[1;5C\x1b[3~\x1b[15~\x1b[Z\x1bx\x1b\x1b[D\x1b[[B\x1b[24;2~".as_bytes();
        let expected =
            "a S-a 1 space é 😀 return tab backspace C-c up down C-right delete f5 S-tab M-x M-left f2 S-f12";
        for size in 1..=sent.len() {
            let mut decoder = KeyDecoder::new();
            let keys: Vec<String> =
                sent.chunks(size).flat_map(|chunk| decoder.push(chunk)).map(|key| show(&key)).collect();
            assert_eq!(keys.join(" "), expected, "chunks of {size}");
            assert!(!decoder.is_waiting());
        }
    }

    #[test]
    fn a_lone_escape_is_a_key_after_a_while() {
        let mut decoder = KeyDecoder::new();
        assert!(decoder.push(b"\x1b").is_empty() && decoder.is_waiting());
        assert_eq!(decoder.flush().iter().map(show).collect::<Vec<_>>(), ["escape"]);
        assert!(decoder.push(b"\x1b[").is_empty());
        assert_eq!(decoder.flush().iter().map(show).collect::<Vec<_>>(), ["escape", "["]);
        assert_eq!(decoder.push(b"\xff")[0].text.as_deref(), Some("\u{fffd}"));
    }
}
