// Accessors on objects, classes and through the prototype chain.
const o = { _v: 1, get v() { return this._v; }, set v(x) { this._v = x * 2; }, get ['com' + 'puted']() { return 'c'; } };
o.v = 5;
console.log(o.v, o.computed, Object.getOwnPropertyDescriptor(o, 'v').get.name);
const child = Object.create(o);
child.v = 1;
console.log(Object.hasOwn(child, '_v'), child.v, o.v);
'use strict';
const readonly = { get r() { return 1; } };
try { (() => { 'use strict'; readonly.r = 2; })(); } catch (e) { console.log(e.message); }
try { (() => { 'use strict'; Object.freeze(readonly).n = 2; })(); } catch (e) { console.log(e.message); }
try { (() => { 'use strict'; Object.freeze([1])[0] = 2; })(); } catch (e) { console.log(e.message); }
const proto = { set x(v) { this.seen = [v, Object.getPrototypeOf(this) === proto]; } };
const sup = { __proto__: proto, set() { super.x = 1; return this.seen; } };
console.log(sup.set(), { __proto__: null } instanceof Object, '__proto__' in { ['__proto__']: 1 });
