// A million digits are read and printed in bounded time.
const started = Date.now();
const n = BigInt('1' + '0'.repeat(1e6));
console.log(n.toString().length, n === 10n ** 1000000n, Date.now() - started < 15000);
