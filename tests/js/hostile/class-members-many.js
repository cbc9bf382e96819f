// Classes with more members, fields and private names than anybody writes.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
const many = (n, f) => Array.from({ length: n }, (_, i) => f(i)).join('\n');
attempt('fields', () => Object.keys(new (eval('(class {' + many(5000, (i) => 'f' + i + ' = ' + i + ';') + '})'))()).length);
attempt('private', () => new (eval('(class {' + many(2000, (i) => '#p' + i + ' = ' + i + ';') + ' last() { return this.#p1999; } })'))().last());
attempt('methods', () => Object.getOwnPropertyNames(eval('(class {' + many(5000, (i) => 'm' + i + '() {}') + '})').prototype).length);
attempt('statics', () => eval('(class {' + many(3000, (i) => 'static { this.n = (this.n ?? 0) + 1; }') + '})').n);
attempt('twice', () => eval('class A { #a; #a; }'));
attempt('extends', () => { let C = class {}; for (let i = 0; i < 2000; i++) C = class extends C {}; return new C() instanceof C; });
attempt('getter pairs', () => new (eval('(class {' + many(1000, (i) => 'get a' + i + '() { return ' + i + '; } set a' + i + '(v) {}') + '})'))().a999);
attempt('stamps twice', () => {
  class Base { constructor(o) { return o; } }
  class Stamp extends Base { #x = 1; }
  const o = {};
  new Stamp(o);
  new Stamp(o);
});
attempt('frozen', () => {
  class Base { constructor(o) { return o; } }
  class Stamp extends Base { y = 1; }
  new Stamp(Object.freeze({}));
});
