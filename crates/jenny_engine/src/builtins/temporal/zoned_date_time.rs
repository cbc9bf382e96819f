//! Temporal.ZonedDateTime.

use super::calendar_fields::time_or_midnight;
use super::calendar_fields::{DATE_TIME_OFFSET, Required, ZONED, prepare, require_partial_temporal_object};
use super::duration::to_temporal_duration;
use super::instant::nanoseconds_value;
use super::options::{
    calendar_name, difference_settings, direction, disambiguation, display_offset, fractional_second_digits,
    get_options_object, offset, overflow, overflow_argument, require_text_unit, round_options, rounding_mode,
    time_zone_name, unit,
};
use super::*;
use crate::Args;
use temporal_rs::fields::ZonedDateTimeFields;
use temporal_rs::options::{
    DisplayCalendar, DisplayOffset, DisplayTimeZone, OffsetDisambiguation, ToStringRoundingOptions,
};
use temporal_rs::parsed_intermediates::ParsedZonedDateTime;
use temporal_rs::partial::PartialZonedDateTime;

pub static ZONED_DATE_TIME: ClassSpec = ClassSpec::new(
    "ZonedDateTime",
    Intrinsic::TemporalZonedDateTime,
    Intrinsic::TemporalZonedDateTimePrototype,
    zoned_date_time_constructor,
    2,
)
.statics(&[method("from", zoned_date_time_from, 1), method("compare", zoned_date_time_compare, 2)])
.methods(METHODS);

class_methods! {
    ZonedDateTime, "Temporal.ZonedDateTime";
    getters {
        zoned_date_time_calendar_id "calendarId" |d| d.calendar().identifier();
        zoned_date_time_era "era" |d| d.era();
        zoned_date_time_era_year "eraYear" |d| d.era_year();
        zoned_date_time_year "year" |d| d.year();
        zoned_date_time_month "month" |d| d.month();
        zoned_date_time_month_code "monthCode" |d| d.month_code().as_tinystr();
        zoned_date_time_day "day" |d| d.day();
        zoned_date_time_hour "hour" |d| d.hour();
        zoned_date_time_minute "minute" |d| d.minute();
        zoned_date_time_second "second" |d| d.second();
        zoned_date_time_millisecond "millisecond" |d| d.millisecond();
        zoned_date_time_microsecond "microsecond" |d| d.microsecond();
        zoned_date_time_nanosecond "nanosecond" |d| d.nanosecond();
        zoned_date_time_epoch_milliseconds "epochMilliseconds" |d| d.epoch_milliseconds();
        zoned_date_time_day_of_week "dayOfWeek" |d| d.day_of_week();
        zoned_date_time_day_of_year "dayOfYear" |d| d.day_of_year();
        zoned_date_time_week_of_year "weekOfYear" |d| d.week_of_year();
        zoned_date_time_year_of_week "yearOfWeek" |d| d.year_of_week();
        zoned_date_time_days_in_week "daysInWeek" |d| d.days_in_week();
        zoned_date_time_days_in_month "daysInMonth" |d| d.days_in_month();
        zoned_date_time_days_in_year "daysInYear" |d| d.days_in_year();
        zoned_date_time_months_in_year "monthsInYear" |d| d.months_in_year();
        zoned_date_time_in_leap_year "inLeapYear" |d| d.in_leap_year();
        zoned_date_time_offset_nanoseconds "offsetNanoseconds" |d| d.offset_nanoseconds();
        zoned_date_time_offset "offset" |d| d.offset();
    }
    methods [
        getter("timeZoneId", zoned_date_time_time_zone_id),
        getter("epochNanoseconds", zoned_date_time_epoch_nanoseconds),
        getter("hoursInDay", zoned_date_time_hours_in_day),
        method("with", zoned_date_time_with, 1),
        method("withPlainTime", zoned_date_time_with_plain_time, 0),
        method("withTimeZone", zoned_date_time_with_time_zone, 1),
        method("withCalendar", zoned_date_time_with_calendar, 1),
        method("add", zoned_date_time_add, 1),
        method("subtract", zoned_date_time_subtract, 1),
        method("until", zoned_date_time_until, 1),
        method("since", zoned_date_time_since, 1),
        method("round", zoned_date_time_round, 1),
        method("equals", zoned_date_time_equals, 1),
        method("toString", zoned_date_time_to_string, 0),
        method("toLocaleString", zoned_date_time_to_locale_string, 0),
        method("toJSON", zoned_date_time_to_json, 0),
        method("valueOf", zoned_date_time_value_of, 0),
        method("startOfDay", zoned_date_time_start_of_day, 0),
        method("getTimeZoneTransition", zoned_date_time_get_time_zone_transition, 1),
        method("toInstant", zoned_date_time_to_instant, 0),
        method("toPlainDate", zoned_date_time_to_plain_date, 0),
        method("toPlainTime", zoned_date_time_to_plain_time, 0),
        method("toPlainDateTime", zoned_date_time_to_plain_date_time, 0),
    ]
}

