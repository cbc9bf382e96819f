// instanceof before and after a program defines Symbol.hasInstance, and through everything that a chain can hold.
class A {}
class B extends A {}
class C extends B {}
const bound = B.bind();
const proxied = new Proxy(B, { get(target, key, receiver) { if (key === Symbol.hasInstance) log.push('asked'); return Reflect.get(target, key, receiver); } });
const overProxy = Object.setPrototypeOf(function() {}, proxied);
const alone = Object.setPrototypeOf(function() {}, null);
const log = [];
const object = new Proxy(new C(), { getPrototypeOf(target) { log.push('prototype'); return Reflect.getPrototypeOf(target); } });
function show() {
  const c = new C();
  console.log(c instanceof A, c instanceof B, new A() instanceof B, 5 instanceof A, null instanceof A, c instanceof Object, c instanceof bound, c instanceof proxied, c instanceof overProxy, Object.create(alone.prototype) instanceof alone, object instanceof A, log.join());
  log.length = 0;
}
show();
show();
for (const wrong of [() => 1 instanceof {}, () => ({}) instanceof 5, () => ({}) instanceof (() => {}), () => ({}) instanceof Object.assign(function() {}, { prototype: 3 }), () => 5 instanceof Object.assign(function() {}, { prototype: 3 })]) {
  try {
    console.log(wrong());
  } catch (error) {
    console.log(error.name, error.message);
  }
}
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } }
class More extends Even {}
console.log(2 instanceof Even, 3 instanceof Even, 4 instanceof More, new More() instanceof More);
Object.defineProperty(A, Symbol.hasInstance, { value: () => true });
show();
console.log(2 instanceof { [Symbol.hasInstance]: (n) => n === 2 });
