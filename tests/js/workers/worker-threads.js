// The module worker_threads of Node, on the machinery of the Web's Workers.
const { Worker, MessageChannel, isMainThread, parentPort, workerData, threadId, receiveMessageOnPort, setEnvironmentData } = require('node:worker_threads');
const { once } = require('node:events');

async function main() {
  console.log(isMainThread, parentPort, workerData, threadId);
  setEnvironmentData('colour', 'blue');
  const worker = new Worker(__filename, { workerData: { list: [1, 2] }, argv: ['extra'], env: { ONLY: 'this' }, name: 'helper', resourceLimits: { stackSizeMb: 2 } });
  worker.once('online', () => console.log('online'));
  console.log((await once(worker, 'message'))[0]);
  worker.postMessage('work');
  console.log((await once(worker, 'message'))[0]);
  worker.postMessage('exit');
  console.log('exit', (await once(worker, 'exit'))[0], worker.threadId);

  const failing = new Worker('null.x', { eval: true });
  const code = new Promise((done) => failing.on('exit', done));
  const [error] = await once(failing, 'error');
  console.log(error instanceof TypeError, error.message, error.stack.includes('[worker eval]:1'), await code);

  const endless = new Worker('for (;;);', { eval: true });
  await once(endless, 'online');
  console.log('terminated', await endless.terminate());

  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ a: 1 });
  console.log(receiveMessageOnPort(port2), receiveMessageOnPort(port2));
  port1.close();
  for (const name of ['plain-name', 'file:///x.js']) {
    try { new Worker(name); } catch (error) { console.log(error.code, error.message); }
  }
}

function work() {
  const { getEnvironmentData, threadName, resourceLimits } = require('node:worker_threads');
  parentPort.postMessage([isMainThread, workerData, process.argv.slice(2), process.env.ONLY, process.env.PATH, getEnvironmentData('colour'), threadName, resourceLimits.stackSizeMb]);
  parentPort.on('message', (message) => {
    if (message === 'exit') process.exit(7);
    parentPort.postMessage(`done: ${message}`);
  });
}

if (isMainThread) main(); else work();
