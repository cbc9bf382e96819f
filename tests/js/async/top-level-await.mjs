// A module waits for the modules that it imports; siblings run while one waits.
import { value } from './fixtures/slow.mjs';
import { order } from './fixtures/order.mjs';
import './fixtures/quick.mjs';
console.log(value, order.join());
const { default: lazily } = await import('./fixtures/lazy.mjs');
console.log(lazily, (await import('./fixtures/lazy.mjs')).default === lazily);
await import('./fixtures/missing.mjs').catch((e) => console.log(e.code));
await import('./fixtures/throws.mjs').catch((e) => console.log(e.message));
await import('./fixtures/throws.mjs').catch((e) => console.log('again', e.message));
