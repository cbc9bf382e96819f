// Conversions that detach the buffer beneath a typed array operation.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const evil = (bytes) => ({ valueOf() { structuredClone(bytes.buffer, { transfer: [bytes.buffer] }); return 1; } });
for (const [name, f] of Object.entries({
  fill: (a) => a.fill(evil(a)), set: (a) => { a[0] = evil(a); }, with: (a) => a.with(0, evil(a)), subarray: (a) => a.subarray(evil(a)), slice: (a) => a.slice(evil(a)),
  copyWithin: (a) => a.copyWithin(evil(a), 0), at: (a) => a.at(evil(a)), includes: (a) => a.includes(undefined, evil(a)), indexOf: (a) => a.indexOf(undefined, evil(a)), lastIndexOf: (a) => a.lastIndexOf(0, evil(a)),
  join: (a) => a.join({ toString() { evil(a).valueOf(); return '-'; } }), setArray: (a) => a.set([evil(a), 2]), sort: (a) => a.sort((x, y) => { if (a.length) evil(a).valueOf(); return x - y; }),
  map: (a) => a.map(() => { if (a.length) evil(a).valueOf(); return 1; }), reduce: (a) => a.reduce((s) => { if (a.length) evil(a).valueOf(); return s; }, 0),
  setFromHex: (a) => a.setFromBase64('AAAA', { get alphabet() { evil(a).valueOf(); return 'base64'; } }), atomics: (a) => Atomics.store(a, 0, evil(a)), dataView: (a) => new DataView(a.buffer).setInt8(evil(a), 1), construct: (a) => new Uint8Array(a.buffer, evil(a)),
})) attempt(name, () => f(new Uint8Array([5, 3, 1, 2])));
