// Descriptors, integrity levels, entries, assign, structured keys.
const o = Object.defineProperty({}, 'hidden', { value: 1 });
console.log(Object.keys(o), o.hidden, Object.getOwnPropertyDescriptor(o, 'hidden'), Object.entries({ a: 1, b: 2 }), Object.fromEntries([['x', 1]]));
console.log(Object.isFrozen(Object.freeze({ a: 1 })), Object.isSealed(Object.seal({ a: 1 })), Object.isFrozen('x'), Object.assign({ a: 1 }, null, { b: 2 }, 'hi'), Object.is(NaN, NaN));
console.log(Object.getOwnPropertyNames('ab'), Object.prototype.toString.call(null), Object.prototype.toString.call([]), String(Object(1n)), Object.hasOwn({ a: 1 }, 'a'));
try { 'use strict'; Object.defineProperty(Object.freeze({}), 'x', { value: 1 }); } catch (e) { console.log(e.message); }
try { Object.defineProperty({}, 'x', { get() {}, value: 1 }); } catch (e) { console.log(e.message); }
try { Object.setPrototypeOf(Object.preventExtensions({}), {}); } catch (e) { console.log(e.message); }
const a = {}, b = Object.create(a);
try { Object.setPrototypeOf(a, b); } catch (e) { console.log(e.message); }
console.log({ ...'hi', ...[9], ...null }, { __proto__: { inherited: 1 } }.inherited, { a: 1, get b() { return 2; } }, Object.getOwnPropertyDescriptors({ get g() { return 1; } }));
