// Comparators that lie, throw, return nonsense or change the array.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const list = () => Array.from({ length: 300 }, (_, i) => (i * 7919) % 300);
let n = 0;
const checks = { random: () => ((n = (n * 1103515245 + 12345) % 2147483648) % 3) - 1, always: () => 1, never: () => -1, nan: () => NaN, object: () => ({}), string: () => '1', infinity: () => -Infinity };
for (const [name, comparator] of Object.entries(checks)) {
  const sorted = list().sort(comparator);
  console.log(name, sorted.length, new Set(sorted).size);
}
attempt('throws', () => list().sort(() => { throw new Error('compare'); }));
attempt('bigint', () => list().sort(() => 1n));
attempt('symbol', () => list().sort(() => Symbol()));
attempt('typed', () => new Int32Array(list()).sort(() => { throw new Error('typed'); }));
const growing = list();
growing.sort((a, b) => { growing.push(1); return a - b; });
console.log(growing.length > 300, growing[0], growing[299]);
