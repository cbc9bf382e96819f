// flags: --max-heap=32
// gc-stress-every: 10000
// A program that catches the error of a full heap in each of its tasks and goes on filling the heap gets the error again and again;
// what it lets go is there again.
let list = null;
let tasks = 0;
const errors = new Set();
const timer = setInterval(() => {
  try {
    for (;;) list = { next: list };
  } catch (error) {
    errors.add(String(error));
  }
  if (++tasks === 30) {
    clearInterval(timer);
    list = null;
    console.log(tasks, [...errors], new Array(1e6).fill(0).length);
  }
});
