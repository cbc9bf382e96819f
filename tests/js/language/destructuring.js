// Patterns: defaults, holes, rest, computed keys, nesting, order of evaluation.
const log = [];
const say = (x) => (log.push(x), x);
const { a = say('a'), [say('key')]: b = say('b'), ...rest } = { key: 1, c: 2, d: 3 };
console.log(a, b, rest, log.join());
const [p, , q = 5, ...r] = [1, 2, undefined, 4, 5];
console.log(p, q, r);
let x = 1, y = 2;
[x, y] = [y, x];
console.log(x, y);
const f = ({ n: { m = 7 } = {} } = {}, [z] = 'z') => [m, z];
console.log(f(), f({ n: { m: 1 } }, 'ab'));
const target = {};
[target.first, ...target.others] = 'héy';
console.log(target);
try { const { u } = null; } catch (e) { console.log(e.message); }
try { const [u] = {}; } catch (e) { console.log(e.message); }
for (const [k, { v }] of new Map([['k', { v: 1 }]])) console.log(k, v);
