//! Getters and setters of Date.prototype (ECMA-262 21.4.4.2 to 21.4.4.34, B.2.3).

use super::time::*;
use super::{this_date, this_time};
use crate::{Agent, Args, JsResult, Value};

/// Reads one field in local time or UTC; NaN for an invalid date.
fn read(agent: &mut Agent, this: Value, name: &str, local: bool, field: fn(&Fields) -> i64) -> JsResult<Value> {
    let t = this_time(agent, this, name)?;
    if t.is_nan() {
        return Ok(Value::NAN);
    }
    let t = if local { local_time(agent, t) } else { t };
    Ok(Value::number(field(&fields(t)) as f64))
}

macro_rules! getters {
    ($($function:ident $name:literal $local:literal $field:expr;)*) => {
        $(
            #[doc = concat!("Date.prototype.", $name)]
            pub fn $function(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
                read(agent, this, $name, $local, $field)
            }
        )*
    };
}

getters! {
    date_get_date "getDate" true |f| f.date;
    date_get_day "getDay" true |f| f.weekday;
    date_get_full_year "getFullYear" true |f| f.year;
    date_get_hours "getHours" true |f| f.hour;
    date_get_milliseconds "getMilliseconds" true |f| f.millisecond;
    date_get_minutes "getMinutes" true |f| f.minute;
    date_get_month "getMonth" true |f| f.month;
    date_get_seconds "getSeconds" true |f| f.second;
    date_get_utc_date "getUTCDate" false |f| f.date;
    date_get_utc_day "getUTCDay" false |f| f.weekday;
    date_get_utc_full_year "getUTCFullYear" false |f| f.year;
    date_get_utc_hours "getUTCHours" false |f| f.hour;
    date_get_utc_milliseconds "getUTCMilliseconds" false |f| f.millisecond;
    date_get_utc_minutes "getUTCMinutes" false |f| f.minute;
    date_get_utc_month "getUTCMonth" false |f| f.month;
    date_get_utc_seconds "getUTCSeconds" false |f| f.second;
    date_get_year "getYear" true |f| f.year - 1900;
}

/// 21.4.4.10
pub fn date_get_time(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::number(this_time(agent, this, "getTime")?))
}
/// 21.4.4.44
pub fn date_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::number(this_time(agent, this, "valueOf")?))
}
/// 21.4.4.11
pub fn date_get_timezone_offset(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let t = this_time(agent, this, "getTimezoneOffset")?;
    if t.is_nan() {
        return Ok(Value::NAN);
    }
    let minutes = (t - local_time(agent, t)) / MS_PER_MINUTE;
    Ok(Value::number(minutes + 0.0))
}

/// 21.4.4.27
pub fn date_set_time(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = this_date(agent, this, "setTime")?;
    let t = time_clip(args.get(0).to_number(agent)?);
    date.set_time(t);
    Ok(Value::number(t))
}

/// Which field a setter's first argument is.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum First {
    Year,
    Month,
    Date,
    Hour,
    Minute,
    Second,
    Millisecond,
}

/// All setters but setTime and setYear: at most `most` arguments, for consecutive fields from `first` on.
fn write(
    agent: &mut Agent,
    this: Value,
    args: Args,
    name: &str,
    local: bool,
    first: First,
    most: usize,
) -> JsResult<Value> {
    let date = this_date(agent, this, name)?;
    let mut t = date.time();
    // The first argument counts even where it is missing.
    let mut given = [f64::NAN; 4];
    let count = args.len().clamp(1, most);
    for (i, slot) in given.iter_mut().enumerate().take(count) {
        *slot = args.get(i).to_number(agent)?;
    }
    if t.is_nan() {
        if first != First::Year {
            return Ok(Value::NAN);
        }
        t = 0.0;
    } else if local {
        t = local_time(agent, t);
    }
    let f = fields(t);
    let mut parts = [
        f.year as f64,
        f.month as f64,
        f.date as f64,
        f.hour as f64,
        f.minute as f64,
        f.second as f64,
        f.millisecond as f64,
    ];
    parts[first as usize..first as usize + count].copy_from_slice(&given[..count]);
    let new_day = if first <= First::Date { make_day(parts[0], parts[1], parts[2]) } else { day(t) };
    let new_time =
        if first <= First::Date { time_within_day(t) } else { make_time(parts[3], parts[4], parts[5], parts[6]) };
    let new = make_date(new_day, new_time);
    let new = time_clip(if local { utc(agent, new) } else { new });
    date.set_time(new);
    Ok(Value::number(new))
}

macro_rules! setters {
    ($($function:ident $name:literal $local:literal $first:ident $most:literal;)*) => {
        $(
            #[doc = concat!("Date.prototype.", $name)]
            pub fn $function(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
                write(agent, this, args, $name, $local, First::$first, $most)
            }
        )*
    };
}

setters! {
    date_set_date "setDate" true Date 1;
    date_set_full_year "setFullYear" true Year 3;
    date_set_hours "setHours" true Hour 4;
    date_set_milliseconds "setMilliseconds" true Millisecond 1;
    date_set_minutes "setMinutes" true Minute 3;
    date_set_month "setMonth" true Month 2;
    date_set_seconds "setSeconds" true Second 2;
    date_set_utc_date "setUTCDate" false Date 1;
    date_set_utc_full_year "setUTCFullYear" false Year 3;
    date_set_utc_hours "setUTCHours" false Hour 4;
    date_set_utc_milliseconds "setUTCMilliseconds" false Millisecond 1;
    date_set_utc_minutes "setUTCMinutes" false Minute 3;
    date_set_utc_month "setUTCMonth" false Month 2;
    date_set_utc_seconds "setUTCSeconds" false Second 2;
}

/// B.2.3.2
pub fn date_set_year(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let date = this_date(agent, this, "setYear")?;
    let mut t = date.time();
    let year = args.get(0).to_number(agent)?;
    t = if t.is_nan() { 0.0 } else { local_time(agent, t) };
    let f = fields(t);
    let new_day = make_day(make_full_year(year), f.month as f64, f.date as f64);
    let new = make_date(new_day, time_within_day(t));
    let new = time_clip(utc(agent, new));
    date.set_time(new);
    Ok(Value::number(new))
}