/// ToTemporalZonedDateTime; `options` undefined stands for none. Errors: TypeError, RangeError.
fn to_temporal_zoned_date_time(agent: &mut Agent, item: Value, options: Value) -> JsResult<ZonedDateTime> {
    if let Some(zoned) = held::<ZonedDateTime>(item) {
        let options = get_options_object(agent, options)?;
        disambiguation(agent, options)?;
        offset(agent, options, OffsetDisambiguation::Reject)?;
        overflow(agent, options)?;
        return Ok(zoned);
    }
    if let Some(object) = item.as_object() {
        let calendar = get_calendar_with_iso_default(agent, item)?;
        let fields = prepare(agent, &calendar, object, ZONED, Required::TimeZone)?;
        let options = get_options_object(agent, options)?;
        let disambiguation = disambiguation(agent, options)?;
        let offset_option = offset(agent, options, OffsetDisambiguation::Reject)?;
        let overflow = overflow(agent, options)?;
        let zoned = ZonedDateTimeFields {
            calendar_fields: fields.calendar_fields(agent, overflow)?,
            time: fields.partial_time(agent, overflow)?,
            offset: fields.offset,
        };
        let partial = PartialZonedDateTime { fields: zoned, timezone: fields.time_zone, calendar };
        let zoned = ZonedDateTime::from_partial(partial, Some(overflow), Some(disambiguation), Some(offset_option));
        return zoned.or_throw(agent);
    }
    let text = text_with_calendar(agent, item, "Zoned date-time argument")?;
    let parsed = ParsedZonedDateTime::from_utf8(text.as_bytes()).or_throw(agent)?;
    let options = get_options_object(agent, options)?;
    let disambiguation = disambiguation(agent, options)?;
    let offset_option = offset(agent, options, OffsetDisambiguation::Reject)?;
    overflow(agent, options)?;
    ZonedDateTime::from_parsed(parsed, disambiguation, offset_option).or_throw(agent)
}

/// new Temporal.ZonedDateTime ( epochNanoseconds, timeZone [ , calendar ] )
fn zoned_date_time_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<ZonedDateTime>(agent, args.new_target())?;
    let nanoseconds = to_epoch_nanoseconds(agent, args.get(0))?;
    let instant = Instant::try_new(nanoseconds).or_throw(agent)?;
    let time_zone = require_string(agent, args.get(1), "Time zone")?;
    let time_zone = TimeZone::try_from_identifier_str(&time_zone).or_throw(agent)?;
    let calendar = calendar_argument(agent, args.get(2))?;
    let zoned = ZonedDateTime::try_new_from_instant(instant, time_zone, calendar).or_throw(agent)?;
    construct(agent, zoned, args.new_target())
}

