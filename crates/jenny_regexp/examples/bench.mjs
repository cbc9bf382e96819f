// The counterpart of bench.rs in Node: the same text, patterns and way of counting.
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('bench.rs', import.meta.url), 'utf8');
const table = source.slice(source.indexOf('const PATTERNS'), source.indexOf('];'));
const patterns = [...table.matchAll(/\(r?(#?)"(.*)"\1, "([a-z]*)"\)/g)].map((m) => [m[2], m[3]]);

let seed = 42;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Number((BigInt(seed) * BigInt(n)) >> 32n);
};
const pad = (n) => String(n).padStart(2, '0');
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'];
const words = ['index', 'static', 'login', 'item', 'café', 'search', 'profile', 'upload'];
const names = ['alice', 'bob.smith', 'carol+x', 'dave', 'eve'];
const agents = ['Mozilla/5.0 (X11; Linux x86_64)', 'curl/8.5.0', 'http-client 2.1'];
const parts = [];
let length = 0;
while (length < 1_800_000) {
  for (let i = 0; i < 100; i++) {
    const line = `${2000 + random(27)}-${pad(1 + random(12))}-${pad(1 + random(28))} ${pad(random(24))}:${pad(random(60))}:${pad(random(60))} 10.${random(256)}.${random(256)}.${random(256)} ${methods[random(5)]} /${words[random(8)]}/${words[random(8)]}?id=${random(100000)} ${[200, 404, 500][random(3)]} ${random(50000)} "${agents[random(3)]}" ${names[random(5)]}@mail.example${random(10)}.org HTTP/1.1 https://www.example.com/${words[random(8)]}.html\n`;
    parts.push(line);
    length += line.length;
  }
}
const narrow = Buffer.from(parts.join(''), 'latin1').toString('latin1');
// A character outside of Latin-1 at the end makes the string two-byte.
const wide = narrow.slice(0, -1) + '\u2028';
console.log(narrow.length, 'units');
for (const [pattern, flags] of patterns) {
  const best = [Infinity, Infinity];
  let found;
  for (const [i, text] of [narrow, wide].entries()) {
    for (let n = 0; n < 7; n++) {
      const start = performance.now();
      const r = new RegExp(pattern, flags + 'g');
      found = 0;
      let m;
      while ((m = r.exec(text)) !== null) {
        if (m[0] === '') r.lastIndex++;
        found++;
      }
      best[i] = Math.min(best[i], performance.now() - start);
    }
  }
  console.log(best[0].toFixed(2).padStart(9), best[1].toFixed(2).padStart(9), String(found).padStart(9), ` /${pattern}/${flags}`);
}
