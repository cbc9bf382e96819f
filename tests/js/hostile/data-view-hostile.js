// DataViews over buffers that shrink and go, with offsets that do it.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('offset', () => new DataView(new ArrayBuffer(8), 9));
attempt('length', () => new DataView(new ArrayBuffer(8), 4, 5));
attempt('read past', () => new DataView(new ArrayBuffer(8)).getFloat64(1));
attempt('huge index', () => new DataView(new ArrayBuffer(8)).getInt8(2 ** 53));
attempt('negative', () => new DataView(new ArrayBuffer(8)).getInt8(-1));
attempt('detaches in set', () => { const v = new DataView(new ArrayBuffer(8)); v.setInt8(0, { valueOf() { v.buffer.transfer(); return 1; } }); });
attempt('shrinks in set', () => { const b = new ArrayBuffer(8, { maxByteLength: 8 }); const v = new DataView(b); v.setInt8(7, { valueOf() { b.resize(4); return 1; } }); });
attempt('shrinks in index', () => { const b = new ArrayBuffer(8, { maxByteLength: 8 }); const v = new DataView(b); return v.getInt8({ valueOf() { b.resize(4); return 5; } }); });
attempt('out of bounds', () => { const b = new ArrayBuffer(8, { maxByteLength: 8 }); const v = new DataView(b, 4, 4); b.resize(6); return v.byteLength; });
attempt('prototype getter', () => Reflect.construct(DataView, [new ArrayBuffer(8), 4], Object.defineProperty((function () {}).bind(), 'prototype', { get() { throw new EvalError(); } })));
attempt('detached meanwhile', () => { const b = new ArrayBuffer(8); Reflect.construct(DataView, [b], Object.defineProperty((function () {}).bind(), 'prototype', { get() { b.transfer(); return DataView.prototype; } })); });
attempt('bigint', () => new DataView(new ArrayBuffer(8)).setBigInt64(0, 1));
