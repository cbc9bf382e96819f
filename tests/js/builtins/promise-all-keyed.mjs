// Promise.allKeyed and allSettledKeyed wait for the values of an object.
const late = (value, ms) => new Promise((resolve) => setTimeout(resolve, ms, value));
console.log(await Promise.allKeyed({ a: late(1, 3), b: 2, [Symbol.for('s')]: late(3, 1) }));
console.log(await Promise.allSettledKeyed({ good: 1, bad: Promise.reject(new Error('no')) }).then((r) => [r.good, r.bad.status, r.bad.reason.message]));
console.log(Object.getPrototypeOf(await Promise.allKeyed({})));
await Promise.allKeyed(1).catch((e) => console.log(e.name));
