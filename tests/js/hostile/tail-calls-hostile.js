// Endless tail calls among generators, handlers and accessors end where they are no tail calls.
// gc-stress-every: 20000
'use strict';
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('through a getter', () => { const o = { get x() { return this.x; } }; return o.x; });
attempt('through try', () => { function f() { try { return f(); } finally { } } return f(); });
attempt('through new', () => { function F() { return new F(); } return new F(); });
attempt('through map', () => { const f = () => [0].map(f); return f(); });
attempt('through toString', () => { const o = { toString() { return '' + o; } }; return String(o); });
attempt('through valueOf', () => { const o = { valueOf() { return +o; } }; return +o; });
attempt('through apply', () => { function f() { return 1 + f.apply(null, []); } return f(); });
attempt('through proxies', () => { const p = new Proxy(() => {}, { apply() { return [p()]; } }); return p(); });
attempt('through instanceof', () => { const o = { [Symbol.hasInstance](v) { return !(v instanceof o); } }; return 1 instanceof o; });
attempt('a million', () => { function f(n) { return n === 0 ? 'done' : g(n - 1); } function g(n) { return n === 0 ? 'done' : f(n - 1); } return [f(1000)].join(); });
