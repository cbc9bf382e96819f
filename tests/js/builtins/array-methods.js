// The methods, their edges and holes.
const a = [5, 1, 4, , 2];
console.log(a.length, 3 in a, a.indexOf(undefined), a.includes(undefined), a.map((x) => x * 2), a.filter(() => true));
console.log([3, 1, 2].toSorted(), [1, 2, 3].toReversed(), [1, 2, 3].with(1, 'x'), [1, 2, 3, 4].toSpliced(1, 2, 'a', 'b', 'c'));
console.log([1, [2, [3, [4]]]].flat(), [1, [2, [3, [4]]]].flat(Infinity), [1, 2].flatMap((x) => [x, x * 2]));
const s = [1, 2, 3, 4, 5];
console.log(s.splice(1, 2, 'x'), s, s.splice(-1), s, s.copyWithin(0, 1), [1, 2, 3].fill(0, 1));
console.log([1, 2, 3].at(-1), [1, 2, 3].findLast((x) => x < 3), [1, 2, 3].findLastIndex((x) => x > 5), Array.from({ length: 3 }, (_, i) => i * i), Array.of(7));
console.log([1, 2, 3, 4].reduce((x, y) => x + y), [[1], [2]].reduceRight((x, y) => x.concat(y)), [1, 2].concat([3], 4, [[5]]), [1, 2, 3].join('-'), [null, undefined, [1, [2]]].join());
console.log([..."ab"].entries().next(), [...[7, 8].keys()], Object.groupBy([1, 2, 3], (x) => (x % 2 ? 'odd' : 'even')));
console.log([10, 9, 1, 100].sort(), [10, 9, 1, undefined, 100].sort((x, y) => x - y), ['b', , 'a'].sort());
try { [].reduce((x) => x); } catch (e) { console.log(e.message); }
try { new Array(-1); } catch (e) { console.log(e.message); }
const grow = []; grow[3] = 1; grow.length = 2; console.log(grow, grow.push(9), grow.unshift(0), grow.shift(), grow.pop());
const stable = Array.from({ length: 600 }, (_, i) => ({ k: i % 3, i })).sort((x, y) => x.k - y.k);
console.log(stable.every((x, i, all) => i === 0 || all[i - 1].k < x.k || all[i - 1].i < x.i));
console.log([1, 2, 3].lastIndexOf(3, -5), [1, 2, 3].some((x) => x > 2), [].every(() => false), Array.isArray(new Proxy([], {})), [,'a'].findIndex((x) => x === undefined));
