// How the cost of an operation grows with the size of what it works on: nanoseconds an element, from a thousand to ten million.
//
//   jenny bench/growth.mjs [OPERATION ...] [--most=N]
//
// Each figure is the best of a few runs in a process of its own. A line whose figures grow faster than n log n is a fault.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const tick = () => new Promise((resolve) => { setTimeout(resolve, 0); });
const numbers = (n) => {
  let x = 12345;
  return Array.from({ length: n }, () => (x = (x * 1103515245 + 12345) & 0x7fffffff));
};

/** Each makes its input and answers what is timed. */
const operations = {
  'sort, comparator': (n) => { const list = numbers(n); return () => list.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)); },
  'sort, a - b': (n) => { const list = numbers(n); return () => list.sort((a, b) => a - b); },
  'sort, text': (n) => { const list = numbers(n).map(String); return () => list.sort(); },
  'Map set and get': (n) => () => {
    const map = new Map();
    for (let i = 0; i < n; i++) map.set(`k${i}`, i);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += map.get(`k${i}`);
    return sum;
  },
  'Map delete, oldest first': (n) => {
    const map = new Map();
    for (let i = 0; i < n; i++) map.set(i, i);
    return () => { for (const key of map.keys()) map.delete(key); };
  },
  'Set of objects': (n) => { const list = Array.from({ length: n }, () => ({})); return () => new Set(list).size; },
  'text +=': (n) => () => { let text = ''; for (let i = 0; i < n; i++) text += i; return text.charCodeAt(n >> 1); },
  'text += and look': (n) => () => {
    let text = '';
    let sum = 0;
    for (let i = 0; i < n; i++) { text += 'x'; if (i % 16 === 0) sum += text.charCodeAt(i); }
    return sum;
  },
  'text from the front': (n) => () => { let text = ''; for (let i = 0; i < n; i++) text = 'x' + text; return text.length + text.charCodeAt(3); },
  'split and join': (n) => { const text = numbers(n).join(); return () => text.split(',').join(';').length; },
  'replace': (n) => { const text = 'ab '.repeat(n); return () => text.replace(/b/g, 'cd').length; },
  'property adds': (n) => () => { const object = {}; for (let i = 0; i < n; i++) object[`k${i}`] = i; return object; },
  'property deletes': (n) => {
    const object = {};
    for (let i = 0; i < n; i++) object[`k${i}`] = i;
    return () => { for (let i = 0; i < n; i++) delete object[`k${i}`]; };
  },
  'Object.keys': (n) => { const object = {}; for (let i = 0; i < n; i++) object[`k${i}`] = i; return () => Object.keys(object).length; },
  'array push': (n) => () => { const list = []; for (let i = 0; i < n; i++) list.push(i); return list; },
  'array push and shift': (n) => {
    const list = numbers(n);
    return () => { for (let i = 0; i < n; i++) { list.push(i); list.shift(); } };
  },
  'array shift': (n) => { const list = numbers(n); return () => { while (list.length) list.shift(); }; },
  'array unshift': (n) => () => { const list = []; for (let i = 0; i < n; i++) list.unshift(i); return list.length; },
  'array from the end': (n) => () => { const list = []; for (let i = n - 1; i >= 0; i--) list[i] = i; return list.length; },
  'array spread': (n) => { const list = numbers(n); return () => [...list, ...list].length; },
  'JSON there and back': (n) => { const list = numbers(n).map((v) => ({ v })); return () => JSON.parse(JSON.stringify(list)).length; },
  'linked list': (n) => () => { let list = null; for (let i = 0; i < n; i++) list = { list, i }; return list; },
  'closures': (n) => () => { const list = []; for (let i = 0; i < n; i++) list.push(() => i); return list[n >> 1](); },
  'timers, one delay': (n) => () => new Promise((resolve) => {
    let left = n;
    for (let i = 0; i < n; i++) setTimeout(() => { if (--left === 0) resolve(); }, 1);
  }),
  'timers, many delays, cleared': (n) => () => {
    const list = [];
    for (let i = 0; i < n; i++) list.push(setTimeout(() => {}, 30_000 + i % 50_000));
    for (const timer of list) clearTimeout(timer);
  },
  'then chain': (n) => () => {
    let promise = Promise.resolve(0);
    for (let i = 0; i < n; i++) promise = promise.then((v) => v + 1);
    return promise;
  },
  'awaits': (n) => async () => { let sum = 0; for (let i = 0; i < n; i++) sum += await i; return sum; },
  'waiting calls': (n) => async () => {
    let go;
    const gate = new Promise((resolve) => { go = resolve; });
    const wait = async (i) => { await gate; return i; };
    const list = [];
    for (let i = 0; i < n; i++) list.push(wait(i));
    go();
    await Promise.all(list);
  },
  'nested awaits': (n) => async () => {
    const descend = async (depth) => { await null; return depth === 0 ? 0 : 1 + await descend(depth - 1); };
    return descend(n);
  },
  'generator steps': (n) => () => { let sum = 0; for (const x of (function* () { for (let i = 0; i < n; i++) yield i; })()) sum += x; return sum; },
  'regular expression': (n) => { const text = 'ab12 '.repeat(n); return () => text.match(/\d+/g).length; },
  'array destructured': (n) => { const list = numbers(n); return () => { const [first, ...rest] = list; return first + rest.length; }; },
};

const own = process.argv.slice(2);
const option = (name, otherwise) => Number(own.find((text) => text.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);

if (own[0] === '--one') {
  const [, name, size] = own;
  const n = Number(size);
  let best = Infinity;
  const until = performance.now() + 1000;
  for (let run = 0; run < 5 && (run < 1 || performance.now() < until); run++) {
    const timed = operations[name](n);
    await tick();
    const start = performance.now();
    await timed();
    best = Math.min(best, performance.now() - start);
  }
  console.log(best * 1e6 / n);
} else {
  const wanted = own.filter((text) => !text.startsWith('--'));
  const most = option('most', 1e7);
  const seconds = option('seconds', 20);
  const sizes = [1e3, 1e4, 1e5, 1e6, 1e7].filter((n) => n <= most);
  console.log(`| nanoseconds an element | ${sizes.map((n) => `1e${Math.log10(n)}`).join(' | ')} |\n|---|${sizes.map(() => '---|').join('')}`);
  for (const name of wanted.length > 0 ? wanted : Object.keys(operations)) {
    const figures = [];
    let last = 0;
    for (const n of sizes) {
      // A step that would take too long is left out.
      if (last * n > seconds * 1e9) {
        figures.push('-');
        continue;
      }
      const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--one', name, String(n)], { encoding: 'utf8', timeout: seconds * 10_000 });
      const figure = Number(child.stdout);
      const failed = child.status !== 0 || !(figure > 0);
      figures.push(failed ? `failed: ${child.stderr.trim().split('\n').at(0) || child.signal}` : figure < 100 ? figure.toFixed(1) : figure.toFixed(0));
      last = failed ? Infinity : figure;
    }
    console.log(`| ${name} | ${figures.join(' | ')} |`);
  }
}
