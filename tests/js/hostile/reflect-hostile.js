// Reflect with receivers and descriptors that lie.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('receiver', () => Reflect.set({}, 'x', 1, Object.freeze({})));
attempt('primitive receiver', () => Reflect.set({}, 'x', 1, 1));
attempt('typed receiver', () => Reflect.set(new Uint8Array(4), 0, 7, {}));
attempt('array length', () => Reflect.defineProperty([], 'length', { value: -1 }));
attempt('descriptor', () => Object.defineProperty({}, 'x', { get: 1 }));
attempt('both', () => Object.defineProperty({}, 'x', { get() {}, value: 1 }));
attempt('lying descriptor', () => Object.defineProperty({}, 'x', new Proxy({}, { has: () => true, get() { throw new Error('descriptor'); } })));
attempt('defineProperties', () => Object.defineProperties({}, { a: { value: 1 }, get b() { throw new Error('b'); } }));
attempt('new target', () => Reflect.construct(Array, [], Math.max));
attempt('new target prototype', () => Reflect.construct(Array, [], new Proxy(Array, { get() { throw new Error('prototype'); } })));
