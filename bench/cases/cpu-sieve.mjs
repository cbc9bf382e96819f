// Loops over a typed array: primes below five million.
const start = performance.now();
const n = 5_000_000;
const composite = new Uint8Array(n + 1);
let check = 0;
for (let i = 2; i <= n; i++) {
  if (composite[i]) continue;
  check++;
  for (let j = i * 2; j <= n; j += i) composite[j] = 1;
}
console.log(JSON.stringify({ ms: performance.now() - start, check }));
