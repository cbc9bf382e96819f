// Plain recursive calls.
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
const start = performance.now();
const check = fib(32);
console.log(JSON.stringify({ ms: performance.now() - start, check }));
