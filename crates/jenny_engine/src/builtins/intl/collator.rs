//! Intl.Collator (ECMA-402 10), and String.prototype.localeCompare.

use super::options::{coerce_options_to_object, get, get_choice, get_text, locale_matcher};
use super::*;
use icu_collator::options::{AlternateHandling, CaseLevel, CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale::extensions::unicode::{Key, Value as Keyword, key};

pub static COLLATOR: ClassSpec =
    ClassSpec::new("Collator", Intrinsic::IntlCollator, Intrinsic::IntlCollatorPrototype, collator_constructor, 0)
        .statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
        .methods(&[
            getter("compare", collator_compare),
            method("resolvedOptions", collator_resolved_options, 0),
            to_string_tag("Intl.Collator"),
        ]);

/// The internal slots.
pub struct CollatorData {
    /// with the keywords of the request that were taken
    locale: Locale,
    usage: &'static str,
    sensitivity: &'static str,
    ignore_punctuation: bool,
    collation: String,
    numeric: bool,
    case_first: String,
    collator: CollatorBorrowed<'static>,
}

impl IntlData for CollatorData {
    const KIND: Kind = Kind::IntlCollator;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlCollatorPrototype;
    const CLASS: &'static str = "Intl.Collator";
}

/// The collations that a language has besides the default one (its [[SortLocaleData]].[[co]]).
fn has_collation(language: &str, collation: &str) -> bool {
    match collation {
        "emoji" | "eor" => true,
        "compat" => language == "ar",
        "dict" => language == "si",
        "phonebk" => language == "de",
        "pinyin" | "stroke" | "zhuyin" => language == "zh",
        "trad" => matches!(language, "bn" | "es" | "fi" | "kn" | "sa" | "sv" | "vi"),
        "unihan" => matches!(language, "ja" | "ko" | "zh"),
        _ => false,
    }
}

/// What ResolveLocale finds for one keyword: the option if it is there and allowed, else the tag's keyword, which then stays.
pub(super) fn resolve_keyword(
    found: &mut Locale,
    requested: Option<&Locale>,
    key: Key,
    option: Option<String>,
    is_allowed: impl Fn(&str) -> bool,
) -> Option<String> {
    let of_tag = requested.and_then(|r| r.extensions.unicode.keywords.get(&key)).map(|value| match value.to_string() {
        // The value true is the empty one.
        text if text.is_empty() => "true".to_owned(),
        text => text,
    });
    let of_tag = of_tag.filter(|text| is_allowed(text));
    let option = option.filter(|text| is_allowed(text));
    if let Some(text) = &of_tag
        && option.as_ref().is_none_or(|option| option == text)
        && let Ok(value) = Keyword::try_from_str(text)
    {
        found.extensions.unicode.keywords.set(key, value);
    }
    option.or(of_tag)
}

/// A collator of the two arguments `locales` and `options`. Errors: whatever getters throw, TypeError, RangeError.
fn initialize_collator(agent: &mut Agent, locales: Value, options: Value) -> JsResult<CollatorData> {
    let list = canonicalize_locale_list(agent, locales)?;
    let options = coerce_options_to_object(agent, options)?;
    let usage = get_choice(agent, options, "usage", &["sort", "search"])?.unwrap_or("sort");
    locale_matcher(agent, options)?;
    let collation = get_text(agent, options, "collation")?;
    if let Some(text) = &collation
        && !text.split('-').all(|part| (3..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    {
        return Err(
            agent.throw_range_error(format!("Value {text} out of range for Intl.Collator options property collation"))
        );
    }
    let numeric = get(agent, options, "numeric")?;
    let numeric = (!numeric.is_undefined()).then(|| numeric.to_boolean().to_string());
    let case_first = get_choice(agent, options, "caseFirst", &["upper", "lower", "false"])?.map(str::to_owned);
    let requested = list.iter().find(|locale| available(locale).is_some());
    let mut locale = resolve_locale(&list);
    let language = locale.id.language.to_string();
    let is_sort = usage == "sort";
    let collation = collation.map(|text| text.to_ascii_lowercase());
    let collation =
        resolve_keyword(&mut locale, requested, key!("co"), collation, |c| is_sort && has_collation(&language, c));
    let case_first =
        resolve_keyword(&mut locale, requested, key!("kf"), case_first, |c| matches!(c, "upper" | "lower" | "false"));
    let numeric = resolve_keyword(&mut locale, requested, key!("kn"), numeric, |n| matches!(n, "true" | "false"));
    let numeric = numeric.as_deref() == Some("true");
    let case_first =
        case_first.unwrap_or_else(|| if language == "da" || language == "mt" { "upper" } else { "false" }.into());
    let choices = ["base", "accent", "case", "variant"];
    let sensitivity = get_choice(agent, options, "sensitivity", &choices)?.unwrap_or("variant");
    let punctuation = get(agent, options, "ignorePunctuation")?;
    let ignore_punctuation = if punctuation.is_undefined() { language == "th" } else { punctuation.to_boolean() };

    let mut of_data = Locale::from(locale.id.clone());
    let mut keywords = vec![(key!("kf"), case_first.as_str()), (key!("kn"), if numeric { "true" } else { "false" })];
    match (&collation, is_sort) {
        (Some(collation), _) => keywords.push((key!("co"), collation)),
        (None, false) => keywords.push((key!("co"), "search")),
        (None, true) => {}
    }
    for (key, text) in keywords {
        if let Ok(value) = Keyword::try_from_str(text) {
            of_data.extensions.unicode.keywords.set(key, value);
        }
    }
    let mut icu_options = CollatorOptions::default();
    icu_options.strength = Some(match sensitivity {
        "base" | "case" => Strength::Primary,
        "accent" => Strength::Secondary,
        _ => Strength::Tertiary,
    });
    icu_options.case_level = (sensitivity == "case").then_some(CaseLevel::On);
    icu_options.alternate_handling =
        Some(if ignore_punctuation { AlternateHandling::Shifted } else { AlternateHandling::NonIgnorable });
    let collator = new_collator(agent, (&of_data).into(), icu_options)?;
    let collation = collation.unwrap_or_else(|| "default".into());
    Ok(CollatorData { locale, usage, sensitivity, ignore_punctuation, collation, numeric, case_first, collator })
}

/// A collator from the data; a locale without data of its own gets the root's. Errors: RangeError.
fn new_collator(
    agent: &mut Agent,
    preferences: CollatorPreferences,
    options: CollatorOptions,
) -> JsResult<CollatorBorrowed<'static>> {
    let made = CollatorBorrowed::try_new(preferences, options)
        .or_else(|_| CollatorBorrowed::try_new(CollatorPreferences::default(), options));
    made.map_err(|error| agent.throw_range_error(format!("No data for this collation: {error}")))
}

/// Intl.Collator ( [ locales [ , options ] ] ), with or without `new`
fn collator_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::IntlCollatorPrototype)?;
    let data = initialize_collator(agent, args.get(0), args.get(1))?;
    Ok(create(agent, data, prototype))
}

