// Texts that nearly match: the search looks at several units before it tries.
const texts = ['GET', 'GE', 'xGEO PLUS PUT GOT PET GET', 'POSTPOST PU', 'gEt pUT', 'httphtthttp HtTp', 'id=1 id= id=22', 'жGETж', 'GET\u{1f600}PUT', 'жhtTPж ſ', 'axbd aybd azbd abbd bd', '1-2 12-34 2024-05-06', ''];
const patterns = [/GET|POST|PUT|DELETE/g, /http/gi, /(?<=id=)\d+/g, /(?<=a[xy])[bc]d/g, /(\d{4})-(\d{2})/g, /[pg][eu]t/gi, /[Жж]?[Gg][Ee]T/g, /(?:GET|PUT)(?=.)/gu, /[st]t/giu, /(?<!x)G[EO]/g, /^P[LU]/gm, /[GP][EU]T$/g];
for (const pattern of patterns) {
  console.log(String(pattern), texts.map((text) => [...text.matchAll(pattern)].map((found) => found.index + ':' + found[0]).join()).join(' | '));
}
// What exec gives: the same properties in the same order for the first and the next results, with indices and names.
const results = [/(\d)(x)?/.exec('a1'), /(\d)(x)?/.exec('b2x'), /(?<n>\d)/.exec('3'), /(?<n>\d)/d.exec('44')];
for (const result of results) {
  console.log(Object.keys(result).join(), JSON.stringify(result), result.index, result.input, JSON.stringify(result.groups), JSON.stringify(result.indices), Array.isArray(result), result.length);
}
const [first, second] = results;
first.index = 9; first.extra = 1; delete second.input;
console.log(Object.keys(first).join(), Object.keys(second).join(), Object.keys(/(\d)/.exec('c5')).join(), /(\d)/.exec('c5').index);
// lastIndex is read once, and may change the pattern before it is used.
const regexp = /a/g;
let reads = 0;
regexp.lastIndex = { valueOf() { reads++; regexp.compile('b', 'g'); return 1; } };
console.log(regexp.exec('abab')?.[0], reads, regexp.lastIndex, RegExp.lastMatch, RegExp['$`']);
