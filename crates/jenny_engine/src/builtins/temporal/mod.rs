//! Temporal: the namespace, the cells of its classes, and what all classes share. The arithmetic is that of `temporal_rs`.

mod calendar_fields;
mod duration;
mod formatted;
mod instant;
mod now;
mod options;
mod plain_date;
mod plain_date_time;
mod plain_month_day;
mod plain_time;
mod plain_year_month;
mod relative_to;
mod zoned_date_time;

pub use duration::{DURATION, to_temporal_duration};
pub use formatted::{FormattedTemporal, TemporalKind, formatted, is_zoned};
pub use instant::{INSTANT, date_to_temporal_instant};
pub use now::NOW;
pub use now::system_time_zone;
pub use plain_date::PLAIN_DATE;
pub use plain_date_time::PLAIN_DATE_TIME;
pub use plain_month_day::PLAIN_MONTH_DAY;
pub use plain_time::PLAIN_TIME;
pub use plain_year_month::PLAIN_YEAR_MONTH;
pub use zoned_date_time::ZONED_DATE_TIME;

use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::{Agent, Intrinsic, JsResult, Kind, Object, PreferredType, Throw, Value};
use jenny_gc::{GcCell, Trace, Tracer};
use num_traits::ToPrimitive;
use std::cmp::Ordering;
use temporal_rs::error::ErrorKind;
use temporal_rs::{
    Calendar, Duration, Instant, PlainDate, PlainDateTime, PlainMonthDay, PlainTime, PlainYearMonth, TemporalError,
    TemporalResult, TimeZone, TinyAsciiStr, ZonedDateTime,
};

pub static TEMPORAL: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        to_string_tag("Temporal"),
        intrinsic("Instant", Intrinsic::TemporalInstant),
        intrinsic("PlainDateTime", Intrinsic::TemporalPlainDateTime),
        intrinsic("PlainDate", Intrinsic::TemporalPlainDate),
        intrinsic("PlainTime", Intrinsic::TemporalPlainTime),
        intrinsic("PlainYearMonth", Intrinsic::TemporalPlainYearMonth),
        intrinsic("PlainMonthDay", Intrinsic::TemporalPlainMonthDay),
        intrinsic("Duration", Intrinsic::TemporalDuration),
        intrinsic("ZonedDateTime", Intrinsic::TemporalZonedDateTime),
        intrinsic("Now", Intrinsic::TemporalNow),
    ],
};

/// An object of a Temporal class: the internal slots are one Rust value that never changes.
#[repr(C)]
pub struct TemporalObject<T> {
    object: Object,
    value: T,
}

/// What a Temporal object holds.
pub trait TemporalValue: Clone + 'static {
    const KIND: Kind;
    const PROTOTYPE: Intrinsic;
    const CLASS: &'static str;
}

// SAFETY: only the object part holds cells.
unsafe impl<T: TemporalValue> Trace for TemporalObject<T> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl<T: TemporalValue> GcCell for TemporalObject<T> {}
// SAFETY: repr(C), Object first; cells of these kinds are made in this file only, each kind for one type.
unsafe impl<T: TemporalValue> ObjectType for TemporalObject<T> {
    const KIND: Kind = T::KIND;
}

macro_rules! temporal_values {
    ($($type:ty: $kind:ident, $prototype:ident, $class:literal;)*) => {
        $(impl TemporalValue for $type {
            const KIND: Kind = Kind::$kind;
            const PROTOTYPE: Intrinsic = Intrinsic::$prototype;
            const CLASS: &'static str = $class;
        })*
    };
}

