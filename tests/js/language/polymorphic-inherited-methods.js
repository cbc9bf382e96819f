// One call site, several shapes of receiver, methods far down a prototype with more properties than fit inline.
class Base {
  a() { return 'a'; } b() { return 'b'; } c() { return 'c'; } d() { return 'd'; } e() { return 'e'; } f() { return 'f'; } g() { return 'g'; }
}
class P extends Base { constructor() { super(); this.p = 1; } }
class Q extends Base { constructor() { super(); this.q = 1; } }
class R extends Base { constructor() { super(); this.r = 1; this.s = 2; } }
const receivers = [new P(), new Q(), new R(), new Base()];
const seen = new Set();
for (let i = 0; i < 40; i++) {
  const it = receivers[i % 4];
  seen.add(it.a() + it.b() + it.c() + it.d() + it.e() + it.f() + it.g());
}
console.log([...seen].join());
