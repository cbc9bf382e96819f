//! Full case conversion (SpecialCasing, Final_Sigma) and Unicode normalisation of JavaScript strings.

use crate::text::{Text, TextBuf};
use crate::utf16::{self, Run};
use icu_casemap::CaseMapper;
use icu_locale_core::LanguageIdentifier;
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};

/// `String.prototype.toLowerCase`; `None` when the text is already its own lower case.
pub fn to_lower_case(text: Text<'_>) -> Option<TextBuf> {
    match text {
        Text::Latin1(s) if s.is_ascii() => {
            s.iter().any(u8::is_ascii_uppercase).then(|| TextBuf::Latin1(s.to_ascii_lowercase()))
        }
        Text::Latin1(s) => {
            let first = s.iter().position(|&b| lower_latin1(b) != b)?;
            let mut out = s.to_vec();
            for byte in &mut out[first..] {
                *byte = lower_latin1(*byte);
            }
            Some(TextBuf::Latin1(out))
        }
        Text::Utf16(s) => {
            map_runs(s, |run| CaseMapper::new().lowercase_to_string(run, &LanguageIdentifier::UNKNOWN).into_owned())
        }
    }
}

/// `String.prototype.toUpperCase`; `None` when the text is already its own upper case.
pub fn to_upper_case(text: Text<'_>) -> Option<TextBuf> {
    match text {
        Text::Latin1(s) if s.is_ascii() => {
            s.iter().any(u8::is_ascii_lowercase).then(|| TextBuf::Latin1(s.to_ascii_uppercase()))
        }
        Text::Latin1(s) => {
            let first = s.iter().position(|&b| upper_latin1(b) != Some(b))?;
            let mut out = TextBuf::Latin1(s[..first].to_vec());
            for &byte in &s[first..] {
                match (byte, upper_latin1(byte)) {
                    (_, Some(upper)) => out.push_latin1(upper),
                    (0xDF, _) => out.push_latin1_slice(b"SS"),
                    (0xB5, _) => out.push(0x39C),
                    _ => out.push(0x178),
                }
            }
            Some(out)
        }
        Text::Utf16(s) => {
            map_runs(s, |run| CaseMapper::new().uppercase_to_string(run, &LanguageIdentifier::UNKNOWN).into_owned())
        }
    }
}

/// `toLocaleLowerCase` for a language that has rules of its own (`tr`, `az`, `lt`); others act as [`to_lower_case`].
pub fn to_locale_lower_case(text: Text<'_>, language: &str) -> Option<TextBuf> {
    let language = language.parse().unwrap_or(LanguageIdentifier::UNKNOWN);
    map_runs(&text.to_utf16(), |run| CaseMapper::new().lowercase_to_string(run, &language).into_owned())
}

/// `toLocaleUpperCase` for a language that has rules of its own (`tr`, `az`, `lt`, `el`, `hy`).
pub fn to_locale_upper_case(text: Text<'_>, language: &str) -> Option<TextBuf> {
    let language = language.parse().unwrap_or(LanguageIdentifier::UNKNOWN);
    map_runs(&text.to_utf16(), |run| CaseMapper::new().uppercase_to_string(run, &language).into_owned())
}

/// Lower case of one Latin-1 unit, which is always Latin-1.
#[inline]
pub const fn lower_latin1(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' | 0xC0..=0xD6 | 0xD8..=0xDE => byte + 0x20,
        _ => byte,
    }
}

/// Upper case of one Latin-1 unit; `None` for the three whose upper case is not one Latin-1 unit.
#[inline]
pub const fn upper_latin1(byte: u8) -> Option<u8> {
    match byte {
        b'a'..=b'z' | 0xE0..=0xF6 | 0xF8..=0xFE => Some(byte - 0x20),
        0xDF | 0xB5 | 0xFF => None,
        _ => Some(byte),
    }
}

/// Simple case folding of one code point (`scf`), for case-insensitive matching.
pub fn simple_fold(point: u32) -> u32 {
    char::from_u32(point).map_or(point, |c| CaseMapper::new().simple_fold(c) as u32)
}

