// Atomics.waitAsync: answers at once, waits for a notification or for the time, and keeps the program alive meanwhile.
const cells = new Int32Array(new SharedArrayBuffer(8));
console.log(Atomics.waitAsync(cells, 0, 1), Atomics.waitAsync(cells, 0, 0, 0));
const first = Atomics.waitAsync(cells, 0, 0), second = Atomics.waitAsync(cells, 0, 0);
first.value.then((text) => console.log('first', text));
second.value.then((text) => console.log('second', text));
console.log(first.async, Atomics.notify(cells, 0, 1), Atomics.notify(cells, 0), Atomics.notify(cells, 0));
const started = performance.now();
Atomics.waitAsync(cells, 1, 0, 30).value.then((text) => {
  console.log(text, performance.now() - started >= 30);
  Atomics.waitAsync(cells, 1, 0).value.then((text) => console.log('last', text));
  setTimeout(() => Atomics.notify(cells, 1), 5);
});
