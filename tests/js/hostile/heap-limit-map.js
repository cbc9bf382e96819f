// gc-stress-every: 503
// flags: --max-heap=64
// A Map that grows for ever ends in a RangeError.
console.log('start');
const map = new Map();
try { for (let i = 0; ; i++) map.set(i, { i }); } catch (error) { map.clear(); console.log(error instanceof RangeError); }
console.log('alive', map.size);
