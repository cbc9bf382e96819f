// Groups, flags, lookaround, backreferences, unicode, sticky, replace functions.
const d = '2026-11-21 and 1999-01-02'.matchAll(/(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)/g);
for (const m of d) console.log(m.index, m.groups.y, m.groups.m, m.groups.d);
console.log(/(a+)+b/.test('aaaaaaaaaaaaaaaaaaaaaaaa'), /(?<=\$)\d+/.exec('cost $42')[0], /(?<!\$)\b\d+/.exec('$42 17')[0], /a(?=b)/.exec('ab').index, /a(?!b)/.exec('abac').index);
console.log(/^.$/u.test('😀'), /^.$/.test('😀'), /\p{Lu}/u.exec('aÉ')[0], /[\p{L}--[a-z]]/v.exec('aB')[0], /\u{1f600}/u.test('😀'), /(?i:a)b/.test('Ab'));
const sticky = /a/y; sticky.lastIndex = 1;
console.log(sticky.test('ba'), sticky.lastIndex, sticky.test('ba'), sticky.lastIndex, /a.c/s.test('a\nc'), /^b/m.test('a\nb'), /x/gi.flags);
console.log('aBc'.replace(/b/i, (m, i, s) => `${m}${i}${s}`), 'john smith'.replace(/(\w+) (\w+)/, '$2, $1'), 'x'.replace(/(?<n>x)/, '[$<n>]'), 'aaa'.replace(/a/g, () => '$&'));
console.log(/(\w)\1/.exec('hello')[0], /(?:a|ab)(?:c|bcd)(?:d*)/.exec('abcd')[0], /(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac'), /[^]/.test('\n'), /\cA/.test('\x01'), new RegExp('/').source, String(new RegExp('')));
const ind = /a(?<b>b)?/d.exec('xab'); console.log(ind.indices[0], ind.indices.groups.b);
for (const source of ['(', '[b-a]', 'a**', '(?<n>a)(?<n>b)', '\\']) try { new RegExp(source); } catch (e) { console.log(e.name); }
console.log('a1b2'.split(/(\d)/), 'abc'.split(/(?:)/u), RegExp.escape?.('a.b'), /a|b/[Symbol.replace]('cab', 'x'), /./g[Symbol.match]('ab'));
