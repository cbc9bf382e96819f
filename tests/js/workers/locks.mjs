// Web Locks: order, modes, stealing, aborting, and locks of other Workers.
const { locks } = navigator;
const order = [];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

await Promise.all([
  locks.request('a', async (lock) => { order.push(`first ${lock.name} ${lock.mode}`); await pause(3); order.push('first ends'); }),
  locks.request('a', () => { order.push('second'); }),
  locks.request('b', () => { order.push('other name'); }),
]);
console.log(order.splice(0).join(', '));

await Promise.all([
  locks.request('s', { mode: 'shared' }, async () => { order.push('reader 1'); await pause(3); order.push('reader 1 ends'); }),
  locks.request('s', { mode: 'shared' }, async () => { order.push('reader 2'); }),
  locks.request('s', async () => { order.push('writer'); }),
  locks.request('s', { mode: 'shared' }, async () => { order.push('reader 3'); }),
]);
console.log(order.splice(0).join(', '));

let free;
const holder = locks.request('h', () => new Promise((done) => { free = done; }));
await pause(1);
console.log(await locks.request('h', { ifAvailable: true }, (lock) => lock));
const { held, pending } = await (async () => { locks.request('h', () => {}); return locks.query(); })();
console.log(held.map(({ name, mode }) => [name, mode]), pending.length);
const controller = new AbortController();
const waiting = locks.request('h', { signal: controller.signal }, () => {});
controller.abort();
await waiting.catch((error) => console.log(error.name));
const robbed = holder.catch((error) => `${error.name}: robbed`);
console.log(await locks.request('h', { steal: true }, () => 'stolen'), await robbed);
free();

for (const bad of [() => locks.request('-x', () => {}), () => locks.request('x', { steal: true, ifAvailable: true }, () => {}), () => locks.request('x'), () => locks.request('x', { mode: 'odd' }, () => {})]) {
  await bad().catch((error) => console.log(error.name));
}
console.log(await locks.request('e', () => { throw new RangeError('thrown inside'); }).catch((error) => error.message));

const code = 'import { locks } from "node:worker_threads"; locks.request("w", () => { postMessage("has it"); return new Promise(() => {}); }); onmessage = () => {};';
const worker = new Worker('data:text/javascript,' + encodeURIComponent(code), { type: 'module' });
await new Promise((done) => { worker.onmessage = done; });
console.log('free while the Worker lives:', await locks.request('w', { ifAvailable: true }, (lock) => lock !== null));
worker.terminate();
console.log('after its end:', await locks.request('w', (lock) => lock !== null));
