// Lazy helpers of Iterator, and Iterator.from.
function* naturals() { let n = 0; try { for (;;) yield n++; } finally { console.log('closed'); } }
console.log(naturals().filter((x) => x % 2).map((x) => x * x).drop(1).take(3).toArray());
console.log([1, 2, 3].values().flatMap((x) => [x, x]).reduce((a, b) => a + b), Iterator.from({ next: () => ({ done: true }) }).toArray(), [3].values().some((x) => x === 3), naturals().find((x) => x > 4));
for (const [i, x] of ['a', 'b'].entries()) console.log(i, x);
[1, 2].values().forEach((x, i) => console.log(x, i));
console.log([1, 2].values().every((x) => x > 0), [].values()[Symbol.toStringTag], Object.prototype.toString.call(naturals().map((x) => x)));
try { naturals().take(-1); } catch (e) { console.log(e.name); }
