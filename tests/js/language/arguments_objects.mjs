// Arguments objects: mapped and unmapped ones, changed before they are read, spread and applied.

const sloppy = new Function(`
  return {
    mapped: function (a, b) { a = 10; arguments[1] = 20; return [a, b, arguments[0], arguments[1], arguments.length]; },
    unmapped: function (a, b) { delete arguments[0]; arguments[0] = 5; a = 6; return [a, arguments[0], Object.keys(arguments)]; },
    redefined: function (a) {
      Object.defineProperty(arguments, '0', { get: () => 'getter', configurable: true });
      a = 2;
      return [arguments[0], Math.max.apply(null, [1]), list.apply(null, arguments)];
    },
    frozen: function (a) { Object.defineProperty(arguments, '0', { writable: false, value: 'x' }); a = 'y'; return arguments[0]; },
    shorter: function () { arguments.length = 1; return list.apply(null, arguments); },
    longer: function () { arguments.length = 4; return list.apply(null, arguments); },
    hole: function () { delete arguments[1]; return list.apply(null, arguments); },
    applied: function (a, b) { b = 'changed'; return list.apply(this, arguments); },
    duplicate: function (a, a) { a = 9; return [arguments[0], arguments[1]]; },
    callee: function () { return typeof arguments.callee; },
    more: function (a) { return [arguments.length, arguments[3], arguments[7], arguments[-1]]; },
  };
  function list() { return [].slice.call(arguments); }
`)();
for (const [name, f] of Object.entries(sloppy)) console.log(name, f(1, 2, 3));

function strict(a) {
  a = 'new';
  const keys = Reflect.ownKeys(arguments);
  let callee;
  try { callee = arguments.callee; } catch (error) { callee = error.constructor.name; }
  return [arguments[0], keys, callee, [...arguments], Object.prototype.toString.call(arguments)];
}
console.log(strict(1, 2));
console.log(Object.getOwnPropertyDescriptors((function () { return arguments; })(7)));
console.log((function () { return arguments[Symbol.iterator] === Array.prototype.values; })());

// Lists of apply and Reflect.construct: holes read the prototype, getters run.
const collect = (...values) => values;
Array.prototype[1] = 'inherited';
console.log(collect.apply(null, [1, , 3]));
delete Array.prototype[1];
console.log(collect.apply(null, { length: 2, 0: 'a', get 1() { return 'b'; } }));
const big = [];
big.length = 4_000_001;
try { collect.apply(null, big); } catch (error) { console.log(error.name); }

// Private fields of a base class, seen through more subclasses than a cache has ways.
class Base { #value; constructor(value) { this.#value = value; } get value() { return this.#value; } set value(to) { this.#value = to; } }
const classes = Array.from({ length: 6 }, (_, i) => class extends Base { constructor() { super(i); this[`own${i}`] = i; } });
let sum = 0;
for (let round = 0; round < 20; round++) {
  for (const it of classes) {
    const object = new it();
    object.value += round;
    sum += object.value;
  }
}
console.log(sum);
