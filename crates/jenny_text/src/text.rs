//! `Text`, a borrowed JavaScript string in either encoding, and `TextBuf`, an owned one that is built by appending.

use crate::{find, latin1, utf16};
use std::cmp::Ordering;
use std::ops::Range;

/// A borrowed string: code units of one byte (all below U+0100) or of two.
///
/// A `Utf16` text may still hold only Latin-1 units; equality and order compare units, never the encoding.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    Latin1(&'a [u8]),
    Utf16(&'a [u16]),
}

impl<'a> Text<'a> {
    pub const EMPTY: Text<'static> = Text::Latin1(&[]);

    /// Length in code units.
    #[inline]
    pub fn len(self) -> usize {
        match self {
            Text::Latin1(s) => s.len(),
            Text::Utf16(s) => s.len(),
        }
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The code unit at `index`. Panics past the end, as a slice does.
    #[inline]
    pub fn at(self, index: usize) -> u16 {
        match self {
            Text::Latin1(s) => u16::from(s[index]),
            Text::Utf16(s) => s[index],
        }
    }

    #[inline]
    pub fn get(self, index: usize) -> Option<u16> {
        match self {
            Text::Latin1(s) => s.get(index).map(|&b| u16::from(b)),
            Text::Utf16(s) => s.get(index).copied(),
        }
    }

    #[inline]
    pub fn slice(self, range: Range<usize>) -> Text<'a> {
        match self {
            Text::Latin1(s) => Text::Latin1(&s[range]),
            Text::Utf16(s) => Text::Utf16(&s[range]),
        }
    }

    #[inline]
    pub fn units(self) -> Units<'a> {
        Units { text: self, front: 0, back: self.len() }
    }

    /// The code point at `index` (a lone surrogate is itself) and its length in units.
    #[inline]
    pub fn code_point_at(self, index: usize) -> (u32, usize) {
        match self {
            Text::Latin1(s) => (u32::from(s[index]), 1),
            Text::Utf16(s) => utf16::code_point_at(s, index),
        }
    }

    pub fn code_points(self) -> impl Iterator<Item = u32> + 'a {
        let mut index = 0;
        std::iter::from_fn(move || {
            if index >= self.len() {
                return None;
            }
            let (point, len) = self.code_point_at(index);
            index += len;
            Some(point)
        })
    }

    /// Whether every unit is below U+0080.
    pub fn is_ascii(self) -> bool {
        match self {
            Text::Latin1(s) => s.is_ascii(),
            Text::Utf16(s) => utf16::is_ascii(s),
        }
    }

    pub fn is_well_formed(self) -> bool {
        match self {
            Text::Latin1(_) => true,
            Text::Utf16(s) => utf16::is_well_formed(s),
        }
    }

    /// UTF-8 with U+FFFD for each lone surrogate.
    pub fn to_string_lossy(self) -> String {
        match self {
            Text::Latin1(s) => latin1::to_utf8(s),
            Text::Utf16(s) => utf16::to_utf8_lossy(s),
        }
    }

    pub fn to_utf16(self) -> Vec<u16> {
        match self {
            Text::Latin1(s) => latin1::to_utf16(s),
            Text::Utf16(s) => s.to_vec(),
        }
    }

    pub fn to_wtf8(self) -> Vec<u8> {
        match self {
            Text::Latin1(s) => latin1::to_utf8(s).into_bytes(),
            Text::Utf16(s) => utf16::to_wtf8(s),
        }
    }

    pub fn to_buf(self) -> TextBuf {
        match self {
            Text::Latin1(s) => TextBuf::Latin1(s.to_vec()),
            Text::Utf16(s) => TextBuf::Utf16(s.to_vec()),
        }
    }

    /// Index of the first occurrence of `needle` at or after `from` (StringIndexOf).
    pub fn find(self, needle: Text<'_>, from: usize) -> Option<usize> {
        find::find(self, needle, from)
    }

    /// Index of the last occurrence of `needle` that begins at or before `from`.
    pub fn rfind(self, needle: Text<'_>, from: usize) -> Option<usize> {
        find::rfind(self, needle, from)
    }

    pub fn starts_with(self, prefix: Text<'_>) -> bool {
        prefix.len() <= self.len() && find::eq(self.slice(0..prefix.len()), prefix)
    }

    pub fn ends_with(self, suffix: Text<'_>) -> bool {
        suffix.len() <= self.len() && find::eq(self.slice(self.len() - suffix.len()..self.len()), suffix)
    }

    /// Whether the text is exactly these ASCII bytes.
    #[inline]
    pub fn eq_ascii(self, ascii: &[u8]) -> bool {
        find::eq(self, Text::Latin1(ascii))
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        find::eq(*self, *other)
    }
}

