// gc-stress-every: 29
// JSON.stringify and parse with hostile replacers, toJSON, revivers and proxies.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const cyclic = {};
cyclic.self = [cyclic];
attempt('cycle', () => JSON.stringify(cyclic));
attempt('bigint', () => JSON.stringify({ a: 1n }));
attempt('replacer', () => JSON.stringify([1], () => { throw new Error('replacer'); }));
attempt('grows', () => JSON.stringify({ a: 1 }, function (key, value) { return key.length < 1e4 ? { [key + 'aaaa']: value } : value; }).length);
attempt('endless', () => JSON.stringify({}, () => ({ a: 1 })));
attempt('space', () => JSON.stringify([1], null, { valueOf() { throw new Error('space'); } }));
attempt('list', () => JSON.stringify({}, new Proxy([], { get(target, key) { if (key === 'length') throw new Error('length'); return target[key]; } })));
attempt('reviver', () => JSON.parse('{"a":1,"b":2}', function (key, value) { if (key === 'a') delete this.b; return value; }));
attempt('reviver grows', () => JSON.parse('[1,2]', function (key, value) { if (key === '0') this.push(3); return value; }).length);
attempt('proto', () => Object.getPrototypeOf(JSON.parse('{"__proto__":1}')) === Object.prototype);
for (const text of ['', '{', '[1,]', '01', '1.', '"\n"', '"\\x"', 'nul', '{"a"}', '\ufeff1', '1 2', '"\ud800"', '-', '1e', 'NaN']) {
  try { console.log(JSON.stringify(text), JSON.parse(text)); } catch (error) { console.log(JSON.stringify(text), error.name); }
}
