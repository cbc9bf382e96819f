// `jenny:parallel`: order, errors, captured variables, backpressure, cancellation, and the end of a scope.
import { Pool, ParallelError, map, reduce } from 'jenny:parallel';
import { createRequire } from 'node:module';

const show = async (what, promise) => {
  try {
    console.log(what, await promise);
  } catch (error) {
    console.log(what, 'failed:', error.name, error.message, error.cause?.message ?? '');
  }
};
console.log(createRequire(import.meta.url)('jenny:parallel').Pool === Pool);

const items = Array.from({ length: 500 }, (_, i) => i);
const squares = await map(items, (x) => x * x);
console.log(squares.length, squares.every((square, i) => square === i * i));
console.log(await map(new Set(['a', 'b']), (text, index) => `${text}${index}`), await map([], (x) => x));
console.log(await map([1, 2, 3], new URL('fixtures/square.mjs', import.meta.url)));
console.log(await map([1, 2, 3], { module: './fixtures/square.mjs', name: 'slow' }, { threads: 2 }));
console.log(await reduce(items, (a, b) => a + b), await reduce([], (a, b) => a + b, { initial: 7 }), await reduce(items, (a, b) => a + b, { initial: 1 }));
console.log(await reduce(['a', 'bc', 'def'], (sum, text) => sum + text.length, { initial: 0, combine: (a, b) => a + b }));
await show('nothing', reduce([], (a, b) => a + b));

// Functions that cannot go alone.
const limit = 3;
let other = 4;
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
console.log(await map([10, 15], fib));
await show('captured', map([1], (x) => x < limit));
await show('captured', map([1], function check(x) { return [1].map((y) => y + limit + (other = x)); }));
await show('inner', map([1], (x) => { const limit = 2; return x + limit + (typeof nothing === 'undefined' ? Math.max(1, 2) : 0); }));
{
  const performance = { now: () => 0 };
  await show('shadowed', map([1], () => performance.now()));
}
await show('native', map([1], Math.abs));
await show('bound', map([1], fib.bind(null)));
await show('method', map([1], { double(x) { return x * 2; } }.double));
await show('class', map([1], class Shape {}));
await show('text', map([1], 5));
await show('items', map(5, (x) => x));
await show('module', map([1], './fixtures/no-such-file.mjs'));

await using pool = new Pool({ threads: 2 });
console.log(pool.threads, await pool.run((a, b) => a + b, 2, 3));
await show('run', pool.run(() => { throw new RangeError('no'); }));

// Errors name the item.
await show('error', pool.map(items, (x) => { if (x === 417) throw new TypeError(`bad ${x}`); return x; }));
try {
  await pool.map([{ id: 1 }, { id: 2 }], async (item) => { if (item.id === 2) throw new SyntaxError('odd'); });
} catch (error) {
  console.log(error instanceof ParallelError, error.index, error.item, error.cause instanceof SyntaxError, error.cause.stack.includes('parallel.mjs'));
}
await show('item', pool.map([1, () => {}], (x) => x));
await show('result', pool.map([1, 2], (x) => x === 2 ? () => {} : x));
await show('thrown', pool.map([1], () => { throw 'a text'; }));
await show('exit', pool.map([1], () => process.exit(3)));
try {
  for await (const value of pool.map([1, 2, 3, 4], (x) => { if (x === 3) throw new Error('three'); return x; }, { batch: 1 })) if (value === 3) console.log('wrong');
} catch (error) {
  console.log(error.index, error.item);
}

// As they come.
const sorted = (list) => [...list].sort((a, b) => a - b);
console.log(sorted(await pool.map(items, (x) => x, { ordered: false })).length);

// The source is asked for no more than the reader takes, and is closed when the reader goes.
let asked = 0;
function* endless() {
  try {
    for (;;) yield asked++;
  } finally {
    console.log('source closed');
  }
}
for await (const value of pool.map(endless(), (x) => x, { window: 20 })) {
  if (value === 50) break;
}
console.log(asked > 50 && asked < 120);
async function* numbers() {
  for (let i = 0; i < 10; i++) {
    await null;
    yield i;
  }
}
console.log((await pool.map(numbers(), (x) => x + 1)).join());
await show('source', pool.map((function* () { yield 1; throw new Error('source'); })(), (x) => x));

// Progress.
const results = pool.map(items, (x) => x);
let last;
results.addEventListener('progress', (event) => { last = event; });
await results;
console.log(last.type, last.done, last.total);

// Cancellation, also of a task that never looks up.
await show('aborted', pool.map(items, (x) => x, { signal: AbortSignal.abort('never') }).toArray().catch((reason) => reason));
await show('endless', pool.map([1, 2, 3, 4], () => { for (;;); }, { signal: AbortSignal.timeout(20) }));
console.log(await pool.map([1, 2], (x) => x));

// The scope's end is the threads' end.
let lost;
{
  await using inner = new Pool({ threads: 2 });
  lost = inner.map([1, 2], () => { for (;;); }).toArray();
  lost.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await show('scope', lost);
