// A pipeline of async generators: a source, a filter and a mapping, looped over by `for await`.
async function* range(n) { for (let i = 0; i < n; i++) yield i; }
async function* odd(source) { for await (const x of source) if (x & 1) yield x; }
async function* squares(source) { for await (const x of source) yield x * x; }
const start = performance.now();
let sum = 0;
for await (const x of squares(odd(range(100_000)))) sum += x;
console.log(JSON.stringify({ ms: performance.now() - start, check: sum }));
