// Scopes of switch, catch and for; shadowing.
let x = 'outer';
switch (0) { case 0: let x = 'inner'; case 1: console.log(x); }
switch (1) { case 0: let x; case 1: try { x = 1; } catch (e) { console.log(e.message); } }
try { throw 'caught'; } catch (x) { var v = x; { let x = 'deeper'; } console.log(x); }
console.log(x, v);
for (let x = 0, f = () => x; x < 1; x++) console.log(f(), x);
for (let i = 0, read = () => i; i < 2; i++) { console.log(i, read()); }
const fs = [];
for (let i = 0; fs.push(() => i), i < 2; i++) ;
console.log(fs.map((f) => f()).join());
(function () { var x = 1; { function x2() { return x; } } console.log(x2()); })();
console.log(((a, b = () => a) => { var a = 2; return [a, b()]; })(1));