/// Temporal.ZonedDateTime.from ( item [ , options ] )
fn zoned_date_time_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let zoned = to_temporal_zoned_date_time(agent, args.get(0), args.get(1))?;
    create(agent, zoned)
}

/// Temporal.ZonedDateTime.compare ( one, two )
fn zoned_date_time_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let one = to_temporal_zoned_date_time(agent, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_zoned_date_time(agent, args.get(1), Value::UNDEFINED)?;
    Ok(one.compare_instant(&two).answer(agent))
}

/// get Temporal.ZonedDateTime.prototype.timeZoneId
fn zoned_date_time_time_zone_id(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "timeZoneId")?;
    Ok(zoned.time_zone().identifier().or_throw(agent)?.answer(agent))
}

/// get Temporal.ZonedDateTime.prototype.epochNanoseconds
fn zoned_date_time_epoch_nanoseconds(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "epochNanoseconds")?;
    Ok(nanoseconds_value(agent, zoned.epoch_nanoseconds().as_i128()))
}

/// get Temporal.ZonedDateTime.prototype.hoursInDay
fn zoned_date_time_hours_in_day(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "hoursInDay")?;
    Ok(zoned.hours_in_day().or_throw(agent)?.answer(agent))
}

/// Temporal.ZonedDateTime.prototype.with ( temporalZonedDateTimeLike [ , options ] )
fn zoned_date_time_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "with")?;
    let object = require_partial_temporal_object(agent, args.get(0))?;
    let fields = prepare(agent, zoned.calendar(), object, DATE_TIME_OFFSET, Required::Any)?;
    let options = get_options_object(agent, args.get(1))?;
    let disambiguation = disambiguation(agent, options)?;
    let offset_option = offset(agent, options, OffsetDisambiguation::Prefer)?;
    let overflow = overflow(agent, options)?;
    let fields = ZonedDateTimeFields {
        calendar_fields: fields.calendar_fields(agent, overflow)?,
        time: fields.partial_time(agent, overflow)?,
        offset: fields.offset,
    };
    let zoned = zoned.with(fields, Some(disambiguation), Some(offset_option), Some(overflow)).or_throw(agent)?;
    create(agent, zoned)
}

/// Temporal.ZonedDateTime.prototype.withPlainTime ( [ plainTimeLike ] )
fn zoned_date_time_with_plain_time(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "withPlainTime")?;
    let time = time_or_midnight(agent, args.get(0))?;
    let zoned = zoned.with_plain_time(time).or_throw(agent)?;
    create(agent, zoned)
}

/// Temporal.ZonedDateTime.prototype.withTimeZone ( timeZoneLike )
fn zoned_date_time_with_time_zone(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "withTimeZone")?;
    let time_zone = to_temporal_time_zone(agent, args.get(0))?;
    let zoned = zoned.with_timezone(time_zone).or_throw(agent)?;
    create(agent, zoned)
}

/// Temporal.ZonedDateTime.prototype.withCalendar ( calendarLike )
fn zoned_date_time_with_calendar(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "withCalendar")?;
    let calendar = to_temporal_calendar(agent, args.get(0))?;
    create(agent, zoned.with_calendar(calendar))
}

/// Temporal.ZonedDateTime.prototype.add ( temporalDurationLike [ , options ] )
fn zoned_date_time_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "add")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let sum = zoned.add(&duration, Some(overflow)).or_throw(agent)?;
    create(agent, sum)
}

/// Temporal.ZonedDateTime.prototype.subtract ( temporalDurationLike [ , options ] )
fn zoned_date_time_subtract(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "subtract")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let difference = zoned.subtract(&duration, Some(overflow)).or_throw(agent)?;
    create(agent, difference)
}

