// Functions are hoisted with their bodies, var without its value; blocks have functions of their own (Annex B).
console.log(typeof hoisted, typeof variable, typeof later);
function hoisted() {}
var variable = 1, later = () => {};
{ function block() { return 'inner'; } }
console.log(block());
console.log((function () { return typeof f; var f = 1; function f() {} })());
console.log((function f() { f = 1; return typeof f; })());
console.log((() => { if (true) { function g() { return 1; } } return g(); })());
var variable;
console.log(variable);
try { eval('let q = 1; var q = 2'); } catch (e) { console.log(e.name); }
