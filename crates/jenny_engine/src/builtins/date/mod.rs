//! Date (ECMA-262 21.4): the tables, the constructor and its statics.

mod fields;
mod format;
mod parse;
pub mod time;

pub use format::{date_to_text, iso_text};
pub use parse::parse_date;
pub use time::{days_from_civil, time_clip};

use crate::object::{Attributes, ObjectType};
use crate::operations::PreferredType;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value, WellKnownSymbol};
use fields::*;
use format::*;
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use std::cell::Cell;
use time::{make_date, make_day, make_full_year, make_time, utc};

pub static DATE: ClassSpec = ClassSpec::new("Date", Intrinsic::Date, Intrinsic::DatePrototype, date_constructor, 7)
    .statics(&[method("now", date_now, 0), method("parse", date_parse, 1), method("UTC", date_utc, 7)])
    .methods(METHODS);

static METHODS: &[PropertySpec] = &[
    method("toString", date_to_string, 0),
    method("toDateString", date_to_date_string, 0),
    method("toTimeString", date_to_time_string, 0),
    method("toISOString", date_to_iso_string, 0),
    method("toUTCString", date_to_utc_string, 0),
    method("toTemporalInstant", crate::builtins::temporal::date_to_temporal_instant, 0),
    alias("toGMTString", "toUTCString"),
    method("getDate", date_get_date, 0),
    method("setDate", date_set_date, 1),
    method("getDay", date_get_day, 0),
    method("getFullYear", date_get_full_year, 0),
    method("setFullYear", date_set_full_year, 3),
    method("getHours", date_get_hours, 0),
    method("setHours", date_set_hours, 4),
    method("getMilliseconds", date_get_milliseconds, 0),
    method("setMilliseconds", date_set_milliseconds, 1),
    method("getMinutes", date_get_minutes, 0),
    method("setMinutes", date_set_minutes, 3),
    method("getMonth", date_get_month, 0),
    method("setMonth", date_set_month, 2),
    method("getSeconds", date_get_seconds, 0),
    method("setSeconds", date_set_seconds, 2),
    method("getTime", date_get_time, 0),
    method("setTime", date_set_time, 1),
    method("getTimezoneOffset", date_get_timezone_offset, 0),
    method("getYear", date_get_year, 0),
    method("setYear", date_set_year, 1),
    method("getUTCDate", date_get_utc_date, 0),
    method("setUTCDate", date_set_utc_date, 1),
    method("getUTCDay", date_get_utc_day, 0),
    method("getUTCFullYear", date_get_utc_full_year, 0),
    method("setUTCFullYear", date_set_utc_full_year, 3),
    method("getUTCHours", date_get_utc_hours, 0),
    method("setUTCHours", date_set_utc_hours, 4),
    method("getUTCMilliseconds", date_get_utc_milliseconds, 0),
    method("setUTCMilliseconds", date_set_utc_milliseconds, 1),
    method("getUTCMinutes", date_get_utc_minutes, 0),
    method("setUTCMinutes", date_set_utc_minutes, 3),
    method("getUTCMonth", date_get_utc_month, 0),
    method("setUTCMonth", date_set_utc_month, 2),
    method("getUTCSeconds", date_get_utc_seconds, 0),
    method("setUTCSeconds", date_set_utc_seconds, 2),
    method("valueOf", date_value_of, 0),
    method("toJSON", date_to_json, 1),
    method("toLocaleString", date_to_locale_string, 0),
    method("toLocaleDateString", date_to_locale_date_string, 0),
    method("toLocaleTimeString", date_to_locale_time_string, 0),
    symbol_method(WellKnownSymbol::ToPrimitive, date_to_primitive, 1, Attributes::CONFIGURABLE),
];

/// An object with [[DateValue]].
#[repr(C)]
pub struct DateObject {
    object: Object,
    time: Cell<f64>,
}

// SAFETY: only the object part holds cells.
unsafe impl Trace for DateObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for DateObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for DateObject {
    const KIND: Kind = Kind::Date;
}

impl DateObject {
    /// [[DateValue]]: ms since 1970-01-01 UTC, or NaN.
    pub fn time(&self) -> f64 {
        self.time.get()
    }
    pub fn set_time(&self, t: f64) {
        self.time.set(t);
    }
}

impl Agent {
    /// A Date of a time value.
    pub fn new_date(&mut self, t: f64) -> Gc<DateObject> {
        let prototype = self.intrinsic(Intrinsic::DatePrototype);
        self.alloc_date(t, prototype)
    }
    fn alloc_date(&mut self, t: f64, prototype: Gc<Object>) -> Gc<DateObject> {
        let shape = self.root_shape(prototype.into(), 0);
        self.alloc(DateObject { object: Object::new(Kind::Date, shape), time: Cell::new(t) })
    }
}

/// The receiver, which must be a Date.
fn this_date(agent: &mut Agent, this: Value, _method: &str) -> JsResult<Gc<DateObject>> {
    match this.as_kind::<DateObject>() {
        Some(date) => Ok(date),
        None => Err(agent.throw_type_error("this is not a Date object.")),
    }
}

/// [[DateValue]] of the receiver.
fn this_time(agent: &mut Agent, this: Value, method: &str) -> JsResult<f64> {
    Ok(this_date(agent, this, method)?.time())
}

/// Two to seven numbers as a time, without a zone.
fn time_of_components(agent: &mut Agent, args: Args) -> JsResult<f64> {
    let mut parts = [f64::NAN, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    for (i, part) in parts.iter_mut().enumerate().take(args.len().max(1)) {
        *part = args.get(i).to_number(agent)?;
    }
    let day = make_day(make_full_year(parts[0]), parts[1], parts[2]);
    Ok(make_date(day, make_time(parts[3], parts[4], parts[5], parts[6])))
}

/// 21.4.2.1
fn date_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        let now = agent.host.now().floor();
        let text = date_to_text(agent, now);
        return Ok(agent.string_value(&text));
    }
    let t = match args.len() {
        0 => agent.host.now().floor(),
        1 => match args.get(0).as_kind::<DateObject>() {
            Some(date) => date.time(),
            None => {
                let primitive = args.get(0).to_primitive(agent, PreferredType::Default)?;
                match primitive.as_string() {
                    Some(text) => parse_date(agent, &text.to_utf16()),
                    None => time_clip(primitive.to_number(agent)?),
                }
            }
        },
        _ => {
            let local = time_of_components(agent, args)?;
            time_clip(utc(agent, local))
        }
    };
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::DatePrototype)?;
    Ok(agent.alloc_date(t, prototype).into())
}

/// 21.4.3.1
fn date_now(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::number(agent.host.now().floor()))
}

/// 21.4.3.2
fn date_parse(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_js_string(agent)?;
    Ok(Value::number(parse_date(agent, &text.to_utf16())))
}

/// 21.4.3.4
fn date_utc(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(Value::number(time_clip(time_of_components(agent, args)?)))
}
