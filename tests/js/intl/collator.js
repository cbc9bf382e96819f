// The order of strings.
const words = ['z', 'ä', 'a', 'Z', 'A', 'résumé', 'resume', 'Résumé', 'a10', 'a2', '-', '_', 'ß', 'ss'];
console.log(words.toSorted(new Intl.Collator('en').compare).join(' '));
console.log(words.toSorted(new Intl.Collator('sv').compare).join(' '));
console.log(['a10', 'a2', 'A1'].toSorted(new Intl.Collator('en', { numeric: true }).compare).join(' '));
console.log(['b', 'B', 'a', 'A'].toSorted(new Intl.Collator('en', { caseFirst: 'upper' }).compare).join(' '));
for (const sensitivity of ['base', 'accent', 'case', 'variant']) {
  const { compare } = new Intl.Collator('en', { sensitivity });
  console.log(sensitivity, compare('a', 'A'), compare('a', 'á'), compare('a', 'b'));
}
console.log('ä'.localeCompare('z', 'de'), 'ä'.localeCompare('z', 'sv'), 'a'.localeCompare('B'), 'é'.localeCompare('f'));
console.log(new Intl.Collator('de-u-co-phonebk-kn').resolvedOptions());
const collator = Intl.Collator('en', { ignorePunctuation: true });
console.log(collator.compare('a-b', 'ab'), collator.compare === collator.compare, collator.compare.length);
