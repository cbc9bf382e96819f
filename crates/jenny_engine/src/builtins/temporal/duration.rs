//! Temporal.Duration.

use super::options::{
    Options, get_options_object, require_no_auto, rounding_increment, rounding_mode, to_string_rounding, unit,
    unit_of_text,
};
use super::relative_to::relative_to_option;
use super::*;
use crate::Args;
use num_traits::FromPrimitive;
use temporal_rs::options::{RoundingOptions, ToStringRoundingOptions};

pub static DURATION: ClassSpec = ClassSpec::new(
    "Duration",
    Intrinsic::TemporalDuration,
    Intrinsic::TemporalDurationPrototype,
    duration_constructor,
    0,
)
.statics(&[method("from", duration_from, 1), method("compare", duration_compare, 2)])
.methods(METHODS);

class_methods! {
    Duration, "Temporal.Duration";
    getters {
        duration_years "years" |d| d.years();
        duration_months "months" |d| d.months();
        duration_weeks "weeks" |d| d.weeks();
        duration_days "days" |d| d.days();
        duration_hours "hours" |d| d.hours();
        duration_minutes "minutes" |d| d.minutes();
        duration_seconds "seconds" |d| d.seconds();
        duration_milliseconds "milliseconds" |d| d.milliseconds();
        duration_microseconds "microseconds" |d| d.microseconds();
        duration_nanoseconds "nanoseconds" |d| d.nanoseconds();
        duration_sign "sign" |d| d.sign() as i8 as f64;
        duration_blank "blank" |d| d.is_zero();
    }
    methods [
        method("with", duration_with, 1),
        method("negated", duration_negated, 0),
        method("abs", duration_abs, 0),
        method("add", duration_add, 1),
        method("subtract", duration_subtract, 1),
        method("round", duration_round, 1),
        method("total", duration_total, 1),
        method("toString", duration_to_string, 0),
        method("toJSON", duration_to_json, 0),
        method("toLocaleString", duration_to_locale_string, 0),
        method("valueOf", duration_value_of, 0),
    ]
}

/// The fields as a property bag names them, in the order in which they are read, and their places by size.
const NAMES: [(&str, usize); 10] = [
    ("days", 3),
    ("hours", 4),
    ("microseconds", 8),
    ("milliseconds", 7),
    ("minutes", 5),
    ("months", 1),
    ("nanoseconds", 9),
    ("seconds", 6),
    ("weeks", 2),
    ("years", 0),
];

/// ToTemporalPartialDurationRecord: years first. Errors: whatever getters throw, TypeError, RangeError.
fn partial_duration_record(agent: &mut Agent, item: Value) -> JsResult<[Option<f64>; 10]> {
    let Some(object) = item.as_object() else {
        return Err(agent.throw_type_error("Temporal error: Duration argument must be an object or a string."));
    };
    let mut fields = [None; 10];
    for (name, place) in NAMES {
        let value = object.get_str(agent, name)?;
        if !value.is_undefined() {
            fields[place] = Some(to_integer_if_integral(agent, value)?);
        }
    }
    if fields.iter().all(Option::is_none) {
        return Err(agent.throw_type_error("Temporal error: At least one duration field must be provided."));
    }
    Ok(fields)
}

/// A duration of ten integers, years first. Errors: RangeError.
fn duration_of(agent: &mut Agent, fields: [f64; 10]) -> JsResult<Duration> {
    // Numbers out of the range of their types are out of a duration's too; casts saturate.
    let [years, months, weeks, days, hours, minutes, seconds, milliseconds, ..] = fields.map(|f| f as i64);
    let wide = |f: f64| i128::from_f64(f).unwrap_or(i128::MAX);
    Duration::new(years, months, weeks, days, hours, minutes, seconds, milliseconds, wide(fields[8]), wide(fields[9]))
        .or_throw(agent)
}

/// ToTemporalDuration. Errors: TypeError, RangeError.
pub fn to_temporal_duration(agent: &mut Agent, item: Value) -> JsResult<Duration> {
    if let Some(duration) = held::<Duration>(item) {
        return Ok(duration);
    }
    if item.is_object() {
        let fields = partial_duration_record(agent, item)?;
        return duration_of(agent, fields.map(|f| f.unwrap_or(0.0)));
    }
    let text = require_string(agent, item, "Duration argument")?;
    Duration::from_utf8(text.as_bytes()).or_throw(agent)
}

/// new Temporal.Duration ( [ years [ , months [ , ... ] ] ] )
fn duration_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    require_new::<Duration>(agent, args.new_target())?;
    let mut fields = [0.0; 10];
    for (i, field) in fields.iter_mut().enumerate() {
        let value = args.get(i);
        if !value.is_undefined() {
            *field = to_integer_if_integral(agent, value)?;
        }
    }
    let duration = duration_of(agent, fields)?;
    construct(agent, duration, args.new_target())
}

/// Temporal.Duration.from ( item )
fn duration_from(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let duration = to_temporal_duration(agent, args.get(0))?;
    create(agent, duration)
}

