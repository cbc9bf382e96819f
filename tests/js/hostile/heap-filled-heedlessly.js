// flags: --max-heap=32
// gc-stress-every: 10000
// A program that catches the error of a full heap in each of its tasks and goes on filling the heap gets the error again and again;
// what it lets go is there again. The error may come at any call, so also before a task's own `try`.
let list = null;
let tasks = 0;
const errors = new Set();
process.on('uncaughtException', (error) => errors.add(String(error)));
const fill = setInterval(() => {
  if (tasks === 30) return;
  tasks++;
  try {
    for (;;) list = { next: list };
  } catch (error) {
    errors.add(String(error));
  }
});
const end = setInterval(() => {
  if (tasks < 30) return;
  clearInterval(fill);
  list = null;
  const big = new Array(1e6).fill(0).length;
  clearInterval(end);
  console.log(tasks, [...errors], big);
});
