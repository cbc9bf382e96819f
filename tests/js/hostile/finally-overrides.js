// return, break and throw in finally, in loops that would never end.
function f() { for (;;) { try { throw new Error('x'); } finally { return 1; } } }
console.log(f());
outer: for (;;) { try { continue outer; } finally { break outer; } }
const g = (function* () { try { yield 1; } finally { yield 2; return 3; } })();
console.log(g.next(), g.return(9), g.next(), g.next());
let depth = 0;
function deep() { try { depth++; deep(); } finally { } }
try { deep(); } catch (error) { console.log(error.name, depth > 1000); }
function stubborn(n) { try { stubborn(n + 1); } catch { return n; } }
console.log(typeof stubborn(0));
