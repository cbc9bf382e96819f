// Traps that break the invariants of their target.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const fixed = Object.freeze({ a: 1 });
const lie = (trap, f) => new Proxy(fixed, { [trap]: f });
for (const [name, f] of Object.entries({ get: () => lie('get', () => 2).a, has: () => 'a' in lie('has', () => false), delete: () => delete lie('deleteProperty', () => true).a, keys: () => Object.keys(lie('ownKeys', () => [])), duplicate: () => Object.keys(lie('ownKeys', () => ['a', 'a'])), badKey: () => Object.keys(lie('ownKeys', () => [1])), long: () => Object.keys(lie('ownKeys', () => ({ length: 2 ** 32 }))), descriptor: () => Object.getOwnPropertyDescriptor(lie('getOwnPropertyDescriptor', () => undefined), 'a'), prototype: () => Object.getPrototypeOf(lie('getPrototypeOf', () => Array.prototype)), extensible: () => Object.isExtensible(lie('isExtensible', () => true)), prevent: () => Object.preventExtensions(new Proxy({}, { preventExtensions: () => true })), define: () => Object.defineProperty(lie('defineProperty', () => true), 'b', { value: 1 }), set: () => { 'use strict'; lie('set', () => true).a = 2; } })) {
  try { console.log(name, typeof f()); } catch (error) { console.log(name, error.name); }
}
