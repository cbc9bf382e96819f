//! Intl (ECMA-402): the namespace, the cells of its classes, and what all services share. The data is compiled in (icu).

mod collator;
mod date_time_format;
mod date_time_options;
mod date_time_parts;
mod date_time_value;
mod digits;
mod display_names;
mod duration_format;
mod duration_options;
mod list_format;
mod locale;
mod locale_info;
mod number_format;
mod number_parts;
mod numbering;
mod options;
mod plural_rules;
mod relative_time_format;
mod segmenter;
mod supported_values;
mod tag;
mod units;

pub use collator::{COLLATOR, CollatorData, locale_compare};
pub use date_time_format::{DATE_TIME_FORMAT, date_to_locale_text, temporal_to_locale_text};
pub use date_time_options::{DateTimeFormatData, FieldGroup};
pub use display_names::{DISPLAY_NAMES, DisplayNamesData};
pub use duration_format::{DURATION_FORMAT, DurationFormatData, duration_to_locale_text};
pub use list_format::{LIST_FORMAT, ListFormatData};
pub use locale::LOCALE;
pub use number_format::{NUMBER_FORMAT, NumberFormatData, number_to_locale_text};
pub use plural_rules::{PLURAL_RULES, PluralRulesData};
pub use relative_time_format::{RELATIVE_TIME_FORMAT, RelativeTimeFormatData};
pub use segmenter::{
    SEGMENT_ITERATOR_PROTOTYPE, SEGMENTER, SEGMENTS_PROTOTYPE, SegmentIteratorObject, SegmenterData, SegmentsObject,
};
pub use tag::LocaleTag;

use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, JsString, Kind, Object, Value};
use icu_locale::Locale;
use jenny_gc::{Field, Gc, GcCell, Trace, Tracer};
use tag::canonicalize;

pub static INTL: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        to_string_tag("Intl"),
        method("getCanonicalLocales", intl_get_canonical_locales, 1),
        method("supportedValuesOf", supported_values::intl_supported_values_of, 1),
        intrinsic("Collator", Intrinsic::IntlCollator),
        intrinsic("DateTimeFormat", Intrinsic::IntlDateTimeFormat),
        intrinsic("DisplayNames", Intrinsic::IntlDisplayNames),
        intrinsic("DurationFormat", Intrinsic::IntlDurationFormat),
        intrinsic("ListFormat", Intrinsic::IntlListFormat),
        intrinsic("Locale", Intrinsic::IntlLocale),
        intrinsic("NumberFormat", Intrinsic::IntlNumberFormat),
        intrinsic("PluralRules", Intrinsic::IntlPluralRules),
        intrinsic("RelativeTimeFormat", Intrinsic::IntlRelativeTimeFormat),
        intrinsic("Segmenter", Intrinsic::IntlSegmenter),
    ],
};

/// An object of a service: its internal slots are one Rust value that never changes.
#[repr(C)]
pub struct IntlObject<T> {
    object: Object,
    /// the function that a getter such as `compare` binds to the object, or undefined
    bound: Field<Value>,
    data: Box<T>,
}

/// What an Intl object holds.
pub trait IntlData: 'static {
    const KIND: Kind;
    const PROTOTYPE: Intrinsic;
    const CLASS: &'static str;
}

// SAFETY: visits the object part and the bound function; the data holds no cells.
unsafe impl<T: IntlData> Trace for IntlObject<T> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.bound.get().trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl<T: IntlData> GcCell for IntlObject<T> {}
// SAFETY: repr(C), Object first; cells of these kinds are made in this file only, each kind for one type.
unsafe impl<T: IntlData> ObjectType for IntlObject<T> {
    const KIND: Kind = T::KIND;
}

