//! UTF-16 that may hold lone surrogates: code points, well-formedness, UTF-8 and WTF-8.

#[inline]
pub const fn is_high_surrogate(unit: u16) -> bool {
    unit & 0xFC00 == 0xD800
}

#[inline]
pub const fn is_low_surrogate(unit: u16) -> bool {
    unit & 0xFC00 == 0xDC00
}

#[inline]
pub const fn is_surrogate(unit: u16) -> bool {
    unit & 0xF800 == 0xD800
}

/// UTF16SurrogatePairToCodePoint.
#[inline]
pub const fn pair(high: u16, low: u16) -> u32 {
    0x1_0000 + (((high as u32) & 0x3FF) << 10) + ((low as u32) & 0x3FF)
}

/// The two units of a code point above U+FFFF.
#[inline]
pub const fn surrogates(point: u32) -> (u16, u16) {
    let rest = point - 0x1_0000;
    (0xD800 | (rest >> 10) as u16, 0xDC00 | (rest & 0x3FF) as u16)
}

/// UTF16EncodeCodePoint, appended.
#[inline]
pub fn push_code_point(point: u32, out: &mut Vec<u16>) {
    if point < 0x1_0000 {
        out.push(point as u16);
    } else {
        let (high, low) = surrogates(point);
        out.extend_from_slice(&[high, low]);
    }
}

/// CodePointAt: the code point at `index` (a lone surrogate is itself) and its length in units.
#[inline]
pub fn code_point_at(units: &[u16], index: usize) -> (u32, usize) {
    let unit = units[index];
    if is_high_surrogate(unit)
        && let Some(&low) = units.get(index + 1)
        && is_low_surrogate(low)
    {
        return (pair(unit, low), 2);
    }
    (u32::from(unit), 1)
}

/// The code point that ends just before `index` (which is not 0) and its length in units.
#[inline]
pub fn code_point_before(units: &[u16], index: usize) -> (u32, usize) {
    let unit = units[index - 1];
    if is_low_surrogate(unit) && index >= 2 && is_high_surrogate(units[index - 2]) {
        return (pair(units[index - 2], unit), 2);
    }
    (u32::from(unit), 1)
}

/// StringToCodePoints: lone surrogates come out as themselves.
pub fn code_points(units: &[u16]) -> impl Iterator<Item = u32> + '_ {
    let mut index = 0;
    std::iter::from_fn(move || {
        if index >= units.len() {
            return None;
        }
        let (point, len) = code_point_at(units, index);
        index += len;
        Some(point)
    })
}

pub fn is_ascii(units: &[u16]) -> bool {
    units.iter().all(|&unit| unit < 0x80)
}

/// Index of the first lone surrogate at or after `from`.
pub fn find_lone_surrogate(units: &[u16], from: usize) -> Option<usize> {
    let mut index = from;
    while index < units.len() {
        let unit = units[index];
        if !is_surrogate(unit) {
            index += 1;
        } else if is_high_surrogate(unit) && units.get(index + 1).is_some_and(|&low| is_low_surrogate(low)) {
            index += 2;
        } else {
            return Some(index);
        }
    }
    None
}

/// IsStringWellFormedUnicode.
pub fn is_well_formed(units: &[u16]) -> bool {
    find_lone_surrogate(units, 0).is_none()
}

/// Replaces each lone surrogate by U+FFFD (`String.prototype.toWellFormed`).
pub fn make_well_formed(units: &mut [u16]) {
    let mut from = 0;
    while let Some(index) = find_lone_surrogate(units, from) {
        units[index] = 0xFFFD;
        from = index + 1;
    }
}

/// Runs of well-formed text and the lone surrogates between them.
#[derive(Clone, Copy, Debug)]
pub enum Run<'a> {
    WellFormed(&'a [u16]),
    Lone(u16),
}

/// Splits at lone surrogates.
pub fn runs(units: &[u16]) -> impl Iterator<Item = Run<'_>> {
    let mut at = 0;
    let mut next_lone = find_lone_surrogate(units, 0);
    std::iter::from_fn(move || {
        if at >= units.len() {
            return None;
        }
        match next_lone {
            Some(lone) if lone == at => {
                at += 1;
                next_lone = find_lone_surrogate(units, at);
                Some(Run::Lone(units[lone]))
            }
            lone => {
                let end = lone.unwrap_or(units.len());
                let run = &units[at..end];
                at = end;
                Some(Run::WellFormed(run))
            }
        }
    })
}