temporal_values! {
    Instant: TemporalInstant, TemporalInstantPrototype, "Temporal.Instant";
    PlainDateTime: TemporalPlainDateTime, TemporalPlainDateTimePrototype, "Temporal.PlainDateTime";
    PlainDate: TemporalPlainDate, TemporalPlainDatePrototype, "Temporal.PlainDate";
    PlainTime: TemporalPlainTime, TemporalPlainTimePrototype, "Temporal.PlainTime";
    PlainYearMonth: TemporalPlainYearMonth, TemporalPlainYearMonthPrototype, "Temporal.PlainYearMonth";
    PlainMonthDay: TemporalPlainMonthDay, TemporalPlainMonthDayPrototype, "Temporal.PlainMonthDay";
    Duration: TemporalDuration, TemporalDurationPrototype, "Temporal.Duration";
    ZonedDateTime: TemporalZonedDateTime, TemporalZonedDateTimePrototype, "Temporal.ZonedDateTime";
}

/// What a value holds if it is an object of that class.
fn held<T: TemporalValue>(value: Value) -> Option<T> {
    value.as_kind::<TemporalObject<T>>().map(|object| object.value.clone())
}

/// What the receiver holds. Errors: TypeError.
fn receiver<T: TemporalValue>(agent: &mut Agent, this: Value, method: &str) -> JsResult<T> {
    match held(this) {
        Some(value) => Ok(value),
        None => Err(agent.throw_incompatible_receiver(&format!("{}.prototype.{method}", T::CLASS), this)),
    }
}

/// A Temporal object of the current realm.
fn create<T: TemporalValue>(agent: &mut Agent, value: T) -> JsResult<Value> {
    let prototype = agent.intrinsic(T::PROTOTYPE);
    let shape = agent.root_shape(prototype.into(), 0);
    Ok(agent.alloc(TemporalObject { object: Object::new(T::KIND, shape), value }).into())
}

/// A Temporal object as a constructor makes it.
fn construct<T: TemporalValue>(agent: &mut Agent, value: T, new_target: Value) -> JsResult<Value> {
    let prototype = agent.get_prototype_from_constructor(new_target, T::PROTOTYPE)?;
    let shape = agent.root_shape(prototype.into(), 0);
    Ok(agent.alloc(TemporalObject { object: Object::new(T::KIND, shape), value }).into())
}

/// Errors: TypeError when a constructor is called without `new`.
fn require_new<T: TemporalValue>(agent: &mut Agent, new_target: Value) -> JsResult<()> {
    if new_target.is_undefined() { Err(agent.throw_requires_new(T::CLASS)) } else { Ok(()) }
}

/// valueOf of every class: TypeError.
fn throw_value_of<T: TemporalValue>(agent: &mut Agent, this: Value) -> Throw {
    match receiver::<T>(agent, this, "valueOf") {
        Ok(_) => {
            let class = T::CLASS;
            agent.throw_type_error(format!(
                "Do not use {class}.prototype.valueOf; use {class}.prototype.compare for comparison."
            ))
        }
        Err(thrown) => thrown,
    }
}

/// An error of `temporal_rs` as an exception.
trait OrThrow<T> {
    fn or_throw(self, agent: &mut Agent) -> JsResult<T>;
}

impl<T> OrThrow<T> for TemporalResult<T> {
    fn or_throw(self, agent: &mut Agent) -> JsResult<T> {
        self.map_err(|error| throw_temporal(agent, error))
    }
}

#[cold]
fn throw_temporal(agent: &mut Agent, error: TemporalError) -> Throw {
    let message = match error.into_message() {
        "" => "Temporal error: value out of range".to_owned(),
        message => format!("Temporal error: {message}"),
    };
    match error.kind() {
        ErrorKind::Type => agent.throw_type_error(message),
        _ => agent.throw_range_error(message),
    }
}

/// A property of a Temporal value as a language value.
trait Answer {
    fn answer(self, agent: &mut Agent) -> Value;
}

macro_rules! numeric_answers {
    ($($type:ty)*) => {
        $(impl Answer for $type {
            fn answer(self, _: &mut Agent) -> Value {
                Value::number(self as f64)
            }
        })*
    };
}
numeric_answers! { u8 u16 i32 i64 i128 f64 }

