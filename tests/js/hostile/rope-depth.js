// gc-stress-every: 10007
// Ropes 1e6 deep, from both ends, flatten without recursion.
let right = '', left = '';
for (let i = 0; i < 1e6; i++) { right += 'a'; left = 'b' + left; }
console.log(right.length, right[5e5], left.length, left.charAt(999999), (right + left).indexOf('ab'));
let mixed = 'm';
for (let i = 0; i < 1e5; i++) mixed = i % 2 ? mixed + 'x' : 'y' + mixed;
console.log(mixed.length, mixed.indexOf('m'), mixed === String(mixed.split('').join('')));