/// UTF-8 with U+FFFD for each lone surrogate.
pub fn to_utf8_lossy(units: &[u16]) -> String {
    let mut out = String::with_capacity(units.len());
    out.extend(code_points(units).map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)));
    out
}

/// UTF-8, or `None` when there is a lone surrogate.
pub fn to_utf8(units: &[u16]) -> Option<String> {
    String::from_utf16(units).ok()
}

/// Length in bytes of the lossy UTF-8 form (a lone surrogate and U+FFFD are both three bytes, so of WTF-8 too).
pub fn utf8_len(units: &[u16]) -> usize {
    code_points(units)
        .map(|point| match point {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0x800..0x1_0000 => 3,
            _ => 4,
        })
        .sum()
}

/// WTF-8: UTF-8 in which a lone surrogate is encoded as three bytes like any other code point.
pub fn to_wtf8(units: &[u16]) -> Vec<u8> {
    let mut out = Vec::with_capacity(units.len());
    for point in code_points(units) {
        match char::from_u32(point) {
            Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => out.extend_from_slice(&[
                0xE0 | (point >> 12) as u8,
                0x80 | (point >> 6 & 0x3F) as u8,
                0x80 | (point & 0x3F) as u8,
            ]),
        }
    }
    out
}

pub fn from_utf8(s: &str) -> Vec<u16> {
    s.encode_utf16().collect()
}

/// Decodes WTF-8. Bytes that are not WTF-8 become U+FFFD, one for each maximal ill-formed run.
pub fn from_wtf8(bytes: &[u8]) -> Vec<u16> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(s) => {
                out.extend(s.encode_utf16());
                return out;
            }
            Err(error) => error,
        };
        let (head, tail) = rest.split_at(valid.valid_up_to());
        // The head was found valid just above, so nothing is lost.
        out.extend(String::from_utf8_lossy(head).encode_utf16());
        match *tail {
            [0xED, b @ 0xA0..=0xBF, c @ 0x80..=0xBF, ..] => {
                out.push(0xD000 | u16::from(b & 0x3F) << 6 | u16::from(c & 0x3F));
                rest = &tail[3..];
            }
            _ => {
                out.push(0xFFFD);
                rest = &tail[valid.error_len().unwrap_or(tail.len())..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &[u16] = &[0x61, 0xD83D, 0xDE00, 0xDC00, 0xD800, 0x62, 0xD83D];

    #[test]
    fn lone_surrogates_are_code_points() {
        let points: Vec<u32> = code_points(MIXED).collect();
        assert_eq!(points, [0x61, 0x1F600, 0xDC00, 0xD800, 0x62, 0xD83D]);
        assert_eq!(code_point_before(MIXED, 3), (0x1F600, 2));
        assert_eq!(code_point_before(MIXED, 4), (0xDC00, 1));
    }

    #[test]
    fn well_formedness() {
        assert!(!is_well_formed(MIXED));
        assert!(is_well_formed(&MIXED[..3]));
        let mut fixed = MIXED.to_vec();
        make_well_formed(&mut fixed);
        assert_eq!(fixed, [0x61, 0xD83D, 0xDE00, 0xFFFD, 0xFFFD, 0x62, 0xFFFD]);
        assert_eq!(to_utf8_lossy(MIXED), "a😀\u{FFFD}\u{FFFD}b\u{FFFD}");
        assert_eq!(to_utf8(MIXED), None);
    }

    #[test]
    fn wtf8_makes_the_round_trip() {
        let bytes = to_wtf8(MIXED);
        assert_eq!(bytes.len(), utf8_len(MIXED));
        assert_eq!(from_wtf8(&bytes), MIXED);
        assert_eq!(from_wtf8(b"a\xFFb"), [0x61, 0xFFFD, 0x62]);
        assert_eq!(from_wtf8(b"\xE2\x82"), [0xFFFD]);
    }

    #[test]
    fn runs_split_at_lone_surrogates() {
        let shape: Vec<String> = runs(MIXED)
            .map(|run| match run {
                Run::WellFormed(s) => format!("w{}", s.len()),
                Run::Lone(u) => format!("{u:x}"),
            })
            .collect();
        assert_eq!(shape, ["w3", "dc00", "d800", "w1", "d83d"]);
    }
}
