// JSON revivers that change what is being walked, and raw JSON.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('deletes', () => JSON.parse('[1,2,3,4]', function (k, v) { if (k === '0') this.length = 0; return v; }));
attempt('grows', () => { let n = 0; JSON.parse('{"a":1,"b":2}', function (k, v) { if (k === 'a' && n++ < 3) this.c = { a: 1 }; return v; }); return n; });
attempt('proxy', () => JSON.parse('[0, 1]', function (k, v) { if (k === '0') this[1] = new Proxy([], { ownKeys() { throw new EvalError(); }, get(t, p) { if (p === 'length') throw new URIError(); } }); return v; }));
attempt('raw', () => JSON.stringify({ a: JSON.rawJSON('1e1000') }));
attempt('raw object', () => JSON.rawJSON('{}'));
attempt('raw space', () => JSON.rawJSON(' 1'));
attempt('long number', () => JSON.parse('1' + '0'.repeat(100000)));
attempt('long string', () => JSON.parse('"' + '\\u0041'.repeat(100000) + '"').length);
attempt('toJSON', () => { const o = { toJSON() { return { o }; } }; return JSON.stringify(o); });
attempt('replacer grows', () => { let n = 0; return JSON.stringify({ a: 1 }, (k, v) => (n++ < 20000 ? { a: v } : 1)); });
attempt('space', () => JSON.stringify({ a: { b: 1 } }, null, 1e9).length);
attempt('list', () => JSON.stringify({ a: 1 }, new Proxy([], { get(t, p) { if (p === 'length') return 2 ** 53; throw new RangeError(); } })));
