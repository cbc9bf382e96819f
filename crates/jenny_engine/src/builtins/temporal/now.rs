//! Temporal.Now: the host's clock and its time zone.

use super::*;
use crate::Args;

pub static NOW: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        to_string_tag("Temporal.Now"),
        method("timeZoneId", now_time_zone_id, 0),
        method("instant", now_instant, 0),
        method("plainDateTimeISO", now_plain_date_time_iso, 0),
        method("zonedDateTimeISO", now_zoned_date_time_iso, 0),
        method("plainDateISO", now_plain_date_iso, 0),
        method("plainTimeISO", now_plain_time_iso, 0),
    ],
};

/// SystemInstant
fn system_instant(agent: &mut Agent) -> JsResult<Instant> {
    let milliseconds = agent.host.now();
    // The clock's fraction is good to a microsecond at best, so the product loses nothing.
    let whole = milliseconds.floor();
    let nanoseconds = whole as i128 * 1_000_000 + ((milliseconds - whole) * 1000.0) as i128 * 1000;
    Instant::try_new(nanoseconds).or_throw(agent)
}

/// SystemTimeZoneIdentifier: the primary name of the host's zone, or UTC where the time zone data does not know it.
pub fn system_time_zone(agent: &mut Agent) -> TimeZone {
    let name = agent.host.time_zone();
    let time_zone = TimeZone::try_from_identifier_str(&name).and_then(|zone| zone.primary_identifier());
    time_zone.unwrap_or_else(|_| TimeZone::utc())
}

/// SystemDateTime
fn system_date_time(agent: &mut Agent, time_zone: Value) -> JsResult<ZonedDateTime> {
    let time_zone = match time_zone.is_undefined() {
        true => system_time_zone(agent),
        false => to_temporal_time_zone(agent, time_zone)?,
    };
    let instant = system_instant(agent)?;
    instant.to_zoned_date_time_iso(time_zone).or_throw(agent)
}

/// Temporal.Now.timeZoneId ( )
fn now_time_zone_id(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    let time_zone = system_time_zone(agent);
    Ok(time_zone.identifier().or_throw(agent)?.answer(agent))
}

/// Temporal.Now.instant ( )
fn now_instant(agent: &mut Agent, _this: Value, _args: Args) -> JsResult<Value> {
    let instant = system_instant(agent)?;
    create(agent, instant)
}

/// Temporal.Now.plainDateTimeISO ( [ temporalTimeZoneLike ] )
fn now_plain_date_time_iso(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let now = system_date_time(agent, args.get(0))?;
    create(agent, now.to_plain_date_time())
}

/// Temporal.Now.zonedDateTimeISO ( [ temporalTimeZoneLike ] )
fn now_zoned_date_time_iso(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let now = system_date_time(agent, args.get(0))?;
    create(agent, now)
}

/// Temporal.Now.plainDateISO ( [ temporalTimeZoneLike ] )
fn now_plain_date_iso(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let now = system_date_time(agent, args.get(0))?;
    create(agent, now.to_plain_date())
}

/// Temporal.Now.plainTimeISO ( [ temporalTimeZoneLike ] )
fn now_plain_time_iso(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let now = system_date_time(agent, args.get(0))?;
    create(agent, now.to_plain_time())
}