/// CompareStrings
fn compare_strings(collator: &CollatorBorrowed<'_>, x: &JsString, y: &JsString) -> Value {
    Value::int(collator.compare_utf16(&x.to_utf16(), &y.to_utf16()) as i32)
}

/// get Intl.Collator.prototype.compare
fn collator_compare(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let collator = receiver::<CollatorData>(agent, this, "compare")?;
    if collator.bound.get().is_undefined() {
        let function = agent.new_native("", 2, bound_compare, &[this]);
        collator.bound.set(collator.object.header(), function.into());
    }
    Ok(collator.bound.get())
}

/// A Collator Compare Function.
fn bound_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let collator = receiver::<CollatorData>(agent, args.data(0), "compare")?;
    let x = args.get(0).to_js_string(agent)?;
    let y = args.get(1).to_js_string(agent)?;
    Ok(compare_strings(&collator.data.collator, &x, &y))
}

/// Intl.Collator.prototype.resolvedOptions ( )
fn collator_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let collator = receiver::<CollatorData>(agent, this, "resolvedOptions")?;
    let data = &collator.data;
    let object = agent.new_object();
    let locale = data.locale.to_string();
    for (name, text) in [("locale", locale.as_str()), ("usage", data.usage), ("sensitivity", data.sensitivity)] {
        let text = agent.string(text);
        object.create_str(agent, name, text)?;
    }
    object.create_str(agent, "ignorePunctuation", Value::bool(data.ignore_punctuation))?;
    let collation = agent.string(&data.collation);
    object.create_str(agent, "collation", collation)?;
    object.create_str(agent, "numeric", Value::bool(data.numeric))?;
    let case_first = agent.string(&data.case_first);
    object.create_str(agent, "caseFirst", case_first)?;
    Ok(object.into())
}

/// String.prototype.localeCompare ( that [ , locales [ , options ] ] ) after the conversion of the strings.
pub fn locale_compare(agent: &mut Agent, x: Gc<JsString>, y: Gc<JsString>, args: Args) -> JsResult<Value> {
    if args.get(1).is_undefined() && args.get(2).is_undefined() {
        // English collates as the root does.
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        let collator = new_collator(agent, CollatorPreferences::default(), options)?;
        return Ok(compare_strings(&collator, &x, &y));
    }
    let data = initialize_collator(agent, args.get(1), args.get(2))?;
    Ok(compare_strings(&data.collator, &x, &y))
}
