// Language tags: canonical forms, likely subtags, keywords.
console.log(Intl.getCanonicalLocales(['EN-us', 'iw', 'zh-hans', 'de-u-co-phonebk-ca-islamicc', 'en-us']));
for (const bad of ['e', 'en_US', 'x-private', 'de-de-de', 'i-klingon', 'zh-cmn-Hans', '']) {
  try {
    console.log(Intl.getCanonicalLocales(bad));
  } catch (error) {
    console.log(bad, error.name);
  }
}
const locale = new Intl.Locale('de-at-u-hc-h23', { numberingSystem: 'latn', numeric: true });
console.log(String(locale), locale.baseName, locale.language, locale.script, locale.region, locale.hourCycle, locale.numeric);
console.log(String(new Intl.Locale('zh').maximize()), String(new Intl.Locale('zh-Hant-TW').minimize()));
console.log(String(new Intl.Locale('en', { region: 'GB', script: 'Latn', calendar: 'buddhist', caseFirst: 'upper' })));
console.log(Object.prototype.toString.call(Intl), Object.prototype.toString.call(locale), typeof Intl.Locale);
