// flags: --max-heap=64
// Arrays that grow for ever end in a RangeError, and the program goes on.
console.log('start');
const hold = [];
try { for (;;) hold.push(new Array(1e5).fill(hold.length)); } catch (error) { hold.length = 0; console.log(error instanceof RangeError); }
console.log('alive', [1, 2, 3].map((x) => x * 2));
