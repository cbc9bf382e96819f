// Conversions that shrink a resizable buffer beneath a typed array operation.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const make = () => { const b = new ArrayBuffer(64, { maxByteLength: 128 }); return new Uint8Array(b).fill(7); };
const evil = (a, to = 4) => ({ valueOf() { a.buffer.resize(to); return 2; } });
for (const [name, f] of Object.entries({
  fill: (a) => a.fill(evil(a)).length, fillEnd: (a) => a.fill(1, 0, evil(a, 1)).length, set: (a) => { a[60] = evil(a); return a.length; }, with: (a) => a.with(60, evil(a)), slice: (a) => a.slice(evil(a)).length,
  subarray: (a) => a.subarray(evil(a)).length, copyWithin: (a) => a.copyWithin(evil(a), 1, 60).length, copyGrow: (a) => a.copyWithin(evil(a, 128), 1).length, lastIndexOf: (a) => a.lastIndexOf(7, evil(a)), includes: (a) => a.includes(undefined, evil(a)),
  sort: (a) => a.sort((x, y) => { a.buffer.resize(3); return x - y; }).length, setArray: (a) => a.set([1, evil(a), 3], 40), dataView: (a) => new DataView(a.buffer, 32).setInt8(evil(a), 1), atomics: (a) => Atomics.add(a, 60, evil(a)),
  bufferSlice: (a) => a.buffer.slice(evil(a), 60).byteLength, of: (a) => { const seen = []; for (const x of a) { a.buffer.resize(2); seen.push(x); } return seen.length; },
})) {
  try { console.log(name, f(make())); } catch (error) { console.log(name, error.name); }
}
