// Atomics with indexes and values that detach, and waits that must not block.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
const shared = new Int32Array(new SharedArrayBuffer(16));
attempt('index', () => Atomics.load(shared, 4));
attempt('negative', () => Atomics.store(shared, -1, 0));
attempt('float array', () => Atomics.add(new Float64Array(2), 0, 1));
attempt('value throws', () => Atomics.add(shared, 0, { valueOf() { throw new TypeError(); } }));
attempt('detaches', () => {
  const array = new Int32Array(4);
  return Atomics.store(array, 0, { valueOf() { array.buffer.transfer(); return 5; } });
});
attempt('big', () => Atomics.exchange(shared, 0, 2 ** 40 + 3));
attempt('notify', () => Atomics.notify(shared, 0, Infinity));
attempt('notify negative', () => Atomics.notify(shared, 0, -5));
attempt('wait not equal', () => Atomics.wait(shared, 0, 99));
attempt('wait a little', () => Atomics.wait(shared, 1, 0, 1));
attempt('wait unshared', () => Atomics.wait(new Int32Array(4), 0, 0, 1));
attempt('waitAsync', () => Atomics.waitAsync(shared, 1, 0, 0).value);
attempt('compareExchange', () => Atomics.compareExchange(new BigInt64Array(new SharedArrayBuffer(8)), 0, 0n, 2n ** 70n + 1n));
