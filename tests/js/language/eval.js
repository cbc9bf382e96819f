// flags: --script
// Direct eval sees and makes local bindings, indirect eval is global.
var where = 'global';
function direct() { var where = 'local'; eval('var made = 1'); return [eval('where'), typeof made]; }
function indirect() { var where = 'local'; return (0, eval)('where'); }
function strict() { 'use strict'; eval('var hidden = 1'); return typeof hidden; }
console.log(direct(), indirect(), strict());
console.log(eval('1;;2;{}'), eval('if (0) 1'), eval('({a: 1}).a'), eval(5));
console.log(new Function('a', 'b', 'return a + b')(1, 2), Function('return this')() === globalThis);
try { eval('1 +'); } catch (e) { console.log(e.name); }
console.log(((a) => eval('a = 2; a'))(1), eval('let l = 1; l'), typeof l);
with ({ inside: 'with' }) console.log(inside, eval('inside'));
