// eval
var x = 1;
let y = 2;
function f() { return y; }
for (const z of [1]) { if (z) { x; break; } }
