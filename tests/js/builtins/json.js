// Text there and back, toJSON, replacer, indent, revivers, errors.
console.log(JSON.stringify({ a: [1, 'x', null, undefined, () => 1, NaN, -0], u: undefined, d: new Date(0), n: { toJSON: (k) => `json of ${k}` }, b: Object(1), s: Symbol() }));
console.log(JSON.stringify({ b: 1, a: [1, { c: 2 }], e: [], o: {} }, null, 2));
console.log(JSON.stringify({ a: 1, b: 2, c: { a: 3, d: 4 } }, ['a', 'c']), JSON.stringify([1, 2], (k, v) => (typeof v === 'number' ? v + 1 : v)), JSON.stringify('\u2028\ud800"\n'));
console.log(JSON.parse('{"a":[1,2,{"b":null}],"__proto__":1}'), JSON.parse(' "\\u0041" '), JSON.parse('1e3'), JSON.parse('[]', () => 'revived'));
console.log(JSON.parse('{"a":1,"b":{"c":2}}', function (k, v) { return typeof v === 'number' ? v * 10 : k === 'b' ? undefined : v; }));
for (const text of ['', '{', '[1,]', '{"a":1,}', "'x'", '01', 'nul', '{"a" 1}', '"\n"', '1 2']) try { JSON.parse(text); } catch (e) { console.log(e.name); }
const cycle = { name: 'c' }; cycle.self = cycle;
try { JSON.stringify(cycle); } catch (e) { console.log(e.name, e.message.split('\n')[0]); }
try { JSON.stringify(1n); } catch (e) { console.log(e.message); }
console.log(JSON.stringify(undefined), JSON.stringify(null), JSON.stringify({ [Symbol()]: 1 }), JSON.stringify([new Map(), new Set([1])]));
console.log(JSON.stringify({ deep: '\t' }, null, '--'), JSON.rawJSON ? JSON.stringify({ n: JSON.rawJSON('1e1000') }) : '');
