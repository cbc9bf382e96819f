// Generators that run while they run, delegate to liars and return within finally.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('runs itself', () => { const g = (function* () { g.next(); })(); g.next(); });
attempt('returns itself', () => { const g = (function* () { g.return(); })(); g.next(); });
attempt('delegates to itself', () => { const g = (function* () { yield* g; })(); g.next(); });
attempt('liar', () => [...(function* () { yield* { [Symbol.iterator]: () => ({ next: () => 1 }) }; })()]);
attempt('no next', () => [...(function* () { yield* { [Symbol.iterator]: () => ({}) }; })()]);
attempt('no throw', () => {
  const g = (function* () { yield* { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: () => ({}) }) }; })();
  g.next();
  g.throw(new RangeError());
});
attempt('finally yields', () => {
  const g = (function* () { try { yield 1; } finally { yield 2; yield 3; } })();
  g.next();
  return [g.return(9), g.return(8), g.next(), g.next()].map((r) => r.value + ':' + r.done).join();
});
attempt('deep delegation', () => {
  let g = (function* () { yield 1; })();
  for (let i = 0; i < 2000; i++) { const inner = g; g = (function* () { yield* inner; })(); }
  return g.next().value;
});
attempt('endless delegation', () => { const f = function* () { yield* f(); }; f().next(); });
attempt('many', () => { let n = 0; for (let i = 0; i < 50000; i++) { const g = (function* () { yield i; })(); g.next(); n++; } return n; });
attempt('prototype', () => { function* f() {} f.prototype = null; return Object.getPrototypeOf(f()) === Object.getPrototypeOf(function* () {}).prototype; });
