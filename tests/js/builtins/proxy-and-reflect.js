// Every trap, and the invariants that they may not break.
const log = [];
const handler = new Proxy({}, { get(_, trap) { return (...args) => { log.push(trap); return Reflect[trap](...args); }; } });
const p = new Proxy(function () {}, handler);
p.x = 1; p.x; 'x' in p; delete p.x; Object.keys(p); p(); new p(); Object.getPrototypeOf(p); Object.setPrototypeOf(p, null); Object.isExtensible(p); Object.defineProperty(p, 'y', { value: 1, configurable: true }); Object.getOwnPropertyDescriptor(p, 'y'); Object.preventExtensions(p);
console.log(log.join());
const frozen = Object.freeze({ a: 1 });
for (const [name, f] of Object.entries({
  get: () => new Proxy(frozen, { get: () => 2 }).a,
  has: () => 'a' in new Proxy(frozen, { has: () => false }),
  ownKeys: () => Object.keys(new Proxy(frozen, { ownKeys: () => [] })),
  deleteProperty: () => Reflect.deleteProperty(new Proxy(frozen, { deleteProperty: () => true }), 'a'),
})) try { console.log(name, f()); } catch (e) { console.log(name, e.name); }
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
try { proxy.x; } catch (e) { console.log(e.message); }
const defaults = new Proxy({}, { get: (t, k) => (k in t ? t[k] : `no ${String(k)}`) });
defaults.a = 1;
console.log(defaults.a, defaults.b, Reflect.ownKeys({ b: 1, a: 2, [Symbol.iterator]: 3, 0: 4 }), Reflect.apply(Math.max, null, [1, 2]), Reflect.has({ x: 1 }, 'x'));
console.log(Reflect.set({ set v(x) { this.got = x; } }, 'v', 5, (globalThis.receiver = {})), receiver.got);
