// Chains of `then` and `catch`, each a hundred links long and made before it runs.
const start = performance.now();
let sum = 0;
for (let i = 0; i < 3_000; i++) {
  let p = Promise.resolve(i);
  for (let link = 0; link < 50; link++) p = p.then((x) => x + 1).catch(() => 0);
  sum += await p;
}
console.log(JSON.stringify({ ms: performance.now() - start, check: sum }));
