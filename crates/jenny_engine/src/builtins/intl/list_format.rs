//! Intl.ListFormat (ECMA-402 14).

use super::options::{get_choice, get_options_object, locale_matcher};
use super::*;
use crate::object::array::ArrayObject;
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_list::parts::ELEMENT;
use std::fmt;
use writeable::{Part, PartsWrite, Writeable};

pub static LIST_FORMAT: ClassSpec = ClassSpec::new(
    "ListFormat",
    Intrinsic::IntlListFormat,
    Intrinsic::IntlListFormatPrototype,
    list_format_constructor,
    0,
)
.statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
.methods(&[
    method("format", list_format_format, 1),
    method("formatToParts", list_format_format_to_parts, 1),
    method("resolvedOptions", list_format_resolved_options, 0),
    to_string_tag("Intl.ListFormat"),
]);

/// The internal slots.
pub struct ListFormatData {
    locale: Locale,
    list_type: &'static str,
    style: &'static str,
    formatter: ListFormatter,
}

impl IntlData for ListFormatData {
    const KIND: Kind = Kind::IntlListFormat;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlListFormatPrototype;
    const CLASS: &'static str = "Intl.ListFormat";
}

/// new Intl.ListFormat ( [ locales [ , options ] ] )
fn list_format_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = prototype_of_new::<ListFormatData>(agent, args)?;
    let requested = canonicalize_locale_list(agent, args.get(0))?;
    let options = get_options_object(agent, args.get(1))?;
    locale_matcher(agent, options)?;
    let locale = resolve_locale(&requested);
    let list_type =
        get_choice(agent, options, "type", &["conjunction", "disjunction", "unit"])?.unwrap_or("conjunction");
    let style = get_choice(agent, options, "style", &["long", "short", "narrow"])?.unwrap_or("long");
    let length = match style {
        "short" => ListLength::Short,
        "narrow" => ListLength::Narrow,
        _ => ListLength::Wide,
    };
    let icu_options = ListFormatterOptions::default().with_length(length);
    let formatter = match list_type {
        "disjunction" => ListFormatter::try_new_or((&locale).into(), icu_options),
        "unit" => ListFormatter::try_new_unit((&locale).into(), icu_options),
        _ => ListFormatter::try_new_and((&locale).into(), icu_options),
    };
    match formatter {
        Ok(formatter) => Ok(create(agent, ListFormatData { locale, list_type, style, formatter }, prototype)),
        Err(error) => Err(agent.throw_range_error(format!("No data for lists in this locale: {error}"))),
    }
}

/// Parts of a formatted list: the elements in turn, and the texts between them.
#[derive(Default)]
struct Parts {
    /// None is the next element
    list: Vec<Option<String>>,
    in_element: bool,
}

impl fmt::Write for Parts {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.in_element {
            return Ok(());
        }
        match self.list.last_mut() {
            Some(Some(literal)) => literal.push_str(text),
            _ if text.is_empty() => {}
            _ => self.list.push(Some(text.to_owned())),
        }
        Ok(())
    }
}

impl PartsWrite for Parts {
    type SubPartsWrite = Parts;

    fn with_part(&mut self, part: Part, mut f: impl FnMut(&mut Parts) -> fmt::Result) -> fmt::Result {
        if part != ELEMENT {
            return f(self);
        }
        self.list.push(None);
        self.in_element = true;
        let written = f(self);
        self.in_element = false;
        written
    }
}

/// The parts of a formatted list: None is the next element, a text stands between.
pub fn list_parts(formatter: &ListFormatter, elements: &[String]) -> Vec<Option<String>> {
    let mut parts = Parts::default();
    // Writing into memory cannot fail.
    let _ = formatter.format(elements.iter()).write_to_parts(&mut parts);
    parts.list
}

/// A formatted list: its parts' texts as an array, and which of them are elements.
struct Formatted {
    texts: Gc<ArrayObject>,
    is_element: Vec<bool>,
}

/// StringListFromIterable and CreatePartsFromList. Errors: whatever the iteration throws, TypeError.
fn format_parts(agent: &mut Agent, this: Value, args: Args, method: &str) -> JsResult<Formatted> {
    let format = receiver::<ListFormatData>(agent, this, method)?;
    let strings = agent.new_array(&[])?;
    let mut lossy: Vec<String> = Vec::new();
    if !args.get(0).is_undefined() {
        agent.iterate(args.get(0), |agent, value| {
            let Some(string) = value.as_string() else {
                return Err(agent.throw_type_error("Iterable yielded a value which is not a string"));
            };
            lossy.push(string.to_rust_string());
            agent.array_push(strings, value)
        })?;
    }
    let list = list_parts(&format.data.formatter, &lossy);
    let texts = agent.new_array(&[])?;
    let mut is_element = Vec::with_capacity(list.len());
    let mut element = 0;
    for part in list {
        is_element.push(part.is_none());
        let text = match part {
            Some(literal) => agent.try_string(&literal)?.into(),
            None => {
                element += 1;
                strings.dense_get(element - 1).unwrap_or(Value::UNDEFINED)
            }
        };
        agent.array_push(texts, text)?;
    }
    Ok(Formatted { texts, is_element })
}

/// Intl.ListFormat.prototype.format ( list )
fn list_format_format(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Formatted { texts, .. } = format_parts(agent, this, args, "format")?;
    let mut text = agent.string("");
    for i in 0..texts.length() {
        if let Some(part) = texts.dense_get(i).and_then(Value::as_string) {
            text = agent.concat(text, part)?;
        }
    }
    Ok(text.into())
}

/// Intl.ListFormat.prototype.formatToParts ( list )
fn list_format_format_to_parts(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Formatted { texts, is_element } = format_parts(agent, this, args, "formatToParts")?;
    let array = agent.new_array(&[])?;
    for (i, is_element) in is_element.into_iter().enumerate() {
        let object = agent.new_object();
        let kind = agent.string(if is_element { "element" } else { "literal" });
        object.create_str(agent, "type", kind)?;
        object.create_str(agent, "value", texts.dense_get(i as u32).unwrap_or(Value::UNDEFINED))?;
        agent.array_push(array, object.into())?;
    }
    Ok(array.into())
}

/// Intl.ListFormat.prototype.resolvedOptions ( )
fn list_format_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let format = receiver::<ListFormatData>(agent, this, "resolvedOptions")?;
    let object = agent.new_object();
    let data = &format.data;
    for (name, text) in [("locale", data.locale.to_string().as_str()), ("type", data.list_type), ("style", data.style)]
    {
        let text = agent.string(text);
        object.create_str(agent, name, text)?;
    }
    Ok(object.into())
}
