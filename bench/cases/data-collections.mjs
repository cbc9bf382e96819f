// Map, Set, sort and string building.
const start = performance.now();
const counts = new Map();
let seed = 1;
for (let i = 0; i < 500_000; i++) {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  const key = `k${seed % 50_000}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
const distinct = new Set(sorted.map(([, n]) => n));
let text = '';
for (const [key, n] of sorted.slice(0, 10_000)) text += key + '=' + n + ';';
console.log(JSON.stringify({ ms: performance.now() - start, check: [counts.size, distinct.size, text.length, sorted[0][0]] }));
