// Intl with lists, options and numbers that are out of proportion.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('locales', () => Intl.getCanonicalLocales({ length: 3, 0: 'en', get 1() { throw new URIError(); } }));
attempt('many locales', () => Intl.getCanonicalLocales(Array.from({ length: 5000 }, () => 'en-US')).length);
attempt('long tag', () => Intl.getCanonicalLocales('en-' + 'abcdefgh-'.repeat(1000) + 'x'));
attempt('digits', () => new Intl.NumberFormat('en', { minimumFractionDigits: 101 }));
attempt('hundred digits', () => new Intl.NumberFormat('en', { minimumFractionDigits: 100 }).format(1).length);
attempt('largest', () => new Intl.NumberFormat('en').format(Number.MAX_VALUE).length);
attempt('smallest', () => new Intl.NumberFormat('en', { maximumSignificantDigits: 1 }).format(Number.MIN_VALUE).length);
attempt('big', () => new Intl.NumberFormat('en').format(10n ** 3000n).length);
attempt('symbol', () => new Intl.NumberFormat('en').format(Symbol()));
attempt('date', () => new Intl.DateTimeFormat('en').format(8.64e15 + 1));
attempt('zone', () => new Intl.DateTimeFormat('en', { timeZone: 'Mars/Olympus' }));
attempt('collator', () => ['b', 'a'].sort(new Intl.Collator('en', { usage: 'search' }).compare).join());
attempt('segmenter', () => [...new Intl.Segmenter('en').segment('a'.repeat(20000))].length);
attempt('list', () => new Intl.ListFormat('en').format({ *[Symbol.iterator]() { for (;;) yield 1; } }));
attempt('plural', () => new Intl.PluralRules('en').select(Infinity));
attempt('names', () => new Intl.DisplayNames('en', { type: 'region' }).of('x'.repeat(10000)));
