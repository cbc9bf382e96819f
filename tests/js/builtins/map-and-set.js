// Insertion order, changes while iterating, SameValueZero, set algebra, weak collections.
const m = new Map([[NaN, 'nan'], [0, 'zero'], ['k', 1]]);
console.log(m.get(NaN), m.get(-0), m.size, [...m.keys()], m.delete('k'), m.has('k'));
const seen = [];
const live = new Map([[1, 'a'], [2, 'b'], [3, 'c']]);
for (const [k] of live) { seen.push(k); if (k === 1) { live.delete(2); live.set(4, 'd'); } if (k === 4) live.set(5, 'e'); }
console.log(seen.join());
const a = new Set([1, 2, 3]), b = new Set([3, 4]);
console.log([...a.union(b)], [...a.intersection(b)], [...a.difference(b)], [...a.symmetricDifference(b)], a.isSubsetOf(b), a.isDisjointFrom(new Set([9])), new Set([1]).isSubsetOf(a));
console.log(Map.groupBy([1, 2, 3], (x) => x % 2).get(1), new Set('hello').size, m, a);
const w = new WeakMap(), key = {};
w.set(key, 1);
console.log(w.get(key), w.has({}), new WeakSet([key]).has(key), new WeakRef(key).deref() === key);
try { w.set(1, 1); } catch (e) { console.log(e.message); }
try { Map(); } catch (e) { console.log(e.message); }
const clear = new Set([1, 2, 3]); const left = []; clear.forEach((x) => { left.push(x); clear.clear(); if (left.length < 3) clear.add(x + 10); }); console.log(left.join());
