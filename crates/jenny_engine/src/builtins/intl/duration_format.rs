//! Intl.DurationFormat (ECMA-402 13): the constructor, its functions, and toLocaleString of Temporal's durations.

use super::digits::{DigitOptions, Number, RoundingType, get_number_option};
use super::duration_options::*;
use super::list_format::list_parts;
use super::number_format::{NumberFormatData, numbering_system_option, resolve_numbering};
use super::number_parts::NumberParts;
use super::options::{get_choice, get_options_object, locale_matcher};
use super::units::digital_durations;
use super::*;
use crate::builtins::temporal::to_temporal_duration;
use fixed_decimal::{Decimal, Sign};
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};

pub static DURATION_FORMAT: ClassSpec = ClassSpec::new(
    "DurationFormat",
    Intrinsic::IntlDurationFormat,
    Intrinsic::IntlDurationFormatPrototype,
    duration_format_constructor,
    0,
)
.statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
.methods(&[
    method("format", duration_format_format, 1),
    method("formatToParts", duration_format_format_to_parts, 1),
    method("resolvedOptions", duration_format_resolved_options, 0),
    to_string_tag("Intl.DurationFormat"),
]);

/// The internal slots.
pub struct DurationFormatData {
    locale: Locale,
    of_data: Locale,
    numbering_system: String,
    style: &'static str,
    units: [UnitOptions; 10],
    fractional_digits: Option<u8>,
    /// between hours, minutes and seconds
    separator: String,
    list: ListFormatter,
}

impl IntlData for DurationFormatData {
    const KIND: Kind = Kind::IntlDurationFormat;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlDurationFormatPrototype;
    const CLASS: &'static str = "Intl.DurationFormat";
}

/// The whole of the constructor but the object. Errors: whatever getters throw, TypeError, RangeError.
fn initialize_duration_format(agent: &mut Agent, locales: Value, options: Value) -> JsResult<DurationFormatData> {
    let requested = canonicalize_locale_list(agent, locales)?;
    let options = get_options_object(agent, options)?;
    locale_matcher(agent, options)?;
    let numbering = numbering_system_option(agent, options)?;
    let (locale, of_data, numbering_system) = resolve_numbering(&requested, numbering);
    let style = get_choice(agent, options, "style", &["long", "short", "narrow", "digital"])?.unwrap_or("short");
    let (separator, two_digit_hours) = digital_durations(&of_data);
    let units = unit_options(agent, options, style, two_digit_hours)?;
    let fractional_digits = get_number_option(agent, options, "fractionalDigits", 0, 9)?.map(|digits| digits as u8);
    let length = match style {
        "long" => ListLength::Wide,
        "narrow" => ListLength::Narrow,
        _ => ListLength::Short,
    };
    let list = ListFormatter::try_new_unit((&locale).into(), ListFormatterOptions::default().with_length(length));
    match list {
        Ok(list) => Ok(DurationFormatData {
            locale,
            of_data,
            numbering_system,
            style,
            units,
            fractional_digits,
            separator,
            list,
        }),
        Err(error) => Err(agent.throw_range_error(format!("No data for lists in this locale: {error}"))),
    }
}

/// new Intl.DurationFormat ( [ locales [ , options ] ] )
fn duration_format_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = prototype_of_new::<DurationFormatData>(agent, args)?;
    let data = initialize_duration_format(agent, args.get(0), args.get(1))?;
    Ok(create(agent, data, prototype))
}

/// A Duration Record: years first; no number has another sign than the others.
type Fields = [i128; 10];

/// ToDurationRecord. Errors: TypeError, RangeError.
fn to_duration_record(agent: &mut Agent, value: Value) -> JsResult<Fields> {
    let duration = to_temporal_duration(agent, value)?;
    Ok([
        duration.years().into(),
        duration.months().into(),
        duration.weeks().into(),
        duration.days().into(),
        duration.hours().into(),
        duration.minutes().into(),
        duration.seconds().into(),
        duration.milliseconds().into(),
        duration.microseconds(),
        duration.nanoseconds(),
    ])
}

