// Writes matches.txt and errors.txt with what Node 20 says about the patterns below: node generate.mjs
// With a seed, a count and a file it writes that many random cases there and nothing else; the tests read such a
// file when JENNY_REGEXP_CASES names it.
// A line of matches.txt: pattern, flags, input, lastIndex, result; tab-separated, units outside of printable ASCII
// as %XXXX. The result is `null`, or start-end of each group with `-` for one that took no part.
import { writeFileSync } from 'node:fs';

const encode = (s) => s.replace(/[^ -$&-~]/g, (c) => '%' + c.charCodeAt(0).toString(16).padStart(4, '0'));
const lines = new Set();
let refused = 0;
// Node 20 is wrong about some negated classes with v, so they are left out.

function add(pattern, flags, input, lastIndex = 0) {
  let result;
  try {
    const r = new RegExp(pattern, flags + (flags.includes('d') ? '' : 'd') + (/[gy]/.test(flags) ? '' : 'g'));
    r.lastIndex = lastIndex;
    const start = performance.now();
    const m = r.exec(input);
    // Exponential even here; and Node finds empty matches between the halves of a surrogate pair.
    if (performance.now() - start > 500) return;
    if (/[uv]/.test(flags) && m && /[\ud800-\udbff][\udc00-\udfff]/.test(input.slice(Math.max(m.index - 1, 0), m.index + 1))) {
      if (m.index > 0 && input.codePointAt(m.index - 1) > 0xffff && lastIndex !== m.index + 1) return;
    }
    result = m === null ? 'null' : m.indices.map((i) => (i ? i.join('-') : '-')).join(',');
  } catch (e) {
    refused++;
    return;
  }
  lines.add([encode(pattern), flags, encode(input), lastIndex, result].join('\t'));
}

