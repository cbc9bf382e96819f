// Typed arrays that copy from and into what changes meanwhile.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('set self', () => { const a = new Uint8Array([1, 2, 3, 4, 5]); a.set(a.subarray(0, 4), 1); return a.join(); });
attempt('set other type', () => { const b = new ArrayBuffer(8); const a = new Uint8Array(b).fill(3); new Uint16Array(b, 0, 4).set(new Uint8Array(b, 0, 4)); return a.join(); });
attempt('set shrinks', () => { const b = new ArrayBuffer(8, { maxByteLength: 8 }); const a = new Uint8Array(b); a.set({ length: 8, get 0() { b.resize(2); return 9; }, 1: 8, 7: 7 }); return a.join(); });
attempt('set too long', () => new Uint8Array(2).set({ length: 3 }));
attempt('set huge', () => new Uint8Array(2).set({ length: 2 ** 53 - 1 }));
attempt('offset', () => new Uint8Array(2).set([], Infinity));
attempt('species', () => { class A extends Uint8Array { static get [Symbol.species]() { return function () { return new Uint8Array(1); }; } } return new A(4).map((x) => x).length; });
attempt('species same buffer', () => { const b = new ArrayBuffer(16); class A extends Uint8Array { static get [Symbol.species]() { return function (n) { return new Uint8Array(b, 1, n); }; } } const a = new A(b); a.set([1, 2, 3, 4]); return a.slice(0, 4).join(); });
attempt('from grows', () => { let n = 0; return Uint8Array.from({ length: 4, get 0() { n++; return 300; }, 1: -1, 2: 1.9, 3: 'x' }).join() + n; });
attempt('of bigints', () => BigInt64Array.of(1n, 1));
attempt('with', () => new Uint8Array(2).with(2, 0));
attempt('with detaches', () => { const a = new Uint8Array(2); a.with(0, { valueOf() { a.buffer.transfer(); return 1; } }); });
attempt('includes', () => { const b = new ArrayBuffer(4, { maxByteLength: 4 }); const a = new Uint8Array(b); return a.includes(undefined, { valueOf() { b.resize(1); return 0; } }); });
attempt('toSorted', () => new Float64Array([NaN, -0, 0, -Infinity]).toSorted().join());
