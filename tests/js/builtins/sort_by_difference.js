// Sorting by comparators that only subtract gives what calls of them would give, and calls them where that can be seen.
const log = (...values) => console.log(JSON.stringify(values));
log([3, -1, 2.5, 0, -0, 1e300, -1e300, 10, 9].sort((a, b) => a - b));
log([3, -1, 2.5, 10, 9].sort((a, b) => b - a));
log([3, Infinity, -Infinity, 5, Infinity].sort((a, b) => a - b).map(String));
log([2, undefined, 1, , 3].sort((a, b) => a - b));
log([2147483647, -2147483648, 0, 4294967296].sort((a, b) => b - a));
log(['10', 9, '8', 7n, 6].sort((a, b) => Number(a) - Number(b)).map(String));
log([3, NaN, 1, 2, NaN, 0].sort((a, b) => a - b).map(String));
log(['b', 'a', 'c'].sort((a, b) => a - b));
log(['10', '9', '1'].sort((a, b) => a - b));
try { [1n, 2].sort((a, b) => a - b); } catch (error) { log(error.name); }
log([3n, 1n, 2n].sort((a, b) => a < b ? -1 : 1).map(String));

const rows = Array.from({ length: 200 }, (_, i) => ({ key: (i * 7919) % 10, i }));
const stable = (list, order) => list.every((row, i) => i === 0 || order(list[i - 1], row));
log(stable([...rows].sort((a, b) => a.key - b.key), (a, b) => a.key < b.key || (a.key === b.key && a.i < b.i)));
log(stable([...rows].sort(function (a, b) { return b.key - a.key; }), (a, b) => a.key > b.key || (a.key === b.key && a.i < b.i)));
log(rows.toSorted((x, y) => y.i - x.i)[0].i, rows[0].i);

// Elements that run code, or lack the property, or have it elsewhere.
let calls = 0;
const counted = (key) => ({ get key() { calls++; return key; } });
log([counted(3), counted(1), counted(2)].sort((a, b) => a.key - b.key).map((x) => x.key), calls > 3);
log([{ key: 2 }, Object.create({ key: 1 }), { key: 0 }].sort((a, b) => a.key - b.key).map((x) => x.key));
log([{ key: 2 }, {}, { key: 1 }].sort((a, b) => a.key - b.key));
log([{ key: '2' }, { key: '10' }, { key: 1 }].sort((a, b) => a.key - b.key));
log([{ valueOf: () => 2, n: 2 }, { valueOf: () => 1, n: 1 }].sort((a, b) => a - b));
log([[3], [1], [2]].sort((a, b) => a.length - b.length || a[0] - b[0]));
log(['ccc', 'a', 'bb'].sort((a, b) => a.length - b.length));
try { [{ key: 1 }, null].sort((a, b) => a.key - b.key); } catch (error) { log(error.name); }
const proxy = new Proxy({ key: 5 }, { get(target, key) { calls = key; return target[key]; } });
log([proxy, { key: 1 }].sort((a, b) => a.key - b.key).length, calls);

// What looks alike and is not.
log([1, 2, 3].sort((a, b) => a - a), [1, 2, 3].sort((a, b) => b - b));
log([3, 1, 2].sort((a) => a - 2), [3, 1, 2].sort((a, b, c) => b - a));
log([{ x: 1, y: 9 }, { x: 2, y: 0 }].sort((a, b) => a.x - b.y), [{ x: 1, y: 9 }, { x: 2, y: 0 }].sort((a, b) => b.x - a.x));
log([3, 1, 2].sort((a, b = 0) => a - b), [3, 1, 2].sort((...[a, b]) => a - b));
log([3, 1, 2].sort(function (a, b) { a = 0; return a - b; }), [3, 1, 2].sort(async (a, b) => a - b));
log(new Float64Array([3, 1, 2]).sort((a, b) => b - a).join());
