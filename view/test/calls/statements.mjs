// Statements one by one: a loop, a call inside one, a branch that is not taken.
function double(n) {
  return n * 2;
}
let sum = 0;
for (let n = 1; n < 3; n += 1) {
  if (n > 5) sum = -1;
  sum += double(n);
}
await null;
console.log(sum);
