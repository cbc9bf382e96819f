// flags: --expose-gc
// What is unreachable goes away, what a WeakRef was asked for in this job stays until its end, finalizers run as tasks.
const registry = new FinalizationRegistry((held) => console.log('finalized', held));
// In a function of its own, so that no register of this one holds the target.
const ref = (() => {
  const target = { big: new Array(1000).fill(0) };
  registry.register(target, 'target');
  const ref = new WeakRef(target);
  console.log(ref.deref() === target);
  return ref;
})();
const kept = {};
registry.register(kept, 'kept', kept);
registry.unregister(kept);
await new Promise((r) => setTimeout(r, 1));
gc();
await new Promise((r) => setTimeout(r, 20));
console.log(ref.deref());
const map = new WeakMap();
(() => { const a = {}, b = {}; map.set(a, b); map.set(b, 'chain'); kept.a = a; })();
gc();
console.log(map.get(map.get(kept.a)));
