// Many timers at once, jobs that queue jobs, ticks among them.
let left = 40;
for (let n = 0; n < 40; n += 1) {
  setTimeout(() => {
    Promise.resolve(n).then((value) => value + 1).then(() => {
      process.nextTick(() => { left -= 1; });
    });
  }, n % 5);
}
function again(count) {
  if (count > 0) queueMicrotask(() => again(count - 1));
  else console.log('jobs are done');
}
again(300);
setTimeout(() => console.log('left', left), 30);
