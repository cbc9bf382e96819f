// name, length, toString, bind, call, apply.
function f(a, b = 1, ...c) {}
const arrow = (x, y) => x, o = { method() {}, get g() { return 1; }, ['comp' + 1]: () => {}, async am() {}, *gen() {} };
console.log(f.length, f.name, arrow.name, arrow.length, o.method.name, o.comp1.name, (() => {}).name, (class { static m() {} }).m.name, f.bind(null, 1).length, f.bind().name, new Function('a', 'return a').name);
console.log(f.toString(), arrow.toString(), o.method.toString(), o.am + '', o.gen + '', Math.max.toString(), (class A { x = 1 }).toString());
console.log(Math.max.apply(null, [1, 5, 3]), Math.max.call(null, 1, 2), ((...a) => a.length)(...[1, 2], ...'abc'), Object.getOwnPropertyNames(f).join(), Object.getOwnPropertyNames(arrow).join(), 'prototype' in o.method);
try { f.caller; console.log('sloppy has none'); } catch (e) { console.log(e.name); }
try { (() => { 'use strict'; return arguments.callee; })(); } catch (e) { console.log(e.name); }
try { Function.prototype.toString.call({}); } catch (e) { console.log(e.message); }
