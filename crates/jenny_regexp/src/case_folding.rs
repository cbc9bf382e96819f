//! Canonicalize (ECMA-262 §22.2.2.7.3) and the closure of a set under it.
//!
//! A set is closed once, when the pattern is compiled, so that matching with `i` is a plain membership test.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::code_point_set::CodePointSet;
use crate::unicode_property::base_36;

/// The code points that simple case folding makes one, a class a line in base 36, the lowest first.
const FOLDING: &str = include_str!("../data/case_folding.txt");

/// Canonicalize for a pattern with `i`: the upper case of one code unit, or in Unicode mode one character that stands
/// for all that simple case folding makes one. Only equality of the results means something.
pub(crate) fn canonicalize(c: u32, unicode: bool) -> u32 {
    if let Ok(byte) = u8::try_from(c)
        && byte.is_ascii()
    {
        return u32::from(byte.to_ascii_uppercase());
    }
    if unicode {
        let equivalents = Equivalents::get(true);
        return equivalents.class_of.get(&c).map_or(c, |&class| equivalents.classes[class][0]);
    }
    upper_case(c)
}

fn upper_case(c: u32) -> u32 {
    let Some(character) = char::from_u32(c) else {
        return c;
    };
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        // A result of several code units, and one that would leave ASCII's outside for ASCII, are not used.
        (Some(one), None) if (0x80..=0xFFFF).contains(&u32::from(one)) && c <= 0xFFFF => u32::from(one),
        _ => c,
    }
}

/// The characters that share a canonical form with another one, grouped.
struct Equivalents {
    classes: Vec<Vec<u32>>,
    class_of: FxHashMap<u32, usize>,
}

impl Equivalents {
    fn build(unicode: bool) -> Equivalents {
        let classes: Vec<Vec<u32>> = if unicode {
            FOLDING.lines().map(|line| line.split(' ').map(base_36).collect()).collect()
        } else {
            let mut by_canonical: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for c in 0x80..=0xFFFF {
                let canonical = upper_case(c);
                if canonical != c {
                    by_canonical.entry(canonical).or_insert_with(|| vec![canonical]).push(c);
                }
            }
            by_canonical.extend((b'A'..=b'Z').map(u32::from).map(|upper| (upper, vec![upper, upper | 0x20])));
            by_canonical.into_values().collect()
        };
        let class_of =
            classes.iter().enumerate().flat_map(|(index, class)| class.iter().map(move |&c| (c, index))).collect();
        Equivalents { classes, class_of }
    }

    fn get(unicode: bool) -> &'static Equivalents {
        static LEGACY: OnceLock<Equivalents> = OnceLock::new();
        static UNICODE: OnceLock<Equivalents> = OnceLock::new();
        let cell = if unicode { &UNICODE } else { &LEGACY };
        cell.get_or_init(|| Equivalents::build(unicode))
    }
}

/// Past this size a set is closed by walking the table of equivalents instead of the set.
const SMALL_SET: usize = 512;

/// The set of all characters whose canonical form is that of a member.
pub(crate) fn close_over(set: &CodePointSet, unicode: bool) -> CodePointSet {
    let mut closed = set.clone();
    if set.len() <= SMALL_SET {
        for c in set.code_points() {
            add_equivalents(c, unicode, &mut closed);
        }
        return closed;
    }
    let mut extra = Vec::new();
    for class in &Equivalents::get(unicode).classes {
        if class.iter().any(|&c| set.contains(c)) {
            extra.extend(class.iter().map(|&c| (c, c)));
        }
    }
    closed.union_with(&CodePointSet::from_ranges(extra));
    closed
}

/// Adds every character that is the same as `c` but for case, `c` itself included.
pub(crate) fn add_equivalents(c: u32, unicode: bool, set: &mut CodePointSet) {
    set.insert(c);
    // ASCII is closed in itself but for k and s in Unicode mode; this keeps the tables unbuilt for most programs.
    if c < 0x80 {
        let Ok(byte) = u8::try_from(c) else { return };
        if !byte.is_ascii_alphabetic() {
            return;
        }
        if !(unicode && matches!(byte | 0x20, b'k' | b's')) {
            set.insert(u32::from(byte ^ 0x20));
            return;
        }
    }
    let equivalents = Equivalents::get(unicode);
    if let Some(&class) = equivalents.class_of.get(&c) {
        for &other in &equivalents.classes[class] {
            set.insert(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_of_unicode() {
        assert_eq!(char::UNICODE_VERSION.0, 17);
    }

    #[test]
    fn every_code_point_is_with_its_canonical_form() {
        for unicode in [false, true] {
            let equivalents = Equivalents::get(unicode);
            for c in 0..=0x10_FFFF {
                let canonical = canonicalize(c, unicode);
                if canonical != c {
                    let class = equivalents.class_of[&c];
                    assert_eq!(equivalents.class_of.get(&canonical), Some(&class), "U+{c:04X} unicode {unicode}");
                }
                assert_eq!(canonicalize(canonical, unicode), canonical, "U+{c:04X} unicode {unicode}");
            }
        }
    }

    #[test]
    fn closures() {
        let close = |c, unicode| {
            let mut set = CodePointSet::new();
            add_equivalents(c, unicode, &mut set);
            set.code_points().collect::<Vec<_>>()
        };
        assert_eq!(close(0x6B, false), [0x4B, 0x6B]);
        assert_eq!(close(0x6B, true), [0x4B, 0x6B, 0x212A]);
        assert_eq!(close(0x212A, false), [0x212A]);
        assert_eq!(close(0xDF, true), [0xDF, 0x1E9E]);
        assert_eq!(close(0xDF, false), [0xDF]);
        assert_eq!(close(0x3A9, false), [0x3A9, 0x3C9]);
        assert_eq!(close(0x3A9, true), [0x3A9, 0x3C9, 0x2126]);
    }
}
