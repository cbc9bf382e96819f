//! Date.parse (ECMA-262 21.4.3.2): the date time string format, and the loose formats that V8 takes besides.

use super::time::{MS_PER_MINUTE, make_date, make_day, make_time, time_clip, utc};
use crate::Agent;

/// The time value that a text names; NaN if none.
pub fn parse_date(agent: &mut Agent, text: &[u16]) -> f64 {
    // Other characters occur in comments only, which mean nothing.
    let bytes: Vec<u8> = text.iter().map(|&u| u8::try_from(u).unwrap_or(b'?')).collect();
    // The year -0 is no year in the loose formats either.
    if bytes.starts_with(b"-000000") {
        return f64::NAN;
    }
    match parse_iso(&bytes).or_else(|| parse_legacy(&bytes)) {
        Some(moment) => moment.time_value(agent),
        None => f64::NAN,
    }
}

/// What a text says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Moment {
    year: f64,
    /// 1..=12
    month: f64,
    day: f64,
    hour: f64,
    minute: f64,
    second: f64,
    millisecond: f64,
    /// minutes east of UTC; None is local time
    offset: Option<f64>,
}

impl Moment {
    fn time_value(self, agent: &mut Agent) -> f64 {
        let day = make_day(self.year, self.month - 1.0, self.day);
        let t = make_date(day, make_time(self.hour, self.minute, self.second, self.millisecond));
        time_clip(match self.offset {
            Some(minutes) => t - minutes * MS_PER_MINUTE,
            None => utc(agent, t),
        })
    }
}

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }
    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }
    fn skip(&mut self, c: u8) -> bool {
        let found = self.peek() == c && !self.is_at_end();
        self.at += found as usize;
        found
    }
    fn skip_letter(&mut self, lower: u8) -> bool {
        let found = self.peek().eq_ignore_ascii_case(&lower) && !self.is_at_end();
        self.at += found as usize;
        found
    }
    /// Exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<f64> {
        let part = self.text.get(self.at..self.at + count)?;
        if !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.at += count;
        Some(part.iter().fold(0.0, |n, d| n * 10.0 + (d - b'0') as f64))
    }
    /// A fraction of a second in milliseconds; digits past the third are dropped.
    fn fraction(&mut self) -> Option<f64> {
        let start = self.at;
        let mut value = 0.0;
        let mut unit = 100.0;
        while self.peek().is_ascii_digit() {
            if self.at - start < 3 {
                value += (self.peek() - b'0') as f64 * unit;
                unit /= 10.0;
            }
            self.at += 1;
        }
        (self.at > start).then_some(value)
    }
}

/// The date time string format (21.4.1.32).
pub(super) fn parse_iso(text: &[u8]) -> Option<Moment> {
    let mut s = Scanner { text, at: 0 };
    let year = match s.peek() {
        sign @ (b'+' | b'-') => {
            s.at += 1;
            let year = s.digits(6)?;
            if sign == b'-' && year == 0.0 {
                return None;
            }
            if sign == b'-' { -year } else { year }
        }
        _ => s.digits(4)?,
    };
    let (mut month, mut day) = (1.0, 1.0);
    if s.skip(b'-') {
        month = s.digits(2)?;
        if s.skip(b'-') {
            day = s.digits(2)?;
        }
    }
    if !(1.0..=12.0).contains(&month) || !(1.0..=31.0).contains(&day) {
        return None;
    }
    let mut moment =
        Moment { year, month, day, hour: 0.0, minute: 0.0, second: 0.0, millisecond: 0.0, offset: Some(0.0) };
    if s.is_at_end() {
        return Some(moment);
    }
    if !s.skip_letter(b't') {
        return None;
    }
    moment.hour = s.digits(2)?;
    if !s.skip(b':') {
        return None;
    }
    moment.minute = s.digits(2)?;
    if s.skip(b':') {
        moment.second = s.digits(2)?;
        if s.skip(b'.') {
            moment.millisecond = s.fraction()?;
        }
    }
    let past = moment.minute + moment.second + moment.millisecond > 0.0;
    if moment.hour > 24.0 || (moment.hour == 24.0 && past) || moment.minute > 59.0 || moment.second > 59.0 {
        return None;
    }
    moment.offset = match s.peek() {
        _ if s.is_at_end() => None,
        b'Z' | b'z' => {
            s.at += 1;
            Some(0.0)
        }
        sign @ (b'+' | b'-') => {
            s.at += 1;
            let hours = s.digits(2)?;
            s.skip(b':');
            let minutes = s.digits(2)?;
            if hours > 23.0 || minutes > 59.0 {
                return None;
            }
            let total = hours * 60.0 + minutes;
            Some(if sign == b'-' { -total } else { total })
        }
        _ => return None,
    };
    s.is_at_end().then_some(moment)
}

