// Lengths that no typed array or buffer can have.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

for (const n of [-1, 2 ** 53, Infinity, 2 ** 40, 2 ** 33]) {
  for (const [name, f] of Object.entries({ bytes: () => new Uint8Array(n), doubles: () => new Float64Array(n), buffer: () => new ArrayBuffer(n), shared: () => new SharedArrayBuffer(n), like: () => new Uint8Array({ length: n }) })) {
    try { f(); console.log(n, name, 'made'); } catch (error) { if (error.name !== 'RangeError') console.log(n, name, String(error)); }
  }
}
attempt('max', () => new ArrayBuffer(1, { maxByteLength: 2 ** 53 - 1 }));
attempt('offset', () => new Float64Array(new ArrayBuffer(8), 4));
attempt('view', () => new DataView(new ArrayBuffer(8), 4, 2 ** 53 - 1));
attempt('set', () => new Uint8Array(4).set([1], 2 ** 53));
attempt('get', () => new DataView(new ArrayBuffer(8)).getFloat64(2 ** 53 - 1));
