//! Intl.Locale (ECMA-402 15).

use super::locale_info;
use super::options::{Options, coerce_options_to_object, get, get_choice, get_text};
use super::tag::{LocaleTag, canonicalize, canonicalize_locale};
use super::*;
use icu_locale::LocaleExpander;
use icu_locale::extensions::unicode::{Key, Value as Keyword, key};
use icu_locale::subtags::{Language, Region, Script, Variant, Variants, language};

pub static LOCALE: ClassSpec =
    ClassSpec::new("Locale", Intrinsic::IntlLocale, Intrinsic::IntlLocalePrototype, locale_constructor, 1)
        .methods(METHODS);

macro_rules! locale_getters {
    ($($function:ident $name:literal $read:expr;)*) => {
        $(
            #[doc = concat!("get Intl.Locale.prototype.", $name)]
            fn $function(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
                let locale = receiver::<LocaleTag>(agent, this, $name)?;
                let read: fn(&Locale) -> Option<String> = $read;
                Ok(match read(&locale.data.0) {
                    Some(text) => agent.string_value(&text),
                    None => Value::UNDEFINED,
                })
            }
        )*
        static METHODS: &[PropertySpec] = &[
            $(getter($name, $function),)*
            getter("numeric", locale_numeric),
            method("getCalendars", locale_info::get_calendars, 0),
            method("getCollations", locale_info::get_collations, 0),
            method("getHourCycles", locale_info::get_hour_cycles, 0),
            method("getNumberingSystems", locale_info::get_numbering_systems, 0),
            method("getTextInfo", locale_info::get_text_info, 0),
            method("getTimeZones", locale_info::get_time_zones, 0),
            method("getWeekInfo", locale_info::get_week_info, 0),
            method("maximize", locale_maximize, 0),
            method("minimize", locale_minimize, 0),
            method("toString", locale_to_string, 0),
            to_string_tag("Intl.Locale"),
        ];
    };
}

locale_getters! {
    locale_base_name "baseName" |l| Some(l.id.to_string());
    locale_calendar "calendar" |l| keyword(l, key!("ca"));
    locale_case_first "caseFirst" |l| keyword(l, key!("kf"));
    locale_collation "collation" |l| keyword(l, key!("co"));
    locale_first_day_of_week "firstDayOfWeek" |l| keyword(l, key!("fw"));
    locale_hour_cycle "hourCycle" |l| keyword(l, key!("hc"));
    locale_numbering_system "numberingSystem" |l| keyword(l, key!("nu"));
    locale_language "language" |l| Some(l.id.language.to_string());
    locale_script "script" |l| l.id.script.map(|s| s.to_string());
    locale_region "region" |l| l.id.region.map(|r| r.to_string());
    locale_variants "variants" variants;
}

pub(super) fn keyword(locale: &Locale, key: Key) -> Option<String> {
    locale.extensions.unicode.keywords.get(&key).map(Keyword::to_string)
}

fn variants(locale: &Locale) -> Option<String> {
    let list: Vec<&str> = locale.id.variants.iter().map(Variant::as_str).collect();
    (!list.is_empty()).then(|| list.join("-"))
}

/// new Intl.Locale ( tag [ , options ] )
fn locale_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = prototype_of_new::<LocaleTag>(agent, args)?;
    let tag = args.get(0);
    if !tag.is_string() && !tag.is_object() {
        return Err(agent.throw_type_error("First argument to Intl.Locale constructor can't be empty or missing"));
    }
    let text = match tag.as_kind::<IntlObject<LocaleTag>>() {
        Some(locale) => locale.data.0.to_string(),
        None => tag.to_rust_string(agent)?,
    };
    let options = coerce_options_to_object(agent, args.get(1))?;
    let Some(mut locale) = canonicalize(&text) else { return Err(throw_invalid_tag(agent, &text)) };
    update_language_id(agent, &mut locale, options)?;
    for (name, key) in [("calendar", key!("ca")), ("collation", key!("co"))] {
        if let Some(text) = get_text(agent, options, name)? {
            set_type(agent, &mut locale, key, &text)?;
        }
    }
    if let Some(text) = get_text(agent, options, "firstDayOfWeek")? {
        let day = match text.as_str() {
            "0" | "7" => "sun",
            "1" => "mon",
            "2" => "tue",
            "3" => "wed",
            "4" => "thu",
            "5" => "fri",
            "6" => "sat",
            other => other,
        };
        set_type(agent, &mut locale, key!("fw"), day)?;
    }
    if let Some(cycle) = get_choice(agent, options, "hourCycle", &["h11", "h12", "h23", "h24"])? {
        set_type(agent, &mut locale, key!("hc"), cycle)?;
    }
    if let Some(first) = get_choice(agent, options, "caseFirst", &["upper", "lower", "false"])? {
        set_type(agent, &mut locale, key!("kf"), first)?;
    }
    let numeric = get(agent, options, "numeric")?;
    if !numeric.is_undefined() {
        set_type(agent, &mut locale, key!("kn"), if numeric.to_boolean() { "true" } else { "false" })?;
    }
    if let Some(text) = get_text(agent, options, "numberingSystem")? {
        set_type(agent, &mut locale, key!("nu"), &text)?;
    }
    canonicalize_locale(&mut locale);
    Ok(create(agent, LocaleTag(locale), prototype))
}

