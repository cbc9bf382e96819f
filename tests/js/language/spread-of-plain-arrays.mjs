// Spread of arrays that nobody has meddled with is a copy; holes, changed iterators and later changes are seen all the same.
const f = function (...args) { return args.map((x) => (x === undefined ? 'u' : x)).join() + '/' + args.length; };
const a = [1, 2, 3];
console.log(f(...a), f(0, ...a), f(...a, 4), f(...a, ...a), f(...[]), f(...[1, , 3]), f(...'ab'), f(...new Set([5])));
const copy = [...a]; copy.push(4); a[0] = 9;
console.log(copy.join(), a.join(), [...a, ...copy].join(), [...[, 1]].hasOwnProperty(0));
let x = [1, 2]; x = [...x, x.length]; console.log(x.join());
// A callee that changes the array that was spread, and what it got.
const changing = [1, 2]; const g = function (p, q) { changing.length = 0; arguments[0] = 7; return [p, q, changing.length, arguments[0]].join(); };
console.log(g(...changing), changing.length);
console.log(Math.max(...[3, 9, 4]), String.fromCharCode(...[104, 105]), f.bind(null, 'b')(...[1, 2]), f.call(...[null, 1]));
class P { constructor(...args) { this.args = args.join(); } } class Q extends P { constructor(...args) { super(...args, 'q'); } }
console.log(new P(...[1, 2]).args, new Q(...[3]).args, new Q().args);
console.log(f(...Array.from({ length: 200 }, (_, i) => i)).length);
const own = [1, 2]; own[Symbol.iterator] = function* () { yield 'own'; }; console.log(f(...own), [...own].join());
const saved = Array.prototype[Symbol.iterator];
Array.prototype[Symbol.iterator] = function* () { yield 'meddled'; };
console.log(f(...[1, 2]), [...[1]].join());
Array.prototype[Symbol.iterator] = saved;
console.log(f(...[1, 2]));
try { f(...5); } catch (e) { console.log(e.name); }
try { null(...a); } catch (e) { console.log(e.name); }
console.log(Object.keys({ b: 1, a: 2, 1: 3 }).join(), Object.keys({ b: 1, a: 2 }).join(), Object.values({ b: 1, a: 2 }).join(), JSON.stringify(Object.entries({ b: 1, a: 2 })));
const keys = Object.keys({ k: 1, l: 2 }); keys.push('m'); keys[0] = 'x';
console.log(Object.keys({ k: 1, l: 2 }).join(), keys.join());
