// A hundred thousand timers that are due at once, and as many that are cleared.
const n = 100_000;
const start = performance.now();
let fired = 0;
await new Promise((resolve) => {
  for (let i = 0; i < n; i++) {
    clearTimeout(setTimeout(() => { fired += 1000; }, 50));
    setTimeout(() => { if (++fired === n) resolve(); }, i % 3);
  }
});
console.log(JSON.stringify({ ms: performance.now() - start, check: fired }));
