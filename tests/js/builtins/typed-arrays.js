// Views over one buffer, clamping, resizing, DataView.
const buffer = new ArrayBuffer(16);
const bytes = new Uint8Array(buffer), words = new Uint32Array(buffer, 4, 2);
words[0] = 0x01020304;
console.log([...bytes.slice(4, 8)], words.length, words.byteOffset, new Uint8ClampedArray([300, -5, 1.5, 2.5, NaN]));
console.log(new Int8Array([128, 255, -129]), new Float32Array([1.1])[0], new BigInt64Array([2n ** 63n])[0], Int16Array.from([1, 2], (x) => x * 2), new Uint8Array(3).fill(7, 1));
const view = new DataView(buffer);
view.setFloat64(0, Math.PI); view.setInt16(8, -2, true);
console.log(view.getFloat64(0), view.getInt16(8, true), view.getUint16(8), view.getUint8(0).toString(16));
const r = new ArrayBuffer(4, { maxByteLength: 16 });
const tracking = new Uint8Array(r), fixed = new Uint8Array(r, 0, 4);
r.resize(8); console.log(tracking.length, fixed.length); r.resize(2); console.log(tracking.length, fixed.length, r.resizable);
const moved = new Uint8Array([1, 2, 3]).buffer.transfer(5);
console.log(new Uint8Array(moved), [5, 1, 4].toString(), new Float64Array([3, -0, 0, NaN, -1]).sort(), new Uint8Array([1, 2, 3]).subarray(1).at(0), new Uint8Array([1, 2, 3]).toReversed());
try { new Uint32Array(buffer, 1); } catch (e) { console.log(e.name); }
try { view.getInt8(16); } catch (e) { console.log(e.name); }
const t = new Uint8Array(2); t[5] = 1; t['-0'] = 1; t.foo = 'bar'; console.log(Object.keys(t), t[5], '1' in t, '2' in t, Object.getOwnPropertyDescriptor(t, 0));
