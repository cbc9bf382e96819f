//! Temporal.PlainMonthDay.

use super::calendar_fields::{DATE, Field, Required, prepare, require_partial_temporal_object};
use super::options::{calendar_name, get_options_object, overflow_argument};
use super::*;
use crate::Args;
use temporal_rs::options::{DisplayCalendar, Overflow};
use temporal_rs::parsed_intermediates::ParsedDate;
use temporal_rs::partial::PartialDate;

pub static PLAIN_MONTH_DAY: ClassSpec = ClassSpec::new(
    "PlainMonthDay",
    Intrinsic::TemporalPlainMonthDay,
    Intrinsic::TemporalPlainMonthDayPrototype,
    plain_month_day_constructor,
    2,
)
.statics(&[method("from", plain_month_day_from, 1)])
.methods(METHODS);

class_methods! {
    PlainMonthDay, "Temporal.PlainMonthDay";
    getters {
        plain_month_day_calendar_id "calendarId" |d| d.calendar().identifier();
        plain_month_day_month_code "monthCode" |d| d.month_code().as_tinystr();
        plain_month_day_day "day" |d| d.day();
    }
    methods [
        method("with", plain_month_day_with, 1),
        method("equals", plain_month_day_equals, 1),
        method("toString", plain_month_day_to_string, 0),
        method("toLocaleString", plain_month_day_to_locale_string, 0),
        method("toJSON", plain_month_day_to_json, 0),
        method("valueOf", plain_month_day_value_of, 0),
        method("toPlainDate", plain_month_day_to_plain_date, 1),
    ]
}

/// ToTemporalMonthDay; `options` undefined stands for none. Errors: TypeError, RangeError.
fn to_temporal_month_day(agent: &mut Agent, item: Value, options: Value) -> JsResult<PlainMonthDay> {
    if let Some(month_day) = held::<PlainMonthDay>(item) {
        overflow_argument(agent, options)?;
        return Ok(month_day);
    }
    if let Some(object) = item.as_object() {
        let calendar = get_calendar_with_iso_default(agent, item)?;
        let fields = prepare(agent, &calendar, object, DATE, Required::Nothing)?;
        let overflow = overflow_argument(agent, options)?;
        let calendar_fields = fields.calendar_fields(agent, overflow)?;
        return PlainMonthDay::from_partial(PartialDate { calendar_fields, calendar }, Some(overflow)).or_throw(agent);
    }
    let text = text_with_calendar(agent, item, "Month-day argument")?;
    let parsed = ParsedDate::month_day_from_utf8(text.as_bytes()).or_throw(agent)?;
    overflow_argument(agent, options)?;
    PlainMonthDay::from_parsed(parsed).or_throw(agent)
}

/// new Temporal.PlainMonthDay ( isoMonth, isoDay [ , calendar [ , referenceISOYear ] ] )
fn plain_month_day_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<PlainMonthDay>(agent, args.new_target())?;
    let month = to_integer_with_truncation(agent, args.get(0))?;
    let day = to_integer_with_truncation(agent, args.get(1))?;
    let calendar = calendar_argument(agent, args.get(2))?;
    let year = match args.get(3).is_undefined() {
        true => 1972.0,
        false => to_integer_with_truncation(agent, args.get(3))?,
    };
    let year = integer_argument(agent, year)?;
    let (month, day) = (integer_argument(agent, month)?, integer_argument(agent, day)?);
    let month_day = PlainMonthDay::new_with_overflow(month, day, calendar, Overflow::Reject, Some(year));
    let month_day = month_day.or_throw(agent)?;
    construct(agent, month_day, args.new_target())
}

/// Temporal.PlainMonthDay.from ( item [ , options ] )
fn plain_month_day_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let month_day = to_temporal_month_day(agent, args.get(0), args.get(1))?;
    create(agent, month_day)
}

/// Temporal.PlainMonthDay.prototype.with ( temporalMonthDayLike [ , options ] )
fn plain_month_day_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let month_day = receiver::<PlainMonthDay>(agent, this, "with")?;
    let object = require_partial_temporal_object(agent, args.get(0))?;
    let fields = prepare(agent, month_day.calendar(), object, DATE, Required::Any)?;
    let overflow = overflow_argument(agent, args.get(1))?;
    let fields = fields.calendar_fields(agent, overflow)?;
    let month_day = month_day.with(fields, Some(overflow)).or_throw(agent)?;
    create(agent, month_day)
}

/// Temporal.PlainMonthDay.prototype.equals ( other )
fn plain_month_day_equals(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let month_day = receiver::<PlainMonthDay>(agent, this, "equals")?;
    let other = to_temporal_month_day(agent, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(month_day == other))
}

/// Temporal.PlainMonthDay.prototype.toString ( [ options ] )
fn plain_month_day_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let month_day = receiver::<PlainMonthDay>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let display = calendar_name(agent, options)?;
    Ok(month_day.to_ixdtf_string(display).answer(agent))
}

/// Temporal.PlainMonthDay.prototype.toLocaleString ( [ locales [ , options ] ] )
fn plain_month_day_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    receiver::<PlainMonthDay>(agent, this, "toLocaleString")?;
    crate::builtins::intl::temporal_to_locale_text(agent, this, args, None)
}

/// Temporal.PlainMonthDay.prototype.toJSON ( )
fn plain_month_day_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let month_day = receiver::<PlainMonthDay>(agent, this, "toJSON")?;
    Ok(month_day.to_ixdtf_string(DisplayCalendar::Auto).answer(agent))
}

/// Temporal.PlainMonthDay.prototype.valueOf ( )
fn plain_month_day_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    match receiver::<PlainMonthDay>(agent, this, "valueOf") {
        Ok(_) => Err(agent.throw_type_error(
            "Do not use Temporal.PlainMonthDay.prototype.valueOf; use Temporal.PlainMonthDay.prototype.equals for comparison.",
        )),
        Err(thrown) => Err(thrown),
    }
}

/// Temporal.PlainMonthDay.prototype.toPlainDate ( item )
fn plain_month_day_to_plain_date(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let month_day = receiver::<PlainMonthDay>(agent, this, "toPlainDate")?;
    let Some(object) = args.get(0).as_object() else {
        return Err(agent.throw_type_error("Temporal error: Argument must be an object."));
    };
    let fields = prepare(agent, month_day.calendar(), object, &[Field::Year], Required::Nothing)?;
    let fields = fields.calendar_fields(agent, Overflow::Constrain)?;
    let date = month_day.to_plain_date(Some(fields)).or_throw(agent)?;
    create(agent, date)
}
