// gc-stress-every: 29
// Printing objects that resist: throwing getters, proxies, deep and wide values, cycles.
console.log({ get a() { throw new Error('a'); } });
console.log(new Proxy({}, { get() { throw new Error('get'); }, ownKeys() { throw new Error('keys'); } }));
const cycle = { name: 'cycle' };
cycle.self = cycle;
console.log(cycle);
let deep = {};
for (let i = 0; i < 1e5; i++) deep = { deep };
console.log(deep);
console.log(new Array(1000).fill(1).length, new Array(2 ** 32 - 1));
console.log({ [Symbol.toStringTag]: 'Tag' }, Object.create(null));
class Evil { get [Symbol.toStringTag]() { throw new Error('tag'); } }
try { console.log(new Evil()); } catch (error) { console.log('threw', error.message); }
