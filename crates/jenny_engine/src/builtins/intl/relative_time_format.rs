//! Intl.RelativeTimeFormat (ECMA-402 18).

use super::number_format::{numbering_system_option, resolve_numbering};
use super::number_parts::{NumberParts, decimal_parts};
use super::options::{coerce_options_to_object, get_choice, locale_matcher};
use super::*;
use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_experimental::relativetime::options::Numeric;
use icu_experimental::relativetime::{RelativeTimeFormatter, RelativeTimeFormatterOptions};
use writeable::Writeable;

pub static RELATIVE_TIME_FORMAT: ClassSpec = ClassSpec::new(
    "RelativeTimeFormat",
    Intrinsic::IntlRelativeTimeFormat,
    Intrinsic::IntlRelativeTimeFormatPrototype,
    relative_time_format_constructor,
    0,
)
.statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
.methods(&[
    method("format", relative_time_format_format, 2),
    method("formatToParts", relative_time_format_format_to_parts, 2),
    method("resolvedOptions", relative_time_format_resolved_options, 0),
    to_string_tag("Intl.RelativeTimeFormat"),
]);

/// The internal slots.
pub struct RelativeTimeFormatData {
    locale: Locale,
    of_data: Locale,
    style: &'static str,
    numeric: &'static str,
    numbering_system: String,
    formatter: DecimalFormatter,
}

impl IntlData for RelativeTimeFormatData {
    const KIND: Kind = Kind::IntlRelativeTimeFormat;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlRelativeTimeFormatPrototype;
    const CLASS: &'static str = "Intl.RelativeTimeFormat";
}

/// new Intl.RelativeTimeFormat ( [ locales [ , options ] ] )
fn relative_time_format_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = prototype_of_new::<RelativeTimeFormatData>(agent, args)?;
    let requested = canonicalize_locale_list(agent, args.get(0))?;
    let options = coerce_options_to_object(agent, args.get(1))?;
    locale_matcher(agent, options)?;
    let numbering = numbering_system_option(agent, options)?;
    let (locale, of_data, numbering_system) = resolve_numbering(&requested, numbering);
    let style = get_choice(agent, options, "style", &["long", "short", "narrow"])?.unwrap_or("long");
    let numeric = get_choice(agent, options, "numeric", &["always", "auto"])?.unwrap_or("always");
    let formatter = super::number_format::decimal_formatter(agent, &of_data, "auto")?;
    let data = RelativeTimeFormatData { locale, of_data, style, numeric, numbering_system, formatter };
    Ok(create(agent, data, prototype))
}

/// SingularRelativeTimeUnit. Errors: RangeError.
fn singular_relative_time_unit(agent: &mut Agent, unit: &str) -> JsResult<&'static str> {
    let units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
    match units.into_iter().find(|known| unit.strip_suffix('s').unwrap_or(unit) == *known) {
        Some(known) => Ok(known),
        None => Err(agent.throw_range_error(format!("Invalid unit argument for format() '{unit}'"))),
    }
}

impl RelativeTimeFormatData {
    /// The formatter of a unit in the style; None without data.
    fn formatter_of(&self, unit: &str) -> Option<RelativeTimeFormatter> {
        let numeric = if self.numeric == "auto" { Numeric::Auto } else { Numeric::Always };
        let options = RelativeTimeFormatterOptions::default().with_numeric(numeric);
        macro_rules! pick {
            ($($style:literal $unit:literal $make:ident,)*) => {
                match (self.style, unit) {
                    $(($style, $unit) => RelativeTimeFormatter::$make((&self.of_data).into(), options).ok(),)*
                    _ => None,
                }
            };
        }
        pick! {
            "long" "second" try_new_long_second,
            "long" "minute" try_new_long_minute,
            "long" "hour" try_new_long_hour,
            "long" "day" try_new_long_day,
            "long" "week" try_new_long_week,
            "long" "month" try_new_long_month,
            "long" "quarter" try_new_long_quarter,
            "long" "year" try_new_long_year,
            "short" "second" try_new_short_second,
            "short" "minute" try_new_short_minute,
            "short" "hour" try_new_short_hour,
            "short" "day" try_new_short_day,
            "short" "week" try_new_short_week,
            "short" "month" try_new_short_month,
            "short" "quarter" try_new_short_quarter,
            "short" "year" try_new_short_year,
            "narrow" "second" try_new_narrow_second,
            "narrow" "minute" try_new_narrow_minute,
            "narrow" "hour" try_new_narrow_hour,
            "narrow" "day" try_new_narrow_day,
            "narrow" "week" try_new_narrow_week,
            "narrow" "month" try_new_narrow_month,
            "narrow" "quarter" try_new_narrow_quarter,
            "narrow" "year" try_new_narrow_year,
        }
    }
}

