// The async context of a lone then, of one beside others, of timers; combinators of plain promises.
import { AsyncLocalStorage } from 'node:async_hooks';
const s = new AsyncLocalStorage();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
let late; const p = new Promise((r) => { late = r; });
s.run(1, () => p.then(() => console.log('lone in 1', s.getStore())));
p.then(() => console.log('outside', s.getStore()));
const q = new Promise((r) => setTimeout(() => r(5), 1));
q.then((v) => console.log('lone outside', s.getStore(), v));
s.run(2, () => q.then(() => console.log('second in 2', s.getStore())));
late();
const r = await Promise.all([sleep(1), 3, Promise.resolve(4), q]);
console.log(r, await Promise.allSettled([Promise.reject(1), q]), await Promise.any([q]), await Promise.race([q]));
await new Promise((done) => s.run(3, () => setTimeout(() => done(console.log('timer in 3', s.getStore())), 2)));
