// Numbers in the manner of a language: digits, groups, currencies, percents, notations, signs.
const f = (locale, options, ...values) => {
  const format = new Intl.NumberFormat(locale, options);
  console.log(values.map((value) => format.format(value)).join(' | '));
};
f('en-US', {}, 1234567.891, -0, NaN, -Infinity, 10n ** 20n, '0.1234567');
f('de-DE', {}, 1234567.891, 1000);
f('en-IN', {}, 1234567.891);
f('fr-FR', { minimumFractionDigits: 2 }, 1234.5);
f('ar-EG', {}, 1234.5);
f('hi-u-nu-deva', {}, 1234.5);
f('en-US', { style: 'currency', currency: 'USD' }, 1234.5, -1);
f('de-DE', { style: 'currency', currency: 'EUR' }, 1234.5, -1);
f('ja-JP', { style: 'currency', currency: 'JPY' }, 1234.5);
f('en-US', { style: 'currency', currency: 'USD', currencySign: 'accounting' }, -1234.5);
f('en-US', { style: 'currency', currency: 'EUR', currencyDisplay: 'name' }, 1, 2);
f('en-US', { style: 'currency', currency: 'CHF', currencyDisplay: 'code' }, 5);
f('en-US', { style: 'percent', maximumFractionDigits: 1 }, 0.1234);
f('de-DE', { style: 'percent' }, 0.5);
f('en-US', { style: 'unit', unit: 'kilometer-per-hour' }, 50);
f('en-US', { style: 'unit', unit: 'liter', unitDisplay: 'long' }, 16, 1);
f('en-US', { notation: 'compact' }, 999, 1234, 999999, 12345678);
f('en-US', { notation: 'compact', compactDisplay: 'long' }, 1234, 5e9);
f('en-US', { notation: 'scientific' }, 123456, 0.00012);
f('en-US', { notation: 'engineering' }, 123456);
f('en-US', { maximumSignificantDigits: 3 }, 123456, 0.00123456);
f('en-US', { signDisplay: 'exceptZero' }, 1, 0, -1);
f('en-US', { roundingMode: 'floor', maximumFractionDigits: 0 }, 1.9, -1.1);
f('en-US', { roundingIncrement: 25, maximumFractionDigits: 2, minimumFractionDigits: 2 }, 1.37);
console.log(new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).formatToParts(-1234.5).map((p) => p.type + ':' + p.value).join(' '));
console.log((1234.5).toLocaleString('de'), 12345n.toLocaleString('en'), [1234.5, 2].toLocaleString('de'));
console.log(Intl.NumberFormat('de').resolvedOptions());
for (const options of [{ style: 'currency' }, { style: 'unit', unit: 'parsec' }, { maximumFractionDigits: 101 }]) {
  try { new Intl.NumberFormat('en', options); } catch (e) { console.log(e.name); }
}
