// gc-stress-every: 503
// Proxies of proxies, 1e5 deep: every trap ends in a RangeError or an answer.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

let proxy = function () { return 1; };
for (let i = 0; i < 1e5; i++) proxy = new Proxy(proxy, {});
attempt('get', () => proxy.x);
attempt('set', () => { proxy.x = 1; });
attempt('has', () => 'x' in proxy);
attempt('delete', () => delete proxy.x);
attempt('call', () => proxy());
attempt('construct', () => new proxy());
attempt('keys', () => Object.keys(proxy));
attempt('getPrototypeOf', () => Object.getPrototypeOf(proxy));
attempt('isExtensible', () => Object.isExtensible(proxy));
attempt('typeof', () => typeof proxy);
attempt('isArray', () => { let p = []; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return Array.isArray(p); });
