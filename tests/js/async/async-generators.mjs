// Async generators queue their requests; for await closes them; yield awaits.
async function* count(n) { try { for (let i = 0; i < n; i++) yield Promise.resolve(i); } finally { console.log('closed'); } }
for await (const x of count(5)) { if (x === 2) break; console.log(x); }
const g = count(2);
console.log(await Promise.all([g.next(), g.next(), g.next(), g.next()]));
const h = count(3);
await h.next();
console.log(await h.return('r'), await h.next());
async function* relay() { yield* count(2); yield* ['sync', Promise.resolve('unwrapped')]; }
for await (const x of relay()) console.log(x);
const k = (async function* () { try { yield 1; } catch (e) { yield e; } })();
await k.next();
console.log(await k.throw('in'));
for await (const x of [Promise.resolve('a'), 'b']) console.log(x);
try { for await (const x of [Promise.reject(new Error('rejected'))]) ; } catch (e) { console.log(e.message); }
console.log(await Array.fromAsync(count(3), (x) => x * 2));
