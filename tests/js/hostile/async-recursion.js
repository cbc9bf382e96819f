// gc-stress-every: 503
// Async functions that call themselves reject with the RangeError, and the program goes on.
async function self() { return await self(); }
self().catch((error) => console.log(error.name, error.message));
async function* each() { yield* each(); }
setTimeout(() => each().next().then(() => console.log('never'), (error) => console.log('async generator', error.name)), 1);
setTimeout(() => console.log('still alive'), 200);
