//! The parts of a formatted date and time (FormatDateTimePattern, ECMA-402 11.5.5). The data knows field sets in three lengths;
//! the widths that were asked for are brought to that and mended in the parts afterwards.

use super::date_time_options::{Components, DateTimeFormatData};
use super::date_time_value::{Formattable, IsoFields};
use super::number_parts::NumberParts;
use super::numbering::translate_digits;
use icu_calendar::types::RataDie;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::builder::{DateFields, FieldSetBuilder, ZoneStyle};
use icu_datetime::fieldsets::enums::CompositeFieldSet;
use icu_datetime::input::{Date, DateTime, Time, TimeZone, UtcOffset, ZonedDateTime};
use icu_datetime::options::{Alignment, Length, SubsecondDigits, TimePrecision, YearStyle};
use icu_locale::Locale;
use icu_time::zone::IanaParser;
use std::fmt;
use writeable::{Part, PartsWrite, Writeable};

/// 1970-01-01, in days since the day before 0001-01-01.
const EPOCH: i64 = 719_163;

/// Collects the parts that a formatter of dates writes.
#[derive(Default)]
struct Collector {
    parts: NumberParts,
    kind: &'static str,
}

impl fmt::Write for Collector {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let kind = if self.kind.is_empty() { "literal" } else { self.kind };
        match self.parts.0.last_mut() {
            Some((last, whole)) if *last == kind => whole.push_str(text),
            _ if text.is_empty() => {}
            _ => self.parts.0.push((kind, text.to_owned())),
        }
        Ok(())
    }
}

impl PartsWrite for Collector {
    type SubPartsWrite = Collector;

    fn with_part(&mut self, part: Part, mut f: impl FnMut(&mut Collector) -> fmt::Result) -> fmt::Result {
        let outer = self.kind;
        if part.category == "datetime" {
            self.kind = part.value;
        }
        let written = f(self);
        self.kind = outer;
        written
    }
}

/// The nearest set of date fields that the data has.
fn date_fields(components: &Components) -> Option<DateFields> {
    let has = (
        components.year.is_some() || components.era.is_some(),
        components.month.is_some(),
        components.day.is_some(),
        components.weekday.is_some(),
    );
    Some(match has {
        (false, false, false, false) => return None,
        (false, false, true, false) => DateFields::D,
        (false, true, true, false) => DateFields::MD,
        (false, false, true, true) => DateFields::DE,
        (false, true, _, true) => DateFields::MDE,
        (false, false, false, true) => DateFields::E,
        (false, true, false, false) => DateFields::M,
        (true, true, false, false) => DateFields::YM,
        (true, false, false, false) => DateFields::Y,
        (true, _, _, true) => DateFields::YMDE,
        (true, _, true, false) => DateFields::YMD,
    })
}

fn time_precision(components: &Components) -> Option<TimePrecision> {
    components.hour?;
    if components.fraction > 0 {
        return SubsecondDigits::try_from_int(components.fraction).map(TimePrecision::Subsecond);
    }
    Some(match (components.minute.is_some(), components.second.is_some()) {
        (_, true) => TimePrecision::Second,
        (true, false) => TimePrecision::Minute,
        (false, false) => TimePrecision::Hour,
    })
}

fn zone_style(name: &str) -> ZoneStyle {
    match name {
        "long" => ZoneStyle::SpecificLong,
        "shortOffset" => ZoneStyle::LocalizedOffsetShort,
        "longOffset" => ZoneStyle::LocalizedOffsetLong,
        "shortGeneric" => ZoneStyle::GenericShort,
        "longGeneric" => ZoneStyle::GenericLong,
        _ => ZoneStyle::SpecificShort,
    }
}

/// The field set of the components.
fn builder_of(value: &Formattable) -> FieldSetBuilder {
    let components = &value.components;
    let mut builder = FieldSetBuilder::new();
    if value.date_style.is_some() || value.time_style.is_some() {
        if let Some(style) = value.date_style {
            builder.date_fields = Some(if style == "full" { DateFields::YMDE } else { DateFields::YMD });
            builder.length = Some(match style {
                "full" | "long" => Length::Long,
                "medium" => Length::Medium,
                _ => Length::Short,
            });
        }
        if let Some(style) = value.time_style {
            builder.time_precision = Some(if style == "short" { TimePrecision::Minute } else { TimePrecision::Second });
            builder.zone_style = match style {
                "full" => Some(ZoneStyle::SpecificLong),
                "long" => Some(ZoneStyle::SpecificShort),
                _ => None,
            };
            if value.kind.is_some_and(|kind| !kind.is_exact()) {
                builder.zone_style = None;
            }
        }
        return builder;
    }
    builder.date_fields = date_fields(components);
    builder.time_precision = time_precision(components);
    builder.zone_style = components.time_zone_name.map(zone_style);
    let name_width = components.month.filter(|width| !matches!(*width, "numeric" | "2-digit"));
    builder.length = Some(match (components.month, name_width, components.weekday) {
        (_, Some("long"), _) | (None, _, Some("long")) => Length::Long,
        (Some(_), None, _) => Length::Short,
        (_, Some(_), _) | (None, _, _) => Length::Medium,
    });
    if components.year.is_some() || components.era.is_some() {
        let two_digits = components.year == Some("2-digit");
        builder.year_style = Some(match components.era {
            Some(_) => YearStyle::WithEra,
            None if two_digits => YearStyle::Auto,
            None => YearStyle::Full,
        });
    }
    if components.hour == Some("2-digit") {
        builder.alignment = Some(Alignment::Column);
    }
    builder
}

