// Search, cut, pad, case, code points.
const s = 'Hello, Wörld 😀!';
console.log(s.length, [...s].length, s.indexOf('o'), s.lastIndexOf('l'), s.includes('Wö'), s.at(-1), s.codePointAt(13).toString(16), s.charCodeAt(13));
console.log(s.slice(-3, -1), s.substring(5, 0), s.substr(-3, 1) === s[13], s.split(', '), 'a-b-c'.split('-', 2), 'abc'.split(''), ''.split(','));
console.log('ab'.padStart(5, 'xy'), 'ab'.padEnd(4) + '|', ' \t x \n'.trim(), 'x'.repeat(3), 'İ'.toLowerCase().length, 'ß'.toUpperCase(), 'ΑΣ'.toLowerCase());
console.log('aXbX'.replace('X', '$&$&'), 'aXbX'.replaceAll('X', (m, i) => i), 'x'.replace('x', "$$ $' $`"), 'abc'.replaceAll('', '-'));
console.log('a\ud800'.isWellFormed(), 'a\ud800'.toWellFormed() === 'a\ufffd', 'é'.normalize('NFD').length, 'a'.localeCompare('b'), 'abc' < 'abd');
console.log(String.fromCodePoint(0x1f600) === '😀', String.fromCharCode(97, 65536 + 98), String.raw({ raw: ['a', 'b'] }, 1), 'abc'.concat(1, null));
console.log('abcabc'.startsWith('b', 1), 'abc'.endsWith('b', 2), 'x'.at(5), 'x'.charAt(5) === '', 'x'.charCodeAt(5));
try { 'x'.repeat(-1); } catch (e) { console.log(e.message); }
try { 'x'.startsWith(/x/); } catch (e) { console.log(e.name); }
console.log('a,b;c'.split(/[,;]/), 'A1B2'.replace(/([A-Z])(\d)/g, '$2$1'), 'x'.search(/y/), [...'a1b2'.matchAll(/\d/g)].map((m) => m.index).join());