/// Temporal.Duration.compare ( one, two [ , options ] )
fn duration_compare(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let one = to_temporal_duration(agent, args.get(0))?;
    let two = to_temporal_duration(agent, args.get(1))?;
    let options = get_options_object(agent, args.get(2))?;
    let relative_to = relative_to_option(agent, options)?;
    Ok(one.compare(&two, relative_to).or_throw(agent)?.answer(agent))
}

/// Temporal.Duration.prototype.with ( temporalDurationLike )
fn duration_with(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "with")?;
    let fields = partial_duration_record(agent, args.get(0))?;
    let own = [
        duration.years() as f64,
        duration.months() as f64,
        duration.weeks() as f64,
        duration.days() as f64,
        duration.hours() as f64,
        duration.minutes() as f64,
        duration.seconds() as f64,
        duration.milliseconds() as f64,
        duration.microseconds() as f64,
        duration.nanoseconds() as f64,
    ];
    let merged = std::array::from_fn(|i| fields[i].unwrap_or(own[i]));
    let duration = duration_of(agent, merged)?;
    create(agent, duration)
}

/// Temporal.Duration.prototype.negated ( )
fn duration_negated(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "negated")?;
    create(agent, duration.negated())
}

/// Temporal.Duration.prototype.abs ( )
fn duration_abs(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "abs")?;
    create(agent, duration.abs())
}

/// Temporal.Duration.prototype.add ( other )
fn duration_add(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "add")?;
    let other = to_temporal_duration(agent, args.get(0))?;
    let sum = duration.add(&other).or_throw(agent)?;
    create(agent, sum)
}

/// Temporal.Duration.prototype.subtract ( other )
fn duration_subtract(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "subtract")?;
    let other = to_temporal_duration(agent, args.get(0))?;
    let difference = duration.subtract(&other).or_throw(agent)?;
    create(agent, difference)
}

/// The text of a shorthand argument, or an options object. Errors: TypeError.
fn text_or_options(agent: &mut Agent, value: Value, name: &str) -> JsResult<Result<String, Options>> {
    if value.is_undefined() {
        return Err(agent.throw_type_error(format!("Temporal error: Must specify a {name} parameter.")));
    }
    match value.as_string() {
        Some(text) => Ok(Ok(text.to_rust_string())),
        None => Ok(Err(get_options_object(agent, value)?)),
    }
}

/// Temporal.Duration.prototype.round ( roundTo )
fn duration_round(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "round")?;
    let mut rounding = RoundingOptions::default();
    rounding.largest_unit = None;
    let mut relative_to = None;
    match text_or_options(agent, args.get(0), "roundTo")? {
        Ok(text) => rounding.smallest_unit = Some(unit_of_text(agent, &text, "smallestUnit")?),
        Err(options) => {
            rounding.largest_unit = unit(agent, options, "largestUnit")?;
            relative_to = relative_to_option(agent, options)?;
            rounding.increment = rounding_increment(agent, options)?;
            rounding.rounding_mode = rounding_mode(agent, options)?;
            rounding.smallest_unit = unit(agent, options, "smallestUnit")?;
        }
    }
    require_no_auto(agent, rounding.smallest_unit)?;
    let rounded = duration.round(rounding, relative_to).or_throw(agent)?;
    create(agent, rounded)
}

/// Temporal.Duration.prototype.total ( totalOf )
fn duration_total(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "total")?;
    let (wanted, relative_to) = match text_or_options(agent, args.get(0), "totalOf")? {
        Ok(text) => (Some(unit_of_text(agent, &text, "unit")?), None),
        Err(options) => {
            let relative_to = relative_to_option(agent, options)?;
            (unit(agent, options, "unit")?, relative_to)
        }
    };
    require_no_auto(agent, wanted)?;
    let Some(wanted) = wanted else { return Err(agent.throw_range_error("Temporal error: unit is required.")) };
    let total = duration.total(wanted, relative_to).or_throw(agent)?;
    Ok(Value::number(total.as_inner()))
}

/// Temporal.Duration.prototype.toString ( [ options ] )
fn duration_to_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "toString")?;
    let options = get_options_object(agent, args.get(0))?;
    let rounding = to_string_rounding(agent, options)?;
    Ok(duration.as_temporal_string(rounding).or_throw(agent)?.answer(agent))
}

/// Temporal.Duration.prototype.toJSON ( )
fn duration_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let duration = receiver::<Duration>(agent, this, "toJSON")?;
    Ok(duration.as_temporal_string(ToStringRoundingOptions::default()).or_throw(agent)?.answer(agent))
}

/// Temporal.Duration.prototype.toLocaleString ( [ locales [ , options ] ] )
fn duration_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    receiver::<Duration>(agent, this, "toLocaleString")?;
    crate::builtins::intl::duration_to_locale_text(agent, this, args)
}

/// Temporal.Duration.prototype.valueOf ( )
fn duration_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Err(throw_value_of::<Duration>(agent, this))
}
