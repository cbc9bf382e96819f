// exit: 1
// A rejection that nobody handles ends the program after the microtasks, with exit code 1.
setTimeout(() => console.log('never'), 50);
const late = Promise.reject(new Error('handled in time'));
queueMicrotask(() => late.catch((e) => console.log(e.message)));
Promise.resolve().then(() => { throw new Error('nobody waits for this'); });
console.log('main');