/// PartitionRelativeTimePattern: the parts of the number, with what stands around them, and the unit.
fn partition(agent: &mut Agent, this: Value, args: Args, method: &str) -> JsResult<(NumberParts, &'static str)> {
    let format = receiver::<RelativeTimeFormatData>(agent, this, method)?;
    let value = args.get(0).to_number(agent)?;
    let unit = args.get(1).to_rust_string(agent)?;
    let unit = singular_relative_time_unit(agent, &unit)?;
    if !value.is_finite() {
        return Err(agent.throw_range_error(format!("Invalid value for Intl.RelativeTimeFormat.prototype.{method}()")));
    }
    let data = &format.data;
    let Some(formatter) = data.formatter_of(unit) else {
        return Err(agent.throw_range_error("No data for relative times in this locale"));
    };
    let mut number = match super::digits::Number::from_f64(value) {
        super::digits::Number::Finite(number) => number,
        _ => Decimal::from(0),
    };
    number.round(-3);
    number.absolute.trim_end();
    let digits = decimal_parts(&data.formatter, &number);
    let whole: String = digits.iter().map(|(_, text)| text.as_str()).collect();
    let text = formatter.format(number).write_to_string().into_owned();
    let mut parts = NumberParts::default();
    match text.find(&whole) {
        Some(at) => {
            if at > 0 {
                parts.push("literal", &text[..at]);
            }
            let system = &data.numbering_system;
            let is_native = data.of_data.to_string().ends_with(system.as_str());
            parts.0.extend(digits.into_iter().map(|(kind, text)| {
                (kind, if is_native { text } else { super::numbering::translate_digits(&text, system) })
            }));
            if at + whole.len() < text.len() {
                parts.push("literal", &text[at + whole.len()..]);
            }
        }
        None => parts.push("literal", &text),
    }
    Ok((parts, unit))
}

/// Intl.RelativeTimeFormat.prototype.format ( value, unit )
fn relative_time_format_format(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (parts, _) = partition(agent, this, args, "format")?;
    Ok(agent.try_string(&parts.text())?.into())
}

/// Intl.RelativeTimeFormat.prototype.formatToParts ( value, unit )
fn relative_time_format_format_to_parts(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let (parts, unit) = partition(agent, this, args, "formatToParts")?;
    let array = agent.new_array(&[])?;
    for part in parts.0 {
        let more = (part.0 != "literal").then_some(("unit", unit));
        NumberParts(vec![part]).append_to(agent, array, more)?;
    }
    Ok(array.into())
}

/// Intl.RelativeTimeFormat.prototype.resolvedOptions ( )
fn relative_time_format_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let format = receiver::<RelativeTimeFormatData>(agent, this, "resolvedOptions")?;
    let data = &format.data;
    let object = agent.new_object();
    let locale = data.locale.to_string();
    let rows = [
        ("locale", locale.as_str()),
        ("style", data.style),
        ("numeric", data.numeric),
        ("numberingSystem", data.numbering_system.as_str()),
    ];
    add_texts(agent, object, &rows)?;
    Ok(object.into())
}
