// date-fns in the zone UTC: formatting, parsing, arithmetic, intervals, locales.
process.env.TZ = 'UTC';
const f = await import('date-fns');
const { de, fr, ja, ru } = await import('date-fns/locale');

const date = new Date(Date.UTC(2024, 1, 29, 13, 5, 9, 123));
for (const pattern of ['yyyy-MM-dd HH:mm:ss.SSS xxx', "EEEE, do 'of' MMMM yyyy", 'PPPPpppp', 'QQQ w I i e DDD', 'h:mm aaaa BBBB', 't T X G']) console.log(f.format(date, pattern, { useAdditionalDayOfYearTokens: true }));
for (const locale of [de, fr, ja, ru]) console.log(locale.code, f.format(date, 'PPPPp', { locale }), f.formatDistance(date, f.addDays(date, 45), { locale, addSuffix: true }), f.formatRelative(f.subDays(date, 2), date, { locale }));
for (const [text, pattern] of [['29.02.2024', 'dd.MM.yyyy'], ['2/3/24 4:05 PM', 'M/d/yy h:mm a'], ['March 5th, 2020', 'MMMM do, yyyy'], ['2024 60', 'yyyy D'], ['nonsense', 'yyyy']]) console.log(text, f.parse(text, pattern, date, { useAdditionalDayOfYearTokens: true }));
console.log(f.parseISO('2024-02-29T12:00:00+02:00'), f.parseISO('2024-W09-4'), f.parseISO('bad'), f.isValid(f.parseISO('2023-02-29')), f.formatISO(date), f.formatRFC3339(date), f.formatRFC7231(date));
console.log(f.addMonths(date, 12), f.add(date, { years: 1, weeks: 2, hours: -5 }), f.sub(date, { months: 1 }), f.addBusinessDays(date, 10), f.endOfQuarter(date), f.startOfWeek(date, { weekStartsOn: 1 }), f.lastDayOfMonth(date), f.roundToNearestMinutes(date, { nearestTo: 15 }), f.setDay(date, 0));
console.log(f.differenceInCalendarDays(date, new Date(0)), f.differenceInMonths(date, new Date(0)), f.differenceInBusinessDays(date, f.subDays(date, 30)), f.intervalToDuration({ start: new Date(0), end: date }), f.formatDuration({ years: 2, months: 9, days: 1 }), f.getISOWeek(date), f.getDaysInMonth(date), f.isLeapYear(date), f.getOverlappingDaysInIntervals({ start: new Date(0), end: new Date(864e6) }, { start: new Date(432e6), end: new Date(1e10) }));
console.log(f.eachDayOfInterval({ start: date, end: f.addDays(date, 3) }), f.eachWeekendOfMonth(date).length, f.closestTo(date, [new Date(0), new Date(2e12)]), f.max([date, new Date(0)]), f.compareDesc(date, new Date(0)), f.isWithinInterval(date, { start: new Date(0), end: new Date(2e12) }), f.milliseconds({ hours: 2 }), f.lightFormat(date, 'yy/M/d'));
for (const bad of [() => f.format(new Date(NaN), 'yyyy'), () => f.format(date, 'YYYY'), () => f.format(date, 'n'), () => f.formatDistance(new Date(NaN), date)]) { try { console.log(bad()); } catch (error) { console.log(error.name, error.message); } }
console.log([1, 59, 90, 3600, 86400, 2.6e6, 4e7].map((seconds) => f.formatDistanceStrict(0, seconds * 1000)), [30, 3000, 1e5, 1e6, 1e8].map((seconds) => f.formatDistance(0, seconds * 1000, { includeSeconds: true })));
