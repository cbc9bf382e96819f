// for-in over lists of keys that are shared by a shape: what changes during the loop, above the object, and in elements is seen.
const keys = (o, act = () => {}) => { const out = []; for (const k in o) { out.push(k); act(k, o); } return out.join(); };
const make = () => ({ a: 1, b: 2, c: 3 });
console.log(keys(make()), keys(make()), keys({}), keys(null), keys(undefined), keys('ab'), keys(5));
// Deleted before it is reached, deleted after, added, made hidden, put back.
console.log(keys(make(), (k, o) => { if (k === 'a') delete o.b; }));
console.log(keys(make(), (k, o) => { delete o[k]; }));
console.log(keys(make(), (k, o) => { o.d = 4; }));
console.log(keys(make(), (k, o) => { if (k === 'a') Object.defineProperty(o, 'c', { enumerable: false }); }));
console.log(keys(make(), (k, o) => { if (k === 'a') { delete o.c; o.c = 1; } }));
// Names that are indices, symbols, hidden ones, order.
console.log(keys({ z: 1, 2: 1, 1: 1, [Symbol('s')]: 1, y: 1 }), keys(Object.defineProperty(make(), 'h', { value: 1 })));
console.log(keys([7, , 9]), keys(Object.assign([1], { x: 1 })), keys(new Uint8Array(2)), keys(new String('xy')));
// What is inherited comes after, once, and hidden properties shadow.
const parent = { b: 1, p: 2 };
const child = Object.create(parent, { own: { value: 1, enumerable: true }, p: { value: 1 } });
console.log(keys(child), keys(Object.create(Object.create(parent))), keys(Object.create(null)));
class C { x = 1; m() {} get g() { return 1; } static s = 1; }
console.log(keys(new C()), keys(C));
// A prototype gains, loses and changes what it gives.
const proto = {};
const object = Object.setPrototypeOf(make(), proto);
console.log(keys(object)); proto.q = 1;
console.log(keys(object)); Object.defineProperty(proto, 'q', { enumerable: false });
console.log(keys(object)); delete proto.q; proto[3] = 1;
console.log(keys(object)); delete proto[3]; Object.setPrototypeOf(proto, { far: 1 });
console.log(keys(object)); Object.setPrototypeOf(object, { near: 1 });
console.log(keys(object));
Object.prototype.everywhere = 1;
console.log(keys(make()), keys([1]), keys(() => {}));
Object.defineProperty(Object.prototype, 'everywhere', { enumerable: false });
console.log(keys(make())); delete Object.prototype.everywhere;
Object.defineProperty(Object.prototype, 'toString', { enumerable: true });
console.log(keys(make())); Object.defineProperty(Object.prototype, 'toString', { enumerable: false });
Object.prototype[0] = 1; console.log(keys(make())); delete Object.prototype[0];
// Proxies anywhere.
const traps = [];
const proxy = new Proxy(make(), { ownKeys(t) { traps.push('ownKeys'); return Reflect.ownKeys(t); }, getOwnPropertyDescriptor(t, k) { traps.push(k); return Reflect.getOwnPropertyDescriptor(t, k); } });
console.log(keys(proxy), keys(Object.create(proxy)), traps.length > 3);
// Dictionaries, many keys, loops in loops, and generators that are left in the middle.
const big = {}; for (let i = 0; i < 300; i++) big['k' + i] = i; delete big.k7;
console.log(keys(big).length, keys(big).startsWith('k0,k1,k2'), keys(big).includes('k7,'));
const pairs = []; const same = make(); for (const i in same) for (const j in same) pairs.push(i + j);
console.log(pairs.join());
function* walk(o) { for (const k in o) yield k; }
const walks = [walk(make()), walk({ a: 1, b: 2, c: 3 })]; console.log(walks[0].next().value, walks[1].next().value, [...walks[0]].join(), [...walks[1]].join());
let last; for (last in make()) if (last === 'b') break; console.log(last);
