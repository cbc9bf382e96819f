//! PrepareCalendarFields: the property bags that dates and times are made from.

use super::{
    OrThrow, to_integer_with_truncation, to_positive_integer_with_truncation, to_primitive_and_require_string,
    to_temporal_time_zone,
};
use crate::{Agent, JsResult, Kind, Object, Value};
use jenny_gc::Gc;
use temporal_rs::fields::{CalendarFields, DateTimeFields, YearMonthCalendarFields};
use temporal_rs::options::Overflow;
use temporal_rs::partial::PartialTime;
use temporal_rs::{Calendar, PlainTime, TinyAsciiStr, UtcOffset};

/// A field, in the order in which they are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Day,
    Era,
    EraYear,
    Hour,
    Microsecond,
    Millisecond,
    Minute,
    Month,
    MonthCode,
    Nanosecond,
    Offset,
    Second,
    TimeZone,
    Year,
}

use Field::*;

const IN_ORDER: [(Field, &str); 14] = [
    (Day, "day"),
    (Era, "era"),
    (EraYear, "eraYear"),
    (Hour, "hour"),
    (Microsecond, "microsecond"),
    (Millisecond, "millisecond"),
    (Minute, "minute"),
    (Month, "month"),
    (MonthCode, "monthCode"),
    (Nanosecond, "nanosecond"),
    (Offset, "offset"),
    (Second, "second"),
    (TimeZone, "timeZone"),
    (Year, "year"),
];

pub const DATE: &[Field] = &[Day, Month, MonthCode, Year];
pub const YEAR_MONTH: &[Field] = &[Month, MonthCode, Year];
pub const DATE_TIME: &[Field] =
    &[Day, Hour, Microsecond, Millisecond, Minute, Month, MonthCode, Nanosecond, Second, Year];
pub const DATE_TIME_OFFSET: &[Field] =
    &[Day, Hour, Microsecond, Millisecond, Minute, Month, MonthCode, Nanosecond, Offset, Second, Year];
pub const ZONED: &[Field] =
    &[Day, Hour, Microsecond, Millisecond, Minute, Month, MonthCode, Nanosecond, Offset, Second, TimeZone, Year];
pub const TIME: &[Field] = &[Hour, Microsecond, Millisecond, Minute, Nanosecond, Second];

/// What must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Required {
    Nothing,
    /// at least one field
    Any,
    TimeZone,
}

/// A Calendar Fields Record: what was read, converted but not yet in range.
#[derive(Default)]
pub struct Fields {
    era: Option<TinyAsciiStr<19>>,
    era_year: Option<f64>,
    year: Option<f64>,
    month: Option<f64>,
    month_code: Option<temporal_rs::MonthCode>,
    day: Option<f64>,
    /// hour, minute, second, millisecond, microsecond, nanosecond
    time: [Option<f64>; 6],
    pub offset: Option<UtcOffset>,
    pub time_zone: Option<temporal_rs::TimeZone>,
}

/// Whether dates of the calendar have eras (CalendarSupportsEra).
fn has_eras(calendar: &Calendar) -> bool {
    !matches!(calendar.identifier(), "iso8601" | "chinese" | "dangi")
}

/// PrepareCalendarFields. Errors: whatever getters and conversions throw, TypeError for missing fields.
pub fn prepare(
    agent: &mut Agent,
    calendar: &Calendar,
    object: Gc<Object>,
    names: &[Field],
    required: Required,
) -> JsResult<Fields> {
    let mut fields = Fields::default();
    let with_eras = names.contains(&Year) && has_eras(calendar);
    let mut any = false;
    for (field, name) in IN_ORDER {
        let is_wanted = names.contains(&field) || with_eras && matches!(field, Era | EraYear);
        if !is_wanted {
            continue;
        }
        let value = object.get_str(agent, name)?;
        if value.is_undefined() {
            if field == TimeZone && required == Required::TimeZone {
                return Err(agent.throw_type_error("Temporal error: timeZone must be provided."));
            }
            continue;
        }
        any = true;
        match field {
            Day => fields.day = Some(to_positive_integer_with_truncation(agent, value)?),
            Month => fields.month = Some(to_positive_integer_with_truncation(agent, value)?),
            Year => fields.year = Some(to_integer_with_truncation(agent, value)?),
            EraYear => fields.era_year = Some(to_integer_with_truncation(agent, value)?),
            Era => fields.era = Some(to_era(agent, value)?),
            MonthCode => fields.month_code = Some(to_month_code(agent, value)?),
            Offset => fields.offset = Some(to_offset(agent, value)?),
            TimeZone => fields.time_zone = Some(to_temporal_time_zone(agent, value)?),
            Hour | Minute | Second | Millisecond | Microsecond | Nanosecond => {
                fields.time[time_index(field)] = Some(to_integer_with_truncation(agent, value)?);
            }
        }
    }
    if required == Required::Any && !any {
        return Err(throw_no_fields(agent));
    }
    Ok(fields)
}

fn throw_no_fields(agent: &mut Agent) -> crate::Throw {
    agent.throw_type_error("Temporal error: At least one field must be provided.")
}

fn time_index(field: Field) -> usize {
    match field {
        Hour => 0,
        Minute => 1,
        Second => 2,
        Millisecond => 3,
        Microsecond => 4,
        _ => 5,
    }
}

