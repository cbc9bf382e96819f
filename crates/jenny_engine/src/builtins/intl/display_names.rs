//! Intl.DisplayNames (ECMA-402 12).

use super::number_format::is_type;
use super::number_parts::around_digits;
use super::options::{get_choice, locale_matcher};
use super::*;
use fixed_decimal::Decimal;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::displaynames::multi::{LocaleDisplayNamesFormatter, RegionDisplayNames, ScriptDisplayNames};
use icu_experimental::displaynames::{DisplayNamesOptions, Fallback, LanguageDisplay, Style};
use icu_locale::preferences::extensions::unicode::keywords::CurrencyType;
use icu_locale::subtags::{Region, Script};
use writeable::Writeable;

pub static DISPLAY_NAMES: ClassSpec = ClassSpec::new(
    "DisplayNames",
    Intrinsic::IntlDisplayNames,
    Intrinsic::IntlDisplayNamesPrototype,
    display_names_constructor,
    2,
)
.statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
.methods(&[
    method("of", display_names_of, 1),
    method("resolvedOptions", display_names_resolved_options, 0),
    to_string_tag("Intl.DisplayNames"),
]);

/// The internal slots.
pub struct DisplayNamesData {
    locale: Locale,
    style: &'static str,
    names_type: &'static str,
    fallback: &'static str,
    language_display: &'static str,
}

impl IntlData for DisplayNamesData {
    const KIND: Kind = Kind::IntlDisplayNames;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlDisplayNamesPrototype;
    const CLASS: &'static str = "Intl.DisplayNames";
}

/// new Intl.DisplayNames ( locales, options )
fn display_names_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = prototype_of_new::<DisplayNamesData>(agent, args)?;
    let requested = canonicalize_locale_list(agent, args.get(0))?;
    if !args.get(1).is_object() {
        return Err(agent.throw_type_error("Intl.DisplayNames needs an options object"));
    }
    let options = args.get(1).as_object();
    locale_matcher(agent, options)?;
    let locale = resolve_locale(&requested);
    let style = get_choice(agent, options, "style", &["narrow", "short", "long"])?.unwrap_or("long");
    let types = ["language", "region", "script", "currency", "calendar", "dateTimeField"];
    let Some(names_type) = get_choice(agent, options, "type", &types)? else {
        return Err(agent.throw_type_error("The option type is required"));
    };
    let fallback = get_choice(agent, options, "fallback", &["code", "none"])?.unwrap_or("code");
    let language_display =
        get_choice(agent, options, "languageDisplay", &["dialect", "standard"])?.unwrap_or("dialect");
    Ok(create(agent, DisplayNamesData { locale, style, names_type, fallback, language_display }, prototype))
}

const FIELDS: &[(&str, &str)] = &[
    ("era", "era"),
    ("year", "year"),
    ("quarter", "quarter"),
    ("month", "month"),
    ("weekOfYear", "week"),
    ("weekday", "day of the week"),
    ("day", "day"),
    ("dayPeriod", "AM/PM"),
    ("hour", "hour"),
    ("minute", "minute"),
    ("second", "second"),
    ("timeZoneName", "time zone"),
];

/// English names of calendars; the compiled data has none.
const CALENDAR_NAMES: &[(&str, &str)] = &[
    ("buddhist", "Buddhist Calendar"),
    ("chinese", "Chinese Calendar"),
    ("coptic", "Coptic Calendar"),
    ("dangi", "Dangi Calendar"),
    ("ethioaa", "Ethiopic Amete Alem Calendar"),
    ("ethiopic", "Ethiopic Calendar"),
    ("gregory", "Gregorian Calendar"),
    ("hebrew", "Hebrew Calendar"),
    ("indian", "Indian National Calendar"),
    ("islamic-civil", "Hijri Calendar (tabular, civil epoch)"),
    ("islamic-tbla", "Hijri Calendar (tabular, astronomical epoch)"),
    ("islamic-umalqura", "Hijri Calendar (Umm al-Qura)"),
    ("iso8601", "ISO-8601 Calendar"),
    ("japanese", "Japanese Calendar"),
    ("persian", "Persian Calendar"),
    ("roc", "Minguo Calendar"),
];

fn named(table: &[(&str, &str)], code: &str) -> Option<String> {
    table.iter().find(|(known, _)| *known == code).map(|(_, name)| (*name).to_owned())
}

