// structuredClone shares the memory of a SharedArrayBuffer, and refuses to transfer it.
const shared = new SharedArrayBuffer(4);
const copy = structuredClone({ shared, view: new Int32Array(shared) });
new Uint8Array(shared)[0] = 7;
console.log(copy.shared instanceof SharedArrayBuffer, copy.shared !== shared, copy.view[0], copy.view.buffer === copy.shared);
try { structuredClone(shared, { transfer: [shared] }); } catch (error) { console.log(error.name); }
