//! Time values and what they consist of (ECMA-262 21.4.1): days, civil dates, local time.

use crate::Agent;

pub const MS_PER_DAY: f64 = 86_400_000.0;
pub const MS_PER_HOUR: f64 = 3_600_000.0;
pub const MS_PER_MINUTE: f64 = 60_000.0;
pub const MS_PER_SECOND: f64 = 1000.0;

/// A finite time value taken apart.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fields {
    pub year: i64,
    /// 0..=11
    pub month: i64,
    /// 1..=31
    pub date: i64,
    /// 0 is Sunday
    pub weekday: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub millisecond: i64,
}

/// Day(t)
pub fn day(t: f64) -> f64 {
    (t / MS_PER_DAY).floor()
}

/// TimeWithinDay(t)
pub fn time_within_day(t: f64) -> f64 {
    t.rem_euclid(MS_PER_DAY)
}

/// The proleptic Gregorian date of a day number: year, month 0..=11, date 1..=31.
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    // Years begin in March, so that the leap day is the last one; eras have 400 years.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12;
    let year = year_of_era + era * 400 + (month < 2) as i64;
    (year, month, date)
}

/// The day number of the first of a month, 0..=11.
pub fn days_from_civil(year: i64, month: i64) -> i64 {
    let year = year - (month < 2) as i64;
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let from_march = (month + 10) % 12;
    let day_of_year = (153 * from_march + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The fields of a finite time value.
pub fn fields(t: f64) -> Fields {
    let days = day(t) as i64;
    let within = time_within_day(t) as i64;
    let (year, month, date) = civil_from_days(days);
    Fields {
        year,
        month,
        date,
        weekday: (days + 4).rem_euclid(7),
        hour: within / 3_600_000,
        minute: within / 60_000 % 60,
        second: within / 1000 % 60,
        millisecond: within % 1000,
    }
}

/// MakeTime (21.4.1.28)
pub fn make_time(hour: f64, minute: f64, second: f64, millisecond: f64) -> f64 {
    if !(hour.is_finite() && minute.is_finite() && second.is_finite() && millisecond.is_finite()) {
        return f64::NAN;
    }
    hour.trunc() * MS_PER_HOUR + minute.trunc() * MS_PER_MINUTE + second.trunc() * MS_PER_SECOND + millisecond.trunc()
}

/// MakeDay (21.4.1.29)
pub fn make_day(year: f64, month: f64, date: f64) -> f64 {
    if !(year.is_finite() && month.is_finite() && date.is_finite()) {
        return f64::NAN;
    }
    let (year, month, date) = (year.trunc(), month.trunc(), date.trunc());
    let whole_year = year + (month / 12.0).floor();
    if whole_year.abs() > 400_000.0 {
        return f64::NAN;
    }
    let first = days_from_civil(whole_year as i64, month.rem_euclid(12.0) as i64);
    first as f64 + date - 1.0
}

/// MakeDate (21.4.1.30)
pub fn make_date(day: f64, time: f64) -> f64 {
    let t = day * MS_PER_DAY + time;
    if t.is_finite() { t } else { f64::NAN }
}

/// MakeFullYear (21.4.1.31)
pub fn make_full_year(year: f64) -> f64 {
    if year.is_nan() {
        return f64::NAN;
    }
    let truncated = year.trunc();
    if (0.0..=99.0).contains(&truncated) { 1900.0 + truncated } else { truncated }
}

/// TimeClip (21.4.1.32)
pub fn time_clip(t: f64) -> f64 {
    if t.is_nan() || t.abs() > 8.64e15 { f64::NAN } else { t.trunc() + 0.0 }
}

/// Zones change their offset at quarters of an hour, so one look-up holds for a whole quarter.
const QUARTER: f64 = 900_000.0;

/// Offsets of local time asked of the host lately.
pub struct LocalOffsets {
    /// quarter of an hour (doubled, plus one for UTC moments) and offset in ms
    entries: [(i64, f64); 64],
}

impl Default for LocalOffsets {
    fn default() -> Self {
        LocalOffsets { entries: [(i64::MIN, 0.0); 64] }
    }
}

impl Agent {
    /// The offset of local time from UTC at a moment, in ms; `is_utc`: `t` is UTC, else local time.
    fn local_offset(&mut self, t: f64, is_utc: bool) -> f64 {
        let quarter = (t / QUARTER).floor() as i64 * 2 + is_utc as i64;
        let place = quarter.rem_euclid(64) as usize;
        if self.local_offsets.entries[place].0 != quarter {
            let offset = self.host.local_offset(t, is_utc).0;
            self.local_offsets.entries[place] = (quarter, offset);
        }
        self.local_offsets.entries[place].1
    }
    /// To be called when the host's time zone changed.
    pub fn time_zone_changed(&mut self) {
        self.local_offsets = LocalOffsets::default();
    }
}

/// LocalTime (21.4.1.25)
pub fn local_time(agent: &mut Agent, t: f64) -> f64 {
    t + agent.local_offset(t, true)
}

/// UTC (21.4.1.26)
pub fn utc(agent: &mut Agent, t: f64) -> f64 {
    if !t.is_finite() {
        return f64::NAN;
    }
    t - agent.local_offset(t, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates() {
        let table = [
            (0, (1970, 0, 1)),
            (-1, (1969, 11, 31)),
            (11_016, (2000, 1, 29)),
            (20_778, (2026, 10, 21)),
            (-719_528, (0, 0, 1)),
            (100_000_000, (275_760, 8, 13)),
            (-100_000_000, (-271_821, 3, 20)),
        ];
        for (days, (year, month, date)) in table {
            assert_eq!(civil_from_days(days), (year, month, date), "{days}");
            assert_eq!(days_from_civil(year, month) + date - 1, days);
        }
        for days in -1_000_000..1_000_000 {
            let (year, month, date) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month) + date - 1, days);
        }
    }
}
