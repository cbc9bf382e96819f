//! Search, equality and order of texts across both encodings, linear in the worst case.

use crate::latin1;
use crate::text::Text;
use smallvec::SmallVec;
use std::cmp::Ordering;

/// Up to this length a haystack is searched without preparation.
const SHORT_HAYSTACK: usize = 256;

/// Index of the first occurrence of `needle` in `haystack` that begins at or after `from` (StringIndexOf).
///
/// An empty needle is found at `from` when `from <= haystack.len()`.
pub fn find(haystack: Text<'_>, needle: Text<'_>, from: usize) -> Option<usize> {
    if from > haystack.len() || needle.len() > haystack.len() - from {
        return None;
    }
    if needle.is_empty() {
        return Some(from);
    }
    let found = match (haystack, needle) {
        (Text::Latin1(h), Text::Latin1(n)) => find_bytes(&h[from..], n),
        (Text::Latin1(h), Text::Utf16(n)) => find_bytes(&h[from..], &narrow_needle(n)?),
        (Text::Utf16(h), Text::Latin1(n)) => find_units(&h[from..], n.len(), |i| u16::from(n[i])),
        (Text::Utf16(h), Text::Utf16(n)) => find_units(&h[from..], n.len(), |i| n[i]),
    };
    found.map(|index| index + from)
}

/// Index of the last occurrence of `needle` in `haystack` that begins at or before `from`.
pub fn rfind(haystack: Text<'_>, needle: Text<'_>, from: usize) -> Option<usize> {
    let last = haystack.len().checked_sub(needle.len())?.min(from);
    if needle.is_empty() {
        return Some(last);
    }
    // What may be matched ends here; seen from its end, the last occurrence is the first.
    let end = last + needle.len();
    match (haystack, needle) {
        (Text::Latin1(h), Text::Latin1(n)) => memchr::memmem::rfind(&h[..end], n),
        (Text::Latin1(h), Text::Utf16(n)) => memchr::memmem::rfind(&h[..end], &narrow_needle(n)?),
        (Text::Utf16(h), n) => {
            let len = n.len();
            let found = find_by(end, len, |i| h[end - 1 - i], |i| n.at(len - 1 - i))?;
            Some(end - found - len)
        }
    }
}

fn narrow_needle(needle: &[u16]) -> Option<SmallVec<[u8; 64]>> {
    latin1::fits_latin1(needle).then(|| needle.iter().map(|&unit| unit as u8).collect())
}

fn find_bytes(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [byte] => memchr::memchr(*byte, haystack),
        // Setting up a searcher costs more than looking at every place where the first byte stands.
        [first, ..] if haystack.len() <= SHORT_HAYSTACK => {
            let places = haystack.len().checked_sub(needle.len())? + 1;
            memchr::memchr_iter(*first, &haystack[..places]).find(|&at| haystack[at..].starts_with(needle))
        }
        _ => memchr::memmem::find(haystack, needle),
    }
}

/// Index of the first `unit`.
pub fn find_unit(haystack: &[u16], unit: u16) -> Option<usize> {
    let mut base = 0;
    let mut chunks = haystack.chunks_exact(16);
    for chunk in &mut chunks {
        // Written without an early exit, so that it becomes one wide compare.
        if chunk.iter().fold(false, |any, &u| any | (u == unit)) {
            break;
        }
        base += 16;
    }
    haystack[base..].iter().position(|&u| u == unit).map(|index| index + base)
}

fn find_units(haystack: &[u16], len: usize, needle: impl Fn(usize) -> u16) -> Option<usize> {
    let first = needle(0);
    let mut at = 0;
    // Compared units allowed beyond the scan itself, before the linear matcher takes over.
    let mut budget = 64 + haystack.len() / 4;
    while at + len <= haystack.len() {
        at += find_unit(&haystack[at..=haystack.len() - len], first)?;
        let matched = (1..len).take_while(|&i| haystack[at + i] == needle(i)).count();
        if matched == len - 1 {
            return Some(at);
        }
        at += 1;
        match budget.checked_sub(matched + 1) {
            Some(left) => budget = left,
            None => return find_by(haystack.len() - at, len, |i| haystack[at + i], needle).map(|i| i + at),
        }
    }
    None
}

