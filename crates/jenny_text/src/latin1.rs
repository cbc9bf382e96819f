//! Latin-1: one byte a code unit, and its conversions to and from UTF-16 and UTF-8.

/// Whether every byte is below 0x80.
#[inline]
pub fn is_ascii(bytes: &[u8]) -> bool {
    bytes.is_ascii()
}

/// Whether every unit is below U+0100.
#[inline]
pub fn fits_latin1(units: &[u16]) -> bool {
    let mut chunks = units.chunks_exact(32);
    for chunk in &mut chunks {
        if chunk.iter().fold(0, |all, &unit| all | unit) > 0xFF {
            return false;
        }
    }
    chunks.remainder().iter().fold(0, |all, &unit| all | unit) <= 0xFF
}

/// Whether every character of `s` is below U+0100.
pub fn str_fits_latin1(s: &str) -> bool {
    // In UTF-8 exactly the lead bytes 0xC4 and above begin a character past U+00FF.
    s.as_bytes().iter().all(|&b| b < 0xC4)
}

/// Widens into `out`.
#[inline]
pub fn append_utf16(bytes: &[u8], out: &mut Vec<u16>) {
    out.extend(bytes.iter().map(|&b| u16::from(b)));
}

pub fn to_utf16(bytes: &[u8]) -> Vec<u16> {
    bytes.iter().map(|&b| u16::from(b)).collect()
}

/// Appends the low byte of each unit; the caller has checked [`fits_latin1`].
#[inline]
pub fn append_narrow(units: &[u16], out: &mut Vec<u8>) {
    debug_assert!(fits_latin1(units));
    out.extend(units.iter().map(|&unit| unit as u8));
}

/// The low byte of each unit; the caller has checked [`fits_latin1`].
pub fn narrow(units: &[u16]) -> Vec<u8> {
    let mut out = Vec::with_capacity(units.len());
    append_narrow(units, &mut out);
    out
}

/// The Latin-1 form of `units`, or `None` when one does not fit.
pub fn from_utf16(units: &[u16]) -> Option<Vec<u8>> {
    fits_latin1(units).then(|| narrow(units))
}

/// The Latin-1 form of `s`, or `None` when a character does not fit.
pub fn from_utf8(s: &str) -> Option<Vec<u8>> {
    if s.is_ascii() {
        return Some(s.as_bytes().to_vec());
    }
    str_fits_latin1(s).then(|| s.chars().map(|c| c as u32 as u8).collect())
}

/// Length in bytes of the UTF-8 form.
pub fn utf8_len(bytes: &[u8]) -> usize {
    bytes.len() + bytes.iter().filter(|&&b| b >= 0x80).count()
}

pub fn append_utf8(bytes: &[u8], out: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(ascii) if bytes.is_ascii() => out.push_str(ascii),
        _ => {
            out.reserve(utf8_len(bytes));
            out.extend(bytes.iter().map(|&b| char::from(b)));
        }
    }
}

pub fn to_utf8(bytes: &[u8]) -> String {
    let mut out = String::new();
    append_utf8(bytes, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_latin1_unit_makes_the_round_trip() {
        let all: Vec<u8> = (0..=255).collect();
        let wide = to_utf16(&all);
        assert!(fits_latin1(&wide));
        assert_eq!(from_utf16(&wide).as_deref(), Some(&all[..]));
        let utf8 = to_utf8(&all);
        assert_eq!(utf8.len(), utf8_len(&all));
        assert!(str_fits_latin1(&utf8));
        assert_eq!(from_utf8(&utf8), Some(all));
    }

    #[test]
    fn the_first_unit_past_latin1_is_seen_at_every_place() {
        for place in 0..70 {
            let mut wide = vec![0x61_u16; 70];
            wide[place] = 0x100;
            assert!(!fits_latin1(&wide), "{place}");
            assert_eq!(from_utf16(&wide), None);
        }
        assert!(!str_fits_latin1("aĀ"));
        assert_eq!(from_utf8("€"), None);
    }
}
