// Immediates that each set the next, ten rows of them side by side.
const n = 100_000;
const start = performance.now();
let ran = 0;
await new Promise((resolve) => {
  const step = () => { if (++ran >= n) resolve(); else setImmediate(step); };
  for (let row = 0; row < 10; row++) setImmediate(step);
});
console.log(JSON.stringify({ ms: performance.now() - start, check: n }));
