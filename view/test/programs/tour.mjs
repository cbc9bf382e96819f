// A little of everything that the page shows: files, timers, ticks, jobs, locks, a Worker, messages, listeners, a rejected promise.
import { readFile } from 'node:fs/promises';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';

if (isMainThread) {
  const button = new EventTarget();
  button.addEventListener('click', () => console.log('clicked'));
  button.addEventListener('keydown', ({ key }) => console.log('key', key));
  const text = await readFile(new URL(import.meta.url), 'utf8');
  console.log('read', text.length > 100);
  const worker = new Worker(new URL(import.meta.url));
  const answer = new Promise((done) => worker.once('message', done));
  const locked = [1, 2, 3].map((n) => navigator.locks.request('table', async () => {
    await new Promise((done) => setTimeout(done, 2));
    return n;
  }));
  process.nextTick(() => console.log('tick'));
  Promise.resolve().then(() => console.log('job'));
  setTimeout(() => console.error('timer'), 1);
  setImmediate(() => console.log('immediate'));
  const settled = await Promise.allSettled([...locked, Promise.reject(new Error('no'))]);
  console.log(settled.map(({ status }) => status).join(' '));
  const cell = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage(cell);
  console.log('worker says', await answer);
  let kept = [];
  for (let n = 0; n < 40; n += 1) {
    kept = Array.from({ length: 3000 }, (_, i) => ({ n, i, text: `item ${i}` }));
    await new Promise((done) => setImmediate(done));
  }
  console.log('kept', kept.length);
} else {
  parentPort.once('message', (cell) => {
    const how = Atomics.wait(cell, 0, 0, 10);
    parentPort.postMessage(how);
  });
}
