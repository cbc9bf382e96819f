// Writes the tables of this folder: node generate.mjs <checkout of test262>
// Sets and sequences are those of test262's generated property tests (Unicode 17); case folding is asked of Node's
// own ICU, which must have the same version.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const VERSION = '17.0';
const folder = process.argv[2] + '/test/built-ins/RegExp/property-escapes/generated/';
const here = (name) => new URL(name, import.meta.url);
if (process.versions.unicode !== VERSION) throw new Error('Unicode ' + process.versions.unicode);

function run(path) {
  const source = readFileSync(path, 'utf8');
  if (!source.includes('Unicode v' + VERSION)) throw new Error(path);
  const calls = { sets: [], names: [] };
  new Function('buildString', 'testPropertyEscapes', 'testPropertyOfStrings', 'assert', source)(
    (set) => (calls.sets.push(set), set),
    (regExp, set, expression) => calls.names.push(expression),
    (object) => (calls.strings = object.matchStrings),
    () => {},
  );
  return calls;
}

// properties.txt: kind, names, ranges. The numbers are in base 36: the gap after the last range and the length - 1.
const lines = [];
const scripts = new Map();
for (const file of readdirSync(folder).filter((f) => f.endsWith('.js') && !/^(Any|ASCII|Assigned)\.js/.test(f)).sort()) {
  const { sets, names } = run(folder + file);
  const set = sets[0];
  const ranges = [...set.loneCodePoints.map((c) => [c, c]), ...set.ranges].sort((a, b) => a[0] - b[0]);
  const own = names.filter((name) => name.startsWith('\\p{')).map((name) => name.slice(3, -1).split('='));
  const kind = { General_Category: 'gc', Script: 'sc', Script_Extensions: 'scx' }[file.split('_-_')[0]] ?? 'binary';
  const short = [...new Set(own.map((parts) => parts.at(-1)))].join(' ');
  let next = 0;
  const numbers = [];
  for (const [low, high] of ranges) {
    numbers.push((low - next).toString(36), (high - low).toString(36));
    next = high + 1;
  }
  const text = numbers.join(' ');
  if (kind === 'sc') scripts.set(short, text);
  // Where the extensions of a script add nothing, its own line serves.
  if (kind === 'scx' && scripts.get(short) === text) continue;
  lines.push([kind, short, text].join('\t'));
}
writeFileSync(here('properties.txt'), lines.join('\n') + '\n');

// One file for each property of strings that is not the union of the others.
for (const file of readdirSync(folder + 'strings').filter((f) => !f.includes('-negative-') && f !== 'RGI_Emoji.js')) {
  const { strings } = run(folder + 'strings/' + file);
  writeFileSync(here(file.replace('.js', '.txt').toLowerCase()), strings.join('\n') + '\n');
}

// case_folding.txt: the code points that simple case folding makes one, in base 36, the lowest first.
const classes = new Map();
const candidates = [];
for (let c = 0; c <= 0x10ffff; c++) {
  if (c >= 0xd800 && c <= 0xdfff) continue;
  const s = String.fromCodePoint(c);
  if (s.toLowerCase() !== s || s.toUpperCase() !== s || /\p{Changes_When_Casemapped}|\p{Changes_When_Casefolded}|\p{Cased}/u.test(s)) {
    candidates.push([c, s]);
  }
}
const text = candidates.map(([, s]) => s).join('');
const done = new Set();
for (const [c, s] of candidates) {
  if (done.has(c)) continue;
  const same = [...new Set(text.match(new RegExp(`\\u{${c.toString(16)}}`, 'giu')))].map((t) => t.codePointAt(0)).sort((a, b) => a - b);
  for (const d of same) done.add(d);
  if (same.length > 1) classes.set(same[0], same);
}
writeFileSync(here('case_folding.txt'), [...classes.values()].map((k) => k.map((c) => c.toString(36)).join(' ')).join('\n') + '\n');
console.log(lines.length, 'properties,', classes.size, 'folding classes');
