//! The options objects of Temporal's methods: each function reads one property and validates it.

use super::{OrThrow, to_temporal_time_zone};
use crate::{Agent, JsResult, Object, Value};
use jenny_gc::Gc;
use std::str::FromStr;
use temporal_rs::TimeZone;
use temporal_rs::options::{
    DifferenceSettings, Disambiguation, DisplayCalendar, DisplayOffset, DisplayTimeZone, OffsetDisambiguation,
    Overflow, RoundingIncrement, RoundingMode, RoundingOptions, ToStringRoundingOptions, Unit,
};
use temporal_rs::parsers::Precision;
use temporal_rs::provider::TransitionDirection;

/// An options argument; None stands for the empty object that undefined means.
pub type Options = Option<Gc<Object>>;

/// GetOptionsObject. Errors: TypeError.
pub fn get_options_object(agent: &mut Agent, value: Value) -> JsResult<Options> {
    if value.is_undefined() {
        return Ok(None);
    }
    match value.as_object() {
        Some(object) => Ok(Some(object)),
        None => Err(agent.throw_type_error("Temporal error: Options must be an object or undefined.")),
    }
}

fn get(agent: &mut Agent, options: Options, name: &str) -> JsResult<Value> {
    match options {
        Some(object) => object.get_str(agent, name),
        None => Ok(Value::UNDEFINED),
    }
}

/// GetOption with type string. Errors: whatever the getter or ToString throws, RangeError.
fn get_option<T: FromStr>(agent: &mut Agent, options: Options, name: &str) -> JsResult<Option<T>> {
    let value = get(agent, options, name)?;
    if value.is_undefined() {
        return Ok(None);
    }
    let text = value.to_rust_string(agent)?;
    parse(agent, &text, name).map(Some)
}

fn parse<T: FromStr>(agent: &mut Agent, text: &str, name: &str) -> JsResult<T> {
    match text.parse() {
        Ok(option) => Ok(option),
        Err(_) => {
            Err(agent.throw_range_error(format!("Value {text} out of range for Temporal options property {name}")))
        }
    }
}

/// GetTemporalOverflowOption of an options argument.
pub fn overflow_argument(agent: &mut Agent, value: Value) -> JsResult<Overflow> {
    let options = get_options_object(agent, value)?;
    overflow(agent, options)
}

/// GetTemporalOverflowOption
pub fn overflow(agent: &mut Agent, options: Options) -> JsResult<Overflow> {
    Ok(get_option(agent, options, "overflow")?.unwrap_or(Overflow::Constrain))
}

/// GetTemporalDisambiguationOption
pub fn disambiguation(agent: &mut Agent, options: Options) -> JsResult<Disambiguation> {
    Ok(get_option(agent, options, "disambiguation")?.unwrap_or(Disambiguation::Compatible))
}

/// GetTemporalOffsetOption
pub fn offset(agent: &mut Agent, options: Options, fallback: OffsetDisambiguation) -> JsResult<OffsetDisambiguation> {
    Ok(get_option(agent, options, "offset")?.unwrap_or(fallback))
}

/// GetTemporalShowCalendarNameOption
pub fn calendar_name(agent: &mut Agent, options: Options) -> JsResult<DisplayCalendar> {
    Ok(get_option(agent, options, "calendarName")?.unwrap_or(DisplayCalendar::Auto))
}

/// GetTemporalShowTimeZoneNameOption
pub fn time_zone_name(agent: &mut Agent, options: Options) -> JsResult<DisplayTimeZone> {
    Ok(get_option(agent, options, "timeZoneName")?.unwrap_or(DisplayTimeZone::Auto))
}

/// GetTemporalShowOffsetOption
pub fn display_offset(agent: &mut Agent, options: Options) -> JsResult<DisplayOffset> {
    Ok(get_option(agent, options, "offset")?.unwrap_or(DisplayOffset::Auto))
}

/// GetTemporalUnitValuedOption
pub fn unit(agent: &mut Agent, options: Options, name: &str) -> JsResult<Option<Unit>> {
    get_option(agent, options, name)
}

/// GetRoundingModeOption
pub fn rounding_mode(agent: &mut Agent, options: Options) -> JsResult<Option<RoundingMode>> {
    get_option(agent, options, "roundingMode")
}

/// GetRoundingIncrementOption
pub fn rounding_increment(agent: &mut Agent, options: Options) -> JsResult<Option<RoundingIncrement>> {
    let value = get(agent, options, "roundingIncrement")?;
    if value.is_undefined() {
        return Ok(None);
    }
    let number = value.to_number(agent)?;
    RoundingIncrement::try_from(number).or_throw(agent).map(Some)
}

/// GetTemporalFractionalSecondDigitsOption
pub fn fractional_second_digits(agent: &mut Agent, options: Options) -> JsResult<Precision> {
    let value = get(agent, options, "fractionalSecondDigits")?;
    if value.is_undefined() {
        return Ok(Precision::Auto);
    }
    let Some(number) = value.as_number() else {
        let text = value.to_rust_string(agent)?;
        if text == "auto" {
            return Ok(Precision::Auto);
        }
        return Err(throw_digits(agent, &text));
    };
    let digits = number.floor();
    if !(0.0..=9.0).contains(&digits) {
        let text = agent.number_to_string(number).to_rust_string();
        return Err(throw_digits(agent, &text));
    }
    Ok(Precision::Digit(digits as u8))
}

