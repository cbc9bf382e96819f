// Collation, splitting, replacing, matching; messages of String and RegExp.
function t(f) {
  try {
    const v = f();
    console.log(typeof v, typeof v === 'object' ? JSON.stringify(v) : String(v));
  } catch (e) {
    console.log(`${e.name}: ${e.message}`);
  }
}
t(() => 'a'.localeCompare('B')); t(() => 'a'.localeCompare('A')); t(() => ['b', 'a', 'C', 'B', 'c', 'A', 'ä', 'z', '1', '10', '2', '_', '-', ' ', 'é', 'e', 'E', 'É', 'resume', 'résumé', 'Resume', '$', '#'].sort((a, b) => a.localeCompare(b)).join());
t(() => 'abc'.repeat(-1)); t(() => 'abc'.repeat(Infinity)); t(() => 'abc'.repeat(2 ** 28)); t(() => ''.padEnd(2 ** 30)); t(() => String.fromCodePoint(-1)); t(() => String.fromCodePoint(1.5)); t(() => 'x'.startsWith(/x/)); t(() => 'a'.replaceAll(/a/, '')); t(() => 'a'.matchAll(/a/)); t(() => String.prototype.at.call(null)); t(() => 'a'.normalize('x')); t(() => String.raw`a${1}b\n${2}c`);
t(() => 'aXbXc'.split('X', 2)); t(() => 'abc'.split('')); t(() => ''.split('')); t(() => ''.split('x')); t(() => 'a,b,,c'.split(/,/)); t(() => 'a1b2c'.split(/(\d)/)); t(() => 'abc'.split(/(?:)/)); t(() => 'test'.split(/(?:)/, -1)); t(() => '𝒳𝒴'.split(/(?:)/u)); t(() => 'aba'.split(/a/)); t(() => 'A<B>bold</B>and<CODE>coded</CODE>'.split(/<(\/)?([^<>]+)>/));
t(() => 'abc'.replace('b', '[$&$`$\'$$$1]')); t(() => 'abcabc'.replaceAll('b', (m, i, s) => m + i + s)); t(() => 'aaa'.replace(/a/g, '$&$&')); t(() => 'John Smith'.replace(/(\w+)\s(\w+)/, '$2, $1')); t(() => 'x'.replace(/(x)/, '$01$10$2$0')); t(() => 'a-b'.replace(/(?<l>\w)-(?<r>\w)/, '$<r>-$<l>$<zz>')); t(() => 'abc'.replace(/(?<x>b)/g, (...a) => JSON.stringify(a))); t(() => 'aaa'.replace(/(?:)/g, '-')); t(() => '𝒳a'.replace(/(?:)/gu, '-')); t(() => 'abc'.replace(/z/, 'y'));
t(() => /a(b)?/.exec('ac')); t(() => { var r = /(?<y>\d{4})-(?<m>\d\d)/d.exec('on 2020-12'); return [r.index, r.input, r.groups.y, r.indices, r.indices.groups.m]; }); t(() => 'aBc'.match(/b/i).index); t(() => 'abab'.match(/a/g)); t(() => 'x'.match(/a/g)); t(() => 'x'.match(/a/)); t(() => [...'a1b2'.matchAll(/[a-z](\d)/g)].map(m => m[1] + m.index)); t(() => 'abc'.search(/c/)); t(() => { var r = /a/y; r.lastIndex = 1; return [r.test('ba'), r.lastIndex, r.test('ba'), r.lastIndex]; }); t(() => new RegExp('/').source); t(() => new RegExp('[/]\\/\n').source); t(() => String(new RegExp(''))); t(() => new RegExp('a', 'gg')); t(() => new RegExp('(')); t(() => new RegExp('[b-a]', 'u')); t(() => new RegExp('a**')); t(() => /x/gimsuyd.flags); t(() => RegExp.prototype.toString()); t(() => RegExp.prototype.global); t(() => RegExp.prototype.exec.call({}, '')); t(() => { /(a)(b)/.exec('xaby'); return [RegExp.$1, RegExp.$2, RegExp.$3, RegExp.lastMatch, RegExp['$`'], RegExp["$'"], RegExp.lastParen, RegExp.input]; });
