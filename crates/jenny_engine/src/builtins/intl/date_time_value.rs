//! What Intl.DateTimeFormat formats: a time value or a Temporal object (HandleDateTimeValue, ECMA-402 11.5.12), as ISO fields.

use super::date_time_options::{Components, DateTimeFormatData};
use crate::builtins::temporal::{FormattedTemporal, TemporalKind};
use crate::{Agent, JsResult, Value};
use temporal_rs::{Instant, TimeZone};

/// Fields of the proleptic Gregorian calendar, and the offset where the value is an exact time.
#[derive(Clone, Copy, Default)]
pub struct IsoFields {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub nanosecond: u32,
    pub offset_seconds: i32,
}

/// A value to format and the components that it can show.
pub struct Formattable {
    pub kind: Option<TemporalKind>,
    pub fields: IsoFields,
    pub components: Components,
    pub date_style: Option<&'static str>,
    pub time_style: Option<&'static str>,
}

/// The fields of an exact time in a time zone. Errors: RangeError.
fn fields_of_instant(agent: &mut Agent, nanoseconds: i128, zone: TimeZone) -> JsResult<IsoFields> {
    let zoned = Instant::try_new(nanoseconds).and_then(|instant| instant.to_zoned_date_time_iso(zone));
    match zoned {
        Ok(zoned) => Ok(IsoFields {
            year: zoned.year(),
            month: zoned.month(),
            day: zoned.day(),
            hour: zoned.hour(),
            minute: zoned.minute(),
            second: zoned.second(),
            nanosecond: u32::from(zoned.millisecond()) * 1_000_000
                + u32::from(zoned.microsecond()) * 1000
                + u32::from(zoned.nanosecond()),
            offset_seconds: (zoned.offset_nanoseconds() / 1_000_000_000) as i32,
        }),
        Err(_) => Err(agent.throw_range_error("Invalid time value")),
    }
}

/// Reads `YYYY-MM-DDTHH:MM:SS.fffffffff` or a part of it, as Temporal prints it.
fn read_iso(text: &str) -> IsoFields {
    let mut fields = IsoFields { month: 1, day: 1, year: 1970, ..IsoFields::default() };
    let text = text.split('[').next().unwrap_or_default();
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, time),
        None if text.get(2..3) == Some(":") => ("", text),
        None => (text, ""),
    };
    if !date.is_empty() {
        let (sign, digits) = match date.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, date.trim_start_matches('+')),
        };
        let mut numbers = digits.split('-').map(|part| part.parse::<i32>().unwrap_or(1));
        fields.year = sign * numbers.next().unwrap_or(1970);
        fields.month = numbers.next().unwrap_or(1) as u8;
        fields.day = numbers.next().unwrap_or(1) as u8;
    }
    let mut parts = time.split(':');
    let mut next = || parts.next().unwrap_or("0");
    fields.hour = next().parse().unwrap_or(0);
    fields.minute = next().parse().unwrap_or(0);
    let (second, fraction) = {
        let last = next();
        last.split_once('.').unwrap_or((last, ""))
    };
    fields.second = second.parse().unwrap_or(0);
    fields.nanosecond = format!("{fraction:0<9}").parse().unwrap_or(0);
    fields
}

/// The components that a Temporal object shows of a format; None if it shares none with it.
fn components_of(data: &DateTimeFormatData, kind: TemporalKind) -> Option<Formattable> {
    let (has_year, has_day, has_time) = match kind {
        TemporalKind::PlainDate => (true, true, false),
        TemporalKind::PlainYearMonth => (true, false, false),
        TemporalKind::PlainMonthDay => (false, true, false),
        TemporalKind::PlainTime => (false, false, true),
        TemporalKind::PlainDateTime | TemporalKind::Instant | TemporalKind::ZonedDateTime => (true, true, true),
    };
    let has_month = kind != TemporalKind::PlainTime;
    let is_exact = matches!(kind, TemporalKind::Instant | TemporalKind::ZonedDateTime);
    let mut components = data.components.clone();
    let mut date_style = data.date_style.filter(|_| has_month);
    let time_style = data.time_style.filter(|_| has_time);
    if data.date_style.is_some() || data.time_style.is_some() {
        if date_style.is_none() && time_style.is_none() {
            return None;
        }
        // A year and a month, or a month and a day, of a style are components of that width.
        if has_month && !(has_year && has_day) {
            let (month, year) = match date_style {
                Some("full" | "long") => ("long", "numeric"),
                Some("medium") => ("short", "numeric"),
                _ => ("numeric", "2-digit"),
            };
            components.month = Some(month);
            components.year = Some(year).filter(|_| has_year);
            components.day = Some("numeric").filter(|_| has_day);
            date_style = None;
        }
        return Some(Formattable {
            kind: Some(kind),
            fields: IsoFields::default(),
            components,
            date_style,
            time_style,
        });
    }
    if data.is_default {
        let numeric = Some("numeric");
        components.year = numeric.filter(|_| has_year);
        components.month = numeric.filter(|_| has_month);
        components.day = numeric.filter(|_| has_day);
        components.hour = numeric.filter(|_| has_time);
        components.minute = numeric.filter(|_| has_time);
        components.second = numeric.filter(|_| has_time);
        if kind == TemporalKind::ZonedDateTime && components.time_zone_name.is_none() {
            components.time_zone_name = Some("short");
        }
    }
    if !has_year {
        (components.year, components.era) = (None, None);
    }
    if !has_month {
        (components.month, components.era) = (None, None);
    }
    if !has_day {
        components.day = None;
    }
    if !(has_year && has_day) {
        components.weekday = None;
    }
    if !has_time {
        (components.hour, components.minute, components.second) = (None, None, None);
        (components.day_period, components.fraction) = (None, 0);
    }
    if !is_exact {
        components.time_zone_name = None;
    }
    let shows = components.has_date() || components.has_time();
    shows.then_some(Formattable { kind: Some(kind), fields: IsoFields::default(), components, date_style, time_style })
}

/// HandleDateTimeValue for a value that ToDateTimeFormattable gave. Errors: TypeError, RangeError.
pub fn formattable(agent: &mut Agent, data: &DateTimeFormatData, value: Value) -> JsResult<Formattable> {
    let Some(temporal) = crate::builtins::temporal::formatted(value) else {
        let time = crate::builtins::date::time_clip(value.to_number(agent)?);
        if time.is_nan() {
            return Err(agent.throw_range_error("Invalid time value"));
        }
        let fields = fields_of_instant(agent, time as i128 * 1_000_000, data.time_zone)?;
        return Ok(Formattable {
            kind: None,
            fields,
            components: data.components.clone(),
            date_style: data.date_style,
            time_style: data.time_style,
        });
    };
    let FormattedTemporal { kind, text, calendar, nanoseconds } = temporal;
    let needs_same = matches!(kind, TemporalKind::PlainYearMonth | TemporalKind::PlainMonthDay);
    if let Some(calendar) = calendar
        && calendar != data.calendar
        && (needs_same || calendar != "iso8601")
    {
        return Err(agent.throw_range_error(format!("Cannot format a date of the calendar {calendar}")));
    }
    let Some(mut found) = components_of(data, kind) else {
        return Err(agent.throw_type_error("The format has no field that the Temporal object has"));
    };
    found.fields = match nanoseconds {
        Some(nanoseconds) => fields_of_instant(agent, nanoseconds, data.time_zone)?,
        None => read_iso(&text),
    };
    Ok(found)
}
