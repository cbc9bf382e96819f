// Calls in tail position of strict code need no stack of their own, however they are written.
'use strict';
const N = 300000;
const count = (n, total) => (n === 0 ? total : count(n - 1, total + 1));
console.log(count(N, 0));

function even(n) { return n === 0 || odd(n - 1); }
function odd(n) { return n !== 0 && even(n - 1); }
console.log(even(N), odd(N));

const object = {
  method(n) { return n ? this.method(n - 1) : this.name; },
  name: 'object',
};
console.log(object.method(N));

function inFinally(n) {
  try { } finally { return n ? inFinally(n - 1) : 'finally'; }
}
console.log(inFinally(N));

function variadic(n, ...rest) { return n ? variadic(n - 1, n, ...[]) : rest.length + arguments.length; }
console.log(variadic(1000));

// A callback from Rust whose frames are all in tail position.
console.log([N].map((n) => count(n, 0)), [3, 1, 2].sort((a, b) => count(100, 0) && a - b));

// What is not in tail position keeps its frame.
function inTry(n) { try { return inTry(n + 1); } catch (e) { return e.constructor.name; } }
console.log(inTry(0));
function sloppyPlus(n) { return 1 + sloppyPlus(n + 1); }
try { sloppyPlus(0); } catch (e) { console.log(e.constructor.name); }

// There is room, so the stack names the caller.
function inner() { return new Error('x').stack.split('\n')[2].includes('outer'); }
function outer() { return inner(); }
console.log(outer());

// Deep ordinary recursion below, tail calls above.
let depth = 0;
function deep(n) { depth = n; return n < 2000 ? [deep(n + 1)] : count(N, 0); }
deep(0);
console.log(depth);
