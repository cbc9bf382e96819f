// env: TZ=Europe/Berlin
// Zoned times around the changes of an offset, and the local zone.
const winter = Temporal.ZonedDateTime.from('2024-03-31T01:30[Europe/Berlin]');
console.log(String(winter), String(winter.add({ hours: 1 })), String(winter.add({ days: 1 })), winter.hoursInDay);
for (const disambiguation of ['earlier', 'later', 'compatible', 'reject']) {
  try {
    console.log(String(Temporal.PlainDateTime.from('2024-03-31T02:30').toZonedDateTime('Europe/Berlin', { disambiguation })));
  } catch (error) {
    console.log(error.name);
  }
}
console.log(String(Temporal.PlainDateTime.from('2024-10-27T02:30').toZonedDateTime('Europe/Berlin', { disambiguation: 'later' })));
console.log(String(winter.getTimeZoneTransition('next')), String(winter.getTimeZoneTransition('previous')));
console.log(String(winter.withTimeZone('America/New_York')), winter.withTimeZone('+05:30').offset, winter.offsetNanoseconds);
console.log(String(winter.until('2024-04-01T01:30[Europe/Berlin]')), String(winter.startOfDay()));
console.log(winter.toString({ timeZoneName: 'never', offset: 'never', smallestUnit: 'minute' }));
console.log(Temporal.Now.timeZoneId(), Temporal.Now.zonedDateTimeISO().timeZoneId);
console.log(Math.abs(Number(Temporal.Now.instant().epochMilliseconds) - Date.now()) < 1000);
console.log(Temporal.Now.plainTimeISO() instanceof Temporal.PlainTime, Temporal.Now.plainDateISO('UTC').calendarId);
for (const bad of ['2020-01-01T00:00', '2020-01-01T00:00+09:00[Europe/Berlin]', '2020-01-01[Nowhere/City]']) {
  try {
    console.log(String(Temporal.ZonedDateTime.from(bad)));
  } catch (error) {
    console.log(error.name);
  }
}