// --- Chosen cases ------------------------------------------------------------------------------------------------
const chosen = [
  // Literals, classes, dots
  ['abc', '', 'xxabcxx'], ['', '', 'abc'], ['a|ab', '', 'abc'], ['((a)|(ab))((c)|(bc))', '', 'abc'], ['a.c', '', 'a\nc abc'],
  ['a.c', 's', 'a\nc abc'], ['[abc]+', '', 'xxcabxx'], ['[^abc]+', '', 'abxyzc'], ['[a-c-e]+', '', 'x-ae'], ['[\\d-x]+', '', 'a-1x'],
  ['[]', '', 'a'], ['[^]', '', '\n'], ['[\\b]', '', 'a\bb'], ['[\\cA]', '', '\x01'], ['[\\c]', '', '\\'], ['[\\c1]', '', '\x11'], ['[\\c_]', '', '\x1f'],
  ['\\cA', '', '\x01'], ['\\c', '', '\\c'], ['\\c!', '', '\\c!'], ['\\x41\\u0042\\103', '', 'ABC'], ['\\x4', '', 'x4'], ['\\u004', '', 'u004'], ['\\u{2}', '', 'uu'],
  ['\\0', '', 'a\0'], ['\\08', '', '\x008'], ['\\8\\9', '', '89'], ['\\400', '', '\x200'], ['[\\1\\12\\377]+', '', '\x01\n\xff'], ['\\k<a>', '', 'k<a>'],
  ['\\a\\-\\_\\/', '', 'a-_/'], ['a{,2}', '', 'a{,2}'], ['a{', '', 'a{'], ['a{1', '', 'a{1'], ['x{1}{', '', 'x{'], ['}]', '', '}]'], ['\\p{L}', '', 'p{L}'],
  ['\\w+\\W+\\d+\\D+\\s+\\S+', '', 'ab..12xy \t\u00a0\ufeff!'], ['\\s', '', '\u180e'], ['\\s+', '', '\u2028\u2029\u3000\u202f'],
  // Quantifiers
  ['a*', '', 'aaa'], ['a*?', '', 'aaa'], ['a+?', '', 'aaa'], ['a??b', '', 'ab'], ['a{2}', '', 'aaaa'], ['a{2,}', '', 'aaaa'], ['a{2,3}', '', 'aaaa'],
  ['a{2,3}?', '', 'aaaa'], ['a{0}', '', 'a'], ['(a){0}b\\1', '', 'ab'], ['(?:a*)*', '', 'aab'], ['(a*)*', '', 'b'], ['(?:a*?)*?b', '', 'aab'], ['(a*)+', '', 'b'], ['(?:a?)*?b', '', 'aab'],
  ['(z)((a+)?(b+)?(c))*', '', 'zaacbbbcac'], ['(a)|b)*'.replace(')*', '*'), '', 'b'], ['(?:(a)|b)*', '', 'ab'], ['(?:(a)|(b)|c)+', '', 'abc'], ['(a?)?', '', 'b'], ['(a?){2}', '', 'b'], ['(a?){2,3}', '', 'a'],
  ['(|a)*', '', 'aa'], ['(|a)+', '', 'aa'], ['(a|){3}', '', 'ab'], ['(|a){3}', '', 'aaa'], ['(?:|a){2,}b', '', 'aab'], ['(?:){99999999999}', '', 'a'], ['(?:a|ab){2,3}c', '', 'aababc'],
  ['(?:ab){2,}?c', '', 'abababc'], ['(a{1,2}){1,2}', '', 'aaa'], ['x*y+$', '', 'xxyy'], ['(?=(a+))a*b\\1', '', 'baaabac'], ['(?=(a+))', '', 'baaabac'], ['(.*?)a(?!(a+)b\\2c)\\2(.*)', '', 'baaabaac'],
  ['\\d{4}-\\d{2}', '', 'on 2024-05-06'], ['[a-z]{3,5}?d', '', 'abcdd'], ['.*foo', '', 'a foo b foo c'], ['.*?foo', '', 'a foo b foo c'], ['"[^"]*"', '', 'say "hi" "yo"'], ['(?:\\d\\d){3}x', '', '1234567x'],
  ['[\\w.]+@[\\w.]+\\.\\w+', '', 'write to bob.smith@mail.example.org now'], ['(\\w+)@\\1', '', 'ab@b b@b'], ['\\b\\w+@x', '', '..ab@x'], ['(?:a|b)*?c', '', 'ababc'],
  // Anchors
  ['^a', '', 'ba'], ['^a', 'm', 'b\na'], ['a$', '', 'a\n'], ['a$', 'm', 'a\n'], ['^', 'm', 'a\nb', 1], ['$', 'm', 'ab\nc', 1], ['^$', 'm', 'a\n\nb'], ['\\bfoo\\b', '', 'xfoo foo'], ['\\Boo\\b', '', 'foo'], ['\\B', '', ''],
  ['^^^a$$$', '', 'a'], ['(?:^a|b)c', '', 'ac bc'], ['(?:^|,)x', '', 'a,x'], ['^a|b', '', 'cb'],
  // Lookaround
  ['a(?=b)', '', 'acab'], ['a(?!b)', '', 'abac'], ['(?<=b)a', '', 'aba'], ['(?<!b)a', '', 'baa'], ['(?<=(\\d+)(\\d+))$', '', '1053'], ['(?<=\\1(\\w))d', '', 'aaccd'], ['(?<=(\\w){3})def', '', 'abcdef'],
  ['(?<=^|b)c', '', 'abc'], ['(?<=a{2,3})b', '', 'aaab'], ['(?<=(a|bc)+)d', '', 'abcad'], ['(?<!(^|[ab]))\\w{2}', '', 'abcdef'], ['(?<=([abc]+)([abc]+)).$', '', 'abcdef'], ['(?<=ab(?=c)\\wd)\\w\\w', '', 'abcdef'],
  ['(?<=(?<=a)\\w{3})f', '', 'abcdef'], ['(?=a)*b', '', 'ab'], ['(?=(a))?b', '', 'b'], ['(?!(a))\\1b', '', 'ab'], ['(?=(a))(?!a)', '', 'a'], ['(?:(?=(a))a)+b', '', 'aab'], ['(?<=\\b)\\w', '', ' a'], ['(?<=a.*?)c', '', 'abcc'],
  ['(?<=(.)\\1)b', '', 'aab'], ['(?<=\\1\\1(b))c', '', 'bbbc'], ['(?<=a(.)|b(.))c', '', 'bxc'], ['(?<=$)', '', 'ab'], ['(?<=id=)\\d+', '', 'x id=55'], ['(?<=(?:a|bb){2})c', '', 'abbc'], ['(?<=\\u{1F600})x', 'u', '\u{1F600}x'],
  ['(?<=[^])x', 'u', '\u{1F600}x'], ['(?<=^.)x', 'u', '\u{1F600}x'], ['(?<=^.)x', '', '\u{1F600}x'], ['(?<!\\ud83d)\\ude00', '', '\u{1F600}\ude00'], ['(?<!\\ud83d)\\ude00', 'u', '\u{1F600}\ude00'],
  // Back references and names
  ['(a)\\1', '', 'aa'], ['\\1(a)', '', 'a'], ['(a\\1)', '', 'a'], ['(?<x>a)(?<y>b)\\k<y>\\k<x>', '', 'abba'], ['\\k<x>(?<x>a)', '', 'a'], ['(?<\\u0061b>c)\\k<ab>', '', 'cc'], ['(?<$_𝒜>.)', '', 'a'], ['(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10', '', 'abcdefghijj'],
  ['(a)\\2', '', 'a\x02'], ['(a)\\2(b)', '', 'ab'], ['(?:(a)|b)\\1', '', 'b'], ['(A)\\1', 'i', 'aA'], ['(\\u{10400})\\1', 'iu', '\u{10400}\u{10428}'], ['(ſ)\\1', 'iu', 'ſS'], ['(ſ)\\1', 'i', 'ſS'], ['(.)\\1', 'u', '\ud83d\ud83d\ude00'], ['(\\ud83d)\\1', '', '\ud83d\ud83d\ude00'],
  ['(?<a>.)(?<b>.)(?<c>.)\\k<c>\\k<b>\\k<a>', '', 'abccba'],
  // Case
  ['abc', 'i', 'xABc'], ['[a-z]+', 'i', 'ABCxyz'], ['[^a-z]+', 'i', 'ABC1'], ['\\u212a', 'i', 'k'], ['\\u212a', 'iu', 'k'], ['k', 'iu', '\u212a'], ['[^x]', 'iu', 'X'], ['\\w', 'iu', 'ſ'], ['\\W', 'iu', 'ſ'], ['\\W', 'iu', 'S'], ['[\\W]', 'iu', 'S'], ['[^\\W]', 'iu', 'ſ'],
  ['\\b', 'iu', 'ſ'], ['\\b', 'i', 'ſ'], ['ß', 'i', 'ẞ'], ['ß', 'iu', 'ẞ'], ['ς', 'i', 'Σσ'], ['σ', 'iu', 'ς'], ['µ', 'i', '\u03bc'], ['\\u039c', 'i', '\xb5'], ['ÿ', 'i', '\u0178'], ['\\u0178', 'i', '\xff'], ['İ', 'i', 'i'], ['İ', 'iu', 'i'], ['ı', 'i', 'I'], ['\\u1e9e', 'i', 'ß'],
  ['ǆ', 'i', 'ǅ'], ['ǆ', 'iu', 'Ǆ'], ['ͅ', 'i', 'ι'], ['ᾳ', 'i', 'ᾼ'], ['ᾳ', 'iu', 'ᾼ'], ['[\\u{10400}-\\u{10410}]', 'iu', '\u{10428}'], ['\\u{10400}', 'iu', '\u{10428}'], ['http', 'i', 'see HTTPS'], ['[^\\u0390]', 'iu', '\u1fd3'], ['\\u0390', 'iu', '\u1fd3'], ['[Ā-ſ]', 'i', 's'], ['\\p{Lu}', 'iu', 'a'], ['\\P{Lu}', 'iu', 'A'],
  ['[^\\P{Lu}]', 'iu', 'a'], ['[\\P{Lu}]', 'iu', 'A'], ['\\P{Lu}', 'iv', 'A'], ['[^\\P{Lu}]', 'iv', 'a'], ['\\p{Lu}', 'iv', 'a'], ['[^\\p{Lu}]', 'iv', 'a'], ['[\\p{Lu}&&[a-z]]', 'iv', 'B'],
  // Unicode
  ['.', 'u', '\u{1F600}'], ['.', '', '\u{1F600}'], ['^.$', 'u', '\u{1F600}'], ['[^x]', 'u', '\u{1F600}'], ['[\\ud83d]', 'u', '\u{1F600}'], ['\\ud83d', 'u', '\u{1F600}'], ['\\ud83d\\ude00', 'u', '\u{1F600}'], ['\\u{1F600}+', 'u', '\u{1F600}\u{1F600}'], ['\u{1F600}+', '', '\u{1F600}\u{1F600}'], ['\u{1F600}{2}', 'u', '\u{1F600}\u{1F600}'],
  ['[\u{1F600}-\u{1F64F}]+', 'u', 'a\u{1F600}\u{1F610}'], ['\\ude00', 'u', '\u{1F600}'], ['\\ude00', '', '\u{1F600}'], ['^[^x]+?$', 'u', '\u{1F600}\u{1F600}'], ['[^]*x', 'u', '\u{1F600}\u{1F600}x'], ['\\p{L}+', 'u', '12äöБ日3'], ['\\P{L}+', 'u', 'ab12'], ['\\p{Script=Greek}', 'u', 'aβ'], ['\\p{scx=Hira}', 'u', 'ー'], ['[\\p{L}\\d]+', 'u', '-a1Б'],
  ['\\p{Emoji_Presentation}', 'u', 'a\u{1F600}'], ['\\u{0}', 'u', '\0'], ['\\u{000000041}', 'u', 'A'], ['[\\-a]', 'u', '-'], ['\\/', 'u', '/'], ['\\d\\D', 'u', '1\u{1F600}'], ['.', 'gu', '\u{1F600}b', 1], ['b', 'gu', '\u{1F600}b', 1], ['.', 'yu', '\u{1F600}b', 1], ['.', 'gu', '\u{1F600}b', 2], ['\\B', 'gu', '\u{1F600}', 1],
  // v
  ['[\\p{L}--[a-z]]+', 'v', 'abCD'], ['[[a-z]&&[aeiou]]+', 'v', 'xyzaei'], ['[\\q{abc|d|}x]', 'v', 'abc'], ['[\\q{abc|d|}x]', 'v', 'x'], ['[\\q{abc|d|}x]', 'v', 'q'], ['^\\p{RGI_Emoji}$', 'v', '👨‍👩‍👧‍👦'], ['^\\p{RGI_Emoji}$', 'v', '👩🏽‍🚀'], ['^\\p{Emoji_Keycap_Sequence}', 'v', '1️⃣'], ['\\p{RGI_Emoji_Flag_Sequence}', 'v', 'x🇩🇪'],
  ['^[\\p{RGI_Emoji}--\\q{🇩🇪}]$', 'v', '🇩🇪'], ['[\\q{KM|m}]', 'iv', 'km'], ['[\\q{ab}--\\q{AB}]', 'iv', 'ab'], ['[[ab]c[d--d]]+', 'v', 'dcba'], ['[^[ab]c]', 'v', 'abcd'], ['[\\q{aaa|aa|a}]b', 'v', 'aaab'], ['[\\q{ab|abc}]c', 'v', 'abcc'], ['(?<=[\\q{ab|b}])c', 'v', 'abc'], ['[\\&\\-\\!]+', 'v', '&-!'], ['[a-c\\d]+', 'v', '-b2'], ['[^\\d]', 'v', '1\u{1F600}'],
  // Sticky, lastIndex
  ['a', 'y', 'ba'], ['a', 'y', 'ba', 1], ['a', 'g', 'aba', 1], ['^a', 'y', 'ba', 1], ['^a', 'my', 'b\na', 2], ['a|b', 'gy', 'cab', 1], ['', 'g', 'ab', 2], ['a', 'g', 'a', 1], ['(?<=a)b', 'y', 'ab', 1],
  // Backtracking that explodes
  ['(a+)+$', '', 'a'.repeat(30) + 'b'], ['(a|aa)+$', '', 'a'.repeat(40) + 'b'], ['^(([a-z])+.)+[A-Z]([a-z])+$', '', 'a'.repeat(25)], ['(x+x+)+y', '', 'x'.repeat(22)],
];
const [seedText, countText, file] = process.argv.slice(2);
for (const [pattern, flags, input, lastIndex] of file ? [] : chosen) {
  if (pattern.startsWith('(a+)+$') || pattern.startsWith('(a|aa)+$')) {
    // Node would need long for these; the answer is clear.
    lines.add([encode(pattern), flags, encode(input), 0, 'null'].join('\t'));
    continue;
  }
  add(pattern, flags, input, lastIndex);
}

