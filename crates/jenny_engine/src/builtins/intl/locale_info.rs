//! What Intl.Locale tells of a locale's customs (the Intl Locale Info proposal).

use super::locale::keyword;
use super::*;
use icu_calendar::week::WeekInformation;
use icu_locale::extensions::unicode::key;
use icu_locale::{LocaleDirectionality, LocaleExpander};
use icu_time::zone::iana::IanaParserExtended;

fn locale_of_receiver(agent: &mut Agent, this: Value, method: &str) -> JsResult<Locale> {
    Ok(receiver::<LocaleTag>(agent, this, method)?.data.0.clone())
}

/// An array of one text: the keyword of the locale, or what it has by itself.
fn only(agent: &mut Agent, text: &str) -> JsResult<Value> {
    text_array(agent, [text].into_iter())
}

/// Intl.Locale.prototype.getCalendars ( )
pub fn get_calendars(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = locale_of_receiver(agent, this, "getCalendars")?;
    let own = keyword(&locale, key!("ca"));
    only(agent, own.as_deref().unwrap_or_else(|| super::date_time_options::default_calendar(&locale)))
}

/// Intl.Locale.prototype.getCollations ( )
pub fn get_collations(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = locale_of_receiver(agent, this, "getCollations")?;
    match keyword(&locale, key!("co")) {
        Some(own) => only(agent, &own),
        None => text_array(agent, ["emoji", "eor"].into_iter()),
    }
}

/// Intl.Locale.prototype.getHourCycles ( )
pub fn get_hour_cycles(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = locale_of_receiver(agent, this, "getHourCycles")?;
    let own = keyword(&locale, key!("hc"));
    only(agent, own.as_deref().unwrap_or_else(|| super::date_time_options::default_hour_cycle(&locale)))
}

/// Intl.Locale.prototype.getNumberingSystems ( )
pub fn get_numbering_systems(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = locale_of_receiver(agent, this, "getNumberingSystems")?;
    let own = keyword(&locale, key!("nu"));
    let own = own.unwrap_or_else(|| super::numbering::default_numbering_system(&locale));
    only(agent, &own)
}

/// Intl.Locale.prototype.getTextInfo ( )
pub fn get_text_info(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = locale_of_receiver(agent, this, "getTextInfo")?;
    let directions = LocaleDirectionality::new_extended();
    let direction = if directions.is_right_to_left(&locale.id) { "rtl" } else { "ltr" };
    let object = agent.new_object();
    add_texts(agent, object, &[("direction", direction)])?;
    Ok(object.into())
}

/// Intl.Locale.prototype.getTimeZones ( )
pub fn get_time_zones(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let locale = locale_of_receiver(agent, this, "getTimeZones")?;
    let Some(region) = locale.id.region else { return Ok(Value::UNDEFINED) };
    // A zone's BCP 47 identifier begins with its region.
    let region = region.to_string().to_ascii_lowercase();
    let parser = IanaParserExtended::new();
    let zones =
        parser.iter().filter(|zone| zone.time_zone.as_str().len() == 5 && zone.time_zone.as_str().starts_with(&region));
    let mut names: Vec<&str> = zones.map(|zone| zone.canonical).collect();
    names.sort_unstable();
    text_array(agent, names.into_iter())
}

/// Intl.Locale.prototype.getWeekInfo ( )
pub fn get_week_info(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let mut locale = locale_of_receiver(agent, this, "getWeekInfo")?;
    let first = keyword(&locale, key!("fw"));
    LocaleExpander::new_extended().maximize(&mut locale.id);
    let week = match WeekInformation::try_new((&locale).into()) {
        Ok(week) => week,
        Err(error) => return Err(agent.throw_range_error(format!("No data for weeks in this locale: {error}"))),
    };
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let own = first.and_then(|name| days.iter().position(|day| *day == name)).map(|index| index as i32 + 1);
    let object = agent.new_object();
    let first_day = own.unwrap_or(week.first_weekday as i32);
    object.create_str(agent, "firstDay", Value::int(first_day))?;
    let mut weekend: Vec<i32> = week.weekend().map(|day| day as i32).collect();
    weekend.sort_unstable();
    let weekend: Vec<Value> = weekend.into_iter().map(Value::int).collect();
    let weekend = agent.new_array(&weekend)?;
    object.create_str(agent, "weekend", weekend)?;
    Ok(object.into())
}