impl Eq for Text<'_> {}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    /// Order by code units (IsLessThan for strings).
    fn cmp(&self, other: &Self) -> Ordering {
        find::cmp(*self, *other)
    }
}

impl<'a> From<&'a [u8]> for Text<'a> {
    fn from(latin1: &'a [u8]) -> Self {
        Text::Latin1(latin1)
    }
}

impl<'a> From<&'a [u16]> for Text<'a> {
    fn from(units: &'a [u16]) -> Self {
        Text::Utf16(units)
    }
}

/// Iterator over the code units of a [`Text`].
#[derive(Clone, Debug)]
pub struct Units<'a> {
    text: Text<'a>,
    front: usize,
    back: usize,
}

impl Iterator for Units<'_> {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        if self.front >= self.back {
            return None;
        }
        let unit = self.text.at(self.front);
        self.front += 1;
        Some(unit)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.back - self.front;
        (left, Some(left))
    }
}

impl DoubleEndedIterator for Units<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u16> {
        if self.front >= self.back {
            return None;
        }
        self.back -= 1;
        Some(self.text.at(self.back))
    }
}

impl ExactSizeIterator for Units<'_> {}

/// An owned string that stays Latin-1 until a unit does not fit, then widens once.
#[derive(Clone, Debug)]
pub enum TextBuf {
    Latin1(Vec<u8>),
    Utf16(Vec<u16>),
}

impl Default for TextBuf {
    fn default() -> Self {
        TextBuf::new()
    }
}

impl TextBuf {
    pub const fn new() -> Self {
        TextBuf::Latin1(Vec::new())
    }

    pub fn with_capacity(units: usize) -> Self {
        TextBuf::Latin1(Vec::with_capacity(units))
    }

    /// Builds from UTF-8, in Latin-1 when every character fits.
    #[allow(clippy::should_implement_trait)]
    pub fn from_str(s: &str) -> Self {
        let mut buf = TextBuf::with_capacity(s.len());
        buf.push_str(s);
        buf
    }

    #[inline]
    pub fn as_text(&self) -> Text<'_> {
        match self {
            TextBuf::Latin1(s) => Text::Latin1(s),
            TextBuf::Utf16(s) => Text::Utf16(s),
        }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.as_text().len()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn clear(&mut self) {
        *self = TextBuf::new();
    }

    pub fn truncate(&mut self, units: usize) {
        match self {
            TextBuf::Latin1(s) => s.truncate(units),
            TextBuf::Utf16(s) => s.truncate(units),
        }
    }

    #[cold]
    #[inline(never)]
    fn widen(&mut self) -> &mut Vec<u16> {
        if let TextBuf::Latin1(s) = self {
            let mut wide = Vec::with_capacity(s.capacity().max(s.len() + 16));
            latin1::append_utf16(s, &mut wide);
            *self = TextBuf::Utf16(wide);
        }
        match self {
            TextBuf::Utf16(s) => s,
            TextBuf::Latin1(_) => unreachable!("widened above"),
        }
    }

