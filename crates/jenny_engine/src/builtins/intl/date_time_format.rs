//! Intl.DateTimeFormat (ECMA-402 11): the constructor, its functions, and toLocaleString of dates and Temporal objects.

use super::date_time_options::{DateTimeFormatData, FieldGroup, create_date_time_format};
use super::date_time_value::formattable;
use super::number_parts::{NumberParts, Source};
use super::*;

pub static DATE_TIME_FORMAT: ClassSpec = ClassSpec::new(
    "DateTimeFormat",
    Intrinsic::IntlDateTimeFormat,
    Intrinsic::IntlDateTimeFormatPrototype,
    date_time_format_constructor,
    0,
)
.statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
.methods(&[
    getter("format", date_time_format_format),
    method("formatRange", date_time_format_format_range, 2),
    method("formatRangeToParts", date_time_format_format_range_to_parts, 2),
    method("formatToParts", date_time_format_format_to_parts, 1),
    method("resolvedOptions", date_time_format_resolved_options, 0),
    to_string_tag("Intl.DateTimeFormat"),
]);

type Format = Gc<IntlObject<DateTimeFormatData>>;

/// Intl.DateTimeFormat ( [ locales [ , options ] ] ), with or without `new`
fn date_time_format_constructor(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let is_call = args.new_target().is_undefined();
    let new_target = if is_call { args.callee().into() } else { args.new_target() };
    let prototype = agent.get_prototype_from_constructor(new_target, Intrinsic::IntlDateTimeFormatPrototype)?;
    let data = create_date_time_format(agent, args.get(0), args.get(1), FieldGroup::All, FieldGroup::Date, None)?;
    let format = create(agent, data, prototype);
    if is_call { chain(agent, this, Intrinsic::IntlDateTimeFormat, format) } else { Ok(format) }
}

/// UnwrapDateTimeFormat
fn unwrap(agent: &mut Agent, this: Value, method: &str) -> JsResult<Format> {
    let this = unwrap_chained::<DateTimeFormatData>(agent, this, Intrinsic::IntlDateTimeFormat)?;
    receiver::<DateTimeFormatData>(agent, this, method)
}

/// get Intl.DateTimeFormat.prototype.format
fn date_time_format_format(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let format = unwrap(agent, this, "format")?;
    if format.bound.get().is_undefined() {
        let function = agent.new_native("", 1, bound_format, &[format.into()]);
        format.bound.set(format.object.header(), function.into());
    }
    Ok(format.bound.get())
}

/// The parts of an argument; the present time for undefined.
fn parts_of(agent: &mut Agent, format: Format, value: Value) -> JsResult<NumberParts> {
    let value = if value.is_undefined() { Value::number(agent.host.now().floor()) } else { value };
    if crate::builtins::temporal::is_zoned(value) {
        return Err(agent.throw_type_error("Intl.DateTimeFormat does not format a ZonedDateTime"));
    }
    let value = formattable(agent, &format.data, value)?;
    Ok(format.data.format_to_parts(&value))
}

/// A DateTime Format Function.
fn bound_format(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<DateTimeFormatData>(agent, args.data(0), "format")?;
    let parts = parts_of(agent, format, args.get(0))?;
    Ok(agent.string_value(&parts.text()))
}

/// Intl.DateTimeFormat.prototype.formatToParts ( date )
fn date_time_format_format_to_parts(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<DateTimeFormatData>(agent, this, "formatToParts")?;
    parts_of(agent, format, args.get(0))?.to_array(agent, None)
}

/// PartitionDateTimeRangePattern
fn range_parts(agent: &mut Agent, format: Format, args: Args) -> JsResult<Vec<(Source, NumberParts)>> {
    if args.get(0).is_undefined() || args.get(1).is_undefined() {
        return Err(agent.throw_type_error("A range needs a start and an end"));
    }
    // ToDateTimeFormattable of both comes first.
    let mut ends = [args.get(0), args.get(1)];
    for end in &mut ends {
        if crate::builtins::temporal::formatted(*end).is_none() {
            *end = Value::number(end.to_number(agent)?);
        }
    }
    let kinds = ends.map(|end| crate::builtins::temporal::formatted(end).map(|found| (found.kind, found.calendar)));
    if kinds[0].as_ref().map(|k| k.0) != kinds[1].as_ref().map(|k| k.0) {
        return Err(agent.throw_type_error("The ends of a range must be of one type"));
    }
    if ends.iter().any(|end| crate::builtins::temporal::is_zoned(*end)) {
        return Err(agent.throw_type_error("Intl.DateTimeFormat does not format a ZonedDateTime"));
    }
    if kinds[0].as_ref().map(|k| &k.1) != kinds[1].as_ref().map(|k| &k.1) {
        return Err(agent.throw_range_error("The ends of a range must have one calendar"));
    }
    let start = formattable(agent, &format.data, ends[0])?;
    let end = formattable(agent, &format.data, ends[1])?;
    let (start, end) = (format.data.format_to_parts(&start), format.data.format_to_parts(&end));
    if start.text() == end.text() {
        return Ok(vec![(Source::Shared, start)]);
    }
    let mut between = NumberParts::default();
    between.push("literal", " – ");
    Ok(vec![(Source::StartRange, start), (Source::Shared, between), (Source::EndRange, end)])
}