/// The receiver's object. Errors: TypeError.
fn receiver<T: IntlData>(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<IntlObject<T>>> {
    match this.as_kind::<IntlObject<T>>() {
        Some(object) => Ok(object),
        None => Err(agent.throw_incompatible_receiver(&format!("{}.prototype.{method}", T::CLASS), this)),
    }
}

fn create<T: IntlData>(agent: &mut Agent, data: T, prototype: Gc<Object>) -> Value {
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(T::KIND, shape);
    agent.alloc(IntlObject { object, bound: Field::new(Value::UNDEFINED), data: Box::new(data) }).into()
}

/// The prototype for a constructor's result. Errors: TypeError without `new`, whatever the getter throws.
fn prototype_of_new<T: IntlData>(agent: &mut Agent, args: Args) -> JsResult<Gc<Object>> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new(T::CLASS));
    }
    agent.get_prototype_from_constructor(args.new_target(), T::PROTOTYPE)
}

/// DefaultLocale
const DEFAULT_LOCALE: &str = "en-US";

/// The languages that the data was made for; others fall back to the root. Sorted.
const LANGUAGES: &[&str] = &[
    "af", "ak", "am", "ar", "as", "ast", "az", "be", "bg", "bn", "bqi", "br", "brx", "bs", "ca", "ceb", "chr", "cs",
    "csw", "cv", "cy", "da", "de", "doi", "dsb", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fil",
    "fo", "fr", "fy", "ga", "gd", "gl", "gu", "ha", "haw", "he", "hi", "hr", "hsb", "hu", "hy", "ia", "id", "ig", "is",
    "it", "ja", "jv", "ka", "kgp", "kk", "km", "kn", "ko", "kok", "ks", "ku", "ky", "lb", "lo", "lt", "lv", "mai",
    "mi", "mk", "ml", "mn", "mni", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nn", "no", "nso", "oc", "or", "pa",
    "pcm", "pl", "ps", "pt", "qu", "rm", "ro", "ru", "sa", "sat", "sc", "sd", "si", "sk", "sl", "so", "sq", "sr", "su",
    "sv", "sw", "szl", "ta", "te", "tg", "th", "ti", "tk", "tn", "to", "tr", "tt", "ug", "uk", "ur", "uz", "vec", "vi",
    "vmw", "wo", "xh", "xnr", "yo", "yrl", "yue", "za", "zh", "zu",
];

/// LookupMatchingLocaleByPrefix for one locale: its longest prefix that is available, without extensions. The data of a
/// language serves all of its scripts and regions, so these stay.
fn available(locale: &Locale) -> Option<Locale> {
    if LANGUAGES.binary_search(&locale.id.language.as_str()).is_err() {
        return None;
    }
    let mut found = Locale::from(locale.id.clone());
    found.id.variants.clear();
    Some(found)
}

/// The locale of the data for a request, or the default (ResolveLocale without relevant extension keys).
fn resolve_locale(requested: &[Locale]) -> Locale {
    match requested.iter().find_map(available) {
        Some(found) => found,
        None => Locale::try_from_str(DEFAULT_LOCALE).unwrap_or(Locale::UNKNOWN),
    }
}

/// CanonicalizeLocaleList. Errors: whatever getters throw, TypeError, RangeError.
fn canonicalize_locale_list(agent: &mut Agent, locales: Value) -> JsResult<Vec<Locale>> {
    let mut seen: Vec<Locale> = Vec::new();
    if locales.is_undefined() {
        return Ok(seen);
    }
    if locales.is_string() || locales.is_kind(Kind::IntlLocale) {
        seen.push(locale_of(agent, locales)?);
        return Ok(seen);
    }
    let object = locales.to_object(agent)?;
    let length = object.length_of_array_like(agent)?;
    for index in 0..length {
        agent.poll_interrupts()?;
        let key = Value::number(index as f64).to_property_key(agent)?;
        if !object.has_property(agent, key)? {
            continue;
        }
        let element = object.get(agent, key)?;
        if !element.is_string() && !element.is_object() {
            return Err(agent.throw_type_error("Language ID should be string or object."));
        }
        let locale = locale_of(agent, element)?;
        if !seen.contains(&locale) {
            seen.push(locale);
        }
    }
    Ok(seen)
}

