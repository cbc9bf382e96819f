// gc-stress-every: 503
// A million microtasks run in bounded memory, before any timer.
let count = 0;
setTimeout(() => console.log('timer', count), 0);
(function again() { if (++count < 1e5) queueMicrotask(again); })();
for (let i = 0; i < 1e5; i++) Promise.resolve().then(() => count++);
