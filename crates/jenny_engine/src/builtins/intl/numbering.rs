//! Numbering systems with simple digit mappings (ECMA-402 table 30).

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_locale::Locale;
use writeable::Writeable;

/// Names, sorted, and the digit zero; the other digits follow it.
pub const NUMBERING_SYSTEMS: &[(&str, char)] = &[
    ("adlm", '\u{1e950}'),
    ("ahom", '\u{11730}'),
    ("arab", '\u{660}'),
    ("arabext", '\u{6f0}'),
    ("bali", '\u{1b50}'),
    ("beng", '\u{9e6}'),
    ("bhks", '\u{11c50}'),
    ("brah", '\u{11066}'),
    ("cakm", '\u{11136}'),
    ("cham", '\u{aa50}'),
    ("deva", '\u{966}'),
    ("diak", '\u{11950}'),
    ("fullwide", '\u{ff10}'),
    ("gara", '\u{10d40}'),
    ("gong", '\u{11da0}'),
    ("gonm", '\u{11d50}'),
    ("gujr", '\u{ae6}'),
    ("gukh", '\u{16130}'),
    ("guru", '\u{a66}'),
    ("hanidec", '〇'),
    ("hmng", '\u{16b50}'),
    ("hmnp", '\u{1e140}'),
    ("java", '\u{a9d0}'),
    ("kali", '\u{a900}'),
    ("kawi", '\u{11f50}'),
    ("khmr", '\u{17e0}'),
    ("knda", '\u{ce6}'),
    ("krai", '\u{16d70}'),
    ("lana", '\u{1a80}'),
    ("lanatham", '\u{1a90}'),
    ("laoo", '\u{ed0}'),
    ("latn", '0'),
    ("lepc", '\u{1c40}'),
    ("limb", '\u{1946}'),
    ("mathbold", '\u{1d7ce}'),
    ("mathdbl", '\u{1d7d8}'),
    ("mathmono", '\u{1d7f6}'),
    ("mathsanb", '\u{1d7ec}'),
    ("mathsans", '\u{1d7e2}'),
    ("mlym", '\u{d66}'),
    ("modi", '\u{11650}'),
    ("mong", '\u{1810}'),
    ("mroo", '\u{16a60}'),
    ("mtei", '\u{abf0}'),
    ("mymr", '\u{1040}'),
    ("mymrepka", '\u{116da}'),
    ("mymrpao", '\u{116d0}'),
    ("mymrshan", '\u{1090}'),
    ("mymrtlng", '\u{a9f0}'),
    ("nagm", '\u{1e4f0}'),
    ("newa", '\u{11450}'),
    ("nkoo", '\u{7c0}'),
    ("olck", '\u{1c50}'),
    ("onao", '\u{1e5f1}'),
    ("orya", '\u{b66}'),
    ("osma", '\u{104a0}'),
    ("outlined", '\u{1ccf0}'),
    ("rohg", '\u{10d30}'),
    ("saur", '\u{a8d0}'),
    ("segment", '\u{1fbf0}'),
    ("shrd", '\u{111d0}'),
    ("sind", '\u{112f0}'),
    ("sinh", '\u{de6}'),
    ("sora", '\u{110f0}'),
    ("sund", '\u{1bb0}'),
    ("sunu", '\u{11bf0}'),
    ("takr", '\u{116c0}'),
    ("talu", '\u{19d0}'),
    ("tamldec", '\u{be6}'),
    ("telu", '\u{c66}'),
    ("thai", '\u{e50}'),
    ("tibt", '\u{f20}'),
    ("tirh", '\u{114d0}'),
    ("tnsa", '\u{16ac0}'),
    ("tols", '\u{11de0}'),
    ("vaii", '\u{a620}'),
    ("wara", '\u{118e0}'),
    ("wcho", '\u{1e2f0}'),
];

const HANIDEC: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

pub fn is_numbering_system(name: &str) -> bool {
    NUMBERING_SYSTEMS.binary_search_by(|(known, _)| (*known).cmp(name)).is_ok()
}

/// The numbering system that a locale's data uses by itself.
pub fn default_numbering_system(locale: &Locale) -> String {
    let plain = Locale::from(locale.id.clone());
    let zero = DecimalFormatter::try_new((&plain).into(), Default::default())
        .ok()
        .and_then(|formatter| formatter.format(&Decimal::from(0)).write_to_string().chars().next());
    let found = NUMBERING_SYSTEMS.iter().find(|(_, digit)| Some(*digit) == zero);
    found.map_or("latn", |(name, _)| name).to_owned()
}

/// A text with ASCII digits in another numbering system.
pub fn translate_digits(text: &str, system: &str) -> String {
    let Ok(index) = NUMBERING_SYSTEMS.binary_search_by(|(known, _)| (*known).cmp(system)) else {
        return text.to_owned();
    };
    let zero = NUMBERING_SYSTEMS[index].1;
    let translated = |c: char| match c.to_digit(10) {
        Some(digit) if system == "hanidec" => HANIDEC[digit as usize],
        Some(digit) => char::from_u32(zero as u32 + digit).unwrap_or(c),
        None => c,
    };
    text.chars().map(translated).collect()
}
