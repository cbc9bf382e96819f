//! Texts of dates (ECMA-262 21.4.4.41): toString and its kin, toISOString, the en-US forms.

use super::this_time;
use super::time::{Fields, fields, local_time};
use crate::builtins::intl::{FieldGroup, date_to_locale_text};
use crate::operations::PreferredType;
use crate::string::WellKnownSymbol;
use crate::{Agent, Args, JsResult, Value};

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn year_text(year: i64) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

/// DateString (21.4.4.41.2)
fn date_text(f: &Fields) -> String {
    let (day, month) = (DAYS[f.weekday as usize], MONTHS[f.month as usize]);
    format!("{day} {month} {:02} {}", f.date, year_text(f.year))
}

/// TimeString and TimeZoneString (21.4.4.41.1, .3)
fn time_text(agent: &mut Agent, t: f64, f: &Fields) -> String {
    let (offset, name) = agent.host.local_offset(t, true);
    let minutes = (offset / 60_000.0).trunc() as i64;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let name = if name == "UTC" { "Coordinated Universal Time" } else { &name };
    format!("{:02}:{:02}:{:02} GMT{sign}{hours:02}{rest:02} ({name})", f.hour, f.minute, f.second)
}

/// ToDateString (21.4.4.41.4)
pub fn date_to_text(agent: &mut Agent, t: f64) -> String {
    if t.is_nan() {
        return "Invalid Date".into();
    }
    let f = fields(local_time(agent, t));
    let time = time_text(agent, t, &f);
    format!("{} {time}", date_text(&f))
}

/// The text of toISOString; None for an invalid date.
pub fn iso_text(t: f64) -> Option<String> {
    if t.is_nan() {
        return None;
    }
    let f = fields(t);
    let year = match f.year {
        0..=9999 => format!("{:04}", f.year),
        y if y < 0 => format!("-{:06}", -y),
        y => format!("+{y:06}"),
    };
    let (month, date) = (f.month + 1, f.date);
    Some(format!("{year}-{month:02}-{date:02}T{:02}:{:02}:{:02}.{:03}Z", f.hour, f.minute, f.second, f.millisecond))
}

fn text_or_invalid(
    agent: &mut Agent,
    this: Value,
    name: &str,
    text: impl FnOnce(&mut Agent, f64) -> String,
) -> JsResult<Value> {
    let t = this_time(agent, this, name)?;
    let text = if t.is_nan() { "Invalid Date".into() } else { text(agent, t) };
    Ok(agent.string_value(&text))
}

/// 21.4.4.41
pub fn date_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    text_or_invalid(agent, this, "toString", date_to_text)
}
/// 21.4.4.35
pub fn date_to_date_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    text_or_invalid(agent, this, "toDateString", |agent, t| date_text(&fields(local_time(agent, t))))
}
/// 21.4.4.42
pub fn date_to_time_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    text_or_invalid(agent, this, "toTimeString", |agent, t| {
        let f = fields(local_time(agent, t));
        time_text(agent, t, &f)
    })
}
/// 21.4.4.43
pub fn date_to_utc_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    text_or_invalid(agent, this, "toUTCString", |_, t| {
        let f = fields(t);
        let (day, month) = (DAYS[f.weekday as usize], MONTHS[f.month as usize]);
        let year = year_text(f.year);
        format!("{day}, {:02} {month} {year} {:02}:{:02}:{:02} GMT", f.date, f.hour, f.minute, f.second)
    })
}
/// 21.4.4.36
pub fn date_to_iso_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let t = this_time(agent, this, "toISOString")?;
    match iso_text(t) {
        Some(text) => Ok(agent.string_value(&text)),
        None => Err(agent.throw_range_error("Invalid time value")),
    }
}

/// Whether a locale or options are given; without them the default form of the en-US locale needs no data.
fn has_choice(args: Args) -> bool {
    !args.get(0).is_undefined() || !args.get(1).is_undefined()
}

fn en_us_date(f: &Fields) -> String {
    // Years before 1 are counted within their era, which the short form leaves out.
    let year = if f.year > 0 { f.year } else { 1 - f.year };
    format!("{}/{}/{year}", f.month + 1, f.date)
}
fn en_us_time(f: &Fields) -> String {
    let hour = if f.hour % 12 == 0 { 12 } else { f.hour % 12 };
    let half = if f.hour < 12 { "AM" } else { "PM" };
    format!("{hour}:{:02}:{:02} {half}", f.minute, f.second)
}

/// 21.4.4.39
pub fn date_to_locale_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if has_choice(args) {
        let time = this_time(agent, this, "toLocaleString")?;
        return date_to_locale_text(agent, time, args, FieldGroup::All, FieldGroup::All);
    }
    text_or_invalid(agent, this, "toLocaleString", |agent, t| {
        let f = fields(local_time(agent, t));
        format!("{}, {}", en_us_date(&f), en_us_time(&f))
    })
}
/// 21.4.4.38
pub fn date_to_locale_date_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if has_choice(args) {
        let time = this_time(agent, this, "toLocaleDateString")?;
        return date_to_locale_text(agent, time, args, FieldGroup::Date, FieldGroup::Date);
    }
    text_or_invalid(agent, this, "toLocaleDateString", |agent, t| en_us_date(&fields(local_time(agent, t))))
}
/// 21.4.4.40
pub fn date_to_locale_time_string(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if has_choice(args) {
        let time = this_time(agent, this, "toLocaleTimeString")?;
        return date_to_locale_text(agent, time, args, FieldGroup::Time, FieldGroup::Time);
    }
    text_or_invalid(agent, this, "toLocaleTimeString", |agent, t| en_us_time(&fields(local_time(agent, t))))
}

/// 21.4.4.37
pub fn date_to_json(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let object = this.to_object(agent)?;
    let primitive = Value::from(object).to_primitive(agent, PreferredType::Number)?;
    if primitive.as_number().is_some_and(|n| !n.is_finite()) {
        return Ok(Value::NULL);
    }
    let key = agent.key("toISOString");
    object.invoke(agent, key, &[])
}

/// 21.4.4.45 Date.prototype [ %Symbol.toPrimitive% ]
pub fn date_to_primitive(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(object) = this.as_object() else {
        let name = WellKnownSymbol::ToPrimitive;
        return Err(agent.throw_incompatible_receiver(&format!("Date.prototype [ {name:?} ]"), this));
    };
    let hint = args.get(0).as_string();
    let hint = match hint {
        Some(h) if h.is_text("string") || h.is_text("default") => PreferredType::String,
        Some(h) if h.is_text("number") => PreferredType::Number,
        _ => {
            let text = match hint {
                Some(hint) => hint.to_rust_string(),
                None => crate::error::describe(agent, args.get(0)),
            };
            return Err(agent.throw_type_error(format!("Invalid hint: {text}")));
        }
    };
    crate::operations::ordinary_to_primitive(agent, object, hint)
}
