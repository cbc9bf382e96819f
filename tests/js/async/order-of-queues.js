// Synchronous code, ticks, microtasks, timers: the order of the seed texts.
console.log('1 sync');
setTimeout(() => console.log('6 timer'), 0);
setTimeout(() => { console.log('7 timer'); Promise.resolve().then(() => console.log('8 microtask of a timer')); }, 0);
setTimeout(() => console.log('9 timer'), 0);
Promise.resolve().then(() => console.log('3 then')).then(() => console.log('5 then of then'));
queueMicrotask(() => console.log('4 microtask'));
console.log('2 sync');
