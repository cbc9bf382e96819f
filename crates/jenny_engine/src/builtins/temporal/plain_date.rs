//! Temporal.PlainDate.

use super::calendar_fields::{DATE, Required, prepare, require_partial_temporal_object, time_or_midnight};
use super::duration::to_temporal_duration;
use super::options::{calendar_name, difference_settings, get_options_object, overflow_argument};
use super::plain_time::to_temporal_time;
use super::*;
use crate::Args;
use temporal_rs::options::DisplayCalendar;
use temporal_rs::parsed_intermediates::ParsedDate;
use temporal_rs::partial::PartialDate;

pub static PLAIN_DATE: ClassSpec = ClassSpec::new(
    "PlainDate",
    Intrinsic::TemporalPlainDate,
    Intrinsic::TemporalPlainDatePrototype,
    plain_date_constructor,
    3,
)
.statics(&[method("from", plain_date_from, 1), method("compare", plain_date_compare, 2)])
.methods(METHODS);

class_methods! {
    PlainDate, "Temporal.PlainDate";
    getters {
        plain_date_calendar_id "calendarId" |d| d.calendar().identifier();
        plain_date_era "era" |d| d.era();
        plain_date_era_year "eraYear" |d| d.era_year();
        plain_date_year "year" |d| d.year();
        plain_date_month "month" |d| d.month();
        plain_date_month_code "monthCode" |d| d.month_code().as_tinystr();
        plain_date_day "day" |d| d.day();
        plain_date_day_of_week "dayOfWeek" |d| d.day_of_week();
        plain_date_day_of_year "dayOfYear" |d| d.day_of_year();
        plain_date_week_of_year "weekOfYear" |d| d.week_of_year();
        plain_date_year_of_week "yearOfWeek" |d| d.year_of_week();
        plain_date_days_in_week "daysInWeek" |d| d.days_in_week();
        plain_date_days_in_month "daysInMonth" |d| d.days_in_month();
        plain_date_days_in_year "daysInYear" |d| d.days_in_year();
        plain_date_months_in_year "monthsInYear" |d| d.months_in_year();
        plain_date_in_leap_year "inLeapYear" |d| d.in_leap_year();
    }
    methods [
        method("toPlainYearMonth", plain_date_to_plain_year_month, 0),
        method("toPlainMonthDay", plain_date_to_plain_month_day, 0),
        method("add", plain_date_add, 1),
        method("subtract", plain_date_subtract, 1),
        method("with", plain_date_with, 1),
        method("withCalendar", plain_date_with_calendar, 1),
        method("until", plain_date_until, 1),
        method("since", plain_date_since, 1),
        method("equals", plain_date_equals, 1),
        method("toPlainDateTime", plain_date_to_plain_date_time, 0),
        method("toZonedDateTime", plain_date_to_zoned_date_time, 1),
        method("toString", plain_date_to_string, 0),
        method("toLocaleString", plain_date_to_locale_string, 0),
        method("toJSON", plain_date_to_json, 0),
        method("valueOf", plain_date_value_of, 0),
    ]
}

/// ToTemporalDate; `options` undefined stands for none. Errors: TypeError, RangeError.
pub fn to_temporal_date(agent: &mut Agent, item: Value, options: Value) -> JsResult<PlainDate> {
    let known = held::<PlainDate>(item)
        .or_else(|| held::<ZonedDateTime>(item).map(|z| z.to_plain_date()))
        .or_else(|| held::<PlainDateTime>(item).map(|d| d.to_plain_date()));
    if let Some(date) = known {
        overflow_argument(agent, options)?;
        return Ok(date);
    }
    if let Some(object) = item.as_object() {
        let calendar = get_calendar_with_iso_default(agent, item)?;
        let fields = prepare(agent, &calendar, object, DATE, Required::Nothing)?;
        let overflow = overflow_argument(agent, options)?;
        let calendar_fields = fields.calendar_fields(agent, overflow)?;
        return PlainDate::from_partial(PartialDate { calendar_fields, calendar }, Some(overflow)).or_throw(agent);
    }
    let text = text_with_calendar(agent, item, "Date argument")?;
    let parsed = ParsedDate::from_utf8(text.as_bytes()).or_throw(agent)?;
    overflow_argument(agent, options)?;
    PlainDate::from_parsed(parsed).or_throw(agent)
}

/// new Temporal.PlainDate ( isoYear, isoMonth, isoDay [ , calendar ] )
fn plain_date_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<PlainDate>(agent, args.new_target())?;
    let year = to_integer_with_truncation(agent, args.get(0))?;
    let month = to_integer_with_truncation(agent, args.get(1))?;
    let day = to_integer_with_truncation(agent, args.get(2))?;
    let calendar = calendar_argument(agent, args.get(3))?;
    let year = integer_argument(agent, year)?;
    let (month, day) = (integer_argument(agent, month)?, integer_argument(agent, day)?);
    let date = PlainDate::try_new(year, month, day, calendar).or_throw(agent)?;
    construct(agent, date, args.new_target())
}

