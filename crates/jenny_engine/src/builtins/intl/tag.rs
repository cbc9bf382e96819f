//! Language tags: what is structurally valid, and CanonicalizeUnicodeLocaleId (ECMA-402 6.2, UTS 35).

use super::IntlData;
use crate::{Intrinsic, Kind};
use icu_locale::extensions::transform;
use icu_locale::extensions::unicode::{Key, Value as Keyword, key};
use icu_locale::{Locale, LocaleCanonicalizer};

/// [[Locale]] of an Intl.Locale.
pub struct LocaleTag(pub Locale);

impl IntlData for LocaleTag {
    const KIND: Kind = Kind::IntlLocale;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlLocalePrototype;
    const CLASS: &'static str = "Intl.Locale";
}

/// The canonical locale of a tag; None when the tag is not structurally valid.
pub fn canonicalize(tag: &str) -> Option<Locale> {
    // The crate reads underscores as hyphens, and private use without a language.
    if tag.contains('_') || tag.starts_with(['x', 'X']) && tag[1..].starts_with('-') {
        return None;
    }
    let mut locale = Locale::try_from_str(tag).ok()?;
    canonicalize_locale(&mut locale);
    Some(locale)
}

/// Brings a locale into its canonical form.
pub fn canonicalize_locale(locale: &mut Locale) {
    LocaleCanonicalizer::new_extended().canonicalize(locale);
    for (key, alias, preferred) in KEYWORD_ALIASES {
        let keywords = &mut locale.extensions.unicode.keywords;
        if let Some(value) = keywords.get(key)
            && value.to_string() == *alias
            && let Ok(preferred) = Keyword::try_from_str(preferred)
        {
            keywords.set(*key, preferred);
        }
    }
    let fields = &mut locale.extensions.transform.fields;
    let mechanism = transform::key!("m0");
    if fields.get(&mechanism).is_some_and(|value| value.to_string() == "names")
        && let Ok(preferred) = transform::Value::try_from_str("prprname")
    {
        fields.set(mechanism, preferred);
    }
}

/// Values of keywords that CLDR's bcp47 files name as aliases, with what they stand for; the crate's data lacks them.
const KEYWORD_ALIASES: &[(Key, &str, &str)] = &[
    (key!("ca"), "ethiopic-amete-alem", "ethioaa"),
    (key!("ca"), "islamicc", "islamic-civil"),
    (key!("kb"), "yes", ""),
    (key!("kc"), "yes", ""),
    (key!("kh"), "yes", ""),
    (key!("kk"), "yes", ""),
    (key!("kn"), "yes", ""),
    (key!("ks"), "primary", "level1"),
    (key!("ks"), "tertiary", "level3"),
    (key!("ms"), "imperial", "uksystem"),
    (key!("tz"), "aqams", "nzakl"),
    (key!("tz"), "cnckg", "cnsha"),
    (key!("tz"), "cnhrb", "cnsha"),
    (key!("tz"), "cnkhg", "cnurc"),
    (key!("tz"), "cuba", "cuhav"),
    (key!("tz"), "egypt", "egcai"),
    (key!("tz"), "eire", "iedub"),
    (key!("tz"), "est", "papty"),
    (key!("tz"), "est5edt", "usnyc"),
    (key!("tz"), "gmt0", "gmt"),
    (key!("tz"), "hongkong", "hkhkg"),
    (key!("tz"), "hst", "ushnl"),
    (key!("tz"), "iceland", "isrey"),
    (key!("tz"), "iran", "irthr"),
    (key!("tz"), "israel", "jeruslm"),
    (key!("tz"), "jamaica", "jmkin"),
    (key!("tz"), "japan", "jptyo"),
    (key!("tz"), "libya", "lytip"),
    (key!("tz"), "mst", "usphx"),
    (key!("tz"), "mst7mdt", "usden"),
    (key!("tz"), "navajo", "usden"),
    (key!("tz"), "poland", "plwaw"),
    (key!("tz"), "portugal", "ptlis"),
    (key!("tz"), "prc", "cnsha"),
    (key!("tz"), "cst6cdt", "uschi"),
    (key!("tz"), "pst8pdt", "uslax"),
    (key!("tz"), "roc", "twtpe"),
    (key!("tz"), "rok", "krsel"),
    (key!("tz"), "turkey", "trist"),
    (key!("tz"), "uct", "utc"),
    (key!("tz"), "usnavajo", "usden"),
    (key!("tz"), "zulu", "utc"),
];