/// An Intl.Locale's tag, or the canonical form of a text. Errors: RangeError.
fn locale_of(agent: &mut Agent, value: Value) -> JsResult<Locale> {
    if let Some(locale) = value.as_kind::<IntlObject<LocaleTag>>() {
        return Ok(locale.data.0.clone());
    }
    let text = value.to_rust_string(agent)?;
    match canonicalize(&text) {
        Some(locale) => Ok(locale),
        None => Err(throw_invalid_tag(agent, &text)),
    }
}

#[cold]
fn throw_invalid_tag(agent: &mut Agent, text: &str) -> crate::Throw {
    agent.throw_range_error(format!("Incorrect locale information provided: {text}"))
}

/// An array of texts.
fn text_array<'a>(agent: &mut Agent, texts: impl Iterator<Item = &'a str>) -> JsResult<Value> {
    let array = agent.new_array(&[])?;
    for text in texts {
        let text = agent.string_value(text);
        agent.array_push(array, text)?;
    }
    Ok(array.into())
}

/// Intl.getCanonicalLocales ( locales )
fn intl_get_canonical_locales(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let list = canonicalize_locale_list(agent, args.get(0))?;
    let texts: Vec<String> = list.iter().map(Locale::to_string).collect();
    text_array(agent, texts.iter().map(String::as_str))
}

/// FilterLocales, the whole of every `supportedLocalesOf`.
fn supported_locales_of(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let requested = canonicalize_locale_list(agent, args.get(0))?;
    let options = options::coerce_options_to_object(agent, args.get(1))?;
    options::locale_matcher(agent, options)?;
    let texts: Vec<String> = requested.iter().filter(|l| available(l).is_some()).map(Locale::to_string).collect();
    text_array(agent, texts.iter().map(String::as_str))
}

/// Adds data properties with texts.
fn add_texts(agent: &mut Agent, object: Gc<Object>, rows: &[(&str, &str)]) -> JsResult<()> {
    for (name, text) in rows {
        let text = agent.try_string(text)?;
        object.create_str(agent, name, text)?;
    }
    Ok(())
}

/// [[FallbackSymbol]] of %Intl%, in a wrapper object: where constructors called as functions leave what they made.
pub fn make_fallback_symbol(agent: &mut Agent) -> Gc<Object> {
    let description = agent.string("IntlLegacyConstructedSymbol");
    let symbol = Value::from(agent.new_symbol(Some(description)));
    match symbol.to_object(agent) {
        Ok(object) => object,
        Err(_) => agent.new_object(),
    }
}

fn fallback_key(agent: &mut Agent) -> JsResult<crate::PropertyKey> {
    let wrapper = Value::from(agent.intrinsic(Intrinsic::IntlFallbackSymbol));
    match wrapper.as_kind::<crate::object::wrapper::PrimitiveWrapper>() {
        Some(wrapper) => wrapper.primitive().to_property_key(agent),
        None => wrapper.to_property_key(agent),
    }
}

/// ChainNumberFormat and ChainDateTimeFormat, after a call without `new`.
fn chain(agent: &mut Agent, this: Value, constructor: Intrinsic, made: Value) -> JsResult<Value> {
    let constructor = agent.intrinsic(constructor);
    if let Some(object) = this.as_object()
        && agent.ordinary_has_instance(constructor.into(), this)?
    {
        let key = fallback_key(agent)?;
        let descriptor = crate::PropertyDescriptor::data(made, crate::Attributes::NONE);
        object.define_or_throw(agent, key, &descriptor)?;
        return Ok(this);
    }
    Ok(made)
}

/// UnwrapNumberFormat and UnwrapDateTimeFormat.
fn unwrap_chained<T: IntlData>(agent: &mut Agent, this: Value, constructor: Intrinsic) -> JsResult<Value> {
    if this.as_kind::<IntlObject<T>>().is_some() {
        return Ok(this);
    }
    let constructor = agent.intrinsic(constructor);
    if let Some(object) = this.as_object()
        && agent.ordinary_has_instance(constructor.into(), this)?
    {
        let key = fallback_key(agent)?;
        return object.get(agent, key);
    }
    Ok(this)
}
