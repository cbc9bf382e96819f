// Atomics on every kind of integer, and what it refuses.
for (const Type of [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array]) {
  const of = Type.name.startsWith('Big') ? BigInt : Number;
  const cells = new Type(new SharedArrayBuffer(16));
  console.log(Type.name, Atomics.store(cells, 0, of(-1)), Atomics.add(cells, 0, of(3)), Atomics.sub(cells, 0, of(5)),
    Atomics.load(cells, 0), Atomics.and(cells, 0, of(0xf)), Atomics.or(cells, 0, of(0x30)), Atomics.xor(cells, 0, of(1)),
    Atomics.exchange(cells, 0, of(9)), Atomics.compareExchange(cells, 0, of(9), of(4)), Atomics.compareExchange(cells, 0, of(9), of(5)), cells[0]);
}
for (const bad of [new Float64Array(1), new Uint8ClampedArray(1), [1], null]) {
  try { Atomics.add(bad, 0, 1); } catch (error) { console.log(error.name); }
}
try { Atomics.load(new Int8Array(2), 2); } catch (error) { console.log(error.name); }
try { Atomics.wait(new Int32Array(2), 0, 0); } catch (error) { console.log(error.name); }
try { Atomics.wait(new Int16Array(new SharedArrayBuffer(2)), 0, 0); } catch (error) { console.log(error.name); }
console.log(Atomics.isLockFree(1), Atomics.isLockFree(3), Atomics.isLockFree(8), Atomics.notify(new Int32Array(2), 0));
console.log(Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1), Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5));
console.log(Atomics.store(new Int8Array(1), 0, 3.7), Object.is(Atomics.store(new Int8Array(1), 0, -0), 0), Atomics.pause(3));
