// flags: --max-heap=64
// gc-stress-every: 10000
// A global that is first touched when the heap is full is not lost: it is there when there is room again.
const hold = [];
const fill = (size) => { try { for (;;) hold.push(new Array(size).fill(1)); } catch (error) { return error instanceof RangeError; } };
console.log(fill(100000), fill(1000), fill(10));
const names = ['URL', 'URLPattern', 'TextDecoder', 'ReadableStream', 'WritableStream', 'TransformStream', 'Blob', 'FormData', 'Headers', 'Request', 'Response', 'MessageChannel', 'AbortController', 'Worker', 'Event', 'Intl', 'Temporal', 'WeakRef', 'DataView', 'Atomics', 'Float16Array', 'FinalizationRegistry', 'performance', 'navigator', 'crypto'];
let next = 0;
const touch = () => { while (next < names.length) globalThis[names[next++]]; };
while (next < names.length) {
  try { touch(); } catch { /* no room: the next one */ }
}
hold.length = 0;
console.log(names.filter((name) => globalThis[name] === undefined));