fn throw_digits(agent: &mut Agent, text: &str) -> crate::Throw {
    agent.throw_range_error(format!("Value {text} out of range for Temporal options property fractionalSecondDigits"))
}

/// Errors: RangeError for what cannot be the smallest unit of a time's text.
pub fn require_text_unit(agent: &mut Agent, unit: Option<Unit>) -> JsResult<()> {
    match unit {
        None | Some(Unit::Minute | Unit::Second | Unit::Millisecond | Unit::Microsecond | Unit::Nanosecond) => Ok(()),
        Some(unit) => Err(throw_unit(agent, unit, "smallestUnit")),
    }
}

/// Errors: RangeError for "auto" where it is no unit.
pub fn require_no_auto(agent: &mut Agent, unit: Option<Unit>) -> JsResult<()> {
    if unit == Some(Unit::Auto) { Err(throw_unit(agent, Unit::Auto, "unit")) } else { Ok(()) }
}

fn throw_unit(agent: &mut Agent, unit: Unit, name: &str) -> crate::Throw {
    agent.throw_range_error(format!("Value {unit} out of range for Temporal options property {name}"))
}

/// How toString rounds, when nothing comes after "smallestUnit" in the order of the options.
pub fn to_string_rounding(agent: &mut Agent, options: Options) -> JsResult<ToStringRoundingOptions> {
    let precision = fractional_second_digits(agent, options)?;
    let rounding_mode = rounding_mode(agent, options)?;
    let smallest_unit = unit(agent, options, "smallestUnit")?;
    require_text_unit(agent, smallest_unit)?;
    Ok(ToStringRoundingOptions { precision, smallest_unit, rounding_mode })
}

/// The time zone of Instant.prototype.toString, read after the rounding options and converted after their validation.
pub fn to_string_rounding_and_time_zone(
    agent: &mut Agent,
    options: Options,
) -> JsResult<(ToStringRoundingOptions, Option<TimeZone>)> {
    let precision = fractional_second_digits(agent, options)?;
    let rounding_mode = rounding_mode(agent, options)?;
    let smallest_unit = unit(agent, options, "smallestUnit")?;
    let time_zone = get(agent, options, "timeZone")?;
    require_text_unit(agent, smallest_unit)?;
    let time_zone = if time_zone.is_undefined() { None } else { Some(to_temporal_time_zone(agent, time_zone)?) };
    Ok((ToStringRoundingOptions { precision, smallest_unit, rounding_mode }, time_zone))
}

/// GetDifferenceSettings, but for the validation, which the operation does.
pub fn difference_settings(agent: &mut Agent, value: Value) -> JsResult<DifferenceSettings> {
    let options = get_options_object(agent, value)?;
    let mut settings = DifferenceSettings::default();
    settings.largest_unit = unit(agent, options, "largestUnit")?;
    settings.increment = rounding_increment(agent, options)?;
    settings.rounding_mode = rounding_mode(agent, options)?;
    settings.smallest_unit = unit(agent, options, "smallestUnit")?;
    Ok(settings)
}

/// The argument of a `round` method: a unit, or an options object. Errors: TypeError, RangeError.
pub fn round_options(agent: &mut Agent, value: Value) -> JsResult<RoundingOptions> {
    let mut rounding = RoundingOptions::default();
    if value.is_undefined() {
        return Err(agent.throw_type_error("Temporal error: Must specify a roundTo parameter."));
    }
    if let Some(text) = value.as_string() {
        rounding.smallest_unit = Some(parse(agent, &text.to_rust_string(), "smallestUnit")?);
        return Ok(rounding);
    }
    let options = get_options_object(agent, value)?;
    rounding.increment = rounding_increment(agent, options)?;
    rounding.rounding_mode = rounding_mode(agent, options)?;
    rounding.smallest_unit = unit(agent, options, "smallestUnit")?;
    Ok(rounding)
}

/// A unit from the text of a shorthand argument.
pub fn unit_of_text(agent: &mut Agent, text: &str, name: &str) -> JsResult<Unit> {
    parse(agent, text, name)
}

/// The argument of getTimeZoneTransition. Errors: TypeError, RangeError.
pub fn direction(agent: &mut Agent, value: Value) -> JsResult<TransitionDirection> {
    if value.is_undefined() {
        return Err(agent.throw_type_error("Temporal error: Must specify a direction parameter."));
    }
    if let Some(text) = value.as_string() {
        return parse(agent, &text.to_rust_string(), "direction");
    }
    let options = get_options_object(agent, value)?;
    match get_option(agent, options, "direction")? {
        Some(direction) => Ok(direction),
        None => Err(agent.throw_range_error("Temporal error: Must specify a direction parameter.")),
    }
}
