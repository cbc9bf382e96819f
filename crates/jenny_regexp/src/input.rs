//! The input of a match: Latin-1 or UTF-16, read through one trait so that the matchers are written once.

use crate::instruction::CharClass;

/// The string to search. Indices into it count code units.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// One byte a code unit.
    Latin1(&'a [u8]),
    /// UTF-16, lone surrogates allowed.
    Utf16(&'a [u16]),
}

impl Input<'_> {
    /// Length in code units.
    pub fn len(&self) -> usize {
        match self {
            Input::Latin1(units) => units.len(),
            Input::Utf16(units) => units.len(),
        }
    }

    /// Whether there are no code units.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A code unit of the input.
pub(crate) trait Unit: Copy + Eq {
    /// Whether surrogates can occur.
    const WIDE: bool;

    fn value(self) -> u32;

    /// The first index of `at..limit` whose unit is not in the class, or `limit`.
    fn span(input: &[Self], at: usize, limit: usize, class: &CharClass) -> usize;
}

impl Unit for u8 {
    const WIDE: bool = false;

    #[inline(always)]
    fn value(self) -> u32 {
        u32::from(self)
    }

    #[inline]
    fn span(input: &[u8], at: usize, limit: usize, class: &CharClass) -> usize {
        let Some(slice) = input.get(at..limit) else {
            return at;
        };
        let found = match class.absent_bytes[..] {
            [] if class.all_latin1 => None,
            [a] => memchr::memchr(a, slice),
            [a, b] => memchr::memchr2(a, b, slice),
            [a, b, c] => memchr::memchr3(a, b, c, slice),
            _ => slice.iter().position(|&byte| !class.latin1[byte as usize]),
        };
        found.map_or(limit, |offset| at + offset)
    }
}

impl Unit for u16 {
    const WIDE: bool = true;

    #[inline(always)]
    fn value(self) -> u32 {
        u32::from(self)
    }

    #[inline]
    fn span(input: &[u16], at: usize, limit: usize, class: &CharClass) -> usize {
        let Some(slice) = input.get(at..limit) else {
            return at;
        };
        let found = slice.iter().position(|&unit| !class.contains_unit(u32::from(unit)));
        found.map_or(limit, |offset| at + offset)
    }
}

#[inline(always)]
pub(crate) fn is_lead(unit: u32) -> bool {
    unit & 0xFC00 == 0xD800
}

#[inline(always)]
pub(crate) fn is_trail(unit: u32) -> bool {
    unit & 0xFC00 == 0xDC00
}

pub(crate) fn combine(lead: u32, trail: u32) -> u32 {
    0x1_0000 + ((lead - 0xD800) << 10) + (trail - 0xDC00)
}

/// The code point at an index and the index after it.
#[inline(always)]
pub(crate) fn code_point_at<U: Unit>(input: &[U], at: usize) -> Option<(u32, usize)> {
    let unit = input.get(at)?.value();
    if U::WIDE
        && is_lead(unit)
        && let Some(next) = input.get(at + 1)
        && is_trail(next.value())
    {
        return Some((combine(unit, next.value()), at + 2));
    }
    Some((unit, at + 1))
}

/// The code point before an index and the index where it begins.
#[inline(always)]
pub(crate) fn code_point_before<U: Unit>(input: &[U], at: usize) -> Option<(u32, usize)> {
    let unit = input.get(at.checked_sub(1)?)?.value();
    if U::WIDE
        && is_trail(unit)
        && at >= 2
        && let Some(before) = input.get(at - 2)
        && is_lead(before.value())
    {
        return Some((combine(before.value(), unit), at - 2));
    }
    Some((unit, at - 1))
}

/// Whether an index lies between the two halves of a surrogate pair.
#[inline(always)]
pub(crate) fn is_inside_pair<U: Unit>(input: &[U], at: usize) -> bool {
    U::WIDE && at > 0 && at < input.len() && is_trail(input[at].value()) && is_lead(input[at - 1].value())
}
