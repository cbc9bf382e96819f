// Decorators: order of application, replaced values, access, addInitializer, class replacement.
const log = [];
function dec(tag) { return function (value, context) {
  log.push(`${tag}:${context.kind}:${String(context.name)}:${context.static}:${context.private}`);
  context.addInitializer && context.addInitializer(function () { log.push(`init ${tag}`); });
  if (context.kind === 'method') return function (...args) { return tag + value.apply(this, args); };
  if (context.kind === 'field') return function (v) { return v + 1; };
  if (context.kind === 'accessor') return { get() { return value.get.call(this) * 10; }, init(v) { return v + 5; } };
  if (context.kind === 'getter') return function () { return tag + value.call(this); };
}; }
const ns = { d(v, c) { log.push('receiver ' + (this === ns)); } };
@dec('C1') @dec('C2')
class A {
  @dec('m1') @dec('m2') m(x) { return 'm' + x; }
  @dec('f1') @dec('f2') x = 10;
  @dec('s') static y = 20;
  @dec('acc') accessor z = 1;
  @dec('g') get q() { return 'q'; }
  @dec('p') #priv() { return 'priv'; }
  callPriv() { return this.#priv(); }
  @dec('sp') static #sp() { return 'sp'; }
  static callSp() { return A.#sp(); }
  @ns.d k() {}
  @dec('comp') ['co' + 'mp']() { return 'c'; }
  @dec('pf') #pf = 1;
  get pf() { return this.#pf; }
}
const a = new A();
console.log(a.m(1), a.x, A.y, a.z, a.q, a.callPriv(), A.callSp(), a.comp(), a.pf);
console.log(log.join('\n'));
let acc; class B { @((v, c) => { acc = c.access; }) f = 5; }
const b = new B(); console.log(acc.get(b), acc.has(b), acc.set(b, 7), b.f);
const K = @(c => class extends c { extra = 1 }) class { };
console.log(new K().extra, K.name);
try { @(() => 1) class X {} } catch (e) { console.log(e.message); }
let late; class D { @((v, c) => { late = c.addInitializer; }) m() {} }
try { late(() => {}); } catch (e) { console.log(e.message); }