const MONTHS: &[u8] = b"janfebmaraprmayjunjulaugsepoctnovdec";

/// Zones by name, in hours east of UTC.
const ZONES: &[(&[u8], f64)] = &[
    (b"utc", 0.0),
    (b"ut", 0.0),
    (b"z", 0.0),
    (b"gmt", 0.0),
    (b"cdt", -5.0),
    (b"cst", -6.0),
    (b"edt", -4.0),
    (b"est", -5.0),
    (b"mdt", -6.0),
    (b"mst", -7.0),
    (b"pdt", -7.0),
    (b"pst", -8.0),
];

#[derive(Default)]
struct Loose {
    days: Vec<f64>,
    month: Option<f64>,
    times: Vec<f64>,
    millisecond: Option<f64>,
    noon_offset: Option<f64>,
    zone: Option<f64>,
    sign: Option<(f64, f64, f64)>,
}

/// Loose formats: dates with or without month names, times, zones, in nearly any order.
pub(super) fn parse_legacy(text: &[u8]) -> Option<Moment> {
    let mut s = Scanner { text, at: 0 };
    let mut found = Loose::default();
    let mut has_number = false;
    while !s.is_at_end() {
        let c = s.peek();
        if c.is_ascii_digit() {
            has_number = true;
            number(&mut s, &mut found)?;
        } else if c.is_ascii_alphabetic() {
            word(&mut s, &mut found, has_number)?;
        } else if (c == b'+' || c == b'-') && (found.zone.is_some() || !found.times.is_empty()) {
            s.at += 1;
            offset(&mut s, &mut found, if c == b'-' { -1.0 } else { 1.0 });
        } else if c == b'(' {
            let mut depth = 0;
            while !s.is_at_end() {
                match s.peek() {
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                s.at += 1;
                if depth == 0 {
                    break;
                }
            }
        } else if c == b')' && has_number {
            return None;
        } else if (c == b'+' || c == b'-') && has_number {
            // A sign that belongs to no zone ends what can be understood, unless more numbers of a date follow.
            s.at += 1;
            if !s.peek().is_ascii_digit() || found.days.len() >= 3 {
                return None;
            }
        } else {
            s.at += 1;
        }
    }
    found.finish()
}

/// A run of digits, and the symbol after it that tells what it is.
fn number(s: &mut Scanner<'_>, found: &mut Loose) -> Option<()> {
    let start = s.at;
    let mut n = 0.0;
    while s.peek().is_ascii_digit() {
        if s.at - start < 9 {
            n = n * 10.0 + (s.peek() - b'0') as f64;
        }
        s.at += 1;
    }
    let expects_more_time = !found.times.is_empty() && s.text[..start].ends_with(b":");
    if s.peek() == b':' && !s.is_at_end() {
        s.at += 1;
        if found.times.len() >= 4 || (!found.times.is_empty() && !expects_more_time) {
            return None;
        }
        // `12:` at the end of the text has hours only.
        if s.peek() == b':' {
            return None;
        }
        found.times.push(n);
        return Some(());
    }
    if expects_more_time {
        found.times.push(n);
        if found.times.len() > 4 {
            return None;
        }
        if s.peek() == b'.' && s.text.get(s.at + 1).is_some_and(u8::is_ascii_digit) {
            s.at += 1;
            found.millisecond = s.fraction();
        }
        // What follows a time is apart from it, but for a zone.
        let next = s.peek();
        return (s.is_at_end() || next.is_ascii_whitespace() || b"zZ+-".contains(&next)).then_some(());
    }
    if found.days.len() >= 3 {
        return None;
    }
    found.days.push(n);
    if s.peek() == b'-' || s.peek() == b'/' {
        s.at += 1;
    }
    Some(())
}

/// A month, a zone, am or pm; other words may stand before the first number only.
fn word(s: &mut Scanner<'_>, found: &mut Loose, has_number: bool) -> Option<()> {
    let start = s.at;
    while s.peek().is_ascii_alphabetic() {
        s.at += 1;
    }
    let word: Vec<u8> = s.text[start..s.at].to_ascii_lowercase();
    if word.len() >= 3
        && let Some(i) = MONTHS.chunks_exact(3).position(|m| m == &word[..3])
    {
        found.month = Some(i as f64 + 1.0);
        s.skip(b'-');
        return Some(());
    }
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == word)
        && has_number
    {
        found.zone = Some(hours * 60.0);
        return Some(());
    }
    match word.as_slice() {
        b"am" if !found.times.is_empty() || has_number => found.noon_offset = Some(0.0),
        b"pm" if !found.times.is_empty() || has_number => found.noon_offset = Some(12.0),
        _ if has_number => return None,
        // Numbers must be apart from words that mean nothing.
        _ if s.peek().is_ascii_digit() => return None,
        _ => {}
    }
    Some(())
}

