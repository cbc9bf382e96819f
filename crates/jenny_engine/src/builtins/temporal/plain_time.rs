//! Temporal.PlainTime.

use super::calendar_fields::{require_partial_temporal_object, time_record};
use super::duration::to_temporal_duration;
use super::options::{difference_settings, get_options_object, overflow_argument, round_options, to_string_rounding};
use super::*;
use crate::Args;
use temporal_rs::options::{Overflow, ToStringRoundingOptions};

pub static PLAIN_TIME: ClassSpec = ClassSpec::new(
    "PlainTime",
    Intrinsic::TemporalPlainTime,
    Intrinsic::TemporalPlainTimePrototype,
    plain_time_constructor,
    0,
)
.statics(&[method("from", plain_time_from, 1), method("compare", plain_time_compare, 2)])
.methods(METHODS);

class_methods! {
    PlainTime, "Temporal.PlainTime";
    getters {
        plain_time_hour "hour" |t| t.hour();
        plain_time_minute "minute" |t| t.minute();
        plain_time_second "second" |t| t.second();
        plain_time_millisecond "millisecond" |t| t.millisecond();
        plain_time_microsecond "microsecond" |t| t.microsecond();
        plain_time_nanosecond "nanosecond" |t| t.nanosecond();
    }
    methods [
        method("add", plain_time_add, 1),
        method("subtract", plain_time_subtract, 1),
        method("with", plain_time_with, 1),
        method("until", plain_time_until, 1),
        method("since", plain_time_since, 1),
        method("round", plain_time_round, 1),
        method("equals", plain_time_equals, 1),
        method("toString", plain_time_to_string, 0),
        method("toLocaleString", plain_time_to_locale_string, 0),
        method("toJSON", plain_time_to_json, 0),
        method("valueOf", plain_time_value_of, 0),
    ]
}

/// The six numbers of a time from arguments `first` on. Errors: RangeError.
pub fn time_arguments(agent: &mut Agent, args: Args, first: usize) -> JsResult<[f64; 6]> {
    let mut parts = [0.0; 6];
    for (i, part) in parts.iter_mut().enumerate() {
        let value = args.get(first + i);
        if !value.is_undefined() {
            *part = to_integer_with_truncation(agent, value)?;
        }
    }
    Ok(parts)
}

/// A time of six integers. Errors: RangeError.
pub fn time_of(agent: &mut Agent, parts: [f64; 6]) -> JsResult<PlainTime> {
    let [hour, minute, second, millisecond, microsecond, nanosecond] = parts;
    let (hour, minute) = (integer_argument(agent, hour)?, integer_argument(agent, minute)?);
    let (second, millisecond) = (integer_argument(agent, second)?, integer_argument(agent, millisecond)?);
    let (microsecond, nanosecond) = (integer_argument(agent, microsecond)?, integer_argument(agent, nanosecond)?);
    PlainTime::try_new(hour, minute, second, millisecond, microsecond, nanosecond).or_throw(agent)
}

/// ToTemporalTime; `options` undefined stands for none. Errors: TypeError, RangeError.
pub fn to_temporal_time(agent: &mut Agent, item: Value, options: Value) -> JsResult<PlainTime> {
    let known = held::<PlainTime>(item)
        .or_else(|| held::<PlainDateTime>(item).map(|d| d.to_plain_time()))
        .or_else(|| held::<ZonedDateTime>(item).map(|z| z.to_plain_time()));
    if let Some(time) = known {
        overflow_argument(agent, options)?;
        return Ok(time);
    }
    if let Some(object) = item.as_object() {
        let fields = time_record(agent, object)?;
        let overflow = overflow_argument(agent, options)?;
        let partial = fields.partial_time(agent, overflow)?;
        return PlainTime::from_partial(partial, Some(overflow)).or_throw(agent);
    }
    let text = require_string(agent, item, "Time argument")?;
    let time = PlainTime::from_utf8(text.as_bytes()).or_throw(agent)?;
    overflow_argument(agent, options)?;
    Ok(time)
}

/// new Temporal.PlainTime ( [ hour [ , minute [ , ... ] ] ] )
fn plain_time_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<PlainTime>(agent, args.new_target())?;
    let parts = time_arguments(agent, args, 0)?;
    let time = time_of(agent, parts)?;
    construct(agent, time, args.new_target())
}

/// Temporal.PlainTime.from ( item [ , options ] )
fn plain_time_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let time = to_temporal_time(agent, args.get(0), args.get(1))?;
    create(agent, time)
}

/// Temporal.PlainTime.compare ( one, two )
fn plain_time_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let one = to_temporal_time(agent, args.get(0), Value::UNDEFINED)?;
    let two = to_temporal_time(agent, args.get(1), Value::UNDEFINED)?;
    Ok(one.cmp(&two).answer(agent))
}

/// Temporal.PlainTime.prototype.add ( temporalDurationLike )
fn plain_time_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "add")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let sum = time.add(&duration).or_throw(agent)?;
    create(agent, sum)
}

/// Temporal.PlainTime.prototype.subtract ( temporalDurationLike )
fn plain_time_subtract(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "subtract")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let difference = time.subtract(&duration).or_throw(agent)?;
    create(agent, difference)
}

/// Temporal.PlainTime.prototype.with ( temporalTimeLike [ , options ] )
fn plain_time_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "with")?;
    let object = require_partial_temporal_object(agent, args.get(0))?;
    let fields = time_record(agent, object)?;
    let overflow: Overflow = overflow_argument(agent, args.get(1))?;
    let partial = fields.partial_time(agent, overflow)?;
    let time = time.with(partial, Some(overflow)).or_throw(agent)?;
    create(agent, time)
}

/// Temporal.PlainTime.prototype.until ( other [ , options ] )
fn plain_time_until(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "until")?;
    let other = to_temporal_time(agent, args.get(0), Value::UNDEFINED)?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = time.until(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainTime.prototype.since ( other [ , options ] )
fn plain_time_since(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "since")?;
    let other = to_temporal_time(agent, args.get(0), Value::UNDEFINED)?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = time.since(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.PlainTime.prototype.round ( roundTo )
fn plain_time_round(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "round")?;
    let options = round_options(agent, args.get(0))?;
    let rounded = time.round(options).or_throw(agent)?;
    create(agent, rounded)
}

/// Temporal.PlainTime.prototype.equals ( other )
fn plain_time_equals(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "equals")?;
    let other = to_temporal_time(agent, args.get(0), Value::UNDEFINED)?;
    Ok(Value::bool(time == other))
}

/// Temporal.PlainTime.prototype.toString ( [ options ] )
fn plain_time_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let rounding = to_string_rounding(agent, options)?;
    Ok(time.to_ixdtf_string(rounding).or_throw(agent)?.answer(agent))
}

fn default_text(agent: &mut Agent, this: Value, method: &str) -> JsResult<Value> {
    let time = receiver::<PlainTime>(agent, this, method)?;
    Ok(time.to_ixdtf_string(ToStringRoundingOptions::default()).or_throw(agent)?.answer(agent))
}

/// Temporal.PlainTime.prototype.toLocaleString ( [ locales [ , options ] ] )
fn plain_time_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    receiver::<PlainTime>(agent, this, "toLocaleString")?;
    crate::builtins::intl::temporal_to_locale_text(agent, this, args, None)
}

/// Temporal.PlainTime.prototype.toJSON ( )
fn plain_time_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    default_text(agent, this, "toJSON")
}

/// Temporal.PlainTime.prototype.valueOf ( )
fn plain_time_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Err(throw_value_of::<PlainTime>(agent, this))
}
