// Writes the tables of this folder with the reference engine: node generate.mjs (run with Node 20).
// Every field is JSON, fields are separated by tabs; numbers are written as the 16 hex digits of their bits.
import { writeFileSync } from 'node:fs';

const view = new DataView(new ArrayBuffer(8));
const bits = (x) => (view.setFloat64(0, x), view.getBigUint64(0).toString(16).padStart(16, '0'));
let seed = 0x2545f491;
const random32 = () => ((seed ^= seed << 13), (seed ^= seed >>> 17), (seed ^= seed << 5), seed >>> 0);
const randomDouble = () => (view.setUint32(0, random32()), view.setUint32(4, random32()), view.getFloat64(0));
const attempt = (f) => { try { return f(); } catch { return null; } };
const table = (name, rows) =>
  writeFileSync(new URL(name, import.meta.url), rows.map((row) => row.map((x) => JSON.stringify(x)).join('\t') + '\n').join(''));

const numbers = [0, -0, 1, -1, 0.1, 0.5, -0.5, 1.5, 2.5, 255.5, 123.456, 1e21, 1e-7, 1e-6, 123456789012345680000, 5e-324, Number.MAX_VALUE,
  Number.MIN_VALUE, Number.EPSILON, 2 ** 53, 2 ** 53 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 1.005, 1.45, 8.345, 0.000001, 0.00001, 1e20, 999999999999999900000,
  0.9999999, 9.9999999e20, 25, 35, 1 / 3, 2 / 3, Math.PI, -Math.E, 1.7976931348623157e308, 2.2250738585072014e-308, 4.35, 1e100, 1.25, 1.35, NaN, Infinity, -Infinity];
for (let i = 0; i < 150; i++) numbers.push(randomDouble());
for (let i = 0; i < 150; i++) numbers.push((random32() / 2 ** 32 - 0.5) * 10 ** (random32() % 40 - 15));

table('to_string.tsv', numbers.map((x) => [bits(x), String(x), x.toExponential()]));
table('radix.tsv', numbers.flatMap((x, i) => [2, 3, 7, 16, 32, 36, 2 + (i * 5) % 35].map((r) => [bits(x), r, x.toString(r)])).filter((row) => row[2].length < 400));
table('format.tsv', numbers.flatMap((x, i) => [0, 1, 2, 7, 20, (i * 13) % 101].map((d) => [bits(x), d, x.toFixed(d), x.toExponential(d), x.toPrecision(d || 1)])));

const texts = ['', ' ', '\n\t ', '0', '-0', '+0', '00', '007', '1', ' 12 ', '1 2', '1_000', '0x', '0x1f', '0XFF', '-0x1f', '0b101', '0B2', '0o17', '0O8', '0b', '.', '.5', '5.', '5.e3',
  '-.5e-3', '+.', 'e5', '1e', '1e+', '1e5', '1E-5', '1e400', '-1e400', '1e-400', 'Infinity', '-Infinity', '+Infinity', 'infinity', 'Infinityx', 'INF', 'NaN', 'nan', '--1', '+-1', '1n', '0x1p3',
  '\u00a01\ufeff', '\u180e1', '\u20281\u3000', '9007199254740993', '9007199254740992.99999999999999999999', '2.2250738585072011e-308', '4.9e-324', '2.4703282292062328e-324', '2.4703282292062327e-324',
  '179769313486231580793728971405301e276', '0x' + 'f'.repeat(13) + '8', '0x20000000000001', '0x20000000000003', '0x200000000000018', '0x100000000000000000000000000000000', '1'.repeat(40), '1'.repeat(400),
  '0.' + '0'.repeat(400) + '1', '9'.repeat(800) + 'e-790', '123abc', '0.1.2', '3.14some', 'z', 'Zz', '10', '077', '-077', '١', 'abc', '0x1g', '1e1000000000000000000000', '0e99999999999', '\u0130', '12\u0000',
  '4294967295', '4294967294', '4294967296', '99999999999', '1e3', '-1', '1.0', '0.5', '1e21', '1e+21', '100000000000000000000', '0.000001', '1e-7', '-Infinity ', '\ud800', '😀1'];
for (let i = 0; i < 60; i++) texts.push(String(randomDouble()), randomDouble().toPrecision(1 + (random32() % 60)));
const canonical = (s) => (s === '-0' ? -0 : String(Number(s)) === s ? Number(s) : null);
const index = (s) => (String(s >>> 0) === s && s >>> 0 !== 2 ** 32 - 1 ? s >>> 0 : null);
table('parse.tsv', texts.map((s) => [s, bits(Number(s)), bits(parseFloat(s)), bits(parseInt(s)), bits(parseInt(s, 16)), bits(parseInt(s, 2)), bits(parseInt(s, 8)),
  canonical(s) === null ? null : bits(canonical(s)), index(s), attempt(() => BigInt(s).toString())]));

const strings = ['', 'abc', 'ABC', 'a b&c=d/e?f#g', "-_.!~*'()", ';/?:@&=+$,#', 'é', 'ÿ', '€', '😀', '\ud800', 'a\udc00b', '%', '%4', '%zz', '%41', '%e2%82%ac', '%E2%82', '%c0%80', '%ed%a0%80', '%f0%9f%98%80', '%f5%80%80%80', '%23%2f%3B',
  '%u0041', '%u20ac', '%u20a', '%ud83d%ude00', '"\\\b\f\n\r\t\u0001\u001f\u007f', '\u2028\u2029', 'x\ud83d\ude00\ude00y', 'a%2', '%80', 'ß', 'ŉ', 'ﬁ', 'ΑΣ', 'ΑΣ ΣΑ', 'ὈΔΥΣΣΕΎΣ', 'İ', 'ı', 'ǅ', 'µ', 'Å', 'é', 'é', 'ﬃ', '한글', '가',
  '①', '\u212b', 'ͅ', 'ᾳ', 'ᾼ', '\u1e9e', '𐐀𐐨', '\u0345\u03a3', 'Á̧', 'ｶﾞ', '\u0958', '\ufb1d'];
table('strings.tsv', strings.map((s) => [[...Array(s.length).keys()].map((i) => s.charCodeAt(i)), JSON.stringify(s), attempt(() => encodeURIComponent(s)), attempt(() => encodeURI(s)),
  ...[attempt(() => decodeURIComponent(s)), attempt(() => decodeURI(s)), escape(s), unescape(s), s.toLowerCase(), s.toUpperCase(), ...['NFC', 'NFD', 'NFKC', 'NFKD'].map((f) => s.normalize(f))]
    .map((t) => t === null ? null : [...Array(t.length).keys()].map((i) => t.charCodeAt(i)))]));

// Every code point whose case mapping has more than one unit in or out, and each ninth of the others.
const cased = [];
for (let point = 0; point < 0x20000; point++) {
  if (point >= 0xd800 && point < 0xe000) continue;
  const s = String.fromCodePoint(point);
  const [lower, upper] = [s.toLowerCase(), s.toUpperCase()];
  if (lower === s && upper === s) continue;
  if (lower.length !== s.length || upper.length !== s.length || point % 9 === 0) cased.push([point, lower, upper]);
}
table('case.tsv', cased);
