//! Temporal.PlainDateTime.

use super::calendar_fields::{DATE_TIME, Required, prepare, require_partial_temporal_object, time_or_midnight};
use super::duration::to_temporal_duration;
use super::options::{
    calendar_name, difference_settings, disambiguation, get_options_object, overflow_argument, round_options,
    to_string_rounding,
};
use super::plain_time::{time_arguments, time_of};
use super::*;
use crate::Args;
use temporal_rs::options::{DisplayCalendar, ToStringRoundingOptions};
use temporal_rs::parsed_intermediates::ParsedDateTime;
use temporal_rs::partial::PartialDateTime;

pub static PLAIN_DATE_TIME: ClassSpec = ClassSpec::new(
    "PlainDateTime",
    Intrinsic::TemporalPlainDateTime,
    Intrinsic::TemporalPlainDateTimePrototype,
    plain_date_time_constructor,
    3,
)
.statics(&[method("from", plain_date_time_from, 1), method("compare", plain_date_time_compare, 2)])
.methods(METHODS);

class_methods! {
    PlainDateTime, "Temporal.PlainDateTime";
    getters {
        plain_date_time_calendar_id "calendarId" |d| d.calendar().identifier();
        plain_date_time_era "era" |d| d.era();
        plain_date_time_era_year "eraYear" |d| d.era_year();
        plain_date_time_year "year" |d| d.year();
        plain_date_time_month "month" |d| d.month();
        plain_date_time_month_code "monthCode" |d| d.month_code().as_tinystr();
        plain_date_time_day "day" |d| d.day();
        plain_date_time_hour "hour" |d| d.hour();
        plain_date_time_minute "minute" |d| d.minute();
        plain_date_time_second "second" |d| d.second();
        plain_date_time_millisecond "millisecond" |d| d.millisecond();
        plain_date_time_microsecond "microsecond" |d| d.microsecond();
        plain_date_time_nanosecond "nanosecond" |d| d.nanosecond();
        plain_date_time_day_of_week "dayOfWeek" |d| d.day_of_week();
        plain_date_time_day_of_year "dayOfYear" |d| d.day_of_year();
        plain_date_time_week_of_year "weekOfYear" |d| d.week_of_year();
        plain_date_time_year_of_week "yearOfWeek" |d| d.year_of_week();
        plain_date_time_days_in_week "daysInWeek" |d| d.days_in_week();
        plain_date_time_days_in_month "daysInMonth" |d| d.days_in_month();
        plain_date_time_days_in_year "daysInYear" |d| d.days_in_year();
        plain_date_time_months_in_year "monthsInYear" |d| d.months_in_year();
        plain_date_time_in_leap_year "inLeapYear" |d| d.in_leap_year();
    }
    methods [
        method("with", plain_date_time_with, 1),
        method("withPlainTime", plain_date_time_with_plain_time, 0),
        method("withCalendar", plain_date_time_with_calendar, 1),
        method("add", plain_date_time_add, 1),
        method("subtract", plain_date_time_subtract, 1),
        method("until", plain_date_time_until, 1),
        method("since", plain_date_time_since, 1),
        method("round", plain_date_time_round, 1),
        method("equals", plain_date_time_equals, 1),
        method("toString", plain_date_time_to_string, 0),
        method("toLocaleString", plain_date_time_to_locale_string, 0),
        method("toJSON", plain_date_time_to_json, 0),
        method("valueOf", plain_date_time_value_of, 0),
        method("toZonedDateTime", plain_date_time_to_zoned_date_time, 1),
        method("toPlainDate", plain_date_time_to_plain_date, 0),
        method("toPlainTime", plain_date_time_to_plain_time, 0),
    ]
}

/// ToTemporalDateTime; `options` undefined stands for none. Errors: TypeError, RangeError.
pub fn to_temporal_date_time(agent: &mut Agent, item: Value, options: Value) -> JsResult<PlainDateTime> {
    let known = held::<PlainDateTime>(item).or_else(|| held::<ZonedDateTime>(item).map(|z| z.to_plain_date_time()));
    if let Some(date_time) = known {
        overflow_argument(agent, options)?;
        return Ok(date_time);
    }
    if let Some(date) = held::<PlainDate>(item) {
        overflow_argument(agent, options)?;
        return date.to_plain_date_time(None).or_throw(agent);
    }
    if let Some(object) = item.as_object() {
        let calendar = get_calendar_with_iso_default(agent, item)?;
        let fields = prepare(agent, &calendar, object, DATE_TIME, Required::Nothing)?;
        let overflow = overflow_argument(agent, options)?;
        let fields = fields.date_time_fields(agent, overflow)?;
        return PlainDateTime::from_partial(PartialDateTime { fields, calendar }, Some(overflow)).or_throw(agent);
    }
    let text = text_with_calendar(agent, item, "Date-time argument")?;
    let parsed = ParsedDateTime::from_utf8(text.as_bytes()).or_throw(agent)?;
    overflow_argument(agent, options)?;
    PlainDateTime::from_parsed(parsed).or_throw(agent)
}

