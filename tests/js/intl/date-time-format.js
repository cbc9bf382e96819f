// Dates and times in the manner of a language.
const date = new Date(Date.UTC(2026, 10, 5, 15, 4, 9, 87));
const f = (locale, options) => console.log(new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(date));
f('en-US', {});
f('de-DE', {});
f('en-GB', {});
for (const style of ['full', 'long', 'medium', 'short']) f('en-US', { dateStyle: style });
for (const style of ['long', 'medium', 'short']) f('en-US', { timeStyle: style });
f('en-US', { dateStyle: 'medium', timeStyle: 'short' });
f('de-DE', { dateStyle: 'full' });
f('fr-FR', { dateStyle: 'long' });
f('en-US', { year: 'numeric', month: 'long', day: 'numeric' });
f('en-US', { year: 'numeric', month: '2-digit', day: '2-digit' });
f('en-US', { weekday: 'long' });
f('en-US', { weekday: 'short', month: 'short', day: 'numeric' });
f('en-US', { month: 'long', year: 'numeric' });
f('en-US', { hour: 'numeric', minute: '2-digit' });
f('en-US', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
f('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'America/New_York', timeZoneName: 'short' });
f('en-US', { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
console.log(new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).formatToParts(date).map((p) => p.type + ':' + p.value).join(' '));
console.log(date.toLocaleDateString('de', { timeZone: 'UTC' }), date.toLocaleTimeString('en-US', { timeZone: 'UTC' }), date.toLocaleString('en-GB', { timeZone: 'UTC' }));
console.log(new Intl.DateTimeFormat('en-US', { timeZone: 'utc', hour: 'numeric' }).resolvedOptions());
for (const options of [{ timeZone: 'Mars/Olympus' }, { dateStyle: 'long', year: 'numeric' }, { month: 'tiny' }]) {
  try { new Intl.DateTimeFormat('en', options); } catch (e) { console.log(e.name); }
}
try { new Intl.DateTimeFormat('en').format(NaN); } catch (e) { console.log(e.name, e.message); }