/// Intl.DateTimeFormat.prototype.formatRange ( startDate, endDate )
fn date_time_format_format_range(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<DateTimeFormatData>(agent, this, "formatRange")?;
    let text: String = range_parts(agent, format, args)?.iter().map(|(_, parts)| parts.text()).collect();
    Ok(agent.string_value(&text))
}

/// Intl.DateTimeFormat.prototype.formatRangeToParts ( startDate, endDate )
fn date_time_format_format_range_to_parts(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<DateTimeFormatData>(agent, this, "formatRangeToParts")?;
    let ranges = range_parts(agent, format, args)?;
    let array = agent.new_array(&[])?;
    for (source, parts) in ranges {
        parts.append_to(agent, array, Some(("source", source.name())))?;
    }
    Ok(array.into())
}

/// Intl.DateTimeFormat.prototype.resolvedOptions ( )
fn date_time_format_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let format = unwrap(agent, this, "resolvedOptions")?;
    let data = &format.data;
    let object = agent.new_object();
    let locale = data.locale.to_string();
    let rows = [
        ("locale", locale.as_str()),
        ("calendar", data.calendar.as_str()),
        ("numberingSystem", data.numbering_system.as_str()),
        ("timeZone", data.time_zone_id.as_str()),
    ];
    add_texts(agent, object, &rows)?;
    let components = &data.components;
    if components.hour.is_some() || data.time_style.is_some() {
        add_texts(agent, object, &[("hourCycle", data.hour_cycle)])?;
        object.create_str(agent, "hour12", Value::bool(matches!(data.hour_cycle, "h11" | "h12")))?;
    }
    if data.date_style.is_none() && data.time_style.is_none() {
        // Minutes and seconds beside others are always written with two digits.
        let beside_hour = |width: Option<&'static str>| {
            width.map(|width| {
                if components.hour.is_some() || components.minute.is_some() && components.second.is_some() {
                    "2-digit"
                } else {
                    width
                }
            })
        };
        for (name, width) in [
            ("weekday", components.weekday),
            ("era", components.era),
            ("year", components.year),
            ("month", components.month),
            ("day", components.day),
            ("dayPeriod", components.day_period),
            ("hour", components.hour),
            ("minute", beside_hour(components.minute)),
            ("second", beside_hour(components.second)),
        ] {
            if let Some(width) = width {
                add_texts(agent, object, &[(name, width)])?;
            }
        }
        if components.fraction > 0 {
            object.create_str(agent, "fractionalSecondDigits", Value::int(i32::from(components.fraction)))?;
        }
        if let Some(name) = components.time_zone_name {
            add_texts(agent, object, &[("timeZoneName", name)])?;
        }
    }
    for (name, style) in [("dateStyle", data.date_style), ("timeStyle", data.time_style)] {
        if let Some(style) = style {
            add_texts(agent, object, &[(name, style)])?;
        }
    }
    Ok(object.into())
}

/// The locale-aware methods of Date after the check of the receiver: `group` is what they need and add.
pub fn date_to_locale_text(
    agent: &mut Agent,
    time: f64,
    args: Args,
    required: FieldGroup,
    defaults: FieldGroup,
) -> JsResult<Value> {
    if time.is_nan() {
        return Ok(agent.string_value("Invalid Date"));
    }
    let data = create_date_time_format(agent, args.get(0), args.get(1), required, defaults, None)?;
    let value = formattable(agent, &data, Value::number(time))?;
    Ok(agent.string_value(&data.format_to_parts(&value).text()))
}

/// toLocaleString of a Temporal object after the check of the receiver.
pub fn temporal_to_locale_text(
    agent: &mut Agent,
    value: Value,
    args: Args,
    zone: Option<temporal_rs::TimeZone>,
) -> JsResult<Value> {
    use crate::builtins::temporal::TemporalKind;
    let Some(found) = crate::builtins::temporal::formatted(value) else { return Ok(Value::UNDEFINED) };
    let group = match found.kind {
        TemporalKind::PlainDate | TemporalKind::PlainYearMonth | TemporalKind::PlainMonthDay => FieldGroup::Date,
        TemporalKind::PlainTime => FieldGroup::Time,
        _ => FieldGroup::All,
    };
    let data = create_date_time_format(agent, args.get(0), args.get(1), group, group, zone)?;
    let value = formattable(agent, &data, value)?;
    Ok(agent.string_value(&data.format_to_parts(&value).text()))
}
