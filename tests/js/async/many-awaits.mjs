// gc-stress-every: 29
// A hundred thousand awaits in a row, and as many functions waiting at once, need no depth of stack.
let sum = 0;
for (let i = 0; i < 100_000; i++) sum += await i;
const gate = Promise.withResolvers();
const waiting = Array.from({ length: 10_000 }, async (_, i) => (await gate.promise) + i);
gate.resolve(1);
const deep = async (n) => (n === 0 ? 0 : 1 + (await deep(n - 1)));
console.log(sum, (await Promise.all(waiting)).reduce((a, b) => a + b, 0), await deep(2_000));
let chain = Promise.resolve(0);
for (let i = 0; i < 50_000; i++) chain = chain.then((x) => x + 1);
console.log(await chain);
