import { Worker, isMainThread, parentPort } from 'node:worker_threads';
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.on('message', (text) => console.log(text));
  worker.on('exit', (code) => console.log('worker ended with', code));
  worker.postMessage(20);
  console.log('the main thread goes on');
} else {
  const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2));
  parentPort.once('message', (n) => parentPort.postMessage(`fibonacci(${n}) = ${fibonacci(n)}`));
}
