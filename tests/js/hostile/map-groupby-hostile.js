// groupBy and keyed methods with callbacks that throw or mutate.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('object', () => Object.groupBy([1], () => { throw new Error('key'); }));
attempt('map', () => Map.groupBy({ [Symbol.iterator]: 1 }, () => 1));
attempt('symbol', () => Reflect.ownKeys(Object.groupBy([1, 2], () => Symbol.iterator)).length);
attempt('proto', () => Object.getPrototypeOf(Object.groupBy([1], () => '__proto__')));
attempt('set like', () => new Set([1]).union({ size: NaN }));
attempt('set like size', () => new Set([1]).union({ size: -1, has() {}, keys() {} }));
attempt('set mutates', () => { const set = new Set([1, 2, 3]); return set.isSubsetOf({ size: 10, has() { set.clear(); return true; }, keys() {} }); });
attempt('difference', () => { const set = new Set([1, 2, 3]); return set.difference({ size: 1, has() {}, keys: () => ({ next() { set.clear(); return { done: true }; } }) }).size; });
attempt('upsert', () => { const map = new Map(); return map.getOrInsertComputed(1, () => { map.set(1, 'inner'); return 'outer'; }); });
