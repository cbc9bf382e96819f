// this in every form of call, and the two kinds of arguments object.
function sloppy() { return this === globalThis; }
function strict() { 'use strict'; return this; }
console.log(sloppy(), strict(), strict.call(5), typeof (function () { return this; }).call(5));
const o = { m() { return (() => this === o)(); }, arrow: () => typeof this };
console.log(o.m(), (0, o.m)());
function mapped(a) { arguments[0] = 'changed'; return [a, arguments.length, arguments[1]]; }
function unmapped(a) { 'use strict'; arguments[0] = 'changed'; return [a, arguments.length]; }
function defaults(a, b = 1) { arguments[0] = 'changed'; return [a, b, arguments.length, defaults.length]; }
console.log(mapped('x', 'y', 'z'), unmapped('x'), defaults('x'));
const bound = strict.bind({ name: 'bound' });
console.log(bound().name, bound.call({ name: 'other' }).name, bound.name);
function Maker() { this.made = new.target === Maker; }
console.log(new Maker().made, Reflect.construct(Maker, [], class Other {}).made, [...(function () { return arguments; })(1, 2)]);
