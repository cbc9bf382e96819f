// Awaits, jobs and combinators in numbers, with thenables that never come and constructors that lie.
// gc-stress-every: 20000
const results = [];
const settle = async (name, f) => {
  try { results.push(name + ' ' + String(await f()).slice(0, 40)); } catch (error) { results.push(name + ' ' + (error?.name ?? typeof error)); }
};
await settle('all', async () => (await Promise.all(Array.from({ length: 50000 }, (_, i) => i))).length);
await settle('race', () => Promise.race(Array.from({ length: 50000 }, (_, i) => i)));
await settle('any none', () => Promise.any(Array.from({ length: 1000 }, () => Promise.reject(1))));
await settle('nested', async () => { let p = Promise.resolve(1); for (let i = 0; i < 50000; i++) p = Promise.resolve().then(() => p && 1); return p; });
await settle('chain of thens', async () => { let p = Promise.resolve(0); for (let i = 0; i < 100000; i++) p = p.then((n) => n + 1); return p; });
await settle('self', async () => { const p = Promise.resolve().then(() => p); return p; });
await settle('constructor', () => Promise.all.call(function (executor) { executor(1, 2); }, []));
await settle('constructor twice', () => Promise.all.call(function (executor) { executor(() => {}, () => {}); executor(() => {}, () => {}); }, []));
await settle('resolve throws', () => Promise.all.call(class extends Promise { static resolve() { throw new EvalError(); } }, [1]));
await settle('species', () => { const p = Promise.resolve(1); p.constructor = { [Symbol.species]: 1 }; return p.then(); });
await settle('deep async', async () => { const f = async (n) => (n ? 1 + (await f(n - 1)) : 0); return f(5000); });
await settle('too deep async', async () => { const f = async () => { await f(); }; return f(); });
await settle('withResolvers', async () => { const { promise, resolve } = Promise.withResolvers(); resolve(promise); return promise; });
await settle('try', () => Promise.try(() => { throw new URIError(); }));
console.log(results.join('\n'));
