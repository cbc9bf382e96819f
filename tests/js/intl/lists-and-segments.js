// Lists in words, and segments of text.
const list = ['one', 'two', 'three'];
for (const [locale, options] of [['en'], ['de', { type: 'disjunction' }], ['ja'], ['en', { type: 'unit', style: 'narrow' }], ['es']]) {
  console.log(new Intl.ListFormat(locale, options).format(list), new Intl.ListFormat(locale, options).format(['a', 'i']));
}
console.log(new Intl.ListFormat('en').formatToParts(['x', 'y']), new Intl.ListFormat('en').format([]));
console.log(new Intl.ListFormat('de-AT', { style: 'short' }).resolvedOptions(), Intl.ListFormat.supportedLocalesOf(['de', 'zxx', 'en-GB']));
const graphemes = new Intl.Segmenter('en').segment('a\u0301👨‍👩‍👧🇩🇪\r\n');
console.log([...graphemes].map(({ segment, index }) => [segment.length, index]));
const words = new Intl.Segmenter('en', { granularity: 'word' }).segment("Hello, it's 3.5 o'clock");
console.log([...words].filter((s) => s.isWordLike).map((s) => s.segment), words.containing(8), words.containing(100));
console.log([...new Intl.Segmenter('en', { granularity: 'sentence' }).segment('One. Two? Three')].map((s) => s.segment));
console.log([...new Intl.Segmenter('ja', { granularity: 'word' }).segment('今日は東京')].length > 1);