/// Temporal.PlainDate.from ( item [ , options ] )
fn plain_date_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let date = to_temporal_date(agent, args.get(0), args.get(1))?;
    create(agent, date)
}

/// Temporal.PlainDate.compare ( one, two )
fn plain_date_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let one = to_temporal_date(agent, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_date(agent, args.get(1), Value::UNDEFINED)?;
    Ok(one.compare_iso(&two).answer(agent))
}

/// Temporal.PlainDate.prototype.toPlainYearMonth ( )
fn plain_date_to_plain_year_month(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "toPlainYearMonth")?;
    let year_month = date.to_plain_year_month().or_throw(agent)?;
    create(agent, year_month)
}

/// Temporal.PlainDate.prototype.toPlainMonthDay ( )
fn plain_date_to_plain_month_day(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "toPlainMonthDay")?;
    let month_day = date.to_plain_month_day().or_throw(agent)?;
    create(agent, month_day)
}

/// Temporal.PlainDate.prototype.add ( temporalDurationLike [ , options ] )
fn plain_date_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "add")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let sum = date.add(&duration, Some(overflow)).or_throw(agent)?;
    create(agent, sum)
}

/// Temporal.PlainDate.prototype.subtract ( temporalDurationLike [ , options ] )
fn plain_date_subtract(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "subtract")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let difference = date.subtract(&duration, Some(overflow)).or_throw(agent)?;
    create(agent, difference)
}

/// Temporal.PlainDate.prototype.with ( temporalDateLike [ , options ] )
fn plain_date_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "with")?;
    let object = require_partial_temporal_object(agent, args.get(0))?;
    let fields = prepare(agent, date.calendar(), object, DATE, Required::Any)?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let fields = fields.calendar_fields(agent, overflow)?;
    let date = date.with(fields, Some(overflow)).or_throw(agent)?;
    create(agent, date)
}

/// Temporal.PlainDate.prototype.withCalendar ( calendarLike )
fn plain_date_with_calendar(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "withCalendar")?;
    let calendar = to_temporal_calendar(agent, args.get(0))?;
    create(agent, date.with_calendar(calendar))
}

/// Temporal.PlainDate.prototype.until ( other [ , options ] )
fn plain_date_until(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "until")?;
    let other = to_temporal_date(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, date.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = date.until(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainDate.prototype.since ( other [ , options ] )
fn plain_date_since(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "since")?;
    let other = to_temporal_date(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, date.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = date.since(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainDate.prototype.equals ( other )
fn plain_date_equals(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "equals")?;
    let other = to_temporal_date(agent, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(date == other))
}

/// Temporal.PlainDate.prototype.toPlainDateTime ( [ temporalTime ] )
fn plain_date_to_plain_date_time(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "toPlainDateTime")?;
    let time = time_or_midnight(agent, args.get(0))?;
    let date_time = date.to_plain_date_time(time).or_throw(agent)?;
    create(agent, date_time)
}

/// Temporal.PlainDate.prototype.toZonedDateTime ( item )
fn plain_date_to_zoned_date_time(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "toZonedDateTime")?;
    let item = args.get(0);
    let (time_zone, time) = match item.as_object() {
        None => (to_temporal_time_zone(agent, item)?, Value::UNDEFINED),
        Some(object) => {
            let time_zone = object.get_str(agent, "timeZone")?;
            if time_zone.is_undefined() {
                (to_temporal_time_zone(agent, item)?, Value::UNDEFINED)
            } else {
                (to_temporal_time_zone(agent, time_zone)?, object.get_str(agent, "plainTime")?)
            }
        }
    };
    let time = if time.is_undefined() { None } else { Some(to_temporal_time(agent, time, Value::UNDEFINED)?) };
    let zoned = date.to_zoned_date_time(time_zone, time).or_throw(agent)?;
    create(agent, zoned)
}

/// Temporal.PlainDate.prototype.toString ( [ options ] )
fn plain_date_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let display = calendar_name(agent, options)?;
    Ok(date.to_ixdtf_string(display).answer(agent))
}

/// Temporal.PlainDate.prototype.toLocaleString ( [ locales [ , options ] ] )
fn plain_date_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    receiver::<PlainDate>(agent, this, "toLocaleString")?;
    crate::builtins::intl::temporal_to_locale_text(agent, this, args, None)
}

/// Temporal.PlainDate.prototype.toJSON ( )
fn plain_date_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let date = receiver::<PlainDate>(agent, this, "toJSON")?;
    Ok(date.to_ixdtf_string(DisplayCalendar::Auto).answer(agent))
}

/// Temporal.PlainDate.prototype.valueOf ( )
fn plain_date_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Err(throw_value_of::<PlainDate>(agent, this))
}