    /// Appends one code unit.
    #[inline]
    pub fn push(&mut self, unit: u16) {
        match self {
            TextBuf::Latin1(s) if unit < 0x100 => s.push(unit as u8),
            TextBuf::Utf16(s) => s.push(unit),
            TextBuf::Latin1(_) => self.widen().push(unit),
        }
    }

    /// Appends one Latin-1 unit.
    #[inline]
    pub fn push_latin1(&mut self, unit: u8) {
        match self {
            TextBuf::Latin1(s) => s.push(unit),
            TextBuf::Utf16(s) => s.push(u16::from(unit)),
        }
    }

    /// Appends a code point; a surrogate code point appends that one unit.
    pub fn push_code_point(&mut self, point: u32) {
        if point < 0x1_0000 {
            self.push(point as u16);
        } else {
            let (high, low) = utf16::surrogates(point);
            self.push(high);
            self.push(low);
        }
    }

    #[inline]
    pub fn push_latin1_slice(&mut self, bytes: &[u8]) {
        match self {
            TextBuf::Latin1(s) => s.extend_from_slice(bytes),
            TextBuf::Utf16(s) => latin1::append_utf16(bytes, s),
        }
    }

    /// Appends units; a Latin-1 buffer stays one when they all fit.
    pub fn push_utf16_slice(&mut self, units: &[u16]) {
        match self {
            TextBuf::Utf16(s) => s.extend_from_slice(units),
            TextBuf::Latin1(s) if latin1::fits_latin1(units) => latin1::append_narrow(units, s),
            TextBuf::Latin1(_) => self.widen().extend_from_slice(units),
        }
    }

    pub fn push_text(&mut self, text: Text<'_>) {
        match text {
            Text::Latin1(s) => self.push_latin1_slice(s),
            Text::Utf16(s) => self.push_utf16_slice(s),
        }
    }

    pub fn push_str(&mut self, s: &str) {
        if s.is_ascii() {
            self.push_latin1_slice(s.as_bytes());
            return;
        }
        for c in s.chars() {
            self.push_code_point(c as u32);
        }
    }

    /// Narrows to Latin-1 when every unit fits.
    pub fn shrink(self) -> Self {
        match self {
            TextBuf::Utf16(s) if latin1::fits_latin1(&s) => TextBuf::Latin1(latin1::narrow(&s)),
            other => other,
        }
    }
}

impl PartialEq for TextBuf {
    fn eq(&self, other: &Self) -> bool {
        self.as_text() == other.as_text()
    }
}

impl Eq for TextBuf {}

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_string_lossy())
    }
}

impl std::fmt::Write for TextBuf {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        self.push_str(s);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_widens_once_and_keeps_what_it_held() {
        let mut buf = TextBuf::from_str("aé");
        assert!(matches!(buf, TextBuf::Latin1(_)));
        buf.push_str("ł😀");
        assert!(matches!(buf, TextBuf::Utf16(_)));
        buf.push_latin1_slice(b"z");
        assert_eq!(buf.as_text().to_string_lossy(), "aéł😀z");
        assert_eq!(buf.len(), 6);
        assert_eq!(buf.as_text().code_points().collect::<Vec<_>>(), [0x61, 0xE9, 0x142, 0x1F600, 0x7A]);
        assert!(matches!(TextBuf::Utf16(vec![0x61]).shrink(), TextBuf::Latin1(_)));
    }

    #[test]
    fn equality_and_order_ignore_the_encoding() {
        let wide: Vec<u16> = "abc".encode_utf16().collect();
        assert_eq!(Text::Utf16(&wide), Text::Latin1(b"abc"));
        assert!(Text::Latin1(b"abd") > Text::Utf16(&wide));
        assert!(Text::Latin1(b"ab") < Text::Utf16(&wide));
        assert!(Text::Utf16(&wide).starts_with(Text::Latin1(b"ab")));
        assert!(Text::Utf16(&wide).ends_with(Text::Latin1(b"bc")));
        assert_eq!(Text::Latin1(b"xyz").units().rev().collect::<Vec<_>>(), [0x7A, 0x79, 0x78]);
    }
}
