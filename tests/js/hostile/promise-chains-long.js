// gc-stress-every: 503
// Promises resolved with promises, 1e5 long, settle without recursion.
let promise = Promise.resolve(1);
for (let i = 0; i < 1e5; i++) promise = promise.then((x) => x + 1);
promise.then((x) => console.log('chain', x));
let nested = Promise.resolve('inner');
for (let i = 0; i < 1e4; i++) { const inner = nested; nested = new Promise((resolve) => resolve(inner)); }
nested.then((x) => console.log('nested', x));
const self = new Promise((resolve) => setTimeout(() => resolve(self), 1));
self.catch((error) => console.log(error.name, error.message));
