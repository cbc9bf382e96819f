// Descriptors that lie, throw and change their object.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('getter get', () => Object.defineProperty({}, 'a', { get get() { throw new EvalError(); } }));
attempt('both', () => Object.defineProperty({}, 'a', { get() {}, value: 1 }));
attempt('not callable', () => Object.defineProperty({}, 'a', { get: 1 }));
attempt('length', () => Object.defineProperty([], 'length', { value: { valueOf() { return 2 ** 32; } } }));
attempt('length twice', () => { let n = 0; const a = [1, 2, 3]; Object.defineProperty(a, 'length', { value: { valueOf() { n++; a.length = 1; return 2; } } }); return n + ':' + a.length; });
attempt('frozen length', () => { const a = Object.freeze([1]); Object.defineProperty(a, 'length', { value: 0 }); });
attempt('sealed index', () => { const a = [1, 2, 3]; Object.defineProperty(a, 1, { configurable: false }); try { a.length = 0; } finally { console.log(a.length); } });
attempt('keys throw', () => Object.defineProperties({}, new Proxy({}, { ownKeys() { return ['a', 'a']; } })));
attempt('changes', () => Object.keys(Object.defineProperties({}, { get a() { delete this.b; return { value: 1, enumerable: true }; }, b: { value: 2, enumerable: true } })).join());
attempt('assign', () => Object.assign({ set a(v) { throw new RangeError(); } }, { a: 1 }));
attempt('fromEntries', () => Object.fromEntries([[{ toString() { throw new URIError(); } }, 1]]));
attempt('many keys', () => Object.keys(Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['k' + i, i]))).length);
attempt('integer keys', () => { const o = {}; for (let i = 0; i < 1000; i++) o[i * 4194304 % 4294967291] = i; return Object.keys(o).length; });
