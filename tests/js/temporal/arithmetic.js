// Dates, times and durations: sums, differences and rounding.
const date = Temporal.PlainDate.from('2024-01-31');
console.log(String(date.add({ months: 1 })), String(date.subtract('P1Y2M3D')), date.daysInMonth, date.weekOfYear);
console.log(String(date.until('2025-03-01')), String(date.until('2025-03-01', { largestUnit: 'year' })));
try {
  date.add({ months: 1 }, { overflow: 'reject' });
} catch (error) {
  console.log(error.name);
}
console.log(JSON.stringify({ date, month: date.toPlainYearMonth(), day: date.toPlainMonthDay() }));
const time = Temporal.PlainTime.from('12:34:56.789123456');
console.log(String(time.round('second')), String(time.round({ smallestUnit: 'minute', roundingIncrement: 15 })));
console.log(time.toString({ fractionalSecondDigits: 2, roundingMode: 'ceil' }), String(time.add('PT12H')));
const duration = Temporal.Duration.from({ hours: 36, minutes: 90 });
console.log(String(duration), String(duration.round({ largestUnit: 'day' })), duration.total('minutes'));
console.log(String(duration.negated()), duration.sign, duration.blank, Temporal.Duration.compare('PT1H', 'PT60M'));
console.log(String(Temporal.Duration.from('P1M').round({ largestUnit: 'day', relativeTo: '2024-02-01' })));
const dateTime = Temporal.PlainDateTime.from('2020-02-29T23:59:59.5');
console.log(String(dateTime.round('hour')), String(dateTime.with({ year: 2021 })), dateTime.inLeapYear);
console.log(String(dateTime.withCalendar('hebrew')), dateTime.withCalendar('hebrew').monthCode);
const instant = Temporal.Instant.fromEpochNanoseconds(1_000_000_000_123_456_789n);
console.log(String(instant), instant.epochMilliseconds, instant.epochNanoseconds, String(instant.round('minute')));
console.log(String(new Date(1e12).toTemporalInstant()));
console.log(Temporal.PlainDate.compare('2020-01-01', '2019-12-31'), date.equals('2024-01-31'));
for (const calendar of ['islamic', 'islamic-rgsa', 'islamic-civil', 'HEBREW', 'unknown']) {
  for (const make of [() => date.withCalendar(calendar), () => Temporal.PlainDate.from(`2020-01-01[u-ca=${calendar}]`)]) {
    try {
      console.log(make().calendarId);
    } catch (error) {
      console.log(calendar, error.name);
    }
  }
}
