// flags: --expose-gc
// What is unreachable goes away, what a WeakRef was asked for in this job stays until its end, finalizers run as tasks.
const registry = new FinalizationRegistry((held) => console.log('finalized', held));
let target = { big: new Array(1000).fill(0) };
const ref = new WeakRef(target);
registry.register(target, 'target');
const kept = {};
registry.register(kept, 'kept', kept);
registry.unregister(kept);
console.log(ref.deref() === target);
target = null;
await new Promise((r) => setTimeout(r, 1));
gc();
await new Promise((r) => setTimeout(r, 20));
console.log(ref.deref());
const map = new WeakMap();
(() => { const a = {}, b = {}; map.set(a, b); map.set(b, 'chain'); kept.a = a; })();
gc();
console.log(map.get(map.get(kept.a)));
