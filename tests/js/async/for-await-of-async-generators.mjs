// Loops over async generators take as many jobs as promises would, whatever the generator does and whatever is patched.
import { AsyncLocalStorage } from 'node:async_hooks';

const log = [];
const flush = (name) => console.log(name.padEnd(12), log.splice(0).join(' '));

/** Marks each job that passes while `run` runs. */
async function beside(name, run) {
  let running = true;
  (async () => { for (let n = 0; running && n < 40; n++) { await null; log.push('.'); } })();
  try { await run(); } catch (error) { log.push(`caught ${error?.message ?? error}`); }
  running = false;
  flush(name);
  await new Promise((resolve) => setTimeout(resolve));
  log.length = 0;
}

async function* count(n) { for (let i = 0; i < n; i++) yield i; return 'end'; }

await beside('plain', async () => { for await (const x of count(3)) log.push(x); });
await beside('empty', async () => { for await (const x of count(0)) log.push(x); });
await beside('break', async () => {
  async function* g() { try { yield 1; yield 2; } finally { log.push('finally'); await null; log.push('closed'); } }
  for await (const x of g()) { log.push(x); break; }
});
await beside('throws', async () => {
  async function* g() { yield 1; throw new Error('inside'); }
  for await (const x of g()) log.push(x);
});
await beside('at once', async () => {
  async function* g() { throw new Error('at once'); }
  for await (const x of g()) log.push(x);
});
await beside('awaits', async () => {
  async function* g() { await null; yield Promise.resolve('p'); await null; yield 'q'; }
  for await (const x of g()) log.push(x);
});
await beside('rejects', async () => {
  async function* g() { try { yield Promise.reject(new Error('no')); } catch (error) { yield error.message; } }
  for await (const x of g()) log.push(x);
});
await beside('delegates', async () => {
  async function* g() { log.push(yield* count(2)); yield* ['a', 'b']; }
  for await (const x of g()) log.push(x);
});
await beside('nested', async () => {
  async function* twice(source) { for await (const x of source) { yield x; yield x * 10; } }
  for await (const x of twice(twice(count(2)))) log.push(x);
});
await beside('shared', async () => {
  const g = count(6);
  const take = async (name) => { for await (const x of g) log.push(name + x); };
  await Promise.all([take('a'), take('b'), g.next().then(({ value }) => log.push(`n${value}`))]);
});
await beside('completed', async () => {
  const g = count(1);
  for await (const x of g) log.push(x);
  for await (const x of g) log.push(x);
  log.push('over');
});
await beside('in itself', async () => {
  const g = (async function* () { yield 1; g.next('x').then(({ value }) => log.push(`got ${value}`)); yield 2; yield 3; yield 4; })();
  for await (const x of g) log.push(x);
});
await beside('objects', async () => {
  async function* g() { yield { then: undefined, a: 1 }; yield [1]; }
  for await (const x of g()) log.push(JSON.stringify(x));
});

// What programs may patch is seen.
Object.defineProperty(Object.prototype, 'then', {
  configurable: true,
  get() { if ('done' in this) log.push(`then of ${this.value} ${this.done}`); return undefined; },
});
await beside('then', async () => { for await (const x of count(2)) log.push(x); });
delete Object.prototype.then;

Object.prototype.then = function(resolve) { delete Object.prototype.then; resolve({ value: `thenable ${this.value}`, done: this.done }); };
await beside('thenable', async () => { for await (const x of count(2)) log.push(x); });
delete Object.prototype.then;

const prototype = Object.getPrototypeOf(count.prototype);
const { next } = prototype;
prototype.next = function(...values) { log.push(`next(${values.length})`); return next.apply(this, values); };
await beside('next', async () => { for await (const x of count(2)) log.push(x); });
prototype.next = next;

await beside('own next', async () => {
  const g = count(2);
  g.next = () => { log.push('own'); return next.call(g); };
  for await (const x of g) log.push(x);
});

// An iterator that is done is not asked for its value.
await beside('value', async () => {
  let n = 0;
  const iterator = { next: () => ({ get done() { log.push('done'); return n === 2; }, get value() { log.push('value'); return n++; } }) };
  for await (const x of { [Symbol.asyncIterator]: () => iterator }) log.push(x);
});
await beside('no object', async () => {
  for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => 1 }) }) log.push(x);
});

// Contexts follow the one who awaits.
const storage = new AsyncLocalStorage();
await beside('context', () => storage.run('outer', async () => {
  async function* g() { log.push(storage.getStore()); yield 1; log.push(storage.getStore()); yield 2; }
  for await (const x of g()) log.push(x, storage.getStore());
}));
await beside('enters', async () => {
  async function* g() { storage.enterWith('inner'); yield 1; log.push(storage.getStore()); yield 2; }
  for await (const x of g()) log.push(x, storage.getStore());
});

// Who loops over what fails is named.
async function* failing() { yield 1; await null; throw new Error('deep'); }
async function* between() { for await (const x of failing()) yield x; }
async function outermost() { for await (const x of between()) log.push(x); }
await outermost().catch((error) => console.log(error.stack.split("\n").slice(1, 4).map((line) => line.trim().split(" (")[0]).join(", ")));
