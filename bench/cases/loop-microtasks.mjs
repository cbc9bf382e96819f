// A million microtasks, each queued by the one before.
const n = 1_000_000;
const start = performance.now();
let count = 0;
await new Promise((resolve) => {
  const step = () => { if (++count === n) resolve(); else queueMicrotask(step); };
  queueMicrotask(step);
});
console.log(JSON.stringify({ ms: performance.now() - start, check: count }));