/// Knuth-Morris-Pratt over two indexed texts: linear whatever the input.
fn find_by(
    haystack_len: usize,
    needle_len: usize,
    haystack: impl Fn(usize) -> u16,
    needle: impl Fn(usize) -> u16,
) -> Option<usize> {
    let mut borders: SmallVec<[u32; 64]> = SmallVec::with_capacity(needle_len);
    borders.push(0);
    let mut border = 0_usize;
    for i in 1..needle_len {
        let unit = needle(i);
        while border > 0 && needle(border) != unit {
            border = borders[border - 1] as usize;
        }
        border += usize::from(needle(border) == unit);
        borders.push(border as u32);
    }
    let mut matched = 0_usize;
    for i in 0..haystack_len {
        let unit = haystack(i);
        while matched > 0 && needle(matched) != unit {
            matched = borders[matched - 1] as usize;
        }
        if needle(matched) == unit {
            matched += 1;
            if matched == needle_len {
                return Some(i + 1 - needle_len);
            }
        }
    }
    None
}

/// Whether both hold the same code units.
#[inline]
pub fn eq(a: Text<'_>, b: Text<'_>) -> bool {
    match (a, b) {
        (Text::Latin1(a), Text::Latin1(b)) => a == b,
        (Text::Utf16(a), Text::Utf16(b)) => a == b,
        (Text::Latin1(a), Text::Utf16(b)) | (Text::Utf16(b), Text::Latin1(a)) => eq_mixed(a, b),
    }
}

fn eq_mixed(latin1: &[u8], units: &[u16]) -> bool {
    latin1.len() == units.len() && latin1.iter().zip(units).all(|(&a, &b)| u16::from(a) == b)
}

/// Order by code units; a proper prefix comes first.
#[inline]
pub fn cmp(a: Text<'_>, b: Text<'_>) -> Ordering {
    match (a, b) {
        (Text::Latin1(a), Text::Latin1(b)) => a.cmp(b),
        (Text::Utf16(a), Text::Utf16(b)) => a.cmp(b),
        (a, b) => a.units().cmp(b.units()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(haystack: &[u8], needle: &[u8], from: usize) -> (Option<usize>, Option<usize>) {
        let (wide_h, wide_n) = (latin1::to_utf16(haystack), latin1::to_utf16(needle));
        let pairs = [
            (Text::Latin1(haystack), Text::Latin1(needle)),
            (Text::Latin1(haystack), Text::Utf16(&wide_n)),
            (Text::Utf16(&wide_h), Text::Latin1(needle)),
            (Text::Utf16(&wide_h), Text::Utf16(&wide_n)),
        ];
        let found: Vec<_> = pairs.iter().map(|&(h, n)| (find(h, n, from), rfind(h, n, from))).collect();
        assert!(found.windows(2).all(|w| w[0] == w[1]), "{haystack:?} {needle:?} {from}: {found:?}");
        found[0]
    }

    #[test]
    fn all_four_pairs_of_encodings_agree_with_the_definition() {
        // Two letters make every overlap happen.
        let texts: Vec<Vec<u8>> = (0..=9_usize)
            .flat_map(|len| {
                (0..1_usize << len).map(move |bits| (0..len).map(|i| b'a' + (bits >> i & 1) as u8).collect())
            })
            .collect();
        for haystack in texts.iter().filter(|t| t.len() == 9 || t.len() < 4) {
            for needle in texts.iter().filter(|t| t.len() < 5) {
                for from in [0, 1, 5, 9, 12] {
                    let at = |i: usize| haystack.get(i..i + needle.len()) == Some(&needle[..]);
                    let first = (from..=haystack.len()).find(|&i| at(i));
                    let last = (0..=from.min(haystack.len())).rev().find(|&i| at(i));
                    assert_eq!(both(haystack, needle, from), (first, last));
                }
            }
        }
    }

    #[test]
    fn a_hostile_needle_stays_linear() {
        let haystack = vec![0x6161_u16; 200_000];
        let mut needle = vec![0x6161_u16; 50_000];
        needle.push(0x62);
        assert_eq!(find(Text::Utf16(&haystack), Text::Utf16(&needle), 0), None);
        assert_eq!(rfind(Text::Utf16(&haystack), Text::Utf16(&needle), usize::MAX), None);
        needle.pop();
        assert_eq!(find(Text::Utf16(&haystack), Text::Utf16(&needle), 7), Some(7));
    }

    #[test]
    fn a_wide_needle_is_not_in_latin1() {
        assert_eq!(find(Text::Latin1(b"abc"), Text::Utf16(&[0x161]), 0), None);
        let long: Vec<u16> = (0..100).chain([0x1234, 5]).collect();
        assert_eq!(find(Text::Utf16(&long), Text::Utf16(&[0x1234, 5]), 0), Some(100));
    }
}