/// new Temporal.PlainDateTime ( isoYear, isoMonth, isoDay [ , hour [ , ... [ , calendar ] ] ] )
fn plain_date_time_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<PlainDateTime>(agent, args.new_target())?;
    let year = to_integer_with_truncation(agent, args.get(0))?;
    let month = to_integer_with_truncation(agent, args.get(1))?;
    let day = to_integer_with_truncation(agent, args.get(2))?;
    let parts = time_arguments(agent, args, 3)?;
    let calendar = calendar_argument(agent, args.get(9))?;
    let year = integer_argument(agent, year)?;
    let (month, day) = (integer_argument(agent, month)?, integer_argument(agent, day)?);
    let time = time_of(agent, parts)?;
    let date_time = PlainDateTime::try_new(
        year,
        month,
        day,
        time.hour(),
        time.minute(),
        time.second(),
        time.millisecond(),
        time.microsecond(),
        time.nanosecond(),
        calendar,
    );
    let date_time = date_time.or_throw(agent)?;
    construct(agent, date_time, args.new_target())
}

/// Temporal.PlainDateTime.from ( item [ , options ] )
fn plain_date_time_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let date_time = to_temporal_date_time(agent, args.get(0), args.get(1))?;
    create(agent, date_time)
}

/// Temporal.PlainDateTime.compare ( one, two )
fn plain_date_time_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let one = to_temporal_date_time(agent, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_date_time(agent, args.get(1), Value::UNDEFINED)?;
    Ok(one.compare_iso(&two).answer(agent))
}

/// Temporal.PlainDateTime.prototype.with ( temporalDateTimeLike [ , options ] )
fn plain_date_time_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "with")?;
    let object = require_partial_temporal_object(agent, args.get(0))?;
    let fields = prepare(agent, date_time.calendar(), object, DATE_TIME, Required::Any)?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let fields = fields.date_time_fields(agent, overflow)?;
    let date_time = date_time.with(fields, Some(overflow)).or_throw(agent)?;
    create(agent, date_time)
}

/// Temporal.PlainDateTime.prototype.withPlainTime ( [ plainTimeLike ] )
fn plain_date_time_with_plain_time(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "withPlainTime")?;
    let time = time_or_midnight(agent, args.get(0))?;
    let date_time = date_time.with_time(time).or_throw(agent)?;
    create(agent, date_time)
}

/// Temporal.PlainDateTime.prototype.withCalendar ( calendarLike )
fn plain_date_time_with_calendar(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "withCalendar")?;
    let calendar = to_temporal_calendar(agent, args.get(0))?;
    create(agent, date_time.with_calendar(calendar))
}

/// Temporal.PlainDateTime.prototype.add ( temporalDurationLike [ , options ] )
fn plain_date_time_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "add")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let sum = date_time.add(&duration, Some(overflow)).or_throw(agent)?;
    create(agent, sum)
}

/// Temporal.PlainDateTime.prototype.subtract ( temporalDurationLike [ , options ] )
fn plain_date_time_subtract(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "subtract")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let difference = date_time.subtract(&duration, Some(overflow)).or_throw(agent)?;
    create(agent, difference)
}

/// Temporal.PlainDateTime.prototype.until ( other [ , options ] )
fn plain_date_time_until(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "until")?;
    let other = to_temporal_date_time(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, date_time.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = date_time.until(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainDateTime.prototype.since ( other [ , options ] )
fn plain_date_time_since(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "since")?;
    let other = to_temporal_date_time(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, date_time.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = date_time.since(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainDateTime.prototype.round ( roundTo )
fn plain_date_time_round(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "round")?;
    let options = round_options(agent, args.get(0))?;
    let rounded = date_time.round(options).or_throw(agent)?;
    create(agent, rounded)
}

/// Temporal.PlainDateTime.prototype.equals ( other )
fn plain_date_time_equals(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "equals")?;
    let other = to_temporal_date_time(agent, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(date_time == other))
}

/// Temporal.PlainDateTime.prototype.toString ( [ options ] )
fn plain_date_time_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let display = calendar_name(agent, options)?;
    let rounding = to_string_rounding(agent, options)?;
    Ok(date_time.to_ixdtf_string(rounding, display).or_throw(agent)?.answer(agent))
}

fn default_text(agent: &mut Agent, this: Value, method: &str) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, method)?;
    let text = date_time.to_ixdtf_string(ToStringRoundingOptions::default(), DisplayCalendar::Auto);
    Ok(text.or_throw(agent)?.answer(agent))
}

/// Temporal.PlainDateTime.prototype.toLocaleString ( [ locales [ , options ] ] )
fn plain_date_time_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    receiver::<PlainDateTime>(agent, this, "toLocaleString")?;
    crate::builtins::intl::temporal_to_locale_text(agent, this, args, None)
}

/// Temporal.PlainDateTime.prototype.toJSON ( )
fn plain_date_time_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    default_text(agent, this, "toJSON")
}

/// Temporal.PlainDateTime.prototype.valueOf ( )
fn plain_date_time_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Err(throw_value_of::<PlainDateTime>(agent, this))
}

/// Temporal.PlainDateTime.prototype.toZonedDateTime ( temporalTimeZoneLike [ , options ] )
fn plain_date_time_to_zoned_date_time(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "toZonedDateTime")?;
    let time_zone = to_temporal_time_zone(agent, args.get(0))?;
    let options = get_options_object(agent, args.get(1))?;
    let disambiguation = disambiguation(agent, options)?;
    let zoned = date_time.to_zoned_date_time(time_zone, disambiguation).or_throw(agent)?;
    create(agent, zoned)
}

/// Temporal.PlainDateTime.prototype.toPlainDate ( )
fn plain_date_time_to_plain_date(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "toPlainDate")?;
    create(agent, date_time.to_plain_date())
}

/// Temporal.PlainDateTime.prototype.toPlainTime ( )
fn plain_date_time_to_plain_time(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let date_time = receiver::<PlainDateTime>(agent, this, "toPlainTime")?;
    create(agent, date_time.to_plain_time())
}