/// A unit's number together with the smaller ones, as decimals (ComputeFractionalDigits). `unit`: seconds or smaller.
fn with_fraction(fields: &Fields, unit: usize) -> Decimal {
    let mut nanoseconds = 0i128;
    let mut scale = 1i128;
    for index in (unit..=NANOSECONDS).rev() {
        nanoseconds += fields[index] * scale;
        scale *= 1000;
    }
    let mut decimal = Decimal::from(nanoseconds);
    decimal.absolute.multiply_pow10(-3 * (NANOSECONDS - unit) as i16);
    decimal
}

/// Parts of one element of the list, and the unit that each belongs to; none for what stands between units.
type Element = Vec<(&'static str, String, Option<&'static str>)>;

/// What goes through the formatting of one duration.
struct Partition<'a> {
    data: &'a DurationFormatData,
    fields: Fields,
    is_negative: bool,
    /// whether a minus sign is still to be written: only the first number has one
    sign_displayed: bool,
}

impl Partition<'_> {
    /// The format's part that follows from the unit's options, applied to a number.
    fn format_unit(
        &mut self,
        agent: &mut Agent,
        index: usize,
        mut decimal: Decimal,
        has_fraction: bool,
        element: &mut Element,
    ) -> JsResult<()> {
        let unit = UNITS[index].2;
        let style = self.data.units[index].style;
        if self.sign_displayed && self.is_negative {
            // A zero has the sign of the whole.
            decimal.sign = Sign::Negative;
        }
        let sign_display = if std::mem::take(&mut self.sign_displayed) { "auto" } else { "never" };
        let (minimum_fraction, maximum_fraction) = match self.data.fractional_digits {
            Some(digits) if has_fraction => (digits, digits),
            None if has_fraction => (0, 9),
            _ => (0, 0),
        };
        let digits = DigitOptions {
            minimum_integer: if style == UnitStyle::TwoDigit { 2 } else { 1 },
            minimum_fraction,
            maximum_fraction,
            minimum_significant: 0,
            maximum_significant: 0,
            rounding_type: RoundingType::FractionDigits,
            rounding_mode: "trunc",
            rounding_increment: 1,
            trailing_zero_display: "auto",
            is_compact_rounding: false,
        };
        let written = (!style.is_numeric()).then(|| (unit, style.name()));
        let numbering = (&self.data.of_data, self.data.numbering_system.as_str());
        let format = NumberFormatData::for_duration(agent, numbering, written, sign_display, digits)?;
        let NumberParts(parts) = format.format_to_parts(&Number::Finite(decimal));
        element.extend(parts.into_iter().map(|(kind, text)| (kind, text, Some(unit))));
        Ok(())
    }

    /// FormatNumericUnits: hours, minutes and seconds in digits, from unit `first` on.
    fn format_numeric_units(&mut self, agent: &mut Agent, first: usize) -> JsResult<Element> {
        let seconds = with_fraction(&self.fields, SECONDS);
        let is_shown = |index: usize, is_zero: bool| first <= index && (!is_zero || self.data.units[index].is_always);
        let show_hours = is_shown(HOURS, self.fields[HOURS] == 0);
        let show_seconds = is_shown(SECONDS, seconds.absolute.is_zero());
        let show_minutes =
            is_shown(MINUTES, self.fields[MINUTES] == 0) || first <= MINUTES && show_hours && show_seconds;
        let mut element = Element::new();
        if show_hours {
            self.format_unit(agent, HOURS, Decimal::from(self.fields[HOURS]), false, &mut element)?;
        }
        if show_minutes {
            if show_hours {
                element.push(("literal", self.data.separator.clone(), None));
            }
            self.format_unit(agent, MINUTES, Decimal::from(self.fields[MINUTES]), false, &mut element)?;
        }
        if show_seconds {
            if show_minutes {
                element.push(("literal", self.data.separator.clone(), None));
            }
            self.format_unit(agent, SECONDS, seconds, true, &mut element)?;
        }
        Ok(element)
    }

    /// The elements of the list.
    fn elements(&mut self, agent: &mut Agent) -> JsResult<Vec<Element>> {
        let mut elements = Vec::new();
        for index in 0..UNITS.len() {
            let UnitOptions { style, is_always } = self.data.units[index];
            if style.is_numeric() {
                let element = self.format_numeric_units(agent, index)?;
                if !element.is_empty() {
                    elements.push(element);
                }
                break;
            }
            let next = self.data.units.get(index + 1);
            let has_fraction = index >= SECONDS && next.is_some_and(|next| next.style == UnitStyle::Fractional);
            let decimal =
                if has_fraction { with_fraction(&self.fields, index) } else { Decimal::from(self.fields[index]) };
            if is_always || !decimal.absolute.is_zero() {
                let mut element = Element::new();
                self.format_unit(agent, index, decimal, has_fraction, &mut element)?;
                elements.push(element);
            }
            if has_fraction {
                break;
            }
        }
        Ok(elements)
    }
}

