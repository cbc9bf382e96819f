// flags: --max-heap=64
// Buffers that are kept for ever end in a RangeError.
console.log('start');
const hold = [];
try { for (;;) hold.push(new Uint8Array(1 << 24)); } catch (error) { console.log(error instanceof RangeError); hold.length = 0; }
console.log('alive', new Uint8Array(8).length);
