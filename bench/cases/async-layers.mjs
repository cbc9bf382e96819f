// Calls through twenty layers of async functions, the innermost of which waits.
const layers = [async (x) => { await null; return x; }];
for (let i = 0; i < 20; i++) {
  const inner = layers[i];
  layers.push(async (x) => { const y = await inner(x); return y + 1; });
}
const start = performance.now();
let sum = 0;
for (let i = 0; i < 10_000; i++) sum += await layers[20](i);
console.log(JSON.stringify({ ms: performance.now() - start, check: sum }));