/// `+hh:mm`, `+hhmm`, `+hh` or `+h` after a zone or a time.
fn offset(s: &mut Scanner<'_>, found: &mut Loose, sign: f64) {
    let start = s.at;
    let mut n = 0.0;
    while s.peek().is_ascii_digit() && s.at - start < 9 {
        n = n * 10.0 + (s.peek() - b'0') as f64;
        s.at += 1;
    }
    let length = s.at - start;
    if length == 0 {
        return;
    }
    let (hours, minutes) = if s.peek() == b':' {
        s.at += 1;
        let mut minutes = 0.0;
        while s.peek().is_ascii_digit() {
            minutes = minutes * 10.0 + (s.peek() - b'0') as f64;
            s.at += 1;
        }
        (n, minutes)
    } else if length <= 2 {
        (n, 0.0)
    } else {
        ((n / 100.0).trunc(), n % 100.0)
    };
    found.sign = Some((sign, hours, minutes));
}

impl Loose {
    fn finish(mut self) -> Option<Moment> {
        if self.days.is_empty() {
            return None;
        }
        self.days.resize(3, 1.0);
        let is_day = |n: f64| (1.0..=31.0).contains(&n);
        let d = &self.days;
        let (mut year, month, day) = match self.month {
            None if is_day(d[0]) => (d[2], d[0], d[1]),
            None => (d[0], d[1], d[2]),
            Some(month) if is_day(d[0]) => (d[1], month, d[0]),
            Some(month) => (d[0], month, d[1]),
        };
        if (0.0..50.0).contains(&year) {
            year += 2000.0;
        } else if (50.0..100.0).contains(&year) {
            year += 1900.0;
        }
        if !(1.0..=12.0).contains(&month) || !is_day(day) {
            return None;
        }
        let time = |i: usize| self.times.get(i).copied().unwrap_or(0.0);
        let (mut hour, minute, second) = (time(0), time(1), time(2));
        let millisecond = self.millisecond.unwrap_or_else(|| time(3));
        if let Some(noon) = self.noon_offset {
            if self.times.is_empty() || !(0.0..=12.0).contains(&hour) {
                return None;
            }
            hour = hour % 12.0 + noon;
        }
        let past = minute + second + millisecond > 0.0;
        if hour > 24.0 || (hour == 24.0 && past) || minute > 59.0 || second > 59.0 || millisecond > 999.0 {
            return None;
        }
        let offset = match self.sign {
            Some((sign, hours, minutes)) => Some(sign * (hours * 60.0 + minutes)),
            None => self.zone,
        };
        Some(Moment { year, month, day, hour, minute, second, millisecond, offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc_ms(text: &str) -> f64 {
        let Some(m) = parse_iso(text.as_bytes()).or_else(|| parse_legacy(text.as_bytes())) else { return f64::NAN };
        let day = make_day(m.year, m.month - 1.0, m.day);
        let t = make_date(day, make_time(m.hour, m.minute, m.second, m.millisecond));
        time_clip(t - m.offset.unwrap_or(0.0) * MS_PER_MINUTE)
    }

    #[test]
    fn texts() {
        let table: &[(&str, f64)] = &[
            ("1970-01-01", 0.0),
            ("1970-01-01T00:00:00.001Z", 1.0),
            ("1970-01-01T00:00:00.1239Z", 123.0),
            ("1970-01-01T24:00Z", 86_400_000.0),
            ("1970-01-01T24:01Z", f64::NAN),
            ("+275760-09-13T00:00:00.000Z", 8.64e15),
            ("-000000-01-01T00:00Z", f64::NAN),
            ("1970-01-01T01:00:00+01:00", 0.0),
            ("1970-01-01T01:00:00+0100", 0.0),
            ("1970-1-1", 0.0),
            ("Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)", 0.0),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
            ("Jan 1, 1970 1:00 PM", 46_800_000.0),
            ("1/1/1970 12:00 AM", 0.0),
            ("1/1/70", 0.0),
            ("1 January 1970 00:00:01.5 UTC", 1500.0),
            ("Thu Jan 01 1970 00:00:00 GMT-0800 (PST)", 28_800_000.0),
            ("1970-01-01 10:00", 36_000_000.0),
            ("Jan 5", 978_652_800_000.0),
            ("12/25", 1_009_238_400_000.0),
            ("hello", f64::NAN),
            ("", f64::NAN),
            ("2020-13-01", f64::NAN),
            ("2020-01-32", f64::NAN),
            ("1970-01-01T00:00:00 foo", f64::NAN),
        ];
        for (text, expected) in table {
            let got = utc_ms(text);
            assert!(got == *expected || (got.is_nan() && expected.is_nan()), "{text}: {got}");
        }
    }
}
