//! The options of Intl.DateTimeFormat (CreateDateTimeFormat, ECMA-402 11.1.2).

use super::collator::resolve_keyword;
use super::digits::get_number_option;
use super::number_format::{is_type, numbering_system_option, resolve_numbering};
use super::options::{Options, coerce_options_to_object, get, get_choice, get_text, locale_matcher};
use super::supported_values::CALENDARS;
use super::*;
use icu_locale::extensions::unicode::{Value as Keyword, key};
use temporal_rs::TimeZone;

/// Which fields a caller needs, and which it adds where none is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FieldGroup {
    Date,
    Time,
    /// any as a requirement, all as defaults
    All,
}

type Choice = Option<&'static str>;

/// The components of a format: the width of each, where it is shown.
#[derive(Clone, Default)]
pub struct Components {
    pub weekday: Choice,
    pub era: Choice,
    pub year: Choice,
    pub month: Choice,
    pub day: Choice,
    pub day_period: Choice,
    pub hour: Choice,
    pub minute: Choice,
    pub second: Choice,
    pub fraction: u8,
    pub time_zone_name: Choice,
}

impl Components {
    pub fn has_date(&self) -> bool {
        self.weekday.is_some() || self.year.is_some() || self.month.is_some() || self.day.is_some()
    }
    pub fn has_time(&self) -> bool {
        self.day_period.is_some()
            || self.hour.is_some()
            || self.minute.is_some()
            || self.second.is_some()
            || self.fraction > 0
    }
    fn set_default_date(&mut self) {
        (self.year, self.month, self.day) = (Some("numeric"), Some("numeric"), Some("numeric"));
    }
    fn set_default_time(&mut self) {
        (self.hour, self.minute, self.second) = (Some("numeric"), Some("numeric"), Some("numeric"));
    }
}

/// The internal slots.
pub struct DateTimeFormatData {
    pub(super) locale: Locale,
    /// the locale that the data is looked up for, with calendar, numbering system and hour cycle
    pub(super) of_data: Locale,
    pub(super) calendar: String,
    pub(super) numbering_system: String,
    pub(super) is_native_numbering: bool,
    pub(super) time_zone: TimeZone,
    pub(super) time_zone_id: String,
    pub(super) hour_cycle: &'static str,
    pub(super) components: Components,
    pub(super) date_style: Choice,
    pub(super) time_style: Choice,
    /// no component was asked for: Temporal objects have their own defaults
    pub(super) is_default: bool,
}

impl IntlData for DateTimeFormatData {
    const KIND: Kind = Kind::IntlDateTimeFormat;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlDateTimeFormatPrototype;
    const CLASS: &'static str = "Intl.DateTimeFormat";
}

const NUMERIC: &[&str] = &["2-digit", "numeric"];
const NAMES: &[&str] = &["narrow", "short", "long"];

fn canonical_calendar(name: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "islamicc" | "islamic" | "islamic-rgsa" => "islamic-civil".into(),
        "ethiopic-amete-alem" => "ethioaa".into(),
        "gregorian" => "gregory".into(),
        other => other.to_owned(),
    }
}

/// The calendar of a locale without a keyword.
pub fn default_calendar(locale: &Locale) -> &'static str {
    let region = locale.id.region.map(|region| region.to_string()).unwrap_or_default();
    match (locale.id.language.as_str(), region.as_str()) {
        ("th", "" | "TH") => "buddhist",
        ("fa", "" | "IR") | ("ps", "" | "AF") | (_, "IR" | "AF") => "persian",
        _ => "gregory",
    }
}

/// The default hour cycle of a locale: whether its data writes a day period after noon.
pub fn default_hour_cycle(locale: &Locale) -> &'static str {
    if super::date_time_parts::has_day_period(locale) { "h12" } else { "h23" }
}

/// The option timeZone or the host's zone: the zone and its identifier. Errors: RangeError.
fn time_zone_option(agent: &mut Agent, options: Options) -> JsResult<(TimeZone, String)> {
    let zone = match get_text(agent, options, "timeZone")? {
        None => {
            let zone = crate::builtins::temporal::system_time_zone(agent);
            let id = zone.identifier().unwrap_or_else(|_| "UTC".into());
            return Ok((zone, id));
        }
        Some(text) => match TimeZone::try_from_identifier_str(&text) {
            Ok(zone) => zone.identifier().ok().map(|id| (zone, id)),
            Err(_) => None,
        }
        .ok_or(text),
    };
    match zone {
        Ok(found) => Ok(found),
        Err(text) => Err(agent.throw_range_error(format!("Invalid time zone specified: {text}"))),
    }
}