// --- Random cases ------------------------------------------------------------------------------------------------
let seed = Number(seedText ?? 12345);
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const pick = (list) => list[random(list.length)];
let groups;

function atom(depth, flags) {
  const unicode = /[uv]/.test(flags);
  switch (random(depth > 0 ? 16 : 9)) {
    case 0: case 1: case 2: case 3: return pick(['a', 'b', 'c', 'A', 'B', 'ab', 'é', 'É', '1', ' ', 'ſ', 'k', '\u{1F600}', '\u212a']);
    case 4: return pick(['.', '\\d', '\\w', '\\W', '\\s', '\\S', '\\D']);
    case 5: return pick(['[abc]', '[a-z]', '[A-Z\\d]', ...(flags.includes('v') ? ['[\\W]'] : ['[^]', '[^a]', '[^\\w]']), '[à-ÿ]', '[b-k]', flags.includes('v') ? '[\\q{ab|c}b]' : '[ab]', unicode ? '\\p{Lu}' : '[c]', unicode ? '[\u{1F600}a]' : '[aé]']);
    case 6: return pick(['^', '$', '\\b', '\\B']);
    case 7: return groups > 0 ? '\\' + (1 + random(groups)) : 'a';
    case 8: return pick(['a', 'b']);
    case 9: case 10: case 11: groups++; return '(' + disjunction(depth - 1, flags) + ')';
    case 12: return '(?:' + disjunction(depth - 1, flags) + ')';
    case 13: return pick(['(?=', '(?!']) + disjunction(depth - 1, flags) + ')';
    case 14: return pick(['(?<=', '(?<!']) + disjunction(depth - 1, flags) + ')';
    default: return '(?:' + disjunction(depth - 1, flags) + ')';
  }
}
function term(depth, flags) {
  const a = atom(depth, flags);
  if (/^([\^$]|\\[bB])$/.test(a) || /^\(\?<?[=!]/.test(a)) return a;
  return a + pick(['', '', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?', '{2,}']);
}
function disjunction(depth, flags) {
  const parts = [];
  if (random(12) === 0) {
    const words = [];
    for (let i = 0, n = 2 + random(5); i < n; i++) {
      let s = '';
      for (let j = 0, m = random(5); j < m; j++) s += pick(['a', 'b', 'a', 'b', 'A', 'k', 's', '[ab]', '.']);
      words.push(s);
    }
    return words.join('|');
  }
  for (let i = 0, n = 1 + (random(3) === 0 ? 1 : 0) + (random(6) === 0 ? 1 : 0); i < n; i++) {
    let s = '';
    for (let j = 0, m = random(4); j < m; j++) s += term(depth, flags);
    parts.push(s);
  }
  return parts.join('|');
}
const alphabet = ['a', 'b', 'c', 'A', 'B', 'a', 'b', 'é', 'É', '1', ' ', '\n', 's', 'ſ', 'K', 'k', '\u{1F600}', '\ud83d', '\u212a', 'à'];
for (let i = 0; i < Number(countText ?? 5000); i++) {
  groups = 0;
  const flags = pick(['', '', '', 'i', 'm', 's', 'u', 'iu', 'v', 'iv', 'im', 'y', 'g', 'gu']);
  const pattern = disjunction(3, flags);
  let input = '';
  const wide = random(2);
  for (let j = 0, n = random(14); j < n; j++) input += alphabet[random(wide ? alphabet.length : 12)];
  add(pattern, flags, input, /[gy]/.test(flags) ? random(3) : 0);
}
writeFileSync(file ?? new URL('matches.txt', import.meta.url), [...lines].join('\n') + '\n');
console.log(lines.size, 'matches,', refused, 'refused');

if (file) process.exit();

// --- Errors ------------------------------------------------------------------------------------------------------
const bad = [
  ['(', ''], ['(', 'dgimsuy'], ['a)', ''], [')', ''], ['?', ''], ['+a', ''], ['a**', ''], ['a???', ''], ['a{2}{3}', ''], ['|*', ''], ['^*', ''], ['^*', 'u'], ['\\b+', ''], ['(?:', ''], ['(?', ''], ['(?x)', ''], ['(?<a', ''], ['(?<a>', ''], ['(?<>a)', ''], ['(?<1a>a)', ''],
  ['(?<a b>.)', ''], ['(?<a\\>a)', ''], ['(?<\\u>a)', ''], ['(?<a\\u{110000}>a)', ''], ['(?<a>)(?<a>)', ''], ['[', ''], ['[', 'u'], ['[a-', 'u'], ['[\\', ''], ['\\', ''], ['[b-a]', ''], ['[b-a]', 'v'], ['[z-a', ''], ['[\\u{1}-\\u{0}]', 'u'], ['a{2,1}', ''], ['a{2,1}', 'u'],
  ['x{99999999999999999999,1}', ''], ['{1}', ''], ['{1}', 'u'], ['{', 'u'], ['}', 'u'], [']', 'u'], ['a{', 'u'], ['a{1', 'u'], ['a{,1}', 'u'], ['(?<=a)*', ''], ['(?<!a){2}', ''], ['(?=a)*', 'u'], ['\\k', 'u'], ['\\k<a', 'u'], ['\\k<>(?<a>)', ''], ['\\k(?<a>)', ''], ['\\k<b>(?<a>x)', ''],
  ['\\k<b>', 'u'], ['\\p', 'u'], ['\\p{', 'u'], ['\\p{foo}', 'u'], ['\\P{foo}', 'u'], ['\\p{sc=foo}', 'u'], ['\\p{RGI_Emoji}', 'u'], ['\\P{RGI_Emoji}', 'v'], ['[\\p{foo}]', 'u'], ['[\\p{foo}]', 'v'], ['[^\\p{RGI_Emoji}]', 'v'], ['[\\P{RGI_Emoji}]', 'v'], ['\\x1', 'u'], ['\\u1', 'u'], ['\\u{', 'u'], ['\\u{110000}', 'u'],
  ['\\u{1F600', 'u'], ['\\ud83d\\u', 'u'], ['\\00', 'u'], ['\\01', 'u'], ['\\1', 'u'], ['\\8', 'u'], ['(a)\\2', 'u'], ['[\\1]', 'u'], ['[\\00]', 'u'], ['[\\8]', 'u'], ['\\c', 'u'], ['\\c1', 'u'], ['[\\c]', 'u'], ['[\\c1]', 'u'], ['\\-', 'u'], ['\\_', 'u'], ['\\a', 'u'], ['[\\a]', 'u'], ['[\\_]', 'u'], ['[a-\\d]', 'u'], ['[\\d-a]', 'u'],
  ['[\\k](?<a>)', ''], ['[\\k]', 'v'], ['[a&&&b]', 'v'], ['[(]', 'v'], ['[|]', 'v'], ['[/]', 'v'], ['[a-]', 'v'], ['[-a]', 'v'], ['[!!]', 'v'], ['[a--b&&c]', 'v'], ['[a&&b--c]', 'v'], ['[ab--c]', 'v'], ['[a-z--c]', 'v'], ['[a&&b-c]', 'v'], ['[a--]', 'v'], ['[--a]', 'v'], ['[&&a]', 'v'], ['[a&&]', 'v'], ['[a-\\d]', 'v'],
  ['[\\q]', 'v'], ['[\\q{a]', 'v'], ['[\\q{]', 'v'], ['[\\q{)}]', 'v'], ['[^\\q{ab}]', 'v'], ['[^\\q{}]', 'v'], ['[^[\\q{ab}]]', 'v'], ['[[a]', 'v'], ['[a', 'v'], ['[[]]]', 'v'], ['[\\', 'v'], ['(?<𝒜', ''], ['(?<a>.)|(?<b>.)\\k<c>', ''], ['()'.repeat(40000), ''], ['a\nb(', ''], ['/(', ''], ['(?<=a)+', 'u'], ['(?a', ''], ['a|b)', ''], ['[a-b', 'v'], ['[\\d-a]', 'v'],
];
const errors = [];
for (const [pattern, flags] of bad) {
  try {
    new RegExp(pattern, flags);
    console.log('accepted:', pattern, flags);
  } catch (e) {
    const reason = e.message.slice(e.message.lastIndexOf(': ') + 2);
    if (!e.message.startsWith(`Invalid regular expression: /${pattern}/${flags}: `)) console.log('other form:', e.message);
    if (pattern.length < 1000) errors.push([encode(pattern), flags, reason].join('\t'));
    else console.log(pattern.length, reason);
  }
}
writeFileSync(new URL('errors.txt', import.meta.url), errors.join('\n') + '\n');
console.log(errors.length, 'errors');
