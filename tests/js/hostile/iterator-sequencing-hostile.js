// Iterator.concat, from and flatMap with iterables that lie.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('concat', () => Iterator.concat([1], 2));
attempt('concat lies', () => [...Iterator.concat({ [Symbol.iterator]: () => 1 })]);
attempt('method changes', () => { let n = 0; const o = { get [Symbol.iterator]() { n++; return () => [][Symbol.iterator](); } }; const i = Iterator.concat(o, o); [...i]; return n; });
attempt('many', () => Iterator.concat(...Array.from({ length: 5000 }, () => [1])).reduce((a, b) => a + b));
attempt('reenters', () => { let i; const o = { [Symbol.iterator]: () => ({ next() { return i.next(); } }) }; i = Iterator.concat(o); i.next(); });
attempt('from', () => Iterator.from({ next: 1 }).next());
attempt('flatMap string', () => [...[1].values().flatMap(() => 'ab')]);
attempt('flatMap endless', () => { const f = () => [1].values().flatMap(f); return [...f()]; });
attempt('deep maps', () => { let i = [1].values(); for (let n = 0; n < 1000; n++) i = i.map((x) => x + 1); return i.next().value; });
attempt('too deep maps', () => { let i = [1].values(); for (let n = 0; n < 200000; n++) i = i.map((x) => x); i.next(); return 'fine'; });
attempt('take', () => [1].values().take(NaN));
attempt('drop', () => [...[1].values().drop(Infinity)].length);
attempt('return throws', () => { const i = { __proto__: Iterator.prototype, next: () => ({ done: false, value: 1 }), return() { throw new EvalError(); } }; i.some(() => true); });
