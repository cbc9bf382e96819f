// Math.sumPrecise of iterables that lie.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('not numbers', () => Math.sumPrecise([1, '2']));
attempt('closes', () => {
  let closed = 0;
  const iterable = { [Symbol.iterator]() { return { next: () => ({ value: 1n, done: false }), return() { closed++; return {}; } }; } };
  try { Math.sumPrecise(iterable); } finally { console.log('closed', closed); }
});
attempt('throws in next', () => Math.sumPrecise({ [Symbol.iterator]: () => ({ next() { throw new EvalError(); } }) }));
attempt('huge', () => Math.sumPrecise([1e308, 1e308, 0.1, 0.1, 1e30, 0.1, -1e30, -1e308, -1e308]));
attempt('many', () => Math.sumPrecise(new Float64Array(1e6).fill(0.1)));
attempt('cancel', () => Math.sumPrecise([Infinity, -Infinity]));
