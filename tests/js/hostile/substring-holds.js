// gc-stress-every: 29
// Slices of slices of a long string stay correct and small.
let text = 'abc'.repeat(1e6);
for (let i = 0; i < 1000; i++) text = text.slice(1000);
console.log(text.length, text.slice(0, 3));
const pieces = [];
for (let i = 0; i < 1e5; i++) pieces.push(text.slice(i, i + 20));
console.log(pieces[99999].length, new Set(pieces).size);
