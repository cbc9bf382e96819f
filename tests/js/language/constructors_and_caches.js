// Constructors, private fields and added properties behave alike before and after their caches have learnt.
class A { #x; y = 1; constructor(x, z = 9) { this.#x = x; this.z = z; } get x() { return this.#x; } set(v) { this.#x = v; return this; } static has(o) { return #x in o; } }
class B extends A { w = 2; }
class C extends B { #x = 'c'; own() { return this.#x; } }
const seen = [];
for (let i = 0; i < 5; i++) { const c = new C(i, i ? undefined : 'first'); seen.push([c.x, c.set(i * 2).x, c.own(), c.z, c.y, c.w, A.has(c), c instanceof A].join()); }
console.log(seen.join(' '));
function P(n) { for (let i = 0; i < n; i++) this['p' + i] = i; this.last = n; }
console.log([1, 3, 4, 5, 9, 40].map((n) => { const o = new P(n); return [Object.keys(o).length, o.last, o.p0].join(':'); }).join(' '));
P.prototype = { other: true };
console.log(new P(2).other, new P(2) instanceof P, Reflect.construct(P, [1], Array) instanceof Array);
function add(o) { o.a = 1; o.b = 2; o.c = 3; o.d = 4; o.e = 5; return o; }
for (let i = 0; i < 3; i++) add({});
console.log(JSON.stringify(add(Object.preventExtensions({ a: 0 }))), Object.keys(add(Object.create({ set e(v) { console.log('setter', v); } }))).join());
class D extends null { constructor() { return Object.create(D.prototype); } }
class F extends D {}
console.log(new F() instanceof D, (() => { try { A(); } catch (e) { return e.message; } })());
class G extends Array {}
console.log(new G(3).length, new G(1, 2, 3).join(), new (class extends G {})(...Array(200).keys()).length);
class Frozen { constructor(o) { return o; } }
class H extends Frozen { #p = 1; static read(o) { return o.#p; } }
const target = {}; new H(target);
console.log(H.read(target), (() => { try { new H(target); } catch (e) { return e.constructor.name; } })());
console.log([3, 1, 2].sort((a, b) => a - b).join(), [1, 2, 3].map(function (v) { return this + v; }, 'x').join(), [1, , 3].map((v) => v).length);
console.log((() => { try { [1].map(() => { throw new Error('out'); }); } catch (e) { return e.message; } })());