impl Answer for bool {
    fn answer(self, _: &mut Agent) -> Value {
        Value::bool(self)
    }
}
impl Answer for &str {
    fn answer(self, agent: &mut Agent) -> Value {
        agent.string_value(self)
    }
}
impl Answer for String {
    fn answer(self, agent: &mut Agent) -> Value {
        agent.string_value(&self)
    }
}
impl<const N: usize> Answer for TinyAsciiStr<N> {
    fn answer(self, agent: &mut Agent) -> Value {
        agent.string_value(self.as_str())
    }
}
impl<T: Answer> Answer for Option<T> {
    fn answer(self, agent: &mut Agent) -> Value {
        match self {
            Some(value) => value.answer(agent),
            None => Value::UNDEFINED,
        }
    }
}
impl Answer for Ordering {
    fn answer(self, _: &mut Agent) -> Value {
        Value::number(self as i8 as f64)
    }
}

/// The table of a prototype object, and the getters that are one expression.
macro_rules! class_methods {
    ($type:ty, $class:literal; getters { $($function:ident $name:literal $read:expr;)* } methods [$($row:expr,)*]) => {
        $(
            #[doc = concat!("get ", $class, ".prototype.", $name)]
            fn $function(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
                let value = receiver::<$type>(agent, this, $name)?;
                let read: fn(&$type) -> _ = $read;
                Ok(read(&value).answer(agent))
            }
        )*
        static METHODS: &[PropertySpec] = &[$(getter($name, $function),)* $($row,)* to_string_tag($class)];
    };
}
use class_methods;

/// ToIntegerWithTruncation. Errors: RangeError for NaN and the infinities.
fn to_integer_with_truncation(agent: &mut Agent, value: Value) -> JsResult<f64> {
    let number = value.to_number(agent)?;
    if !number.is_finite() {
        return Err(agent.throw_range_error("Temporal error: Expected finite integer."));
    }
    Ok(number.trunc() + 0.0)
}

/// ToPositiveIntegerWithTruncation. Errors: RangeError.
fn to_positive_integer_with_truncation(agent: &mut Agent, value: Value) -> JsResult<f64> {
    let integer = to_integer_with_truncation(agent, value)?;
    if integer <= 0.0 {
        return Err(agent.throw_range_error("Temporal error: Expected positive integer."));
    }
    Ok(integer)
}

/// ToIntegerIfIntegral. Errors: RangeError.
fn to_integer_if_integral(agent: &mut Agent, value: Value) -> JsResult<f64> {
    let number = value.to_number(agent)?;
    if !number.is_finite() || number.fract() != 0.0 {
        return Err(agent.throw_range_error("Temporal error: Expected integer."));
    }
    Ok(number + 0.0)
}

/// An integer argument of a constructor, in the range of a Rust type. Errors: RangeError.
fn integer_argument<T: num_traits::FromPrimitive>(agent: &mut Agent, integer: f64) -> JsResult<T> {
    match T::from_f64(integer) {
        Some(value) => Ok(value),
        None => Err(agent.throw_range_error("Temporal error: Value out of range.")),
    }
}

/// The text of a string argument. Errors: TypeError for what is no string.
fn require_string(agent: &mut Agent, value: Value, what: &str) -> JsResult<String> {
    match value.as_string() {
        Some(text) => Ok(text.to_rust_string()),
        None => Err(agent.throw_type_error(format!("Temporal error: {what} must be string."))),
    }
}

/// ToPrimitive with hint String, which must give a string. Errors: TypeError.
fn to_primitive_and_require_string(agent: &mut Agent, value: Value, what: &str) -> JsResult<String> {
    let primitive = value.to_primitive(agent, PreferredType::String)?;
    require_string(agent, primitive, what)
}

/// The calendar of an object with a calendar slot.
fn calendar_of(value: Value) -> Option<Calendar> {
    match value.kind()? {
        Kind::TemporalPlainDate => held::<PlainDate>(value).map(|v| v.calendar().clone()),
        Kind::TemporalPlainDateTime => held::<PlainDateTime>(value).map(|v| v.calendar().clone()),
        Kind::TemporalPlainMonthDay => held::<PlainMonthDay>(value).map(|v| v.calendar().clone()),
        Kind::TemporalPlainYearMonth => held::<PlainYearMonth>(value).map(|v| v.calendar().clone()),
        Kind::TemporalZonedDateTime => held::<ZonedDateTime>(value).map(|v| v.calendar().clone()),
        _ => None,
    }
}

