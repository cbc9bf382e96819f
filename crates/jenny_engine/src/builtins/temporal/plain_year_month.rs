//! Temporal.PlainYearMonth.

use super::calendar_fields::{Field, Required, YEAR_MONTH, prepare, require_partial_temporal_object};
use super::duration::to_temporal_duration;
use super::options::{calendar_name, difference_settings, get_options_object, overflow_argument};
use super::*;
use crate::Args;
use temporal_rs::options::{DisplayCalendar, Overflow};
use temporal_rs::parsed_intermediates::ParsedDate;
use temporal_rs::partial::PartialYearMonth;

pub static PLAIN_YEAR_MONTH: ClassSpec = ClassSpec::new(
    "PlainYearMonth",
    Intrinsic::TemporalPlainYearMonth,
    Intrinsic::TemporalPlainYearMonthPrototype,
    plain_year_month_constructor,
    2,
)
.statics(&[method("from", plain_year_month_from, 1), method("compare", plain_year_month_compare, 2)])
.methods(METHODS);

class_methods! {
    PlainYearMonth, "Temporal.PlainYearMonth";
    getters {
        plain_year_month_calendar_id "calendarId" |d| d.calendar().identifier();
        plain_year_month_era "era" |d| d.era();
        plain_year_month_era_year "eraYear" |d| d.era_year();
        plain_year_month_year "year" |d| d.year();
        plain_year_month_month "month" |d| d.month();
        plain_year_month_month_code "monthCode" |d| d.month_code().as_tinystr();
        plain_year_month_days_in_year "daysInYear" |d| d.days_in_year();
        plain_year_month_days_in_month "daysInMonth" |d| d.days_in_month();
        plain_year_month_months_in_year "monthsInYear" |d| d.months_in_year();
        plain_year_month_in_leap_year "inLeapYear" |d| d.in_leap_year();
    }
    methods [
        method("with", plain_year_month_with, 1),
        method("add", plain_year_month_add, 1),
        method("subtract", plain_year_month_subtract, 1),
        method("until", plain_year_month_until, 1),
        method("since", plain_year_month_since, 1),
        method("equals", plain_year_month_equals, 1),
        method("toString", plain_year_month_to_string, 0),
        method("toLocaleString", plain_year_month_to_locale_string, 0),
        method("toJSON", plain_year_month_to_json, 0),
        method("valueOf", plain_year_month_value_of, 0),
        method("toPlainDate", plain_year_month_to_plain_date, 1),
    ]
}

/// ToTemporalYearMonth; `options` undefined stands for none. Errors: TypeError, RangeError.
fn to_temporal_year_month(agent: &mut Agent, item: Value, options: Value) -> JsResult<PlainYearMonth> {
    if let Some(year_month) = held::<PlainYearMonth>(item) {
        overflow_argument(agent, options)?;
        return Ok(year_month);
    }
    if let Some(object) = item.as_object() {
        let calendar = get_calendar_with_iso_default(agent, item)?;
        let fields = prepare(agent, &calendar, object, YEAR_MONTH, Required::Nothing)?;
        let overflow = overflow_argument(agent, options)?;
        let calendar_fields = fields.year_month_fields(agent, overflow)?;
        let partial = PartialYearMonth { calendar_fields, calendar };
        return PlainYearMonth::from_partial(partial, Some(overflow)).or_throw(agent);
    }
    let text = text_with_calendar(agent, item, "Year-month argument")?;
    let parsed = ParsedDate::year_month_from_utf8(text.as_bytes()).or_throw(agent)?;
    overflow_argument(agent, options)?;
    PlainYearMonth::from_parsed(parsed).or_throw(agent)
}

/// new Temporal.PlainYearMonth ( isoYear, isoMonth [ , calendar [ , referenceISODay ] ] )
fn plain_year_month_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<PlainYearMonth>(agent, args.new_target())?;
    let year = to_integer_with_truncation(agent, args.get(0))?;
    let month = to_integer_with_truncation(agent, args.get(1))?;
    let calendar = calendar_argument(agent, args.get(2))?;
    let day = match args.get(3).is_undefined() {
        true => 1.0,
        false => to_integer_with_truncation(agent, args.get(3))?,
    };
    let year = integer_argument(agent, year)?;
    let (month, day) = (integer_argument(agent, month)?, integer_argument(agent, day)?);
    let year_month = PlainYearMonth::try_new(year, month, Some(day), calendar).or_throw(agent)?;
    construct(agent, year_month, args.new_target())
}

