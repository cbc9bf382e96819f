// A million awaits of an async function that has nothing to wait for.
const n = 1_000_000;
async function one(x) { return x + 1; }
const start = performance.now();
let sum = 0;
for (let i = 0; i < n; i++) sum = await one(sum);
console.log(JSON.stringify({ ms: performance.now() - start, check: sum }));
