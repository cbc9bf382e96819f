//! Temporal.Instant, and the way from a Date to it.

use super::duration::to_temporal_duration;
use super::options::{difference_settings, get_options_object, round_options, to_string_rounding_and_time_zone};
use super::*;
use crate::Args;
use crate::builtins::date::DateObject;
use num_bigint::BigInt;
use temporal_rs::options::ToStringRoundingOptions;

pub static INSTANT: ClassSpec =
    ClassSpec::new("Instant", Intrinsic::TemporalInstant, Intrinsic::TemporalInstantPrototype, instant_constructor, 1)
        .statics(&[
            method("from", instant_from, 1),
            method("fromEpochMilliseconds", instant_from_epoch_milliseconds, 1),
            method("fromEpochNanoseconds", instant_from_epoch_nanoseconds, 1),
            method("compare", instant_compare, 2),
        ])
        .methods(METHODS);

class_methods! {
    Instant, "Temporal.Instant";
    getters {
        instant_epoch_milliseconds "epochMilliseconds" |i| i.epoch_milliseconds();
    }
    methods [
        getter("epochNanoseconds", instant_epoch_nanoseconds),
        method("add", instant_add, 1),
        method("subtract", instant_subtract, 1),
        method("until", instant_until, 1),
        method("since", instant_since, 1),
        method("round", instant_round, 1),
        method("equals", instant_equals, 1),
        method("toString", instant_to_string, 0),
        method("toLocaleString", instant_to_locale_string, 0),
        method("toJSON", instant_to_json, 0),
        method("valueOf", instant_value_of, 0),
        method("toZonedDateTimeISO", instant_to_zoned_date_time_iso, 1),
    ]
}

/// ToTemporalInstant. Errors: TypeError, RangeError.
pub fn to_temporal_instant(agent: &mut Agent, item: Value) -> JsResult<Instant> {
    if let Some(instant) = held::<Instant>(item) {
        return Ok(instant);
    }
    if let Some(zoned) = held::<ZonedDateTime>(item) {
        return Ok(zoned.to_instant());
    }
    let text = to_primitive_and_require_string(agent, item, "Instant argument")?;
    Instant::from_utf8(text.as_bytes()).or_throw(agent)
}

/// Nanoseconds since the epoch as a BigInt.
pub fn nanoseconds_value(agent: &mut Agent, nanoseconds: i128) -> Value {
    agent.new_bigint(BigInt::from(nanoseconds)).into()
}

/// new Temporal.Instant ( epochNanoseconds )
fn instant_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<Instant>(agent, args.new_target())?;
    let nanoseconds = to_epoch_nanoseconds(agent, args.get(0))?;
    let instant = Instant::try_new(nanoseconds).or_throw(agent)?;
    construct(agent, instant, args.new_target())
}

/// Temporal.Instant.from ( item )
fn instant_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let instant = to_temporal_instant(agent, args.get(0))?;
    create(agent, instant)
}

/// Temporal.Instant.fromEpochMilliseconds ( epochMilliseconds )
fn instant_from_epoch_milliseconds(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let milliseconds = args.get(0).to_number(agent)?;
    let milliseconds = agent.number_to_bigint(milliseconds)?;
    let milliseconds = milliseconds.value().to_i64().unwrap_or(i64::MAX);
    let instant = Instant::from_epoch_milliseconds(milliseconds).or_throw(agent)?;
    create(agent, instant)
}

/// Temporal.Instant.fromEpochNanoseconds ( epochNanoseconds )
fn instant_from_epoch_nanoseconds(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let nanoseconds = to_epoch_nanoseconds(agent, args.get(0))?;
    let instant = Instant::try_new(nanoseconds).or_throw(agent)?;
    create(agent, instant)
}

/// Temporal.Instant.compare ( one, two )
fn instant_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let one = to_temporal_instant(agent, args.get(0))?;
    let two = to_temporal_instant(agent, args.get(1))?;
    Ok(one.cmp(&two).answer(agent))
}

/// get Temporal.Instant.prototype.epochNanoseconds
fn instant_epoch_nanoseconds(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "epochNanoseconds")?;
    Ok(nanoseconds_value(agent, instant.as_i128()))
}

/// Temporal.Instant.prototype.add ( temporalDurationLike )
fn instant_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "add")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let sum = instant.add(&duration).or_throw(agent)?;
    create(agent, sum)
}

/// Temporal.Instant.prototype.subtract ( temporalDurationLike )
fn instant_subtract(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "subtract")?;
    let duration = to_temporal_duration(agent, args.get(0))?;
    let difference = instant.subtract(&duration).or_throw(agent)?;
    create(agent, difference)
}

/// Temporal.Instant.prototype.until ( other [ , options ] )
fn instant_until(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "until")?;
    let other = to_temporal_instant(agent, args.get(0))?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = instant.until(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.Instant.prototype.since ( other [ , options ] )
fn instant_since(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "since")?;
    let other = to_temporal_instant(agent, args.get(0))?;
    let settings = difference_settings(agent, args.get(1))?;
    let duration = instant.since(&other, settings).or_throw(agent)?;
    create(agent, duration)
}

/// Temporal.Instant.prototype.round ( roundTo )
fn instant_round(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "round")?;
    let options = round_options(agent, args.get(0))?;
    let rounded = instant.round(options).or_throw(agent)?;
    create(agent, rounded)
}

/// Temporal.Instant.prototype.equals ( other )
fn instant_equals(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "equals")?;
    let other = to_temporal_instant(agent, args.get(0))?;
    Ok(Value::bool(instant == other))
}

/// Temporal.Instant.prototype.toString ( [ options ] )
fn instant_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let (rounding, time_zone) = to_string_rounding_and_time_zone(agent, options)?;
    Ok(instant.to_ixdtf_string(time_zone, rounding).or_throw(agent)?.answer(agent))
}

fn default_text(agent: &mut Agent, this: Value, method: &str) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, method)?;
    Ok(instant.to_ixdtf_string(None, ToStringRoundingOptions::default()).or_throw(agent)?.answer(agent))
}

/// Temporal.Instant.prototype.toLocaleString ( [ locales [ , options ] ] )
fn instant_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    receiver::<Instant>(agent, this, "toLocaleString")?;
    crate::builtins::intl::temporal_to_locale_text(agent, this, args, None)
}

/// Temporal.Instant.prototype.toJSON ( )
fn instant_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    default_text(agent, this, "toJSON")
}

/// Temporal.Instant.prototype.valueOf ( )
fn instant_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Err(throw_value_of::<Instant>(agent, this))
}

/// Temporal.Instant.prototype.toZonedDateTimeISO ( timeZone )
fn instant_to_zoned_date_time_iso(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let instant = receiver::<Instant>(agent, this, "toZonedDateTimeISO")?;
    let time_zone = to_temporal_time_zone(agent, args.get(0))?;
    let zoned = instant.to_zoned_date_time_iso(time_zone).or_throw(agent)?;
    create(agent, zoned)
}

/// Date.prototype.toTemporalInstant ( )
pub fn date_to_temporal_instant(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(date) = this.as_kind::<DateObject>() else {
        return Err(agent.throw_type_error("this is not a Date object."));
    };
    let milliseconds = agent.number_to_bigint(date.time())?;
    let milliseconds = milliseconds.value().to_i64().unwrap_or(i64::MAX);
    let instant = Instant::from_epoch_milliseconds(milliseconds).or_throw(agent)?;
    create(agent, instant)
}