/// Temporal.PlainYearMonth.from ( item [ , options ] )
fn plain_year_month_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let year_month = to_temporal_year_month(agent, args.get(0), args.get(1))?;
    create(agent, year_month)
}

/// Temporal.PlainYearMonth.compare ( one, two )
fn plain_year_month_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let one = to_temporal_year_month(agent, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_year_month(agent, args.get(1), Value::UNDEFINED)?;
    Ok(one.compare_iso(&two).answer(agent))
}

/// Temporal.PlainYearMonth.prototype.with ( temporalYearMonthLike [ , options ] )
fn plain_year_month_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "with")?;
    let object = require_partial_temporal_object(agent, args.get(0))?;
    let fields = prepare(agent, year_month.calendar(), object, YEAR_MONTH, Required::Any)?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let fields = fields.year_month_fields(agent, overflow)?;
    let year_month = year_month.with(fields, Some(overflow)).or_throw(agent)?;
    create(agent, year_month)
}

/// Temporal.PlainYearMonth.prototype.add ( temporalDurationLike [ , options ] )
fn plain_year_month_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "add")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let sum = year_month.add(&duration, overflow).or_throw(agent)?;
    create(agent, sum)
}

/// Temporal.PlainYearMonth.prototype.subtract ( temporalDurationLike [ , options ] )
fn plain_year_month_subtract(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "subtract")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let difference = year_month.subtract(&duration, overflow).or_throw(agent)?;
    create(agent, difference)
}

/// Temporal.PlainYearMonth.prototype.until ( other [ , options ] )
fn plain_year_month_until(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "until")?;
    let other = to_temporal_year_month(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, year_month.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = year_month.until(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainYearMonth.prototype.since ( other [ , options ] )
fn plain_year_month_since(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "since")?;
    let other = to_temporal_year_month(agent, args.get(0), Value::UNDEFINED)?;
    require_equal_calendars(agent, year_month.calendar(), other.calendar())?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = year_month.since(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainYearMonth.prototype.equals ( other )
fn plain_year_month_equals(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "equals")?;
    let other = to_temporal_year_month(agent, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(year_month == other))
}

/// Temporal.PlainYearMonth.prototype.toString ( [ options ] )
fn plain_year_month_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let display = calendar_name(agent, options)?;
    Ok(year_month.to_ixdtf_string(display).answer(agent))
}

/// Temporal.PlainYearMonth.prototype.toLocaleString ( [ locales [ , options ] ] )
fn plain_year_month_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    receiver::<PlainYearMonth>(agent, this, "toLocaleString")?;
    crate::builtins::intl::temporal_to_locale_text(agent, this, args, None)
}

/// Temporal.PlainYearMonth.prototype.toJSON ( )
fn plain_year_month_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "toJSON")?;
    Ok(year_month.to_ixdtf_string(DisplayCalendar::Auto).answer(agent))
}

/// Temporal.PlainYearMonth.prototype.valueOf ( )
fn plain_year_month_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Err(throw_value_of::<PlainYearMonth>(agent, this))
}

/// Temporal.PlainYearMonth.prototype.toPlainDate ( item )
fn plain_year_month_to_plain_date(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let year_month = receiver::<PlainYearMonth>(agent, this, "toPlainDate")?;
    let Some(object) = args.get(0).as_object() else {
        return Err(agent.throw_type_error("Temporal error: Argument must be an object."));
    };
    let fields = prepare(agent, year_month.calendar(), object, &[Field::Day], Required::Nothing)?;
    let fields = fields.calendar_fields(agent, Overflow::Constrain)?;
    let date = year_month.to_plain_date(Some(fields)).or_throw(agent)?;
    create(agent, date)
}