/// Errors: RangeError for calendars that the standard does not name, where `temporal_rs` takes another one for them.
fn refuse_islamic(agent: &mut Agent, identifier: &str) -> JsResult<()> {
    if ["islamic", "islamic-rgsa"].iter().any(|refused| identifier.eq_ignore_ascii_case(refused)) {
        return Err(agent.throw_range_error(format!("Temporal error: Invalid calendar {identifier}.")));
    }
    Ok(())
}

/// The text of a string argument that may name a calendar in an annotation. Errors: TypeError, RangeError.
fn text_with_calendar(agent: &mut Agent, value: Value, what: &str) -> JsResult<String> {
    let text = require_string(agent, value, what)?;
    if let Some((_, annotation)) = text.split_once("u-ca=")
        && let Some((identifier, _)) = annotation.split_once(']')
    {
        refuse_islamic(agent, identifier)?;
    }
    Ok(text)
}

/// ToTemporalCalendarIdentifier. Errors: TypeError, RangeError.
fn to_temporal_calendar(agent: &mut Agent, value: Value) -> JsResult<Calendar> {
    if let Some(calendar) = calendar_of(value) {
        return Ok(calendar);
    }
    let text = text_with_calendar(agent, value, "Calendar")?;
    refuse_islamic(agent, &text)?;
    text.parse::<Calendar>().or_throw(agent)
}

/// The calendar argument of a constructor: an identifier only. Errors: TypeError, RangeError.
fn calendar_argument(agent: &mut Agent, value: Value) -> JsResult<Calendar> {
    if value.is_undefined() {
        return Ok(Calendar::ISO);
    }
    let text = require_string(agent, value, "Calendar")?;
    refuse_islamic(agent, &text)?;
    Calendar::try_from_utf8(text.as_bytes()).or_throw(agent)
}

/// GetTemporalCalendarIdentifierWithISODefault. Errors: whatever the getter throws, TypeError, RangeError.
fn get_calendar_with_iso_default(agent: &mut Agent, item: Value) -> JsResult<Calendar> {
    if let Some(calendar) = calendar_of(item) {
        return Ok(calendar);
    }
    let Some(object) = item.as_object() else { return Ok(Calendar::ISO) };
    let calendar = object.get_str(agent, "calendar")?;
    if calendar.is_undefined() { Ok(Calendar::ISO) } else { to_temporal_calendar(agent, calendar) }
}

/// ToTemporalTimeZoneIdentifier. Errors: TypeError, RangeError.
fn to_temporal_time_zone(agent: &mut Agent, value: Value) -> JsResult<TimeZone> {
    if let Some(zoned) = held::<ZonedDateTime>(value) {
        return Ok(*zoned.time_zone());
    }
    let text = require_string(agent, value, "Time zone")?;
    TimeZone::try_from_str(&text).or_throw(agent)
}

/// Errors: RangeError when two calendars differ.
fn require_equal_calendars(agent: &mut Agent, one: &Calendar, two: &Calendar) -> JsResult<()> {
    if one == two {
        return Ok(());
    }
    Err(agent.throw_range_error("Temporal error: Calendars must be the same."))
}

/// A BigInt as nanoseconds since the epoch. Errors: what ToBigInt throws, RangeError.
fn to_epoch_nanoseconds(agent: &mut Agent, value: Value) -> JsResult<i128> {
    let bigint = value.to_bigint(agent)?;
    match bigint.value().to_i128() {
        Some(nanoseconds) => Ok(nanoseconds),
        None => Err(agent.throw_range_error("Temporal error: Instant nanoseconds are not within a valid epoch range.")),
    }
}
