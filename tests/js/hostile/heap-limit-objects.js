// gc-stress-every: 10007
// flags: --max-heap=64
// Objects that are kept for ever end in a RangeError.
console.log('start');
let list = null;
try { for (;;) list = { list, text: 'x', number: 1 }; } catch (error) { list = null; console.log(error instanceof RangeError); }
console.log('alive');