/// CanonicalCodeForDisplayNames; None where the code is not valid.
fn canonical_code(names_type: &str, code: &str) -> Option<String> {
    match names_type {
        "language" => {
            let is_language = |part: &str| matches!(part.len(), 2 | 3 | 5..=8);
            let first = code.split('-').next()?;
            let locale = canonicalize(code).filter(|_| is_language(first))?;
            (locale.extensions.is_empty() && !code.eq_ignore_ascii_case("root")).then(|| locale.to_string())
        }
        "region" => Region::try_from_str(code).ok().map(|region| region.to_string()),
        "script" => Script::try_from_str(code).ok().map(|script| script.to_string()),
        "calendar" => is_type(code).then(|| code.to_ascii_lowercase()),
        "dateTimeField" => FIELDS.iter().any(|(known, _)| *known == code).then(|| code.to_owned()),
        _ => (code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic())).then(|| code.to_ascii_uppercase()),
    }
}

impl DisplayNamesData {
    fn name_of(&self, code: &str) -> Option<String> {
        let mut options = DisplayNamesOptions::default();
        options.style = Some(match self.style {
            "narrow" => Style::Narrow,
            "short" => Style::Short,
            _ => Style::Long,
        });
        options.fallback = Fallback::None;
        options.language_display =
            if self.language_display == "standard" { LanguageDisplay::Standard } else { LanguageDisplay::Dialect };
        let preferences = (&self.locale).into();
        match self.names_type {
            "language" => {
                let names = LocaleDisplayNamesFormatter::try_new(preferences, options).ok()?;
                let name = names.of(&Locale::try_from_str(code).ok()?).into_owned();
                (!name.is_empty() && name != code).then_some(name)
            }
            "region" => {
                let names = RegionDisplayNames::try_new(preferences, options).ok()?;
                names.of(Region::try_from_str(code).ok()?).map(str::to_owned)
            }
            "script" => {
                let names = ScriptDisplayNames::try_new(preferences, options).ok()?;
                names.of(Script::try_from_str(code).ok()?).map(str::to_owned)
            }
            "calendar" => named(CALENDAR_NAMES, code),
            "dateTimeField" => named(FIELDS, code),
            _ => {
                let currency = CurrencyType::try_from_str(&code.to_ascii_lowercase()).ok()?;
                let locale = (&self.locale).into();
                let formatter = match self.style {
                    "long" => CurrencyFormatter::try_new_name(locale, currency),
                    "short" => CurrencyFormatter::try_new_symbol(locale, currency, Default::default()),
                    _ => CurrencyFormatter::try_new_symbol_narrow(locale, currency, Default::default()),
                };
                let text = formatter.ok()?.format_fixed_decimal(&Decimal::from(1)).write_to_string().into_owned();
                let (before, after) = around_digits(&text)?;
                let name = if before.trim().is_empty() { after } else { before };
                Some(name.trim().to_owned()).filter(|name| !name.is_empty() && name != "¤" && name != code)
            }
        }
    }
}

/// Intl.DisplayNames.prototype.of ( code )
fn display_names_of(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let names = receiver::<DisplayNamesData>(agent, this, "of")?;
    let code = args.get(0).to_rust_string(agent)?;
    let data = &names.data;
    let Some(code) = canonical_code(data.names_type, &code) else {
        return Err(agent.throw_range_error("Invalid argument to Intl.DisplayNames.prototype.of"));
    };
    match data.name_of(&code) {
        Some(name) => Ok(agent.string_value(&name)),
        None if data.fallback == "code" => Ok(agent.string_value(&code)),
        None => Ok(Value::UNDEFINED),
    }
}

/// Intl.DisplayNames.prototype.resolvedOptions ( )
fn display_names_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let names = receiver::<DisplayNamesData>(agent, this, "resolvedOptions")?;
    let data = &names.data;
    let object = agent.new_object();
    let locale = data.locale.to_string();
    let rows =
        [("locale", locale.as_str()), ("style", data.style), ("type", data.names_type), ("fallback", data.fallback)];
    add_texts(agent, object, &rows)?;
    if data.names_type == "language" {
        add_texts(agent, object, &[("languageDisplay", data.language_display)])?;
    }
    Ok(object.into())
}
