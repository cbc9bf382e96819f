import { Worker, isMainThread, parentPort } from 'node:worker_threads';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.on('message', (sum) => {
    console.log('sum', sum);
    worker.terminate();
  });
  worker.postMessage([1, 2, 3]);
} else {
  parentPort.on('message', async (numbers) => {
    await null;
    parentPort.postMessage(numbers.reduce((sum, number) => sum + number));
  });
}
