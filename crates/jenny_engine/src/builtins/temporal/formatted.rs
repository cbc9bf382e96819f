//! What Intl.DateTimeFormat asks of a Temporal object: its class, its calendar and its ISO text or exact time.

use super::*;
use temporal_rs::options::{DisplayCalendar, ToStringRoundingOptions};

/// The class of an object that can be formatted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TemporalKind {
    PlainDate,
    PlainYearMonth,
    PlainMonthDay,
    PlainTime,
    PlainDateTime,
    Instant,
    ZonedDateTime,
}

impl TemporalKind {
    /// Whether the value is an exact time.
    pub fn is_exact(self) -> bool {
        matches!(self, TemporalKind::Instant | TemporalKind::ZonedDateTime)
    }
}

/// A Temporal object to be formatted.
pub struct FormattedTemporal {
    pub kind: TemporalKind,
    /// the text of a plain object, with its whole ISO date
    pub text: String,
    pub calendar: Option<String>,
    /// nanoseconds since the epoch of an exact time
    pub nanoseconds: Option<i128>,
}

/// None where the value is no Temporal object that can be formatted.
pub fn formatted(value: Value) -> Option<FormattedTemporal> {
    let always = DisplayCalendar::Always;
    let plain = |kind, text, calendar: Option<String>| FormattedTemporal { kind, text, calendar, nanoseconds: None };
    if let Some(date) = held::<PlainDate>(value) {
        let calendar = date.calendar().identifier().to_owned();
        return Some(plain(TemporalKind::PlainDate, date.to_ixdtf_string(always), Some(calendar)));
    }
    if let Some(month) = held::<PlainYearMonth>(value) {
        let calendar = month.calendar().identifier().to_owned();
        return Some(plain(TemporalKind::PlainYearMonth, month.to_ixdtf_string(always), Some(calendar)));
    }
    if let Some(day) = held::<PlainMonthDay>(value) {
        let calendar = day.calendar().identifier().to_owned();
        return Some(plain(TemporalKind::PlainMonthDay, day.to_ixdtf_string(always), Some(calendar)));
    }
    if let Some(time) = held::<PlainTime>(value) {
        let text = time.to_ixdtf_string(ToStringRoundingOptions::default()).ok()?;
        return Some(plain(TemporalKind::PlainTime, text, None));
    }
    if let Some(date_time) = held::<PlainDateTime>(value) {
        let calendar = date_time.calendar().identifier().to_owned();
        let text = date_time.to_ixdtf_string(ToStringRoundingOptions::default(), always).ok()?;
        return Some(plain(TemporalKind::PlainDateTime, text, Some(calendar)));
    }
    let (kind, calendar, nanoseconds) = if let Some(instant) = held::<Instant>(value) {
        (TemporalKind::Instant, None, instant.epoch_nanoseconds().as_i128())
    } else {
        let zoned = held::<ZonedDateTime>(value)?;
        let calendar = zoned.calendar().identifier().to_owned();
        (TemporalKind::ZonedDateTime, Some(calendar), zoned.epoch_nanoseconds().as_i128())
    };
    Some(FormattedTemporal { kind, text: String::new(), calendar, nanoseconds: Some(nanoseconds) })
}

/// Whether a value is a Temporal.ZonedDateTime.
pub fn is_zoned(value: Value) -> bool {
    value.is_kind(Kind::TemporalZonedDateTime)
}
