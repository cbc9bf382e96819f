// Fields, private names, accessors, static blocks, inheritance and the order of evaluation.
const order = [];
const key = (k) => (order.push(k), k);
class Base {
  static { order.push('static Base'); }
  constructor() { this.made = new.target.name; this.init?.(); }
  who() { return 'base'; }
}
class Derived extends Base {
  [key('one')] = order.push('field one');
  static [key('two')] = 2;
  #secret = 41;
  static #count = 0;
  static { Derived.#count += 10; }
  get #next() { return this.#secret + 1; }
  set #next(v) { this.#secret = v; }
  #method() { return this.#next; }
  init() { order.push('init'); }
  who() { return super.who() + ' derived'; }
  reveal() { this.#next = this.#method(); return this.#secret; }
  static has(o) { return #secret in o; }
  static get count() { return ++Derived.#count; }
  accessor = 'plain field';
}
const d = new Derived();
console.log(d.made, d.who(), d.reveal(), d.reveal(), Derived.has(d), Derived.has({}), Derived.count, Derived.two);
console.log(order.join());
try { Derived(); } catch (e) { console.log(e.message); }
try { Derived.prototype.reveal.call({}); } catch (e) { console.log(e.constructor.name); }
class Lazy extends Base { constructor() { try { this.x; } catch (e) { console.log(e.message); } super(); } }
new Lazy();
class MyArray extends Array { sum() { return this.reduce((a, b) => a + b, 0); } }
console.log(MyArray.of(1, 2, 3).map((x) => x * 2).sum(), new MyArray(3).length);
console.log(class {}.name, (class Named {}).name, Object.getOwnPropertyNames(Derived.prototype).join());