fn to_era(agent: &mut Agent, value: Value) -> JsResult<TinyAsciiStr<19>> {
    let text = value.to_rust_string(agent)?;
    match TinyAsciiStr::try_from_str(&text) {
        Ok(era) => Ok(era),
        Err(_) => Err(agent.throw_range_error(format!("Temporal error: Invalid era {text}."))),
    }
}

/// ToMonthCode. Errors: TypeError, RangeError.
fn to_month_code(agent: &mut Agent, value: Value) -> JsResult<temporal_rs::MonthCode> {
    let text = to_primitive_and_require_string(agent, value, "monthCode")?;
    let code: temporal_rs::MonthCode = text.parse().or_throw(agent)?;
    if text == "M00" {
        return Err(agent.throw_range_error("Temporal error: Invalid month code M00."));
    }
    Ok(code)
}

/// ToOffsetString, parsed. Errors: TypeError, RangeError.
fn to_offset(agent: &mut Agent, value: Value) -> JsResult<UtcOffset> {
    let text = to_primitive_and_require_string(agent, value, "offset")?;
    UtcOffset::from_utf8(text.as_bytes()).or_throw(agent)
}

/// A field as an unsigned integer. Out of the type's range it is clamped, since no calendar has such a day or hour, or refused.
fn bounded(agent: &mut Agent, value: Option<f64>, most: f64, overflow: Overflow) -> JsResult<Option<f64>> {
    let Some(value) = value else { return Ok(None) };
    if overflow == Overflow::Reject && !(0.0..=most).contains(&value) {
        return Err(agent.throw_range_error("Temporal error: Field value out of range."));
    }
    Ok(Some(value.clamp(0.0, most)))
}

impl Fields {
    /// The date's part. Errors: RangeError.
    pub fn calendar_fields(&self, agent: &mut Agent, overflow: Overflow) -> JsResult<CalendarFields> {
        Ok(CalendarFields {
            // Years out of the type's range are out of every calendar's too.
            year: self.year.map(|year| year as i32),
            month: bounded(agent, self.month, 255.0, overflow)?.map(|month| month as u8),
            month_code: self.month_code,
            day: bounded(agent, self.day, 255.0, overflow)?.map(|day| day as u8),
            era: self.era,
            era_year: self.era_year.map(|year| year as i32),
        })
    }
    /// The date's part without its day. Errors: RangeError.
    pub fn year_month_fields(&self, agent: &mut Agent, overflow: Overflow) -> JsResult<YearMonthCalendarFields> {
        Ok(YearMonthCalendarFields::from(self.calendar_fields(agent, overflow)?))
    }
    /// The time's part. Errors: RangeError.
    pub fn partial_time(&self, agent: &mut Agent, overflow: Overflow) -> JsResult<PartialTime> {
        let [hour, minute, second, millisecond, microsecond, nanosecond] = self.time;
        let mut small = [None; 3];
        for (small, value) in small.iter_mut().zip([hour, minute, second]) {
            *small = bounded(agent, value, 255.0, overflow)?.map(|n| n as u8);
        }
        let mut large = [None; 3];
        for (large, value) in large.iter_mut().zip([millisecond, microsecond, nanosecond]) {
            *large = bounded(agent, value, 65535.0, overflow)?.map(|n| n as u16);
        }
        Ok(PartialTime {
            hour: small[0],
            minute: small[1],
            second: small[2],
            millisecond: large[0],
            microsecond: large[1],
            nanosecond: large[2],
        })
    }
    /// Both parts. Errors: RangeError.
    pub fn date_time_fields(&self, agent: &mut Agent, overflow: Overflow) -> JsResult<DateTimeFields> {
        Ok(DateTimeFields {
            calendar_fields: self.calendar_fields(agent, overflow)?,
            time: self.partial_time(agent, overflow)?,
        })
    }
}

/// ToTemporalTimeRecord, complete or partial. Errors: whatever getters and conversions throw, TypeError without any field.
pub fn time_record(agent: &mut Agent, object: Gc<Object>) -> JsResult<Fields> {
    prepare(agent, &Calendar::ISO, object, TIME, Required::Any)
}

/// The argument of a `with` method: an object that is no Temporal object and has no calendar or time zone. Errors: TypeError.
pub fn require_partial_temporal_object(agent: &mut Agent, value: Value) -> JsResult<Gc<Object>> {
    let refused = "Temporal error: Argument must be a plain object of fields.";
    let Some(object) = value.as_object() else { return Err(agent.throw_type_error(refused)) };
    let is_temporal = matches!(
        value.kind(),
        Some(
            Kind::TemporalPlainDate
                | Kind::TemporalPlainDateTime
                | Kind::TemporalPlainMonthDay
                | Kind::TemporalPlainTime
                | Kind::TemporalPlainYearMonth
                | Kind::TemporalZonedDateTime
        )
    );
    if is_temporal {
        return Err(agent.throw_type_error(refused));
    }
    for name in ["calendar", "timeZone"] {
        if !object.get_str(agent, name)?.is_undefined() {
            return Err(agent.throw_type_error(format!("Temporal error: The object may not have {name}.")));
        }
    }
    Ok(object)
}

/// ToTimeRecordOrMidnight: undefined is None.
pub fn time_or_midnight(agent: &mut Agent, value: Value) -> JsResult<Option<PlainTime>> {
    if value.is_undefined() {
        return Ok(None);
    }
    super::plain_time::to_temporal_time(agent, value, Value::UNDEFINED).map(Some)
}