/// Simple upper case of one code point.
pub fn simple_upper(point: u32) -> u32 {
    char::from_u32(point).map_or(point, |c| CaseMapper::new().simple_uppercase(c) as u32)
}

/// The four forms of `String.prototype.normalize`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NormalizationForm {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl NormalizationForm {
    /// The form that `name` spells, which the standard compares exactly.
    pub fn from_name(name: Text<'_>) -> Option<Self> {
        [(b"NFC".as_slice(), Self::Nfc), (b"NFD", Self::Nfd), (b"NFKC", Self::Nfkc), (b"NFKD", Self::Nfkd)]
            .into_iter()
            .find_map(|(spelt, form)| name.eq_ascii(spelt).then_some(form))
    }
}

/// `String.prototype.normalize`; `None` when the text is already in that form.
///
/// A lone surrogate is a starter that composes with nothing, so the runs between are normalised apart.
pub fn normalize(text: Text<'_>, form: NormalizationForm) -> Option<TextBuf> {
    if text.is_ascii() || (form == NormalizationForm::Nfc && matches!(text, Text::Latin1(_))) {
        return None;
    }
    map_runs(&text.to_utf16(), |run| match form {
        NormalizationForm::Nfc => ComposingNormalizer::new_nfc().normalize(run).into_owned(),
        NormalizationForm::Nfkc => ComposingNormalizer::new_nfkc().normalize(run).into_owned(),
        NormalizationForm::Nfd => DecomposingNormalizer::new_nfd().normalize(run).into_owned(),
        NormalizationForm::Nfkd => DecomposingNormalizer::new_nfkd().normalize(run).into_owned(),
    })
}

/// Maps each well-formed run and keeps lone surrogates (which are neither cased nor case-ignorable, so contexts such as
/// Final_Sigma never reach across them).
fn map_runs(units: &[u16], map: impl Fn(&str) -> String) -> Option<TextBuf> {
    let mut out = TextBuf::with_capacity(units.len());
    for run in utf16::runs(units) {
        match run {
            Run::WellFormed(run) => out.push_str(&map(&utf16::to_utf8_lossy(run))),
            Run::Lone(unit) => out.push(unit),
        }
    }
    (out.as_text() != Text::Utf16(units)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(s: &str) -> String {
        let units: Vec<u16> = s.encode_utf16().collect();
        to_lower_case(Text::Utf16(&units)).map_or(s.to_owned(), |t| t.as_text().to_string_lossy())
    }

    #[test]
    fn final_sigma_looks_at_its_context() {
        assert_eq!(lower("ΑΣ"), "ας");
        assert_eq!(lower("ΑΣΑ"), "ασα");
        assert_eq!(lower("Σ"), "σ");
        assert_eq!(lower("Α.Σ.Β"), "α.σ.β");
        assert_eq!(
            to_lower_case(Text::Utf16(&[0x391, 0xD800, 0x3A3])),
            Some(TextBuf::Utf16(vec![0x3B1, 0xD800, 0x3C3]))
        );
    }

    #[test]
    fn the_latin1_path_agrees_with_the_full_one() {
        for byte in 0..=255_u8 {
            let (narrow, wide) = (Text::Latin1(&[byte]), [u16::from(byte)]);
            let full = |mapped: Option<TextBuf>| mapped.unwrap_or_else(|| narrow.to_buf());
            assert_eq!(full(to_lower_case(narrow)), full(to_lower_case(Text::Utf16(&wide))), "{byte:x}");
            assert_eq!(full(to_upper_case(narrow)), full(to_upper_case(Text::Utf16(&wide))), "{byte:x}");
            assert_eq!(normalize(Text::Utf16(&wide), NormalizationForm::Nfc), None, "{byte:x}");
        }
        assert_eq!(to_lower_case(Text::Latin1(b"abc")), None);
    }

    #[test]
    fn locales_with_their_own_rules() {
        let upper = to_locale_upper_case(Text::Latin1(b"i"), "tr");
        assert_eq!(upper, Some(TextBuf::Utf16(vec![0x130])));
        assert_eq!(to_locale_upper_case(Text::Latin1(b"i"), "en"), Some(TextBuf::Latin1(b"I".to_vec())));
    }
}