/// Temporal.ZonedDateTime.prototype.until ( other [ , options ] )
fn zoned_date_time_until(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "until")?;
    let other = to_temporal_zoned_date_time(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, zoned.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = zoned.until(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.ZonedDateTime.prototype.since ( other [ , options ] )
fn zoned_date_time_since(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "since")?;
    let other = to_temporal_zoned_date_time(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, zoned.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = zoned.since(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.ZonedDateTime.prototype.round ( roundTo )
fn zoned_date_time_round(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "round")?;
    let options = round_options(agent, args.get(0))?;
    let rounded = zoned.round(options).or_throw(agent)?;
    create(agent, rounded)
}

/// Temporal.ZonedDateTime.prototype.equals ( other )
fn zoned_date_time_equals(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "equals")?;
    let other = to_temporal_zoned_date_time(agent, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(zoned.equals(&other).or_throw(agent)?))
}

/// Temporal.ZonedDateTime.prototype.toString ( [ options ] )
fn zoned_date_time_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let show_calendar = calendar_name(agent, options)?;
    let precision = fractional_second_digits(agent, options)?;
    let show_offset = display_offset(agent, options)?;
    let rounding_mode = rounding_mode(agent, options)?;
    let smallest_unit = unit(agent, options, "smallestUnit")?;
    let show_time_zone = time_zone_name(agent, options)?;
    require_text_unit(agent, smallest_unit)?;
    let rounding = ToStringRoundingOptions { precision, smallest_unit, rounding_mode };
    let text = zoned.to_ixdtf_string(show_offset, show_time_zone, show_calendar, rounding);
    Ok(text.or_throw(agent)?.answer(agent))
}

fn default_text(agent: &mut Agent, this: Value, method: &str) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, method)?;
    let text = zoned.to_ixdtf_string(
        DisplayOffset::Auto,
        DisplayTimeZone::Auto,
        DisplayCalendar::Auto,
        ToStringRoundingOptions::default(),
    );
    Ok(text.or_throw(agent)?.answer(agent))
}

/// Temporal.ZonedDateTime.prototype.toLocaleString ( [ locales [ , options ] ] )
fn zoned_date_time_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "toLocaleString")?;
    crate::builtins::intl::temporal_to_locale_text(agent, this, args, Some(*zoned.time_zone()))
}

/// Temporal.ZonedDateTime.prototype.toJSON ( )
fn zoned_date_time_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    default_text(agent, this, "toJSON")
}

/// Temporal.ZonedDateTime.prototype.valueOf ( )
fn zoned_date_time_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Err(throw_value_of::<ZonedDateTime>(agent, this))
}

/// Temporal.ZonedDateTime.prototype.startOfDay ( )
fn zoned_date_time_start_of_day(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "startOfDay")?;
    let start = zoned.start_of_day().or_throw(agent)?;
    create(agent, start)
}

/// Temporal.ZonedDateTime.prototype.getTimeZoneTransition ( directionParam )
fn zoned_date_time_get_time_zone_transition(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "getTimeZoneTransition")?;
    let direction = direction(agent, args.get(0))?;
    match zoned.get_time_zone_transition(direction).or_throw(agent)? {
        Some(transition) => create(agent, transition),
        None => Ok(Value::NULL),
    }
}

/// Temporal.ZonedDateTime.prototype.toInstant ( )
fn zoned_date_time_to_instant(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "toInstant")?;
    create(agent, zoned.to_instant())
}

/// Temporal.ZonedDateTime.prototype.toPlainDate ( )
fn zoned_date_time_to_plain_date(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "toPlainDate")?;
    create(agent, zoned.to_plain_date())
}

/// Temporal.ZonedDateTime.prototype.toPlainTime ( )
fn zoned_date_time_to_plain_time(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "toPlainTime")?;
    create(agent, zoned.to_plain_time())
}

/// Temporal.ZonedDateTime.prototype.toPlainDateTime ( )
fn zoned_date_time_to_plain_date_time(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let zoned = receiver::<ZonedDateTime>(agent, this, "toPlainDateTime")?;
    create(agent, zoned.to_plain_date_time())
}
