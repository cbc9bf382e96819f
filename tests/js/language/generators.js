// yield, yield*, return, throw and what crosses them.
function* inner() { try { const x = yield 1; console.log('got', x); yield 2; } finally { console.log('inner done'); } return 'result'; }
function* outer() { const r = yield* inner(); console.log('r', r); yield r; }
const g = outer();
console.log(g.next('ignored'), g.next('x'), g.next(), g.next(), g.next());
const h = outer();
h.next();
console.log(h.return('early'), h.next());
const k = outer();
k.next();
try { k.throw(new Error('in')); } catch (e) { console.log(e.message, k.next()); }
function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } }
const firsts = [];
for (const n of fib()) { if (n > 50) break; firsts.push(n); }
console.log(firsts.join());
function* stubborn() { try { yield 1; } finally { yield 'not yet'; } }
const s = stubborn();
s.next();
console.log(s.return('r'), s.next());
const busy = (function* () { try { busy.next(); } catch (e) { yield e.message; } })();
console.log(busy.next().value);
