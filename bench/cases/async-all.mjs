// Two hundred thousand promises gathered by Promise.all in batches.
const start = performance.now();
let sum = 0;
for (let batch = 0; batch < 200; batch++) {
  const promises = Array.from({ length: 1000 }, async (_, i) => { await null; return i; });
  for (const x of await Promise.all(promises)) sum += x;
}
console.log(JSON.stringify({ ms: performance.now() - start, check: sum }));
