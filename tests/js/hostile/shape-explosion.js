// gc-stress-every: 10007
// A hundred thousand objects of different shapes.
const hold = [];
for (let i = 0; i < 1e5; i++) hold.push({ ['p' + i]: i, same: i });
let sum = 0;
for (const o of hold) sum += o.same;
console.log(sum, hold[99999].p99999);
function read(o) { return o.same; }
for (let i = 0; i < 1e5; i++) read(hold[i]);
console.log(read(hold[0]));