/// PartitionDurationFormatPattern, with ListFormatParts
fn partition(agent: &mut Agent, data: &DurationFormatData, fields: Fields) -> JsResult<Element> {
    let is_negative = fields.iter().any(|field| *field < 0);
    let elements = Partition { data, fields, is_negative, sign_displayed: true }.elements(agent)?;
    let text_of = |element: &Element| element.iter().map(|(_, text, _)| text.as_str()).collect::<String>();
    let texts: Vec<String> = elements.iter().map(text_of).collect();
    let mut elements = elements.into_iter();
    let mut parts = Element::new();
    for part in list_parts(&data.list, &texts) {
        match part {
            Some(literal) => parts.push(("literal", literal, None)),
            None => parts.extend(elements.next().unwrap_or_default()),
        }
    }
    Ok(parts)
}

fn format(agent: &mut Agent, data: &DurationFormatData, fields: Fields) -> JsResult<Value> {
    let parts = partition(agent, data, fields)?;
    let text: String = parts.iter().map(|(_, text, _)| text.as_str()).collect();
    Ok(agent.try_string(&text)?.into())
}

/// Intl.DurationFormat.prototype.format ( duration )
fn duration_format_format(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let object = receiver::<DurationFormatData>(agent, this, "format")?;
    let fields = to_duration_record(agent, args.get(0))?;
    format(agent, &object.data, fields)
}

/// Intl.DurationFormat.prototype.formatToParts ( duration )
fn duration_format_format_to_parts(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let object = receiver::<DurationFormatData>(agent, this, "formatToParts")?;
    let fields = to_duration_record(agent, args.get(0))?;
    let parts = partition(agent, &object.data, fields)?;
    let array = agent.new_array(&[])?;
    for (kind, text, unit) in parts {
        NumberParts(vec![(kind, text)]).append_to(agent, array, unit.map(|unit| ("unit", unit)))?;
    }
    Ok(array.into())
}

/// Intl.DurationFormat.prototype.resolvedOptions ( )
fn duration_format_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let format = receiver::<DurationFormatData>(agent, this, "resolvedOptions")?;
    let data = &format.data;
    let object = agent.new_object();
    let locale = data.locale.to_string();
    let mut rows =
        vec![("locale", locale.as_str()), ("numberingSystem", data.numbering_system.as_str()), ("style", data.style)];
    for ((name, display_name, _), unit) in UNITS.iter().zip(&data.units) {
        rows.push((name, unit.style.name()));
        rows.push((display_name, if unit.is_always { "always" } else { "auto" }));
    }
    add_texts(agent, object, &rows)?;
    if let Some(digits) = data.fractional_digits {
        object.create_str(agent, "fractionalDigits", Value::int(i32::from(digits)))?;
    }
    Ok(object.into())
}

/// Temporal.Duration.prototype.toLocaleString after the check of the receiver.
pub fn duration_to_locale_text(agent: &mut Agent, duration: Value, args: Args) -> JsResult<Value> {
    let data = initialize_duration_format(agent, args.get(0), args.get(1))?;
    let fields = to_duration_record(agent, duration)?;
    format(agent, &data, fields)
}
