// The stack first, then the jobs of promises, then the callbacks of the task queue, each time anew.
console.log('1 the script begins');
setTimeout(() => console.log('7 a callback of the task queue'), 0);
setTimeout(() => {
  console.log('8 the next one');
  Promise.resolve().then(() => console.log('9 a job that it made comes before further tasks'));
}, 0);
setTimeout(() => console.log('10 the last one'), 0);
new Promise((resolve) => {
  console.log('2 an executor runs at once');
  resolve();
}).then(() => console.log('5 a job'));
Promise.resolve().then(() => queueMicrotask(() => console.log('6 a job of a job')));
(function inner() { console.log('3 a function on the stack'); })();
console.log('4 the script ends');
