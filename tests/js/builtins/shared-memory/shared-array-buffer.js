// SharedArrayBuffer: growth, slices, views, and what it is not.
const shared = new SharedArrayBuffer(4, { maxByteLength: 16 });
const bytes = new Uint8Array(shared);
bytes.set([1, 2, 3, 4]);
shared.grow(8);
console.log(bytes.length, shared.byteLength, shared.maxByteLength, shared.growable);
try { shared.grow(4); } catch (error) { console.log(error.name); }
try { shared.grow(17); } catch (error) { console.log(error.name); }
console.log(shared.slice(1, 3));
console.log(Object.prototype.toString.call(shared), shared instanceof ArrayBuffer);
try { ArrayBuffer.prototype.slice.call(shared); } catch (error) { console.log(error.name); }
try { SharedArrayBuffer(4); } catch (error) { console.log(error.name); }
const view = new DataView(shared);
view.setUint32(1, 0xdeadbeef);
console.log(view.getUint32(1).toString(16), bytes.join());
new Uint8Array(shared, 2, 4).set(bytes.subarray(0, 4));
console.log(bytes.join());
console.log(bytes.toSorted().join(), bytes.toHex());