/// CreateDateTimeFormat up to the object. `zone`: the time zone of a ZonedDateTime, which forbids the option.
pub fn create_date_time_format(
    agent: &mut Agent,
    locales: Value,
    options: Value,
    required: FieldGroup,
    defaults: FieldGroup,
    zone: Option<TimeZone>,
) -> JsResult<DateTimeFormatData> {
    let requested = canonicalize_locale_list(agent, locales)?;
    let options = coerce_options_to_object(agent, options)?;
    locale_matcher(agent, options)?;
    let calendar = get_text(agent, options, "calendar")?;
    if let Some(text) = &calendar
        && !is_type(text)
    {
        return Err(agent.throw_range_error(format!("Invalid calendar : {text}")));
    }
    let numbering = numbering_system_option(agent, options)?;
    let hour12 = get(agent, options, "hour12")?;
    let hour12 = (!hour12.is_undefined()).then(|| hour12.to_boolean());
    let hour_cycle = get_choice(agent, options, "hourCycle", &["h11", "h12", "h23", "h24"])?;
    let (mut locale, mut of_data, numbering_system) = resolve_numbering(&requested, numbering);
    let wanted = requested.iter().find(|locale| available(locale).is_some());
    let is_calendar = |name: &str| CALENDARS.contains(&canonical_calendar(name).as_str());
    let calendar = calendar.map(|name| canonical_calendar(&name));
    let calendar = resolve_keyword(&mut locale, wanted, key!("ca"), calendar, is_calendar);
    let calendar = calendar.map_or_else(|| default_calendar(&locale).to_owned(), |name| canonical_calendar(&name));
    // An option hour12 wins over the keyword and over hourCycle.
    let cycles = ["h11", "h12", "h23", "h24"];
    let option_cycle = if hour12.is_some() { None } else { hour_cycle.map(str::to_owned) };
    let wanted_cycle = if hour12.is_some() { None } else { wanted };
    let resolved = resolve_keyword(&mut locale, wanted_cycle, key!("hc"), option_cycle, |name| cycles.contains(&name));
    let resolved = resolved.and_then(|name| cycles.into_iter().find(|cycle| *cycle == name));
    let (time_zone, time_zone_id) = match zone {
        Some(zone) => {
            if !get(agent, options, "timeZone")?.is_undefined() {
                return Err(agent.throw_type_error("A ZonedDateTime has its own time zone"));
            }
            let id = zone.identifier().unwrap_or_else(|_| "UTC".into());
            (zone, id)
        }
        None => time_zone_option(agent, options)?,
    };
    let mut components = Components {
        weekday: get_choice(agent, options, "weekday", NAMES)?,
        era: get_choice(agent, options, "era", NAMES)?,
        year: get_choice(agent, options, "year", NUMERIC)?,
        month: get_choice(agent, options, "month", &["2-digit", "numeric", "narrow", "short", "long"])?,
        day: get_choice(agent, options, "day", NUMERIC)?,
        day_period: get_choice(agent, options, "dayPeriod", NAMES)?,
        hour: get_choice(agent, options, "hour", NUMERIC)?,
        minute: get_choice(agent, options, "minute", NUMERIC)?,
        second: get_choice(agent, options, "second", NUMERIC)?,
        fraction: get_number_option(agent, options, "fractionalSecondDigits", 1, 3)?.unwrap_or(0) as u8,
        time_zone_name: get_choice(
            agent,
            options,
            "timeZoneName",
            &["short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric"],
        )?,
    };
    get_choice(agent, options, "formatMatcher", &["basic", "best fit"])?;
    let styles = ["full", "long", "medium", "short"];
    let date_style = get_choice(agent, options, "dateStyle", &styles)?;
    let time_style = get_choice(agent, options, "timeStyle", &styles)?;
    let has_component = components.has_date() || components.has_time();
    let mut is_default = false;
    if date_style.is_some() || time_style.is_some() {
        if has_component || components.era.is_some() || components.time_zone_name.is_some() {
            return Err(agent.throw_type_error("Can't set option when dateStyle or timeStyle is used"));
        }
        if required == FieldGroup::Date && time_style.is_some() {
            return Err(agent.throw_type_error("Invalid option : timeStyle"));
        }
        if required == FieldGroup::Time && date_style.is_some() {
            return Err(agent.throw_type_error("Invalid option : dateStyle"));
        }
    } else {
        let satisfied = match required {
            FieldGroup::Date => components.has_date(),
            FieldGroup::Time => components.has_time(),
            FieldGroup::All => has_component,
        };
        if !satisfied {
            is_default = !has_component;
            if defaults != FieldGroup::Time {
                components.set_default_date();
            }
            if defaults != FieldGroup::Date {
                components.set_default_time();
            }
        }
    }
    let native = default_hour_cycle(&of_data);
    let hour_cycle = match hour12 {
        Some(true) if of_data.id.language.as_str() == "ja" => "h11",
        Some(true) => "h12",
        Some(false) => "h23",
        None => resolved.unwrap_or(native),
    };
    for (key, text) in [(key!("ca"), calendar.as_str()), (key!("hc"), hour_cycle)] {
        if let Ok(value) = Keyword::try_from_str(text) {
            of_data.extensions.unicode.keywords.set(key, value);
        }
    }
    Ok(DateTimeFormatData {
        is_native_numbering: numbering_system == "latn"
            || numbering_system == super::numbering::default_numbering_system(&locale),
        locale,
        of_data,
        calendar,
        numbering_system,
        time_zone,
        time_zone_id,
        hour_cycle,
        components,
        date_style,
        time_style,
        is_default,
    })
}
