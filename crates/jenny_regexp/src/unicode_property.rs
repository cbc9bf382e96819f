//! Unicode property escapes: from the names of ECMA-262 tables 67 to 69 to sets of code points and strings.
//!
//! The data is Unicode 17, the version that test262 and Rust's `char` have; `data/generate.mjs` writes it.

use std::sync::OnceLock;

use crate::code_point_set::CodePointSet;

/// A line for each property or value: its kind, its names and its ranges. The numbers are in base 36: the gap after
/// the range before and the length less one.
const PROPERTIES: &str = include_str!("../data/properties.txt");
const EMOJI_KEYCAP_SEQUENCE: &str = include_str!("../data/emoji_keycap_sequence.txt");
const BASIC_EMOJI: &str = include_str!("../data/basic_emoji.txt");
const RGI_EMOJI_FLAG_SEQUENCE: &str = include_str!("../data/rgi_emoji_flag_sequence.txt");
const RGI_EMOJI_MODIFIER_SEQUENCE: &str = include_str!("../data/rgi_emoji_modifier_sequence.txt");
const RGI_EMOJI_TAG_SEQUENCE: &str = include_str!("../data/rgi_emoji_tag_sequence.txt");
const RGI_EMOJI_ZWJ_SEQUENCE: &str = include_str!("../data/rgi_emoji_zwj_sequence.txt");

/// `\p{name=value}`; `None` when there is no such property or value.
pub(crate) fn property_value(name: &str, value: &str) -> Option<CodePointSet> {
    match name {
        "General_Category" | "gc" => find("gc", value),
        "Script" | "sc" => find("sc", value),
        // Where the extensions add nothing to a script, the table has it only once.
        "Script_Extensions" | "scx" => find("scx", value).or_else(|| find("sc", value)),
        _ => None,
    }
}

/// `\p{name}` for a general category or a binary property.
pub(crate) fn lone_property(name: &str) -> Option<CodePointSet> {
    match name {
        "Any" => Some(CodePointSet::all()),
        "ASCII" => Some(CodePointSet::from_ranges([(0, 0x7F)])),
        "Assigned" => Some(find("gc", "Cn")?.complement()),
        _ => find("binary", name).or_else(|| find("gc", name)),
    }
}

fn find(kind: &str, name: &str) -> Option<CodePointSet> {
    PROPERTIES.lines().find_map(|line| {
        let (names, numbers) = line.strip_prefix(kind)?.strip_prefix('\t')?.split_once('\t')?;
        names.split(' ').any(|known| known == name).then(|| read_ranges(numbers))
    })
}

fn read_ranges(numbers: &str) -> CodePointSet {
    let mut numbers = numbers.split(' ').map(base_36);
    let mut next = 0;
    let ranges = std::iter::from_fn(|| {
        let low = next + numbers.next()?;
        let high = low + numbers.next()?;
        next = high + 1;
        Some((low, high))
    });
    CodePointSet::from_ranges(ranges)
}

/// A number of the tables, which are written by a script and tested whole.
pub(crate) fn base_36(digits: &str) -> u32 {
    u32::from_str_radix(digits, 36).unwrap_or_default()
}

/// `\p{name}` for a property of strings, which needs the `v` flag: single code points and longer strings.
pub(crate) fn property_of_strings(name: &str) -> Option<(CodePointSet, Vec<Vec<u32>>)> {
    let lists: &[&str] = match name {
        "Basic_Emoji" => &[BASIC_EMOJI],
        "Emoji_Keycap_Sequence" => &[EMOJI_KEYCAP_SEQUENCE],
        "RGI_Emoji_Modifier_Sequence" => &[RGI_EMOJI_MODIFIER_SEQUENCE],
        "RGI_Emoji_Flag_Sequence" => &[RGI_EMOJI_FLAG_SEQUENCE],
        "RGI_Emoji_Tag_Sequence" => &[RGI_EMOJI_TAG_SEQUENCE],
        "RGI_Emoji_ZWJ_Sequence" => &[RGI_EMOJI_ZWJ_SEQUENCE],
        "RGI_Emoji" => &[
            BASIC_EMOJI,
            EMOJI_KEYCAP_SEQUENCE,
            RGI_EMOJI_MODIFIER_SEQUENCE,
            RGI_EMOJI_FLAG_SEQUENCE,
            RGI_EMOJI_TAG_SEQUENCE,
            RGI_EMOJI_ZWJ_SEQUENCE,
        ],
        _ => return None,
    };
    let mut singles = Vec::new();
    let mut strings = Vec::new();
    for line in lists.iter().flat_map(|list| list.lines()) {
        let string: Vec<u32> = line.chars().map(u32::from).collect();
        match string[..] {
            [] => {}
            [single] => singles.push((single, single)),
            _ => strings.push(string),
        }
    }
    Some((CodePointSet::from_ranges(singles), strings))
}

static START: OnceLock<CodePointSet> = OnceLock::new();
static CONTINUE: OnceLock<CodePointSet> = OnceLock::new();

fn identifier_set(cell: &'static OnceLock<CodePointSet>, name: &str) -> &'static CodePointSet {
    cell.get_or_init(|| find("binary", name).unwrap_or_default())
}

/// ID_Start, `$` or `_`: how a group name may begin.
pub(crate) fn is_identifier_start(c: u32) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphabetic() || byte == b'$' || byte == b'_',
        _ => identifier_set(&START, "ID_Start").contains(c),
    }
}

/// ID_Continue, `$`, ZWNJ or ZWJ: how a group name may go on.
pub(crate) fn is_identifier_part(c: u32) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric() || byte == b'$' || byte == b'_',
        _ => c == 0x200C || c == 0x200D || identifier_set(&CONTINUE, "ID_Continue").contains(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_strict() {
        for good in ["L", "Lu", "Uppercase_Letter", "punct", "Alpha", "Alphabetic", "Any", "ASCII", "Assigned"] {
            assert!(lone_property(good).is_some(), "{good}");
        }
        for bad in ["", "l", "lu", "Uppercase Letter", "uppercase", "Grapheme_Link", "Block", "Script", "Latin", "Is_L"]
        {
            assert!(lone_property(bad).is_none(), "{bad}");
        }
        assert_eq!(property_value("sc", "Latn"), property_value("Script", "Latin"));
        assert!(property_value("sc", "latin").is_none());
        assert!(property_value("Alphabetic", "Y").is_none());
    }

    #[test]
    fn rgi_emoji_is_the_union() {
        let (singles, strings) = property_of_strings("RGI_Emoji").expect("a property");
        assert_eq!(singles.len() + strings.len(), 3953);
    }
}
