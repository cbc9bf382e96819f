// Finalizers and weak references with targets that cannot be, and tokens that repeat.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
// Whether it is ever called is the collector's to say.
const registry = new FinalizationRegistry(() => {});
attempt('primitive', () => registry.register(1));
attempt('registered symbol', () => registry.register(Symbol.for('x')));
attempt('symbol', () => registry.register(Symbol('x')));
const self = {};
attempt('held is target', () => registry.register(self, self));
attempt('token', () => registry.register({}, 1, 2));
attempt('unregister', () => registry.unregister(1));
const token = {};
attempt('many', () => { for (let i = 0; i < 50000; i++) registry.register({}, i, token); return registry.unregister(token); });
attempt('again', () => registry.unregister(token));
attempt('weakref', () => new WeakRef(1));
attempt('refs', () => { const refs = []; for (let i = 0; i < 50000; i++) refs.push(new WeakRef({ i })); return refs.length; });
attempt('chain', () => { const map = new WeakMap(); let key = {}; const first = key; for (let i = 0; i < 50000; i++) { const next = {}; map.set(key, next); key = next; } let n = 0; for (let k = first; (k = map.get(k)); ) n++; return n; });
attempt('callback', () => new FinalizationRegistry({}));
