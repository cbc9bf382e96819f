// gc-stress-every: 503
// Recursion without end of every kind is a RangeError that a program can catch, again and again.
const proxyLoop = () => { const p = new Proxy({}, { get: (t, k, r) => r[k] }); return p.x; };
let nested = []; for (let i = 0; i < 200_000; i++) nested = [nested];
const kinds = {
  call: function f() { return f() + 1; },
  mutual: () => { const a = () => b() + 1, b = () => a() + 1; return a(); },
  getter: () => ({ get x() { return this.x; } }).x,
  proxy: proxyLoop,
  toString: () => { const o = { toString: () => `${o}` }; return `${o}`; },
  construct: () => { class A { constructor() { new A(); } } new A(); },
  json: () => { try { JSON.stringify(nested); } catch (e) { if (!(e instanceof RangeError)) throw e; } },
  flat: () => nested.flat(Infinity),
  sort: () => { const s = () => [1, 2].sort(() => { s(); return 0; }); s(); },
  replace: () => { const r = () => 'a'.replace(/a/, r); r(); },
  generator: () => { function* g() { yield* g(); } g().next(); },
  apply: () => { const f = () => f.apply(null, []); f(); },
  bind: () => { const f = () => g(), g = f.bind(null); f(); },
  reduce: () => { const f = () => [1, 2].reduce(f); f(); },
  eval: () => { globalThis.ev = () => (0, eval)('ev()'); ev(); },
};
for (const [name, f] of Object.entries(kinds)) {
  try { f(); console.log(name, 'ended'); } catch (e) { console.log(name, e instanceof RangeError, e.message); }
}
console.log('still here');
