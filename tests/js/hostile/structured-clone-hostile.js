// structuredClone of what cannot be cloned, getters that throw, and hostile transfer lists.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? error.name : error);
  }
};

for (const [name, value] of Object.entries({ function: () => {}, symbol: Symbol('s'), promise: Promise.resolve(), weak: new WeakMap(), proxy: new Proxy({}, {}), generator: (function* () {})(), getter: { get a() { throw new TypeError('get'); } }, deep: [[[() => {}]]] })) attempt(name, () => structuredClone(value));
const buffer = new ArrayBuffer(8);
attempt('twice', () => structuredClone(buffer, { transfer: [buffer, buffer] }));
attempt('not transferable', () => structuredClone(1, { transfer: [{}] }));
attempt('no iterable', () => structuredClone(1, { transfer: 1 }));
attempt('detached', () => { structuredClone(buffer, { transfer: [buffer] }); return structuredClone(buffer); });
attempt('no argument', () => structuredClone());
const mutating = { get a() { delete this.b; this.c = 1; return 1; }, b: 2 };
console.log(Object.keys(structuredClone(mutating)));
