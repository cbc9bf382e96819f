// Builtins on proxies that report wrong lengths, keys and prototypes.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
const lying = (length) => new Proxy([], { get: (t, p) => (p === 'length' ? length : Reflect.get(t, p)) });
attempt('concat', () => [1].concat(lying(2 ** 53)).length);
attempt('push', () => Array.prototype.push.call(lying(2 ** 53 - 1), 1));
attempt('splice', () => Array.prototype.splice.call(lying(2 ** 53 - 1), 0, 0, 1));
attempt('with', () => Array.prototype.with.call(lying(2 ** 32), 0, 1));
attempt('toReversed', () => Array.prototype.toReversed.call(lying(2 ** 32)));
attempt('toSpliced', () => Array.prototype.toSpliced.call(lying(2 ** 53 - 1), 0, 0, 1));
attempt('at', () => Array.prototype.at.call(lying(-5), 0));
attempt('sort', () => Array.prototype.sort.call(new Proxy([3, 1, 2], { deleteProperty() { throw new EvalError(); } })).join());
attempt('flat', () => [lying(3)].flat().length);
attempt('slice', () => Array.prototype.slice.call(lying(5), 0, 3).length);
attempt('keys', () => Object.keys(new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor() { throw new URIError(); } })));
attempt('prototype', () => Object.create(new Proxy({}, { getPrototypeOf() { throw new EvalError(); } })) instanceof Object);
attempt('for in', () => { let n = 0; for (const k in new Proxy({}, { ownKeys: () => Array.from({ length: 10000 }, (_, i) => 'k' + i) })) n++; return n; });
attempt('spread', () => Object.keys({ ...new Proxy({}, { ownKeys: () => ['a', 'b'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }) }) }).join());
attempt('isArray', () => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return Array.isArray(proxy); });
