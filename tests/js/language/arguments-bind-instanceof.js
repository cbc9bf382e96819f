// flags: --script
// Mapped arguments that lose their mapping one by one; bound functions with few and many arguments; instanceof as prototypes change.
function mapped(a, b, c) {
  delete arguments[1];
  Object.defineProperty(arguments, '2', { writable: false, value: 'two' });
  b = 'B'; c = 'C'; a = 'A'; arguments[1] = 'new';
  return [arguments[0], arguments[1], arguments[2], a, b, c, arguments.length].join();
}
console.log(mapped(1, 2, 3), mapped(1, 2, 3));
function many(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11) {
  for (let i = 0; i < 12; i += 2) delete arguments[i];
  a0 = a1 = a10 = a11 = 'x';
  return Array.from({ length: 12 }, (_, i) => arguments[i] ?? '-').join();
}
console.log(many(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
const sum = function (...args) { return [this?.n, args.length, ...args].join(); };
const self = { n: 'self' };
console.log(sum.bind(self)(), sum.bind(self, 1)(2), sum.bind(self, 1, 2, 3, 4)(5, 6, 7, 8), sum.bind(self, 1, 2, 3, 4, 5)(6, 7, 8, 9, 10));
console.log(sum.bind(self, 1).bind(null, 2)(3), Math.max.bind(null, 4)(2, 9), [1, 2, 3].map(Number.prototype.toFixed.call.bind(Number.prototype.toFixed)).join());
class P { constructor(...args) { this.args = args.join(); } }
const Bound = P.bind(null, 'b');
console.log(new Bound(1).args, new Bound() instanceof Bound, new Bound() instanceof P);
try { P.bind(null)(); } catch (error) { console.log(error.message); }
function F() {}
const before = new F();
console.log(before instanceof F, {} instanceof F);
F.prototype = {};
console.log(before instanceof F, new F() instanceof F);
const after = new F();
Object.setPrototypeOf(after, null); console.log(after instanceof F);
F.prototype = 5;
try { before instanceof F; } catch (error) { console.log(error.name); }
console.log(new F() instanceof Object);
class G {} new G(); Object.defineProperty(G, Symbol.hasInstance, { value: () => 'yes' }); console.log({} instanceof G);
