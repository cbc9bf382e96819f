// Async generators with queues of a hundred thousand requests, and that return themselves.
// gc-stress-every: 20000
async function* numbers() { let i = 0; for (;;) yield i++; }
const g = numbers();
const requests = [];
for (let i = 0; i < 100000; i++) requests.push(g.next());
console.log((await Promise.all(requests)).at(-1).value);
console.log((await g.return('end')).value, (await g.next()).done);
const results = [];
const settle = async (name, f) => {
  try { results.push(name + ' ' + String(await f())); } catch (error) { results.push(name + ' ' + error.name); }
};
await settle('yields rejected', async () => { for await (const x of (async function* () { yield Promise.reject(new RangeError()); })()) return x; });
await settle('thenable', async () => { for await (const x of (async function* () { yield { then(r) { r(7); r(8); } }; })()) return x; });
await settle('getter', async () => { for await (const x of [{ get then() { throw new EvalError(); } }]) return x; });
await settle('delegates', async () => { for await (const x of (async function* () { yield* { [Symbol.asyncIterator]: () => ({ next: () => 1 }) }; })()) return x; });
await settle('throws while queued', async () => { const h = numbers(); const a = h.next(); const b = h.throw(new URIError()); await a; await b; });
console.log(results.join('\n'));