/// UpdateLanguageId. Errors: RangeError.
fn update_language_id(agent: &mut Agent, locale: &mut Locale, options: Options) -> JsResult<()> {
    let language = get_text(agent, options, "language")?;
    if let Some(text) = &language {
        match Language::try_from_str(text) {
            Ok(language) if text.len() != 4 => locale.id.language = language,
            _ => return Err(throw_invalid_tag(agent, text)),
        }
    }
    if let Some(text) = get_text(agent, options, "script")? {
        match Script::try_from_str(&text) {
            Ok(script) => locale.id.script = Some(script),
            Err(_) => return Err(throw_invalid_tag(agent, &text)),
        }
    }
    if let Some(text) = get_text(agent, options, "region")? {
        match Region::try_from_str(&text) {
            Ok(region) => locale.id.region = Some(region),
            Err(_) => return Err(throw_invalid_tag(agent, &text)),
        }
    }
    if let Some(text) = get_text(agent, options, "variants")? {
        let mut variants = Variants::new();
        for part in text.split('-') {
            match Variant::try_from_str(part) {
                // A variant may stand there once only.
                Ok(variant) if variants.push(variant) => {}
                _ => return Err(throw_invalid_tag(agent, &text)),
            }
        }
        locale.id.variants = variants;
    }
    canonicalize_locale(locale);
    Ok(())
}

/// Sets a keyword to what must match the production `type`. Errors: RangeError.
fn set_type(agent: &mut Agent, locale: &mut Locale, key: Key, text: &str) -> JsResult<()> {
    let well_formed =
        text.split('-').all(|part| (3..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    match Keyword::try_from_str(text) {
        Ok(value) if well_formed => {
            locale.extensions.unicode.keywords.set(key, value);
            Ok(())
        }
        _ => Err(throw_invalid_tag(agent, text)),
    }
}

/// get Intl.Locale.prototype.numeric
fn locale_numeric(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = receiver::<LocaleTag>(agent, this, "numeric")?;
    // The value true is the empty one.
    Ok(Value::bool(keyword(&locale.data.0, key!("kn")).is_some_and(|text| text.is_empty() || text == "true")))
}

/// Add Likely Subtags; the crate leaves a bare "und" alone.
fn maximize(locale: &mut Locale) {
    let id = &mut locale.id;
    if id.language.is_unknown() && id.script.is_none() && id.region.is_none() {
        id.language = language!("en");
    }
    LocaleExpander::new_extended().maximize(id);
}

/// Intl.Locale.prototype.maximize ( )
fn locale_maximize(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = receiver::<LocaleTag>(agent, this, "maximize")?;
    let mut maximal = locale.data.0.clone();
    maximize(&mut maximal);
    let prototype = agent.intrinsic(Intrinsic::IntlLocalePrototype);
    Ok(create(agent, LocaleTag(maximal), prototype))
}

/// Intl.Locale.prototype.minimize ( )
fn locale_minimize(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = receiver::<LocaleTag>(agent, this, "minimize")?;
    let mut minimal = locale.data.0.clone();
    maximize(&mut minimal);
    LocaleExpander::new_extended().minimize(&mut minimal.id);
    let prototype = agent.intrinsic(Intrinsic::IntlLocalePrototype);
    Ok(create(agent, LocaleTag(minimal), prototype))
}

/// Intl.Locale.prototype.toString ( )
fn locale_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = receiver::<LocaleTag>(agent, this, "toString")?;
    Ok(agent.string_value(&locale.data.0.to_string()))
}
