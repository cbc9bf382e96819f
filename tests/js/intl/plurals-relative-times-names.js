// Plural rules, relative times, names of languages and regions, and what is supported.
const plural = (locale, options, ...values) => console.log(values.map((v) => new Intl.PluralRules(locale, options).select(v)).join());
plural('en', {}, 0, 1, 2, 1.5);
plural('en', { type: 'ordinal' }, 1, 2, 3, 4, 11, 21);
plural('ru', {}, 1, 2, 5, 21, 1.5);
plural('ar', {}, 0, 1, 2, 3, 11, 100);
const relative = (locale, options, ...rest) => console.log(new Intl.RelativeTimeFormat(locale, options).format(...rest));
relative('en', {}, -1, 'day');
relative('en', {}, 3, 'months');
relative('en', { numeric: 'auto' }, 1, 'day');
relative('de', {}, -2, 'week');
relative('en', { style: 'short' }, 10, 'minute');
relative('fr', { numeric: 'auto' }, -1, 'day');
console.log(new Intl.RelativeTimeFormat('en').formatToParts(1234.5, 'day').map((p) => p.type + ':' + p.value).join(' '));
const names = (locale, type, ...codes) => console.log(codes.map((c) => new Intl.DisplayNames(locale, { type }).of(c)).join(' | '));
names('en', 'region', 'US', 'DE', 'JP', 'ZZ');
names('de', 'region', 'US', 'FR');
names('en', 'language', 'fr', 'en-US');
names('en', 'script', 'Latn', 'Arab');
console.log(new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of('QQ'));
console.log(Intl.supportedValuesOf('unit').slice(0, 3), Intl.supportedValuesOf('calendar').includes('hebrew'), Intl.supportedValuesOf('timeZone').includes('Europe/Berlin'));
for (const f of [() => new Intl.RelativeTimeFormat('en').format(1, 'fortnight'), () => new Intl.RelativeTimeFormat('en').format(NaN, 'day'), () => new Intl.DisplayNames('en'), () => Intl.supportedValuesOf('x')]) {
  try { f(); } catch (e) { console.log(e.name); }
}
