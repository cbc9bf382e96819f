// Everything done to a revoked proxy.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const { proxy, revoke } = Proxy.revocable(function () {}, {});
revoke();
for (const [name, f] of Object.entries({ get: () => proxy.x, set: () => { proxy.x = 1; }, call: () => proxy(), construct: () => new proxy(), has: () => 'x' in proxy, delete: () => delete proxy.x, keys: () => Object.keys(proxy), define: () => Object.defineProperty(proxy, 'x', {}), isArray: () => Array.isArray(proxy), concat: () => [].concat(proxy), json: () => JSON.stringify({ proxy }), string: () => `${proxy}`, instanceof: () => ({}) instanceof proxy, typeof: () => typeof proxy, tag: () => Object.prototype.toString.call(proxy), again: () => new Proxy(proxy, {}), clone: () => structuredClone(proxy) })) {
  try { console.log(name, typeof f()); } catch (error) { console.log(name, error.name); }
}