/// Takes away what the field set does not take.
fn build(mut builder: FieldSetBuilder) -> Option<CompositeFieldSet> {
    if builder.date_fields.is_none() {
        builder.year_style = None;
        if builder.time_precision.is_none() && builder.zone_style.is_none() {
            return None;
        }
    }
    let takes_year =
        matches!(builder.date_fields, Some(DateFields::YMD | DateFields::YMDE | DateFields::YM | DateFields::Y));
    if !takes_year {
        builder.year_style = None;
    }
    let no_length = builder.date_fields.is_none() && builder.zone_style.is_some() && builder.time_precision.is_none();
    if no_length {
        builder.length = None;
    }
    if builder.date_fields.is_none() && builder.time_precision.is_some() && builder.length.is_none() {
        builder.length = Some(Length::Short);
    }
    // Options that a set does not know are refused one by one.
    let mut simpler = builder.clone();
    simpler.alignment = None;
    let mut simplest = simpler.clone();
    simplest.length = None;
    [builder, simpler, simplest].into_iter().find_map(|builder| builder.build_composite().ok())
}

fn input_of(
    fields: &IsoFields,
    zone: &str,
) -> Option<ZonedDateTime<icu_calendar::Iso, icu_time::TimeZoneInfo<icu_time::zone::models::AtTime>>> {
    // By days: dates at the ends of the range of time values lie outside what the other constructor takes.
    let month = crate::builtins::date::days_from_civil(i64::from(fields.year), i64::from(fields.month) - 1);
    let days = month + i64::from(fields.day) - 1;
    let date = Date::from_rata_die(RataDie::new(days + EPOCH), icu_calendar::Iso);
    let time = Time::try_new(fields.hour, fields.minute, fields.second, fields.nanosecond).ok()?;
    let zone = if zone.starts_with(['+', '-']) { TimeZone::UNKNOWN } else { IanaParser::new().parse(zone) };
    let offset = UtcOffset::try_from_seconds(fields.offset_seconds).ok();
    let zone = zone.with_offset(offset).at_date_time(DateTime { date, time });
    Some(ZonedDateTime { date, time, zone })
}

fn format_set(locale: &Locale, set: CompositeFieldSet, fields: &IsoFields, zone: &str) -> Option<NumberParts> {
    let formatter = DateTimeFormatter::try_new(locale.into(), set).ok()?;
    let input = input_of(fields, zone)?;
    let mut collector = Collector::default();
    // Writing into memory cannot fail.
    let _ = formatter.format(&input).write_to_parts(&mut collector);
    Some(collector.parts)
}

/// Whether a locale counts hours by halves of the day.
pub fn has_day_period(locale: &Locale) -> bool {
    let mut builder = FieldSetBuilder::new();
    builder.time_precision = Some(TimePrecision::Minute);
    builder.length = Some(Length::Short);
    let fields = IsoFields { year: 2000, month: 1, day: 1, hour: 13, ..IsoFields::default() };
    let parts = build(builder).and_then(|set| format_set(locale, set, &fields, "UTC"));
    parts.is_some_and(|parts| parts.0.iter().any(|(kind, _)| *kind == "dayPeriod"))
}

/// English periods of the day, for the option dayPeriod.
fn english_day_period(hour: u8, minute: u8, narrow: bool) -> &'static str {
    match hour {
        12 if minute == 0 => {
            if narrow {
                "n"
            } else {
                "noon"
            }
        }
        6..=11 => "in the morning",
        12..=17 => "in the afternoon",
        18..=20 => "in the evening",
        _ => "at night",
    }
}

impl DateTimeFormatData {
    /// The parts of a value.
    pub fn format_to_parts(&self, value: &Formattable) -> NumberParts {
        let components = &value.components;
        let zone = &self.time_zone_id;
        let has_style = value.date_style.is_some() || value.time_style.is_some();
        let set = build(builder_of(value));
        let mut parts = set.and_then(|set| format_set(&self.of_data, set, &value.fields, zone)).unwrap_or_default();
        if !has_style {
            if components.hour.is_none() && components.has_time() {
                self.push_clock(&mut parts, components, &value.fields);
            }
            self.mend(&mut parts, value);
        }
        for (kind, text) in &mut parts.0 {
            match (*kind, self.hour_cycle) {
                ("hour", "h24") if value.fields.hour == 0 => *text = "24".to_owned(),
                // As in other engines: the web knows plain spaces there.
                ("literal", _) if text.contains('\u{202f}') => *text = text.replace('\u{202f}', " "),
                _ => {}
            }
        }
        split_fraction(&mut parts);
        if !self.is_native_numbering {
            for (_, text) in &mut parts.0 {
                *text = translate_digits(text, &self.numbering_system);
            }
        }
        parts
    }

