// gc-stress-every: 100
// Many wait for one promise, in every way, and go on in the order in which they began to.
const log = [];
const gate = Promise.withResolvers();
const wait = async (name) => {
  log.push(`${name} ${await gate.promise}`);
};
const waitTwice = async (name) => {
  await null;
  log.push(`${name} ${await gate.promise}`);
  log.push(`${name} ${await gate.promise}`);
};
async function* steps(name) {
  log.push(`${name} ${await gate.promise}`);
  yield 1;
}
wait('a');
gate.promise.then((value) => log.push(`then ${value}`));
wait('b');
wait('c');
steps('generator').next();
gate.promise.then((value) => log.push(`then again ${value}`), () => {});
gate.promise.finally(() => log.push('finally'));
const twice = waitTwice('d');
await null;
await null;
wait('e');
gate.resolve('open');
await twice;
console.log(log.join('; '));

// The same of a rejection.
log.length = 0;
const closed = Promise.withResolvers();
const tried = ['a', 'b', 'c'].map(async (name) => {
  try { await closed.promise; } catch (error) { log.push(`${name} ${error.message}`); }
});
closed.promise.catch((error) => log.push(`catch ${error.message}`));
tried.push((async () => { try { await closed.promise; } finally { log.push('finally'); } })().catch(() => log.push('outer')));
closed.reject(new Error('shut'));
await Promise.all(tried);
console.log(log.join('; '));

// A lone `then` before the first await, with an async context between two.
const { AsyncLocalStorage } = await import('node:async_hooks');
const storage = new AsyncLocalStorage();
log.length = 0;
const third = Promise.withResolvers();
third.promise.then(() => log.push('first'));
const inside = async (name) => { await third.promise; log.push(`${name} ${storage.getStore()}`); };
const all = [inside('plain')];
storage.run('context', () => all.push(inside('with')));
all.push(inside('plain again'));
third.resolve();
await Promise.all(all);
console.log(log.join('; '));

// Stacks of what waits, and very many.
const outer = async () => { await inner(); };
const inner = async () => { await gate.promise; await null; throw new Error('deep'); };
try { await outer(); } catch (error) { console.log(error.stack.split('\n').slice(1, 3).map((line) => /at (async )?\w+/.exec(line)[0]).join(' | ')); }
const last = Promise.withResolvers();
let sum = 0;
const crowd = Array.from({ length: 20_000 }, async (_, i) => { const value = await last.promise; sum += value * i; if (i % 2) await last.promise; sum++; });
last.resolve(1);
await Promise.all(crowd);
console.log(sum);