    /// Minutes, seconds and day periods without an hour, which the data has no set for.
    fn push_clock(&self, parts: &mut NumberParts, components: &Components, fields: &IsoFields) {
        if !parts.0.is_empty() {
            parts.push("literal", ", ");
        }
        let mut has_more = false;
        if let Some(width) = components.minute {
            let padded = components.second.is_some() || width == "2-digit" && components.second.is_some();
            let text = if padded { format!("{:02}", fields.minute) } else { fields.minute.to_string() };
            parts.0.push(("minute", text));
            has_more = true;
        }
        if components.second.is_some() || components.fraction > 0 {
            if has_more {
                parts.0.push(("literal", ":".to_owned()));
            }
            let mut text = match (components.second, has_more) {
                (None, _) => String::new(),
                (Some(_), true) => format!("{:02}", fields.second),
                _ => fields.second.to_string(),
            };
            if components.fraction > 0 {
                let digits = format!("{:09}", fields.nanosecond);
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&digits[..components.fraction as usize]);
            }
            let kind = if components.second.is_some() { "second" } else { "fractionalSecond" };
            parts.0.push((kind, text));
            has_more = true;
        }
        if let Some(width) = components.day_period {
            if has_more {
                parts.push("literal", " ");
            }
            let text = english_day_period(fields.hour, fields.minute, width == "narrow");
            parts.0.push(("dayPeriod", text.to_owned()));
        }
    }

    /// Brings each part to the width that was asked for.
    fn mend(&self, parts: &mut NumberParts, value: &Formattable) {
        let components = &value.components;
        let pad = |text: &mut String, width: Option<&str>| {
            if !text.bytes().all(|b| b.is_ascii_digit()) {
                return;
            }
            match width {
                Some("2-digit") if text.len() == 1 => text.insert(0, '0'),
                Some("numeric") if text.len() == 2 && text.starts_with('0') && self.writes_short_numbers(value) => {
                    text.remove(0);
                }
                _ => {}
            }
        };
        for (kind, text) in &mut parts.0 {
            match *kind {
                "month" => pad(text, components.month),
                "day" => pad(text, components.day),
                "hour" => pad(text, components.hour.filter(|width| *width == "2-digit")),
                "year"
                    if components.year == Some("2-digit")
                        && text.len() > 2
                        && text.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    *text = text[text.len() - 2..].to_owned();
                }
                "weekday" => {
                    if let Some(name) = components.weekday.and_then(|width| self.weekday_name(value, width)) {
                        *text = name;
                    }
                }
                "dayPeriod" => {
                    if let Some(width) = components.day_period.filter(|_| components.hour.is_some()) {
                        let fields = &value.fields;
                        *text = english_day_period(fields.hour, fields.minute, width == "narrow").to_owned();
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether numeric days and months are written without a zero before them. The data has the short style only; where that
    /// has the whole year, it is also what is written otherwise.
    fn writes_short_numbers(&self, value: &Formattable) -> bool {
        let mut builder = FieldSetBuilder::new();
        (builder.date_fields, builder.length) = (Some(DateFields::YMD), Some(Length::Short));
        let fields = IsoFields { year: 2020, ..value.fields };
        let parts = build(builder).and_then(|set| format_set(&self.of_data, set, &fields, &self.time_zone_id));
        let year = parts.and_then(|parts| parts.0.into_iter().find(|(kind, _)| *kind == "year"));
        year.is_none_or(|(_, text)| text.chars().count() < 4)
    }

    /// The name of the day of the week in a width.
    fn weekday_name(&self, value: &Formattable, width: &str) -> Option<String> {
        let mut builder = FieldSetBuilder::new();
        builder.date_fields = Some(DateFields::E);
        builder.length = Some(if width == "long" { Length::Long } else { Length::Medium });
        let parts = format_set(&self.of_data, build(builder)?, &value.fields, &self.time_zone_id)?;
        let name = parts.0.into_iter().find(|(kind, _)| *kind == "weekday")?.1;
        if width == "narrow" { name.chars().next().map(String::from) } else { Some(name) }
    }
}

/// Splits seconds with a fraction into parts of their own.
fn split_fraction(parts: &mut NumberParts) {
    let Some(at) = parts.0.iter().position(|(kind, text)| *kind == "second" && !text.chars().all(char::is_numeric))
    else {
        return;
    };
    let text = std::mem::take(&mut parts.0[at].1);
    let Some(start) = text.find(|c: char| !c.is_numeric()) else { return };
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    let pieces = [
        ("second", text[..start].to_owned()),
        ("literal", text[start..end].to_owned()),
        ("fractionalSecond", text[end..].to_owned()),
    ];
    parts.0.splice(at..=at, pieces);
}
